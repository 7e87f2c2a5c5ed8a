"""Lattices of candidate characters: edges, the pieces of a path, and what weighs them, the model.

A lattice is a list: for each position of a stretch, the edges that leave it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Model(Protocol):
    """What the beam search asks of a model."""

    def cost(self, window: str, /) -> float:
        """The cost of a character after the MOST_CONTEXT before it: of the last of all these.

        There are fewer of them where there are no more.
        """

    def costs(self, history: str, candidates: tuple[str, ...]) -> Sequence[float]:
        """The cost of each of some characters after a history."""

    def word_gain(self, word: str, before: str) -> float:
        """Cost that a word takes back when it ends: what its characters cost too much.

        before: the text before the word, from the word before on or at least 5 characters.
        """

    def likeliest(self, candidates: tuple[str, ...], most: int) -> tuple[str, ...]:
        """The `most` candidates that are the most frequent of all, whatever the context.

        Those that are far rarer than the most frequent one are left out too.
        """


class Edge(NamedTuple):
    """One step through a stretch: `length` of its characters stand for one of `candidates`.

    kept: the character is taken to be clean and stands for itself.
    """

    length: int
    candidates: tuple[str, ...]
    kept: bool = False


class Piece(NamedTuple):
    """One character of the best path.

    start, end: the characters of the stretch that it stands for. kept: it is one of them, clean.
    inferred: there were other candidates. confidence: its posterior, 1.0 where there was no
    choice. alternatives: others that compete for the same place, most probable first.
    """

    start: int
    end: int
    char: str
    kept: bool = False
    inferred: bool = False
    confidence: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()
