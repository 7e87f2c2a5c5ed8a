"""The character language model: how believable a text is, and which character belongs where.

A backoff n-gram model over characters (Katz's form, filled with Witten-Bell probabilities):

    p(c | h) = stored p(c | h)                  when the n-gram hc is stored
             = weight(h) * p(c | h')            otherwise; h' is h without its first character

Everything is a cost: -log2 of a probability in units of 1/UNITS_PER_BIT bit.

The file (little-endian; built by tools/build_model.py, mapped into memory, never parsed):
    header        MAGIC, number of unigrams, buckets of the n-gram and of the weight table
    points        uint32 each: the characters with a unigram cost, ascending
    fingerprints  n-gram table, buckets of two uint16
    weights       contexts' backoff weights, buckets of two uint16: fingerprint and, in the low
                  7 bits, cost + 1 (0 marks an empty slot)
    costs         n-gram table, buckets of two uint8: cost + 1 (0 marks an empty slot)
    unigrams      uint8 each: the costs of `points`
The key of an n-gram is a 64-bit polynomial of its code points, continued from the key of its
context. Its top bits choose the bucket, the bits below are the fingerprint. An n-gram that is not
stored is taken for a stored one once in about 30,000 lookups. A context that is not stored is
found once in about 250, which does little harm: it weighs on all candidates alike.
"""

from __future__ import annotations

import mmap
import os
import struct
from bisect import bisect_left
from functools import lru_cache
from typing import Any, Protocol
from unicodedata import category

MAGIC = b"FXTLM1\0\0"
HEADER_FORMAT = "<8sIII"
HEADER_SIZE = 64
UNITS_PER_BIT = 8
WEIGHT_FINGERPRINT_BITS = 9
SLOTS = 2
MULTIPLIER = 0x9E3779B97F4A7C15
"""Odd, 2**64 divided by the golden ratio: Knuth's multiplicative hashing."""

MOST_CONTEXT = 5
"""Characters of context that the model uses at most."""

_MASK = (1 << 64) - 1
_POWERS = tuple(pow(MULTIPLIER, n, 1 << 64) for n in range(1, MOST_CONTEXT + 1))

FOLD = {**dict.fromkeys("123456789", "0"), "\t": " ", "\r": "\n", "\x0b": " ", "\x0c": " "}
"""Characters that the model takes for another: digits are one class, white space two."""

_FOLD_TABLE = str.maketrans(FOLD)


def fold(text: str) -> str:
    """`text` as the model sees it; the same length."""
    return text.translate(_FOLD_TABLE)


class Model(Protocol):
    """What the decoder asks of a model; contexts are opaque to it."""

    def context(self, history: str) -> Any:  # noqa: ANN401 (opaque)
        """What `cost` needs of a history: folded text before the character, of any length."""

    def cost(self, context: Any, char: str) -> float:  # noqa: ANN401
        """Cost of `char` (folded) after a context."""

    def likeliest(self, candidates: tuple[str, ...], most: int) -> tuple[str, ...]:
        """The `most` candidates that are the most frequent of all, whatever the context."""


