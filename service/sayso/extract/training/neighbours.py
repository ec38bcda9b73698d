"""What else can a network learn from the same text? Which word comes next, and which came before.

Guessing the neighbours of each word keeps the first layer from learning the few thousand annotated spans by heart (Rei
2017, "Semi-supervised Multitask Learning for Sequence Labeling"). Only training does it: no weight of it is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

_WIDTH = 64


class Neighbours(nn.Module):
    """The loss of guessing each word's neighbours, among the words of the same batch."""

    def __init__(self, hidden: int, words: int) -> None:
        super().__init__()
        self.inner = nn.ModuleList(nn.Linear(hidden, _WIDTH) for _ in range(2))
        self.word = nn.Embedding(words, _WIDTH)
        self.bias = nn.Embedding(words, 1)
        nn.init.normal_(self.word.weight, std=0.1)
        nn.init.zeros_(self.bias.weight)

    def forward(self, ahead: Tensor, back: Tensor, words: Tensor, lengths: Sequence[int]) -> Tensor:
        """Summed over tokens; ``ahead`` and ``back`` [windows, tokens, hidden] have read up to and including each."""
        choices, chosen = torch.unique(words, return_inverse=True)
        there = torch.arange(1, words.shape[1]) < torch.tensor(lengths)[:, None]
        losses = [
            nn.functional.cross_entropy(
                torch.tanh(inner(read))[there] @ self.word(choices).T + self.bias(choices)[:, 0],
                neighbour[there],
                reduction="sum",
            )
            for inner, read, neighbour in (
                (self.inner[0], ahead[:, :-1], chosen[:, 1:]),
                (self.inner[1], back[:, 1:], chosen[:, :-1]),
            )
        ]
        return torch.stack(losses).sum()
