"""Which office do the tests of the desk's work share?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.usecases.work.office import Office


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One of each kind of database; no test may count on being alone in it."""
    folder = tmp_path_factory.mktemp("office")
    where: dict[str, Any] = {"data_dir": folder / "data"}
    if request.param == "postgresql":
        where["database_url"] = request.getfixturevalue("postgres").database()
    found = Office(folder / "rubrics", where)
    yield found
    found.close()
