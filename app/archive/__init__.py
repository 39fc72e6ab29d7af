"""A series as one readable file: loaded, dumped, and the starter data the project ships."""
