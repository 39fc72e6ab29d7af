"""What people said, word for word, and how far it can be trusted."""
