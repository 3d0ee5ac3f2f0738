"""Pages: the words put together, with every choice settled and every value still open."""
