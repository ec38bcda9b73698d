"""sayso archive: which commands grade millions of claims in files, and what do they take?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

archive_app = typer.Typer(
    help="Grades archives: millions of claims in files.", no_args_is_help=True, rich_markup_mode=None
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for another program.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day that ages are counted to.")]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse a kind of source that is not declared.")]
ShardOf = Annotated[
    str | None, typer.Option("--shard", metavar="K/N", help="Only the K-th of N shares of the parts, by itself.")
]
PartSize = Annotated[
    int | None,
    typer.Option(
        "--part", metavar="NUMBER", min=1, max=10_000_000, help="Claims in a part (131072).", show_default=False
    ),
]
Inputs = Annotated[list[str], typer.Argument(metavar="IN", hidden=True)]
Out = Annotated[Path, typer.Argument(metavar="OUT", hidden=True)]
Before = Annotated[str, typer.Argument(metavar="BEFORE", hidden=True)]
After = Annotated[str, typer.Argument(metavar="AFTER", hidden=True)]


@archive_app.command()
def sample(
    out: Annotated[str, typer.Argument(metavar="OUT", hidden=True)],
    claims: Annotated[int, typer.Option(metavar="NUMBER", min=0, help="How many claims.")] = 1000,
    seed: Annotated[int, typer.Option(metavar="NUMBER", min=0, help="Where chance begins.")] = 1,
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="FORM", help="ndjson, json, parquet or csv; else by the name of OUT."),
    ] = None,
) -> None:
    """Writes a made-up archive of claims, to try things out.

    Kinds, identification, access and hedges go together as they do in newspapers; chains have one to six links, rarely
    twelve; some facts are unknown, and some claims have several attributions. The same seed gives the same bytes. The
    name - means standard output.
    """
    from sayso.cli.archive_sample import write_sample

    raise typer.Exit(write_sample(out, claims, seed, form))


@archive_app.command()
def facts(
    inputs: Inputs,
    out: Out,
    as_of: AsOf = None,
    strict: Strict = False,
    shard: ShardOf = None,
    part: PartSize = None,
    json: Json = False,
) -> None:
    """Derives the facts of the claims in files, once for every rubric.

    IN is a file of claims: .ndjson (one a line), .json, .csv, each with or without .gz, or .parquet. OUT is the folder
    that is made: the facts in parts, refused.ndjson with the claims that could not be read, and a manifest. A claim
    that cannot be read keeps none of the others from it; the exit code is then 1. What was interrupted goes on where
    it was when the same command is given again.
    """
    from sayso.cli.archive_grading import Asked, derive

    raise typer.Exit(derive(Asked(inputs, out, as_of, strict, shard, part), json))


@archive_app.command()
def score(
    inputs: Inputs,
    out: Out,
    rubric: Annotated[
        str | None, typer.Option(metavar="RUBRIC", help="An id, id@version or file; else the desk's.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Write each claim's losses and rationale, too. Takes far longer.")
    ] = False,
    records: Annotated[
        bool,
        typer.Option("--records/--no-records", help="Write what each outcome comes to; without it is faster."),
    ] = True,
    as_of: AsOf = None,
    strict: Strict = False,
    shard: ShardOf = None,
    part: PartSize = None,
    json: Json = False,
) -> None:
    """Grades every claim of an archive.

    IN is a folder that sayso archive facts made (or the folders of its shards), or files of claims as it takes them.
    OUT is the folder that is made: a row for each claim in parts, records.parquet with what each outcome came to,
    refused.ndjson, and a manifest with the counts by grade and gate. What was interrupted goes on where it was when the
    same command is given again.
    """
    from sayso.cli.archive_grading import Asked, grade

    asked = Asked(inputs, out, as_of, strict, shard, part)
    raise typer.Exit(grade(asked, rubric, json, explain=explain, records=records))


@archive_app.command()
def impact(
    before: Before,
    after: After,
    inputs: Inputs,
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="FILE", help="Draw it, too: an SVG.", show_default=False)
    ] = None,
    most: Annotated[
        int, typer.Option("--most", metavar="NUMBER", min=0, help="How many of the claims that move most.")
    ] = 10,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Tells what one rubric would change in an archive that another has graded.

    BEFORE and AFTER are each an id, id@version, or a file; IN is as for sayso archive score. Shown are how many claims
    change grade and from which band to which, how far the numbers move, and which claims move most.
    """
    from sayso.cli.archive_impact import Asked, tell_impact

    raise typer.Exit(tell_impact(Asked(before, after, inputs, as_of, most, picture), json))
