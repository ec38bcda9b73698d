"""From which files can the registry be filled? A room for each published format, and for our own."""
