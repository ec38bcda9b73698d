"""How is a source phrase built: a person with an office, an outlet, a document with its author, or a description?"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.extract.chains.document_phrase import document_phrase
from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.named_phrase import body_phrase, holds_name, outlet_phrase, person_phrase
from sayso.extract.chains.names import role_of_word, singular
from sayso.extract.chains.noun_phrase import ARTICLES, DEFINITE, NOUN_TAGS, PREPOSITIONS, NounPhrase, noun_phrase
from sayso.extract.chains.phrase import NOBODY, PLURAL_PRONOUNS, PRONOUNS, Phrase


def read_phrase(layout: Layout, words: Sequence[int], depth: int = 0) -> Phrase:
    """Reads the tokens of a source; a phrase inside it is read the same way, three deep at most."""
    noun = noun_phrase(layout, words)
    if noun is None:
        return NOBODY
    if noun.opening in PRONOUNS and (len(noun.core) == 1 or noun.opening not in _POSSESSIVES):
        return _pronoun(layout, noun)

    def read(inner: Sequence[int], deep: int) -> Phrase:
        return read_phrase(layout, inner, deep)

    return (
        document_phrase(layout, noun, depth, read)
        or outlet_phrase(layout, noun, depth, read)
        or person_phrase(layout, noun)
        or body_phrase(layout, noun)
        or _description(layout, noun)
    )


def antecedent_of(layout: Layout, word: int) -> Phrase:
    """The noun phrase right before a relative pronoun: "the harbour police, who"."""
    last = word - 1
    while last >= 0 and layout.tokens[last].text in _BETWEEN:
        last -= 1
    first = last
    while first >= 0 and last - first < _LONGEST_ANTECEDENT:
        tag = layout.tokens[first].tag or _guessed_tag(layout.lower[first])
        joint = layout.lower[first] == "of" and first < last
        if tag not in NOUN_TAGS and tag not in _NOMINAL_TAGS and not joint:
            break
        first -= 1
        if tag in ("DT", "PRP$"):
            break
    found = read_phrase(layout, range(first + 1, last + 1)) if first < last else NOBODY
    vague = found.form == "description" and not (found.definite or found.plural or found.named)
    return NOBODY if vague and layout.lower[first + 1] not in ("a", "an") else found


_POSSESSIVES = listed("his her its their my our this that these those whose")
"""Pronouns that a noun may follow ("his lawyer", "that report")."""

_LONGEST_ANTECEDENT = 12
_NOMINAL_TAGS = listed("JJ CD POS DT PRP$")
_BETWEEN = listed(", — – ) of many some most all both")


def _pronoun(layout: Layout, noun: NounPhrase) -> Phrase:
    mention = (layout.span_of(noun.words),)
    if noun.partitive and noun.opening not in ("whom", "which"):
        name = layout.slice(mention[0])
        return Phrase("description", noun.words, mention, name, "others", plural=True)
    plural = noun.opening in PLURAL_PRONOUNS
    return Phrase("pronoun", noun.words, mention, head=noun.opening, plural=plural, partitive=noun.partitive)


def _description(layout: Layout, noun: NounPhrase) -> Phrase:
    aside = next((n for n, at in enumerate(noun.words[:-1]) if _is_aside(layout, at)), len(noun.words))
    return Phrase(
        "description",
        noun.words,
        (layout.span_of(noun.words),),
        name=layout.slice(layout.span_of(noun.words[: max(aside, 1)])),
        head=singular(noun.head),
        definite=noun.definite,
        plural=noun.plural,
        partitive=noun.partitive,
        named=holds_name(layout, noun.words),
        modifiers=tuple(layout.lower[at] for at in noun.core if at != noun.head_at),
    )


def _is_aside(layout: Layout, at: int) -> bool:
    """Whether a comma opens a clause that only adds something (", who spoke on condition of anonymity")."""
    return layout.lower[at] == "," and layout.lower[at + 1] in ("who", "which", "whose")


def _guessed_tag(word: str) -> str:
    """A noun or an article, for a text without tags."""
    if word in ARTICLES or word in DEFINITE:
        return "DT"
    return "NN" if word[:1].isalpha() and word not in PREPOSITIONS and role_of_word(word) else ""
