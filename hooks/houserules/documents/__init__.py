"""Documents: pages as Word files and PDFs, made by the same two moves as the site."""
