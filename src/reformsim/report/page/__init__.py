"""Pages: HTML, tables, pictures in them, PDF, and keeping them."""
