"""Which databases with an audit do the tests of the store share?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.store.audited import Kept
from tests.store.drafts import drafted, keeping

from sayso.store.port import Change


@pytest.fixture
def kept(storage: dict[str, Any]) -> Iterator[Kept]:
    found = Kept(storage)
    yield found
    found.store.close()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def five(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """Five entries, which no test changes."""
    where: dict[str, Any] = {"data_dir": tmp_path_factory.mktemp("five")}
    if request.param == "postgresql":
        where["database_url"] = request.getfixturevalue("postgres").database()
    found = Kept(where)
    for number in range(5):
        found.change(Change(f"key:{number}", "keep", keeping(drafted()).write))
    yield found
    found.store.close()
