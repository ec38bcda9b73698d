"""What does grading an archive cost, beside reading its facts, DuckDB, pandas and a plain loop?

Prints ``name: value`` lines; benchmarks/README.md says what each is. Numbers of claims may be given as arguments
(else 100000 and 1000000). Each way runs in a process of its own. Not run by ``make bench``: it takes minutes.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "service")]

from benchmarks import archive_case as case  # noqa: E402

DISTINCT = 131_072
SIZES = (100_000, 1_000_000)
TURNS = 3
MOST_FOR_A_LOOP, MOST_FOR_PANDAS = 100_000, 1_000_000
Sums = tuple[int, int]


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--way"]:
        print(json.dumps(_measured(arguments[1], Path(arguments[2]))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        _way("make", base)
        for size in map(int, arguments or SIZES):
            facts = base / f"facts-{size}"
            rows = _repeated(base / "facts", facts, size)
            _compare(facts, size, rows)
            shutil.rmtree(facts)
    return 0


def _compare(facts: Path, size: int, rows: int) -> None:
    ways = ["read", "score", "write", "duckdb", "duckdb_write"]
    ways += ["pandas"] if size <= MOST_FOR_PANDAS else []
    ways += ["loop"] if size <= MOST_FOR_A_LOOP else []
    turns: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
    for _ in range(TURNS):
        for way in ways:
            turns[way].append(_way(way, facts))
    sums = {way: tuple(found[0]["sums"]) for way, found in turns.items() if found[0]["sums"]}
    if len(set(sums.values())) != 1:
        raise SystemExit(f"the ways differ: {sums}")
    cpu = {way: median(each["cpu"] for each in found) for way, found in turns.items()}
    peak = {way: median(each["peak"] for each in found) for way, found in turns.items()}
    name = f"archive.{size}"
    print(f"{name}.attributions: {rows}")
    for way in ways:
        print(f"{name}.{way}.cpu_s: {cpu[way]:.3f}")
        print(f"{name}.{way}.peak_mb: {peak[way]:.0f}")
    print(f"{name}.million_claims_per_cpu_s: {size / cpu['score'] / 1e6:.2f}")
    print(f"{name}.score_vs_read: {cpu['score'] / cpu['read']:.2f}")
    print(f"{name}.write_vs_read: {cpu['write'] / cpu['read']:.2f}")
    print(f"{name}.vs_duckdb: {cpu['duckdb'] / cpu['score']:.2f}")
    print(f"{name}.write_vs_duckdb_write: {cpu['duckdb_write'] / cpu['write']:.2f}")
    for way in ("pandas", "loop"):
        if way in cpu:
            print(f"{name}.vs_{way}: {cpu[way] / cpu['score']:.2f}")
    sys.stdout.flush()


def _way(name: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, str(Path(__file__)), "--way", name, str(folder)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def _measured(way: str, folder: Path) -> dict[str, Any]:
    """CPU seconds of the way alone, without what is imported; the peak of the whole process, in megabytes."""
    run = {"make": _make, "read": _read, "score": _score, "write": _write, "duckdb": _duckdb}
    run |= {"duckdb_write": _duckdb_write, "pandas": _pandas, "loop": _loop}
    prepared = run[way](folder)
    before = _cpu()
    sums = prepared()
    return {"cpu": _cpu() - before, "peak": _peak(), "sums": sums}


def _peak() -> float:
    """Megabytes. What getrusage calls the peak is that of the process which started this one, where it is higher."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _make(folder: Path) -> Callable[[], None]:
    """The facts of so many claims that all differ; larger archives repeat them at further places."""
    from sayso.api.body import read_json
    from sayso.archive.claims import ClaimFiles
    from sayso.archive.facts import derive_facts
    from sayso.archive.gather import Asked
    from sayso.archive.inputs import Sizes, input_of
    from sayso.archive.sample import sample
    from sayso.archive.sample_files import write_sample
    from sayso.archive.shards import Shard
    from sayso.facts.schema import DEFAULT_LIMITS

    def run() -> None:
        file = folder / "claims.ndjson"
        write_sample(sample(DISTINCT, 1), str(file), "ndjson", _vocabulary(), lambda _: None)
        sizes = Sizes(1 << 21, 1 << 28)
        asked = Asked("2026-06-01")
        source = ClaimFiles(
            (input_of(str(file)),), _vocabulary(), DEFAULT_LIMITS, sizes, lambda text: read_json(text, 32), asked
        )
        derive_facts(source, folder / "facts", Shard(), lambda _: None)

    return run


def _repeated(base: Path, facts: Path, size: int) -> int:
    """A folder of facts with the parts of ``base`` time and again; how many rows it has."""
    import polars as pl

    from sayso.archive.facts import parquet

    facts.mkdir()
    manifest = json.loads((base / "manifest.json").read_bytes())
    part = base / manifest["parts"][0]["file"]
    frame, about = pl.read_parquet(part), pl.read_parquet_metadata(part)
    about.pop("ARROW:schema", None)
    parts = []
    for number, first in enumerate(range(0, size, DISTINCT)):
        some = frame.with_columns(pl.col("claim") + first).filter(pl.col("claim") < size)
        data = parquet(some, about)
        name = f"part-{number:06}.parquet"
        (facts / name).write_bytes(data)
        claims = min(DISTINCT, size - first)
        parts.append({**manifest["parts"][0], "part": number, "file": name, "bytes": len(data), "claims": claims,
                      "rows": some.height})  # fmt: skip
    (facts / "manifest.json").write_text(json.dumps({**manifest, "parts": parts}), encoding="utf-8")
    return sum(each["rows"] for each in parts)


def _vocabulary() -> Any:
    from sayso.facts.vocabulary import load_vocabulary

    return load_vocabulary(ROOT / "rubrics" / "vocabulary.yaml")


