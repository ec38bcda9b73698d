"""How is what was decided kept? Others know ``port`` and ``holder``; a database is imported when it is used."""
