"""How answers and pages are dressed for print."""
