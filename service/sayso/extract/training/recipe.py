"""How are the shipped weights made, from annotated articles to one file? The whole recipe, in order.

A tagger for parts of speech, several networks for labels that differ only in their seed and whose scores are averaged,
and a linker. One thread, fixed seeds: the same articles and the same torch give the same bytes on one machine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from sayso.extract.evaluation import Figures
from sayso.extract.prose import Prose
from sayso.extract.tagger import columns
from sayso.extract.tagger.finder import LearnedFinder
from sayso.extract.tagger.labels import LABELS
from sayso.extract.tagger.parts_of_speech import PartsOfSpeech
from sayso.extract.tagger.weights import Floats, Ints, Weights, read_weights, write_weights
from sayso.extract.training.corpus import Article
from sayso.extract.training.folder import Folder
from sayso.extract.training.links import learned_links
from sayso.extract.training.material import Batch, material_for_labels, material_for_tags, vocabulary_of
from sayso.extract.training.measuring import measure, summary
from sayso.extract.training.model import Design, Learner, chain_loss
from sayso.extract.training.rounds import SCALE, Plan, Say, train

LEAST = 3
"""A word has a vector of its own if it was met that often."""
MEMBERS = 2
NEIGHBOURS = 0.1
"""What guessing a word's neighbours counts beside finding the labels."""
TAG_WIDTHS = (32, 16, 16, 8, 12, 6)
LABEL_WIDTHS = (40, 16, 16, 8, 12, 8, 16, 8, 4)


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to train: rounds for tags and for labels, and how many networks for labels."""

    tag_rounds: int = 6
    label_rounds: int = 9
    members: int = MEMBERS


def trained(folder: Folder, out: Path, seed: int, effort: Effort, say: Say) -> Figures:
    """Trains on a folder of articles, writes the weights to ``out``, and gives the figures on the measured articles."""
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    articles = folder.learned
    arrays: dict[str, Floats] = {}
    if any(article.tags for article in articles):
        vocabulary, counts = vocabulary_of(articles, LEAST)
        arrays |= _tags(articles, vocabulary, counts, Plan(effort.tag_rounds, 3e-3, 1500, seed), say)
    else:
        say("no part-of-speech tags: the shipped tagger and its vocabulary are used")
        shipped = read_weights()
        vocabulary, counts = shipped.vocabulary, _counts(articles, shipped.vocabulary)
        arrays |= {name: array for name, array in shipped.arrays.items() if name.startswith("tags.")}
    proses = _tagged(articles, vocabulary, arrays)
    for member in range(effort.members):
        say(f"labels, network {member + 1} of {effort.members}")
        plan = Plan(effort.label_rounds, 2e-3, 1500, 100 * seed + member, NEIGHBOURS)
        arrays |= _labels(articles, proses, vocabulary, counts, plan, f"labels{member}", say)
    say("links")
    arrays["links"] = learned_links(zip(articles, proses, strict=True), seed)
    header = {"features": columns.VERSION, "seed": seed, "files": folder.files, "torch": torch.__version__}
    measured = _measured(folder.measured, Weights(header, arrays, vocabulary))
    write_weights(out, Weights({**header, "measured": summary(measured)}, arrays, vocabulary))
    return measured


def _tags(articles: Sequence[Article], vocabulary: Ints, counts: Ints, plan: Plan, say: Say) -> dict[str, Floats]:
    say("parts of speech")
    torch.manual_seed(plan.seed)
    word = columns.Column("word", len(vocabulary) + 1)
    learner = Learner(Design((word, *columns.LEXICAL), TAG_WIDTHS, 64, 1, len(columns.TAGS), 0.3))
    train(learner, material_for_tags(articles, vocabulary), counts, _tag_loss, plan, say)
    return learner.arrays("tags")


def _labels(
    articles: Sequence[Article],
    proses: Sequence[Prose],
    vocabulary: Ints,
    counts: Ints,
    plan: Plan,
    name: str,
    say: Say,
) -> dict[str, Floats]:
    torch.manual_seed(plan.seed)
    word = columns.Column("word", len(vocabulary) + 1)
    seen = (word, *columns.LEXICAL, *columns.SITUATION)
    learner = Learner(Design(seen, LABEL_WIDTHS, 128, 2, LABELS, 0.5))
    train(learner, material_for_labels(articles, proses, vocabulary), counts, _label_loss, plan, say)
    return learner.arrays(name)


def _tag_loss(_: Learner, scores: Tensor, batch: Batch) -> Tensor:
    there = torch.arange(batch.truth.shape[1]) < torch.tensor(batch.lengths)[:, None]
    truth = torch.where(there, batch.truth, -1)
    return nn.functional.cross_entropy(scores.flatten(0, 1), truth.flatten(), ignore_index=-1)


def _label_loss(learner: Learner, scores: Tensor, batch: Batch) -> Tensor:
    loss = chain_loss(scores, learner.follows, batch.truth, torch.tensor(batch.lengths))
    return SCALE * loss / sum(batch.lengths)


def _tagged(articles: Sequence[Article], vocabulary: Ints, arrays: Mapping[str, Floats]) -> list[Prose]:
    """The articles as the finder will see them: with the tags that the tagger gives once its weights are rounded."""
    parts = PartsOfSpeech(_rounded(Weights({"features": columns.VERSION}, arrays, vocabulary)))
    return [parts.tagged(article.prose) for article in articles]


def _measured(articles: Sequence[Article], weights: Weights) -> Figures:
    return measure(LearnedFinder(_rounded(weights)), articles)


def _rounded(weights: Weights) -> Weights:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.npz"
        write_weights(path, weights)
        return read_weights(path)


def _counts(articles: Sequence[Article], vocabulary: Ints) -> Ints:
    """How often each word of a given vocabulary was met; one that never was counts as met once."""
    words = np.concatenate([columns.lexical(each.prose.tokens, vocabulary)[:, 0] for each in articles])
    return np.maximum(np.bincount(words, minlength=len(vocabulary) + 1)[1:], 1)
