"""How is what was decided kept, in SQLite or PostgreSQL? ``port`` is what others know; the rest comes when it is used."""