class LanguageModel:
    """A model file, mapped into memory. Open with `load()`; instances are safe to share."""

    __slots__ = (
        "_buckets",
        "_contexts",
        "_costs",
        "_fingerprints",
        "_likeliest",
        "_points",
        "_unigram_costs",
        "_unigrams",
        "_weight_buckets",
        "_weights",
    )

    def __init__(self, path: str) -> None:
        """Raises OSError when the file cannot be read, ValueError when it is no model."""
        wrong = f"{path} is not a language model of this version of fixtext"
        with open(path, "rb") as file:
            if os.fstat(file.fileno()).st_size < HEADER_SIZE:
                raise ValueError(wrong)
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        magic, points, gram_buckets, weight_buckets = struct.unpack_from(HEADER_FORMAT, view)
        if magic != MAGIC or len(view) != (
            HEADER_SIZE + 5 * points + 6 * gram_buckets + 4 * weight_buckets
        ):
            raise ValueError(wrong)
        start = HEADER_SIZE
        self._points = view[start : start + 4 * points].cast("I")
        start += 4 * points
        # Buckets are read as one uint32: the first slot is the low half.
        self._fingerprints = view[start : start + 4 * gram_buckets].cast("I")
        start += 4 * gram_buckets
        self._weights = view[start : start + 4 * weight_buckets].cast("I")
        start += 4 * weight_buckets
        self._costs = view[start : start + 2 * gram_buckets]
        start += 2 * gram_buckets
        self._unigrams = view[start : start + points]
        self._buckets: int = gram_buckets
        self._weight_buckets: int = weight_buckets
        self._contexts: dict[str, tuple[tuple[int, int], ...]] = {}
        self._unigram_costs: dict[str, int] = {}
        self._likeliest: dict[tuple[tuple[str, ...], int], tuple[str, ...]] = {}

    def unigram_cost(self, char: str) -> int:
        """Cost of `char` (folded) with no context; by its category when it was never seen."""
        cost = self._unigram_costs.get(char)
        if cost is None:
            point = ord(char)
            at = bisect_left(self._points, point)
            if at < len(self._points) and self._points[at] == point:
                cost = self._unigrams[at]
            else:
                cost = unseen_cost(char)
            self._unigram_costs[char] = cost
        return cost

    def likeliest(self, candidates: tuple[str, ...], most: int) -> tuple[str, ...]:
        """As Model.likeliest."""
        key = (candidates, most)
        found = self._likeliest.get(key)
        if found is None:
            found = self._likeliest[key] = tuple(sorted(candidates, key=self.unigram_cost)[:most])
        return found

    def context(self, history: str) -> tuple[tuple[int, int], ...]:
        """What `cost` needs of a history (folded text before the character, any length).

        One (key of the context, cost of backing off from it) for each suffix of the history
        that has continuations in the model, longest first.
        """
        start = max(history.rfind("\n", 0, len(history) - 1), 0)
        history = history[max(start, len(history) - MOST_CONTEXT) :]
        known = self._contexts.get(history)
        if known is None:
            found = []
            key = 0
            for power, char in zip(_POWERS, reversed(history), strict=False):
                key = key + ord(char) * power & _MASK
                bucket = self._weights[(key >> 40) * self._weight_buckets >> 24]
                fingerprint = (key >> 24) & 511
                if (bucket >> 7) & 511 == fingerprint and bucket & 127:
                    found.append((key, (bucket & 127) - 1))
                elif bucket >> 23 == fingerprint and bucket & 0x7F0000:
                    found.append((key, ((bucket >> 16) & 127) - 1))
            found.reverse()
            known = tuple(found)
            if len(self._contexts) > 200_000:
                self._contexts.clear()
            self._contexts[history] = known
        return known

    def cost(self, context: tuple[tuple[int, int], ...], char: str) -> int:
        """Cost of `char` (folded) after a context."""
        point = ord(char)
        fingerprints = self._fingerprints
        buckets = self._buckets
        backed_off = 0
        for context_key, weight in context:
            key = (context_key + point) * MULTIPLIER & _MASK
            at = (key >> 40) * buckets >> 24
            bucket = fingerprints[at]
            fingerprint = (key >> 24) & 0xFFFF
            if bucket & 0xFFFF == fingerprint and (cost := self._costs[2 * at]):
                return backed_off + cost - 1
            if bucket >> 16 == fingerprint and (cost := self._costs[2 * at + 1]):
                return backed_off + cost - 1
            backed_off += weight
        return backed_off + self.unigram_cost(char)

    def text_cost(self, text: str, before: str = "\n") -> int:
        """Cost of a text after what stands `before` it (both unfolded), but for far ASCII.

        Characters with nothing but ASCII in reach before them are left out: no repair changes
        them, so they cancel out of every comparison of two readings of the same text.
        """
        whole = fold(before[-MOST_CONTEXT:] + text)
        skipped = len(whole) - len(text)
        total = 0
        reach = -1
        for i, char in enumerate(whole):
            if char > "\x7f":
                reach = i + MOST_CONTEXT
            if i >= skipped and i <= reach:
                total += self.cost(self.context(whole[max(i - MOST_CONTEXT, 0) : i]), char)
        return total


def unseen_cost(char: str) -> int:
    """Cost of a character that the corpus does not have, by its general category."""
    kind = category(char)
    if kind in ("Cn", "Cs"):
        bits = 40
    elif kind in ("Cc", "Co"):
        bits = 34
    elif kind[0] == "L":
        # Ideographs are many and legitimately rare; archaic alphabets are few and rarer.
        bits = 27 if "\u3400" <= char <= "\ud7ff" or char >= "\U00020000" else 29
    else:
        bits = 29
    return bits * UNITS_PER_BIT


@lru_cache(maxsize=None)
def load() -> LanguageModel:
    """The model that fixtext ships, opened once a process."""
    return LanguageModel(os.path.join(os.path.dirname(__file__), "data", "language.model"))
