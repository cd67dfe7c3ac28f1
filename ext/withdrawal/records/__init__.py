"""What the book holds true: the shapes of its records, how they are read, checked and asked. No Sphinx here."""
