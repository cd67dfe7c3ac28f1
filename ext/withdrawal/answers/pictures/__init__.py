"""The pictures of the book: dataset → rows → geometry → SVG. No Sphinx in here."""
