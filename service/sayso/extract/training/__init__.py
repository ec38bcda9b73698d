"""How does the extractor learn? Needs torch; nothing here is imported by the service."""
