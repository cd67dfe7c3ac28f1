"""The pictures of the book: dataset → rows → geometry → SVG for screens, TikZ for paper. No Sphinx in here."""
