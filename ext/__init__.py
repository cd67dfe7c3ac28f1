"""The extensions of this book: `ext.facts` (generic) and `ext.withdrawal` (this book's own)."""
