"""What a page may hold."""
