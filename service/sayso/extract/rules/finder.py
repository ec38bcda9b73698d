"""Which attributions do the rules see in a text?

Reporting verbs, "according to", nouns of saying before "is that", and adverbs such as "reportedly"; what is said stands
behind them, before them, or in the quotation beside them. No weights, no tags; time linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.extract.prose import Prose
from sayso.extract.relation import Relation
from sayso.extract.rules.content import only_quotes
from sayso.extract.rules.cues import found_at
from sayso.extract.rules.found import Found
from sayso.extract.rules.view import Range, View, view_of


def find(prose: Prose) -> tuple[Relation, ...]:
    """Every attribution that the rules see, in the order of the text."""
    view = view_of(prose)
    found: list[Relation] = []
    begins = {first for first, _ in prose.paragraphs}
    quoting = False  # whether the sentence before ended an attribution that a quotation may go on with
    waiting: list[Range] = []  # sentences of nothing but quotation, of which nobody has been named yet
    for sentence in prose.sentences:
        if sentence[0] in begins:
            quoting, waiting = False, []
        in_sentence = list(_in_sentence(view, sentence))
        for each in in_sentence:
            content = each.content
            if view.quoted(content[0][0]) and content[0][0] == sentence[0]:
                content, waiting = (*waiting, *content), []
            source = () if each.source is None else (view.span(each.source),)
            found.append(Relation(source, (view.span(each.cue),), tuple(view.span(part) for part in content)))
        if in_sentence:
            waiting = []
            quoting = any(view.quoted(part[0]) or view.quoted(part[1] - 1) for part in in_sentence[-1].content)
        elif quoting and only_quotes(view, sentence):
            whole = found[-1]
            found[-1] = Relation(whole.source, whole.cue, (*whole.content, view.span(sentence)))
        else:
            quoting = False
            if only_quotes(view, sentence):
                waiting.append(sentence)
            else:
                waiting = []
    return tuple(found)


def _in_sentence(view: View, sentence: Range) -> Iterator[Found]:
    at, clause = sentence[0], sentence[0]
    last: Found | None = None
    while at < sentence[1]:
        if view.quoted(at):
            at = min(view.quotation_at[at], sentence[1])
            continue
        found = found_at(view, at, clause, sentence, last)
        if found is None:
            at += 1
            continue
        yield found
        last = found
        at = clause = max(found.end, at + 1)
