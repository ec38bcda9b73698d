"""How is a network trained: in which order, at which rate, with what left out?

Adam with a rate that rises over the first hundred steps and then falls to nothing. A rare word is now and then replaced
by the unknown one (Kiperwasser and Goldberg 2016), so that the network learns what to do without it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from sayso.extract.training.material import Batch, Material, batches
from sayso.extract.training.model import Learner, turned
from sayso.extract.training.neighbours import Neighbours

Say = Callable[[str], None]
Loss = Callable[[Learner, Tensor, Batch], Tensor]
"""From the learner, its scores and the batch to what is to become small."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Rounds over all windows, the highest rate of learning, tokens in one step, the weight of guessing neighbours."""

    rounds: int
    rate: float
    tokens: int
    seed: int
    neighbours: float = 0.0


SCALE = 30
"""Losses of a window are given for this many tokens, so that they do not depend on how many are in a batch."""
_WARM = 100
_STEEP = 5.0
"""The longest gradient that is followed as it is; a longer one is shortened to it."""
_RARE = 0.5
"""A word met n times is left out with probability _RARE / (_RARE + n)."""


def train(
    learner: Learner, material: Material, counts: npt.NDArray[np.int64], loss: Loss, plan: Plan, say: Say
) -> None:
    """Trains in place; equal seeds give equal weights. ``counts``: how often each word of the vocabulary was met."""
    order = random.Random(plan.seed)  # noqa: S311 - chance that can be repeated is what is wanted
    left_out = np.random.default_rng(plan.seed)
    rare = np.concatenate(([0.0], _RARE / (_RARE + counts)))
    beside = Neighbours(learner.design.hidden, len(rare))
    optimizer = torch.optim.Adam([*learner.parameters(), *beside.parameters()], lr=plan.rate)
    steps = plan.rounds * -(-sum(last - first for first, last in material.windows) // plan.tokens)
    step = 0
    learner.train()
    for number in range(1, plan.rounds + 1):
        total = 0.0
        for batch in batches(material, plan.tokens, order):
            for group in optimizer.param_groups:
                group["lr"] = plan.rate * min(1, (step + 1) / _WARM) * max(0.0, 1 - step / steps)
            words = batch.columns[:, :, 0].clone()
            batch.columns[:, :, 0][torch.from_numpy(left_out.random(words.shape) < rare[words.numpy()])] = 0
            scores, ahead, back = learner(batch.columns, turned(batch.lengths, batch.truth.shape[1]))
            cost = loss(learner, scores, batch)
            if plan.neighbours:
                guessed = beside(ahead, back, words, batch.lengths) / sum(batch.lengths)
                cost = cost + SCALE * plan.neighbours * guessed
            optimizer.zero_grad()
            cost.backward()
            nn.utils.clip_grad_norm_(learner.parameters(), _STEEP)
            optimizer.step()
            total += cost.item()
            step += 1
        say(f"  round {number} of {plan.rounds}: loss {total * plan.rounds / steps:.3f}")
    learner.eval()