def _plan(vocabulary: Any) -> Any:
    from sayso.engine.plan import compile_rubric
    from sayso.rubric.load import load_rubric

    loaded = load_rubric(case.rubric_text().encode(), "benchmark.yaml", vocabulary, lambda ref: None)
    if loaded.rubric is None:
        raise SystemExit("\n".join(problem.text("benchmark.yaml") for problem in loaded.problems))
    return compile_rubric(loaded.rubric)


def _ready(folder: Path) -> tuple[Any, Any, Any]:
    from sayso.archive.stored import facts_in

    vocabulary = _vocabulary()
    return facts_in([folder], vocabulary), _plan(vocabulary), vocabulary


def _read(folder: Path) -> Callable[[], None]:
    """The columns that the rubric reads, part by part."""
    from sayso.archive.shards import Shard
    from sayso.engine.columnar import ColumnarReader

    source, plan, vocabulary = _ready(folder)
    columns = ColumnarReader(plan, vocabulary).columns

    def run() -> None:
        for _ in source.parts(Shard(), lambda _: False, lambda _: None, columns):
            pass

    return run


def _score(folder: Path) -> Callable[[], Sums]:
    import polars as pl

    from sayso.archive.shards import Shard
    from sayso.engine.columnar import ColumnarReader

    source, plan, vocabulary = _ready(folder)

    def run() -> Sums:
        reader = ColumnarReader(plan, vocabulary, records=False)
        sums = [0, 0]
        for part in source.parts(Shard(), lambda _: False, lambda _: None, reader.columns):
            scored = reader.score(part.frame)
            for at, axis in enumerate((case.RELIABILITY, case.CREDIBILITY)):
                sums[at] += int(scored[f"{axis}.exact"].cast(pl.Int64).sum())
        return sums[0], sums[1]

    return run


def _write(folder: Path) -> Callable[[], None]:
    """All that sayso archive score does: every column, the records, the manifest, brought to the disk."""
    from sayso.archive.scores import score_archive

    source, plan, _ = _ready(folder)
    out = folder.parent / "scores"
    shutil.rmtree(out, ignore_errors=True)
    return lambda: (score_archive(source, plan, out, lambda _: None), None)[1]


def _duckdb(folder: Path) -> Callable[[], Sums]:
    import duckdb

    return lambda: duckdb.connect().execute(case.sql(f"{folder}/part-*.parquet", None)).fetchall()[0]


def _duckdb_write(folder: Path) -> Callable[[], None]:
    import duckdb

    out = folder.parent / "duckdb.parquet"
    return lambda: (duckdb.connect().execute(case.sql(f"{folder}/part-*.parquet", str(out))), None)[1]


def _peer_columns() -> list[str]:
    names = [case.column(scope, name) for name, (scope, _, _) in case.ATTRIBUTION.items()]
    return ["claim", *names, *(f"claim.{name}" for name in case.CLAIM), "link0.kind", "claim.roots.count"]


def _pandas(folder: Path) -> Callable[[], Sums]:
    """Read by polars (pandas has no reader of its own), words as categories."""
    import numpy as np
    import pandas as pd
    import polars as pl

    def series(column: pl.Series) -> Any:
        if isinstance(column.dtype, pl.Enum):
            codes = column.to_physical().cast(pl.Int16).fill_null(-1).to_numpy()
            return pd.Categorical.from_codes(codes, column.dtype.categories.to_list())
        return column.to_numpy()

    def points(values: Any, levels: case.Levels, rest: int) -> Any:
        return np.select([values.isin(words) for words, _ in levels], [worth for _, worth in levels], rest)

    def run() -> Sums:
        table = pl.read_parquet(folder / "part-*.parquet", columns=_peer_columns(), missing_columns="insert")
        frame = pd.DataFrame({name: series(table[name]) for name in table.columns})
        frame["r"] = sum(
            points(frame[case.column(scope, name)], levels, rest)
            for name, (scope, levels, rest) in case.ATTRIBUTION.items()
        )
        frame["c"] = sum(points(frame[f"claim.{name}"], levels, rest) for name, (levels, rest) in case.CLAIM.items())
        frame["leak"] = frame["link0.kind"].isin(case.KIND)
        claims = frame.groupby("claim").agg(
            r=("r", "max"), c=("c", "first"), leak=("leak", "any"), roots=("claim.roots.count", "first")
        )
        capped = claims["leak"] & (claims["roots"] <= 1)
        return 1000 * int(claims["r"].sum()), 1000 * int(
            claims["c"].where(~capped, claims["c"].clip(upper=case.CAP)).sum()
        )

    return run


def _loop(folder: Path) -> Callable[[], Sums]:
    import polars as pl

    def run() -> Sums:
        table = pl.read_parquet(folder / "part-*.parquet", columns=_peer_columns(), missing_columns="insert")
        claims: dict[int, list[Any]] = {}
        for row in table.iter_rows(named=True):
            worth = sum(
                case.points_of(row[case.column(scope, name)], levels, rest)
                for name, (scope, levels, rest) in case.ATTRIBUTION.items()
            )
            leak = row["link0.kind"] in case.KIND
            known = claims.get(row["claim"])
            if known is None:
                own = sum(
                    case.points_of(row[f"claim.{name}"], levels, rest) for name, (levels, rest) in case.CLAIM.items()
                )
                claims[row["claim"]] = [worth, own, leak, row["claim.roots.count"]]
            else:
                known[0], known[2] = max(known[0], worth), known[2] or leak
        capped = (min(c, case.CAP) if leak and roots <= 1 else c for _, c, leak, roots in claims.values())
        return 1000 * sum(each[0] for each in claims.values()), 1000 * sum(capped)

    return run


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
