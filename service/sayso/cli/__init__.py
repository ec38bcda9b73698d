"""Which commands are there, and what do they take? Whatever one of them needs is imported when it is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from sayso.cli.access import audit_app, keys_app
from sayso.cli.archive import archive_app
from sayso.cli.extractor import extractor_app
from sayso.cli.people_commands import people_app
from sayso.cli.source_commands import sources_app
from sayso.version import __version__

app = typer.Typer(
    name="sayso",
    help="Grades how well a claim is sourced: who says so, how would they know, how did it reach us.",
    epilog="Exit codes: 0 fine, 1 something was found, 2 wrong usage or unreadable input, 3 a fault of Sayso.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
rubric_app = typer.Typer(help="Reads, checks and tests rubrics.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rubric_app, name="rubric")
app.add_typer(extractor_app, name="extractor")
app.add_typer(sources_app, name="sources")
app.add_typer(archive_app, name="archive")
db_app = typer.Typer(help="Looks after the database.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(db_app, name="db")
app.add_typer(keys_app, name="keys")
app.add_typer(people_app, name="people")
app.add_typer(audit_app, name="audit")

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for another program.")]
OnlyRubrics = Annotated[
    bool, typer.Option("--only-rubrics", help='Leave out files without "sayso: rubric/1" at their top.')
]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Who published the article.")]
Title = Annotated[str | None, typer.Option(metavar="TEXT", help="The article's headline.")]
Date = Annotated[str | None, typer.Option(metavar="DATE", help="The day on which the article was published.")]
# The help of a command says what its arguments are; a list of them would only add their Python types.
Files = Annotated[list[str], typer.Argument(metavar="FILE", hidden=True)]
Named = Annotated[str, typer.Argument(metavar="RUBRIC", hidden=True)]
Before = Annotated[str, typer.Argument(metavar="BEFORE", hidden=True)]
After = Annotated[str, typer.Argument(metavar="AFTER", hidden=True)]
SomeIds = Annotated[list[str] | None, typer.Argument(metavar="ID", hidden=True)]
SomeNamed = Annotated[list[str] | None, typer.Argument(metavar="RUBRIC", hidden=True)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and gives its exit code. ``arguments`` are those of the process unless given."""
    from sayso.cli.ending import ending

    given = list(sys.argv[1:] if arguments is None else arguments)
    return ending(lambda: app(args=given, prog_name="sayso"), with_traceback="--traceback" in given)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sayso {__version__}")
        raise typer.Exit


@app.callback()
def _everywhere(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
    _traceback: Annotated[
        bool, typer.Option("--traceback", help="Where Sayso itself fails, show how (give it first).")
    ] = False,
) -> None:
    pass


@app.command()
def serve(
    host: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Address to listen on (SAYSO_HOST, else 127.0.0.1).")
    ] = None,
    port: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="Port (SAYSO_PORT, else 8321); 0 takes any free one.")
    ] = None,
    seed: Annotated[
        bool | None, typer.Option("--seed", help="Keep the seed article as a document, once (SAYSO_SEED).")
    ] = None,
) -> None:
    """Serves the API and the page."""
    from sayso.cli.serving import serve as run

    raise typer.Exit(run(host, port, seed))


@app.command()
def score(
    files: Files,
    rubric: Annotated[
        str | None, typer.Option(metavar="RUBRIC", help="An id, id@version or file; else the desk's.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day that ages are counted to.")
    ] = None,
    include: Annotated[
        list[str] | None, typer.Option(metavar="PART", help="raise, questions, flip or all; may be repeated.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse a kind of source that is not declared.")] = False,
    outlet: Outlet = None,
    title: Title = None,
    date: Date = None,
    json: Json = False,
) -> None:
    """Grades the claims in files.

    A FILE holds JSON: one claim, a list of claims, a document with "claims", a request as POST /v1/score takes it, or
    one claim a line (NDJSON). The name - means standard input. Or it is an article (.txt, .md, .html, .docx), whose
    claims are found first, as sayso extract shows them.
    """
    from sayso.cli.articles import Known
    from sayso.cli.scoring import Asked, score_files

    asked = Asked(rubric, as_of, tuple(include or ()), strict, Known(title, outlet, date))
    raise typer.Exit(score_files(files, asked, json))


@app.command()
def extract(
    files: Files,
    outlet: Outlet = None,
    title: Title = None,
    date: Date = None,
    rest: Annotated[
        bool, typer.Option("--rest", help="Show also what asserts nothing: wishes, votes, questions.")
    ] = False,
    json: Json = False,
) -> None:
    """Finds the claims of articles.

    A FILE is an article: plain text, Markdown (.md), a page (.html) or a Word document (.docx). The name - means plain
    text on standard input. Shown is each claim with its line, its chain from the outlet to the root, the words that
    attribute it, and what was read of it; in brackets stands the rule by which each fact was found.
    """
    from sayso.cli.articles import Known
    from sayso.cli.extracting import extract_files

    raise typer.Exit(extract_files(files, Known(title, outlet, date), rest, json))


@rubric_app.command("list")
def rubric_list(json: Json = False) -> None:
    """Lists the rubrics that can be used."""
    from sayso.cli.rubrics import list_rubrics

    raise typer.Exit(list_rubrics(json))


