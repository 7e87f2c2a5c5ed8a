"""Edits: parts of a text with what stands there instead. Made, moved, kept apart, traced back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Protocol, TypeVar


class Part(Protocol):
    """Characters of a text."""

    @property
    def start(self) -> int:
        """Where they begin."""

    @property
    def end(self) -> int:
        """Where they end."""


class Edit(Part, Protocol):
    """Characters of a text, and what they become."""

    @property
    def after(self) -> str:
        """What stands there instead."""


_Some = TypeVar("_Some", bound=Part)


def beside(part: Part, text: str) -> tuple[str, str]:
    """The character before a part of a text, and the one behind; "" where there is none."""
    return text[max(part.start - 1, 0) : part.start], text[part.end : part.end + 1]


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made; they are in order and do not overlap."""
    parts, done = [], 0
    for edit in edits:
        parts += [text[done : edit.start], edit.after]
        done = edit.end
    parts.append(text[done:])
    return "".join(parts)


def places_in_result(edits: Iterable[Edit]) -> list[tuple[int, int]]:
    """Start and end of what the edits, in order, put there, in the text that they make."""
    places, grown = [], 0
    for edit in edits:
        start = edit.start + grown
        places.append((start, start + len(edit.after)))
        grown += len(edit.after) - (edit.end - edit.start)
    return places


def apart(some: Iterable[_Some], others: Iterable[Part]) -> list[_Some]:
    """Those parts that overlap none of the others, which do not overlap one another."""
    taken = sorted((other.start, other.end) for other in others)
    found = []
    for part in some:
        at = bisect_left(taken, (part.end, 0))
        if not at or taken[at - 1][1] <= part.start:
            found.append(part)
    return found


class MappedText:
    """A text put together from pieces of another, with the way back from its offsets.

    text: the pieces, one after the other.
    """

    def __init__(self, pieces: Iterable[tuple[str, int]]) -> None:
        """pieces: with the offset in the other text at which what each stands for begins.

        That is as long as the piece; or the piece is one character, which another piece follows,
        if only an empty one.
        """
        parts: list[str] = []
        self._ours: list[int] = []
        self._theirs: list[int] = []
        size = 0
        for piece, start in pieces:
            parts.append(piece)
            self._ours.append(size)
            self._theirs.append(start)
            size += len(piece)
        self.text = "".join(parts)

    def place(self, offset: int) -> int:
        """The offset in the other text for one of this text, or for its end."""
        at = bisect_right(self._ours, offset) - 1
        return self._theirs[at] + offset - self._ours[at]
