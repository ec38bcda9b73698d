"""How would a database go about a query?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, text


def plan_of(engine: Engine, query: Any) -> str:
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            # The tables of a test are small enough to be read whole; what is asked is whether an index would do.
            for way in ("seqscan", "sort", "incremental_sort", "bitmapscan", "hashjoin", "mergejoin"):
                connection.execute(text(f"SET enable_{way} = off"))
        said = query.compile(engine, compile_kwargs={"literal_binds": True})
        word = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
        return "\n".join(str(tuple(row)) for row in connection.execute(text(f"{word} {said}")))
