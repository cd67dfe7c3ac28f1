"""How answers and pages are dressed for the web and for the e-book."""
