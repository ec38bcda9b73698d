"""How does a database get from the shape of one version of Sayso to that of the next? Run by Alembic."""
