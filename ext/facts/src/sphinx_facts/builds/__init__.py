"""Which page is read again, and when."""
