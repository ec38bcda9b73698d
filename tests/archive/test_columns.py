"""Is every column that is written described, and every one that is described written?"""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
from tests.archive.making import derived, desk, files, graded, written

from sayso.archive.columns import AXIS, OF_CLAIM, OF_MANIFEST, OF_RECORD, OF_REFUSAL


def test_what_is_written_is_what_is_described(tmp_path: Path) -> None:
    path = written(tmp_path, claims=10)
    with path.open("a", encoding="utf-8") as file:
        file.write("nonsense\n")
    derived(files(path, part=20), tmp_path / "facts")
    columns: set[str] = set()
    for rubric in desk().catalog.rubrics:
        out = tmp_path / rubric.id
        manifest = graded([tmp_path / "facts"], out, rubric=rubric.id, explain=True)
        assert manifest.keys() == OF_MANIFEST.keys()
        axes = {axis.id for axis in rubric.axes}
        for name in pl.read_parquet(out / "part-000000.parquet").columns:
            first, _, rest = name.partition(".")
            columns.add(f"{AXIS}.{rest}" if first in axes else name)
        assert pl.read_parquet(out / "records.parquet").columns == list(OF_RECORD)
    assert columns == set(OF_CLAIM)
    refused = json.loads((tmp_path / "facts" / "refused.ndjson").read_text(encoding="utf-8").splitlines()[0])
    assert list(refused) == list(OF_REFUSAL)
