"""sayso extractor: which commands train and measure the finder of attributions, and what do they take?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

extractor_app = typer.Typer(
    help="Trains and measures the finder of attributions.", no_args_is_help=True, rich_markup_mode=None
)
Data = Annotated[
    Path, typer.Option(metavar="DIR", help="A folder of annotated articles, *.jsonl or *.jsonl.gz.", show_default=False)
]


@extractor_app.command()
def train(
    data: Data,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the weights go.")] = Path("weights.npz"),
    seed: Annotated[int, typer.Option(metavar="NUMBER", help="Where chance begins.")] = 1,
    quick: Annotated[bool, typer.Option("--quick", help="One short round of each: to try whether all works.")] = False,
) -> None:
    """Trains the finder on annotated articles.

    Writes the weights and, beside them, FILE.json with the figures on the articles in DIR that are kept for measuring.
    The same articles, seed and version of torch give the same bytes on one machine. Needs the extra: sayso[train].
    """
    from sayso.cli.training import train as run

    raise typer.Exit(run(data, out, seed, quick))


@extractor_app.command()
def evaluate(
    data: Data,
    weights: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Other weights than the shipped ones.", show_default=False)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, for another program.")] = False,
    chains: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Chains made by hand: measure the chains instead.", show_default=False),
    ] = None,
) -> None:
    """Measures the finder on annotated articles.

    Those in files of DIR with dev or test in their name; without such files, every tenth article. Shown are the share
    of attributions found (cue and source meet, half of the content is shared), of spans that are equal, of each type
    of quotation that is met, and how many were found that nobody marked.
    """
    if chains is not None:
        from sayso.cli.chains import evaluate_chains

        raise typer.Exit(evaluate_chains(data, chains, json))
    from sayso.cli.training import evaluate as run

    raise typer.Exit(run(data, weights, json))


@extractor_app.command()
def agree(
    folder: Annotated[
        Path | None,
        typer.Option("--folder", metavar="DIR", help="article.txt and claims.json; else the seed.", show_default=False),
    ] = None,
    rubric: Annotated[
        str | None, typer.Option(metavar="RUBRIC", help="Compares the grades under it; else the desk's.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, for another program.")] = False,
) -> None:
    """Compares what is found in an article with what a person read in it.

    Claims are paired by where they stand. Shown is in how many pairs spans, chains, kinds, facts and grades are the
    same, where each pair differs, and what only one of the two has.
    """
    from sayso.cli.agreeing import agree as run

    raise typer.Exit(run(folder, rubric, json))
