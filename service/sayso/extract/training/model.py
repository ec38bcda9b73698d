"""How does a network learn? Torch's twin of ``tagger.network``, and the loss of a chain of labels.

The chain is a conditional random field (Lafferty, McCallum and Pereira 2001) over the scores of the network, as Huang,
Xu and Yu (2015) put it on top of a long short-term memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from sayso.extract.tagger.columns import Column
from sayso.extract.tagger.labels import LABELS, allowed


@dataclass(frozen=True, slots=True)
class Design:
    """The columns with the width of each one's vectors, the hidden units of a direction, and what is left out."""

    columns: tuple[Column, ...]
    widths: tuple[int, ...]
    hidden: int
    layers: int
    labels: int
    dropout: float


class Learner(nn.Module):
    """Scores [windows, tokens, labels] for columns [windows, tokens, columns] of windows padded at their end.

    With them come the states of the first layer, read ahead and read back, each [windows, tokens, hidden].
    """

    def __init__(self, design: Design) -> None:
        super().__init__()
        self.design = design
        self.tables = nn.ModuleList(
            nn.Embedding(column.size, width) for column, width in zip(design.columns, design.widths, strict=True)
        )
        for table in self.tables:
            nn.init.normal_(table.weight, std=0.3)
        sizes = [sum(design.widths)] + [2 * design.hidden] * (design.layers - 1)
        self.readers = nn.ModuleList(
            nn.ModuleList(nn.LSTM(size, design.hidden, batch_first=True) for _ in range(2)) for size in sizes
        )
        self.out = nn.Linear(2 * design.hidden, design.labels)
        self.follows = nn.Parameter(torch.zeros(design.labels, design.labels))

    def forward(self, columns: Tensor, turned: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """``turned`` [windows, tokens] is the place of each token when its window is read from its end."""
        seen = torch.cat([table(columns[:, :, at]) for at, table in enumerate(self.tables)], dim=2)
        seen = self._without_some(seen, 0.6)
        states: list[Tensor] = []
        for forward, backward in self.readers:
            ahead, _ = forward(seen)
            back, _ = backward(_turn(seen, turned))
            states += [ahead, _turn(back, turned)]
            seen = self._without_some(torch.cat(states[-2:], dim=2), 1.0)
        return self.out(seen), states[0], states[1]

    def _without_some(self, seen: Tensor, share: float) -> Tensor:
        """Dropout with one mask for a whole window (Gal and Ghahramani 2016)."""
        rate = self.design.dropout * share
        if not self.training or not rate:
            return seen
        mask = torch.rand(seen.shape[0], 1, seen.shape[2]) >= rate
        return seen * mask / (1 - rate)

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """The weights as ``tagger.network`` reads them: the gates as input, forget, output, candidate."""
        found = {
            f"{name}.table.{column.name}": table.weight
            for column, table in zip(self.design.columns, self.tables, strict=True)
        }
        for at, pair in enumerate(self.readers):
            found[f"{name}.layer{at}.inner"] = torch.cat([_gates(reader.weight_ih_l0).T for reader in pair])
            found[f"{name}.layer{at}.again"] = torch.cat([_gates(reader.weight_hh_l0).T for reader in pair])
            found[f"{name}.layer{at}.bias"] = torch.stack([_gates(r.bias_ih_l0 + r.bias_hh_l0) for r in pair])
        found[f"{name}.out"] = self.out.weight.T
        found[f"{name}.out_bias"] = self.out.bias
        found[f"{name}.follows"] = self.follows
        return {key: value.detach().numpy().astype(np.float32) for key, value in found.items()}


def chain_loss(scores: Tensor, follows: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    """The negative log likelihood of ``labels`` [windows, tokens], summed over the windows."""
    follows = follows + torch.from_numpy(allowed())
    windows, longest, _ = scores.shape
    begin = torch.zeros(LABELS)
    begin[2::2] = -1e4
    total = scores[:, 0] + begin
    ends = [total]
    for at in range(1, longest):
        total = torch.logsumexp(total[:, :, None] + follows, dim=1) + scores[:, at]
        ends.append(total)
    rows = torch.arange(windows)
    whole = torch.logsumexp(torch.stack(ends, dim=1)[rows, lengths - 1], dim=1)
    there = torch.arange(longest) < lengths[:, None]
    one = scores.gather(2, labels[:, :, None])[:, :, 0] * there
    two = follows[labels[:, :-1], labels[:, 1:]] * there[:, 1:]
    return (whole - one.sum(dim=1) - two.sum(dim=1)).sum()


def turned(lengths: Sequence[int], longest: int) -> Tensor:
    """The places of each window's tokens from its end; padding stays where it is."""
    steps = torch.arange(longest)
    length = torch.tensor(lengths)[:, None]
    return torch.where(steps < length, length - 1 - steps, steps)


def _turn(seen: Tensor, turned: Tensor) -> Tensor:
    return seen.gather(1, turned[:, :, None].expand(-1, -1, seen.shape[2]))


def _gates(weight: Tensor) -> Tensor:
    inner, forget, candidate, out = weight.chunk(4)
    return torch.cat((inner, forget, out, candidate))
