"""sayso db: is the database of this version, and how does it get there?"""

from __future__ import annotations

from sayso.cli.ending import FINE
from sayso.cli.plain import json_text
from sayso.lasting import engine_of
from sayso.settings import load_settings
from sayso.store.tables import HEAD
from sayso.store.upgrading import upgrade


def upgrade_database(as_json: bool) -> int:
    """Brings the database that is set to the newest version. Raises SaysoError where that cannot be done."""
    engine = engine_of(load_settings())
    try:
        before = upgrade(engine)
    finally:
        engine.dispose()
    if as_json:
        print(json_text({"before": before, "after": HEAD}))
    else:
        print(f"The database is at version {HEAD}" + (" already." if before == HEAD else f"; it was at {before}."))
    return FINE
