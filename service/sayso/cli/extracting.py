"""sayso extract: what do these articles claim, through whom did each claim come, and how was each fact found?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from sayso.cli.articles import Articles, Known, line_of, warn
from sayso.cli.desks import shown_name
from sayso.cli.ending import FINE, USAGE, UnusableFile, told
from sayso.cli.paper import SOFT, STRONG, columns, indented, paper, words
from sayso.cli.plain import json_text
from sayso.facts.vocabulary import Field, Vocabulary, load_vocabulary
from sayso.rubric.english import tally
from sayso.settings import load_settings
from sayso.usecases.desk import VOCABULARY_FILE
from sayso.usecases.extract import Extracted
from sayso.usecases.score import problem_of

Claim = Mapping[str, Any]
_ELSEWHERE = {"text", "id", "specifics", "source"}
_PLAIN = {"kind", "relation", "identification", "statement_type", "content"}  # their values say what they are about
_OF_AN_OUTLET = ("relation", "hedges")  # what is new with each claim; the rest is said at the top
_SHORT = 12


def extract_files(files: Sequence[str], known: Known, with_rest: bool, as_json: bool) -> int:
    """Prints the claims of every article; a file that cannot be read keeps none of the others from it."""
    settings = load_settings()
    vocabulary = load_vocabulary(settings.rubrics_dir / VOCABULARY_FILE, settings.vocabulary)
    articles = Articles(settings, known)
    console = paper()
    results: list[dict[str, Any]] = []
    code = FINE
    for file in files:
        name = shown_name(file)
        try:
            found = articles.read(file)
        except UnusableFile as error:
            told(error)
            results.append({"file": name, "problem": problem_of(error)})
            code = USAGE
            continue
        if as_json:
            results.append({"file": name, **found.answer(with_rest=with_rest)})
            continue
        _print(console, name, found, vocabulary, with_rest)
        warn(name, found.warnings)
    if as_json:
        print(json_text({"results": results}))
    return code


def _print(console: Console, name: str, found: Extracted, vocabulary: Vocabulary, with_rest: bool) -> None:
    article, extractor = found.article, found.extractor
    weights = "" if extractor.weights is None else f", weights {extractor.weights[: len('sha256:') + _SHORT]}"
    said_of = ", ".join(part for part in (article.title, article.outlet, article.date) if part)
    title = Text.assemble(words(name, STRONG), "  ", tally(len(found.claims), "claim"))
    console.print(title.append_text(words(f", found by {extractor.id} {extractor.version}{weights}", SOFT)))
    console.print(words(said_of or "the outlet is not given: --outlet names it", SOFT))
    for claim in found.claims:
        console.print()
        console.print(
            Text.assemble(words(str(claim["id"]), STRONG), "  ", f"line {line_of(article, claim)}  ").append_text(
                words(claim["text"])
            )
        )
        _details(console, claim, article.text, vocabulary)
    if with_rest:
        console.print()
        console.print(Text("What asserts nothing", style=STRONG))
        for each in found.rest:
            console.print(Text.assemble(f"{each.cue_class}  ").append_text(words(str(each.claim["text"]))))
            _details(console, each.claim, article.text, vocabulary)
    console.print()


def _details(console: Console, claim: Claim, text: str, vocabulary: Vocabulary) -> None:
    table = columns("name", "wide", indent=0)
    for at, attribution in enumerate(claim["attributions"]):
        for index, link in enumerate(attribution["chain"]):
            fields = vocabulary.link
            if index == 0 and len(attribution["chain"]) > 1:
                fields = {name: fields[name] for name in _OF_AN_OUTLET}
            told_by = _link(link, claim, f"/attributions/{at}/chain/{index}", fields, vocabulary)
            table.add_row(words("from" if index == 0 else "  and", SOFT), told_by)
        if cue := attribution.get("cue"):
            table.add_row(words("by", SOFT), words(" … ".join(text[start:end] for start, end in cue)))
    facts = "; ".join(_facts(claim, claim, "", vocabulary.claim, vocabulary))
    if facts:
        table.add_row(words("is", SOFT), words(facts))
    console.print(indented(table, 4))


def _link(link: Claim, claim: Claim, head: str, fields: Mapping[str, Field], vocabulary: Vocabulary) -> Text:
    source = link.get("source")
    facts = "".join(f"; {fact}" for fact in _facts(link, claim, head, fields, vocabulary))
    name = words("nobody is named" if source is None else str(source), STRONG)
    return name.append_text(words(f"{_rule(claim, head + '/source')}{facts}"))


def _facts(
    holder: Claim, claim: Claim, head: str, fields: Mapping[str, Field], vocabulary: Vocabulary
) -> Iterator[str]:
    """Each fact in words, with the rule that found it in brackets."""
    for name, field in fields.items():
        value: Any = holder
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        if name in _ELSEWHERE or field.type in ("spans", "found", "attributions", "record"):
            continue
        if value is None or value == []:
            continue
        label = "" if name in _PLAIN else f"{field.label.lower()}: "
        yield f"{label}{_said(value, field, vocabulary)}{_rule(claim, f'{head}/{name}')}"


def _said(value: Any, field: Field, vocabulary: Vocabulary) -> str:
    if isinstance(value, list):
        return ", ".join(_said(part, field, vocabulary) for part in value)
    if isinstance(value, Mapping):
        return str(value.get("term", value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field.type == "kind" and value in vocabulary.kinds:
        return vocabulary.kinds[value].label.lower()
    return field.values.get(str(value), str(value)).lower() if field.values else str(value)


def _rule(claim: Claim, pointer: str) -> str:
    how = claim.get("found", {}).get(pointer)
    return f" [{how['rule']}]" if how else ""