@rubric_app.command("show")
def rubric_show(rubric: Named, json: Json = False) -> None:
    """Tells a rubric in plain sentences.

    RUBRIC is an id, id@version, or a file.
    """
    from sayso.cli.rubrics import show_rubric

    raise typer.Exit(show_rubric(rubric, json))


@rubric_app.command("check")
def rubric_check(files: Files, only_rubrics: OnlyRubrics = False, json: Json = False) -> None:
    """Finds what is wrong in rubric files.

    One line for each error, warning or remark: file:line:column severity code message (hint). The tests in the file
    are run too. A vocabulary file can be checked as well. The name - means standard input.
    """
    from sayso.cli.checking import check_files

    raise typer.Exit(check_files(files, json, only_rubrics))


@rubric_app.command("test")
def rubric_test(rubrics: SomeNamed = None, only_rubrics: OnlyRubrics = False, json: Json = False) -> None:
    """Runs the tests inside rubrics.

    RUBRIC is an id, id@version, or a file; without any, all of the desk's rubrics are tested. Shown are each test, the
    breakdown of those that fail, and the levels and gates that no test reaches.
    """
    from sayso.cli.testing import test_rubrics

    raise typer.Exit(test_rubrics(rubrics or [], json, only_rubrics))


@rubric_app.command("diff")
def rubric_diff(
    before: Before,
    after: After,
    claims: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="Claims as for sayso score; may be repeated. Without it, the seed's."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day that ages are counted to.")
    ] = None,
    json: Json = False,
) -> None:
    """Tells what one rubric grades differently from another.

    BEFORE and AFTER are each an id, id@version, or a file. Shown are the cases that change, by how many points and an
    example of each, moved bands and gates, and which claims change grade. A difference is no failure.
    """
    from sayso.cli.differing import Asked, diff_rubrics

    raise typer.Exit(diff_rubrics(Asked(before, after, claims or (), as_of), json))


@rubric_app.command("impact")
def rubric_impact(
    draft: Named,
    against: Annotated[
        str | None, typer.Option(metavar="RUBRIC", help="An id or id@version; else the id of the draft.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only what was kept then or later.")] = None,
    json: Json = False,
) -> None:
    """Tells what a draft would change in everything stored.

    RUBRIC is a file. Every assessment in the database is graded by it again, and compared with the stored answer;
    nothing is written. The exit code is 1 where a grade changes.
    """
    from sayso.cli.impact import Asked, measure_impact

    raise typer.Exit(measure_impact(Asked(draft, against, since), json))


@rubric_app.command("put")
def rubric_put(draft: Named, json: Json = False) -> None:
    """Keeps a version of a rubric in the database.

    RUBRIC is a file. A version never changes: the same again is fine, another under its name is refused.
    """
    from sayso.cli.versions import put_version

    raise typer.Exit(put_version(draft, json))


@rubric_app.command("activate")
def rubric_activate(rubric: Named, json: Json = False) -> None:
    """Makes a version the one that its plain id means.

    RUBRIC is id@version. Services that run on this database follow within seconds.
    """
    from sayso.cli.versions import activate_version

    raise typer.Exit(activate_version(rubric, json))


@rubric_app.command("schema")
def rubric_schema(
    vocabulary: Annotated[bool, typer.Option("--vocabulary", help="The schema of vocabulary files instead.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The same: a schema is JSON.")] = True,  # noqa: ARG001
) -> None:
    """Prints the JSON Schema of rubric files.

    A text editor completes and checks a rubric by it.
    """
    from sayso.cli.rubrics import print_schema

    raise typer.Exit(print_schema(vocabulary))


@app.command()
def replay(
    ids: SomeIds = None,
    everything: Annotated[bool, typer.Option("--all", help="Replay all that is kept.")] = False,
    json: Json = False,
) -> None:
    """Works kept assessments out again and compares.

    ID is that of an assessment, or of a document for all of its claims. Each is graded by the rubric and the
    vocabulary that were kept with it; every byte must be the same, the engine's version aside. Ends with 1 where
    something differs, and says where. What belongs to a deleted document is passed over.
    """
    from sayso.cli.replaying import replay_kept

    raise typer.Exit(replay_kept(ids or [], everything, json))


@app.command()
def export(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", hidden=True)],
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="csv, ndjson, json-ld, html or pdf.")] = "csv",
    out: Annotated[str | None, typer.Option(metavar="FILE", help="Where to; else standard output.")] = None,
) -> None:
    """Writes the review of a document into a file.

    DOCUMENT is the id of a document in the database. Every number is the stored one, and an override stands beside the
    grade that was computed, with who, when and why. html is the print sheet, pdf the same drawn.
    """
    from sayso.cli.exporting import export_document

    raise typer.Exit(export_document(document, form, out))


@db_app.command("upgrade")
def db_upgrade(json: Json = False) -> None:
    """Brings the database to the version of this Sayso.

    The database is the one of SAYSO_DATABASE_URL, else the file in SAYSO_DATA_DIR. Make a backup first. The service
    does this by itself for the file, and never for a PostgreSQL.
    """
    from sayso.cli.database import upgrade_database

    raise typer.Exit(upgrade_database(json))
