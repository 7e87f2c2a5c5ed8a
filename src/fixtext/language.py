"""The character language model: how believable a text is, and which character belongs where.

A backoff n-gram model over characters (Katz's form, filled with Witten-Bell probabilities):

    p(c | h) = stored p(c | h)                  when the n-gram hc is stored
             = weight(h) * p(c | h')            otherwise; h' is h without its first character

Letters are small in n-grams; how likely a capital is, given what stands before it, is a table of
its own. Words are weighed once more when they end: the lexicon says by how much a word is more
frequent than its n-grams make it (unigram rescaling, Kneser, Peters & Klakow 1997), and a table
of endings how well the end of a word goes with the end of the word before. Languages that share
a script have n-grams of their own beside those of all of them together.

Everything is a cost: -log2 of a probability in units of 1/UNITS_PER_BIT bit.

The file (little-endian; built by tools/build_model.py, mapped into memory, never parsed):
    header        MAGIC, number of unigrams, buckets of the n-gram and of the weight table, bytes
                  of the list of languages
    points        uint32 each: the characters with a unigram cost, ascending
    fingerprints  n-gram table, buckets of two uint16
    weights       contexts' backoff weights, buckets of two uint16: fingerprint and, in the low
                  7 bits, cost + 1 (0 marks an empty slot)
    costs         n-gram table, buckets of two uint8: cost + 1 (0 marks an empty slot)
    unigrams      uint8 each: the costs of `points`
    case          uint8 each: for every pair of character classes, the costs of a small letter
                  and of a capital after them
    languages     ASCII, "code script own" each, where own is 1 for n-grams of its own
The key of an n-gram is a 64-bit polynomial of its code points, continued from the key of its
context, plus the salt of its language. With a context its end is stored too, unless that is all
ASCII. The key's top bits choose the bucket, the bits below are the fingerprint. An entry that finds
no room in its bucket stands in a second one (cuckoo hashing), SECOND_STEP times its fingerprint
behind. Words are entries of the same table with salts of their own. An n-gram that is not stored is
taken for a stored one once in about 16,000 lookups. A context that is not stored is found once in
about 130, which does little harm: it weighs on all candidates alike.
"""

from __future__ import annotations

import mmap
import os
import struct
from bisect import bisect_left
from copy import copy
from functools import lru_cache
from typing import Any, Protocol
from unicodedata import category, name

from fixtext.folding import (
    CASE_CLASS_OF,
    CASE_CLASSES,
    CONTEXT_POINTS,
    FORMS,
    IS_WORD_CHARACTER,
    LAST_POINTS,
    LINE_START,
    ending_before,
    ending_of,
    fold,
)
from fixtext.placement import SIGNS, bits_before, bits_behind

MAGIC = b"FXTLM2\0\0"
HEADER_FORMAT = "<8sIIII"
HEADER_SIZE = 64
UNITS_PER_BIT = 8
WEIGHT_FINGERPRINT_BITS = 9
SLOTS = 2
MULTIPLIER = 0x9E3779B97F4A7C15
"""Odd, 2**64 divided by the golden ratio: Knuth's multiplicative hashing."""

SALT = 0xD1B54A32D192ED03
"""Odd and unlike MULTIPLIER; its multiples tell the languages' entries apart."""

UNKNOWN = "\0"
"""Stands in a text where it is not known what comes next; no n-gram reaches over it."""

FOREIGN_COST = 8 * UNITS_PER_BIT
"""Cost of a character that a language does not have."""

ELSEWHERE_COST = 3 * UNITS_PER_BIT
"""Cost of a sign's being taken from all languages together."""

MOST_OWN_GAIN = 4 * UNITS_PER_BIT
"""Cost by which a character may be more frequent in a language than in all of them together."""

MOST_SIGN_GAIN = 12 * UNITS_PER_BIT
"""Cost by which a sign may be more frequent in a place than in all texts together."""

HOPELESS_COST = 16 * UNITS_PER_BIT
"""Cost by which a character is rarer than another so that it need not be thought of beside it."""

ENDING_OFFSET = 16 * UNITS_PER_BIT
"""Added to what the table of endings says, which may be below 0."""

SECOND_STEP = 40503
"""The second bucket of an entry is so many times its fingerprint behind the first."""

NGRAMS, WORDS, COMMON_WORDS, ENDINGS = range(4)
KINDS = 4
"""Kinds of entries that a language has."""

MOST_CONTEXT = 5
"""Characters of context that the model uses at most."""

_MASK = (1 << 64) - 1
_POWERS = tuple(pow(MULTIPLIER, n, 1 << 64) for n in range(1, MOST_CONTEXT + 1))

_MOST_CACHED = 200_000
"""Contexts, and words in their places, that are remembered."""

SEPARATOR_COST = 2 * UNITS_PER_BIT
"""Cost of one punctuation mark of ASCII against all of them."""


class _Predicted(dict[str, tuple[int, int, str]]):
    """Character to (its part of a key, kind, folded character)."""

    def __missing__(self, char: str) -> tuple[int, int, str]:
        folded, kind = FORMS[char]
        found = self[char] = (ord(folded) * MULTIPLIER & _MASK, kind, folded)
        return found


_PREDICTED = _Predicted()


def salt(language: int, kind: int) -> int:
    """What is added to the keys of a language's entries; `language` is its place in the file."""
    return SALT * (KINDS * language + kind + 1) & _MASK


def word_key(word: str) -> int:
    """The key of a folded word, without salt."""
    key = 0
    for char in word:
        key = (key + ord(char)) * MULTIPLIER & _MASK
    return key


class Model(Protocol):
    """What the decoder asks of a model; contexts are opaque to it."""

    def context(self, history: str) -> Any:  # noqa: ANN401 (opaque)
        """What `cost` needs of a history: the text before the character, of any length."""

    def cost(self, context: Any, char: str) -> float:  # noqa: ANN401
        """Cost of `char` after a context."""

    def word_gain(self, word: str, before: str) -> float:
        """Cost that a word takes back when it ends: what its characters cost too much.

        before: the text before the word, from the word before on or at least 5 characters.
        """

    def likeliest(self, candidates: tuple[str, ...], most: int) -> tuple[str, ...]:
        """The `most` candidates that are the most frequent of all, whatever the context.

        Those that are far rarer than the most frequent one are left out too, and where the model
        speaks a language, letters of other scripts beside those of its own.
        """


_Context = tuple[tuple[tuple[int, int], ...], tuple[int, int, int, int], str]
"""For each context, longest first: its part of the keys of n-grams, cost of backing off; then the
costs of the kinds, and the history."""


class LanguageModel:
    """A model file, mapped into memory. Open with `load()`; instances are safe to share.

    As it is opened, it speaks for all languages together; `in_language` for one of them.
    """

    def __init__(self, path: str) -> None:
        """Raises OSError when the file cannot be read, ValueError when it is no model."""
        wrong = f"{path} is not a language model of this version of fixtext"
        with open(path, "rb") as file:
            if os.fstat(file.fileno()).st_size < HEADER_SIZE:
                raise ValueError(wrong)
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        header = struct.unpack_from(HEADER_FORMAT, view)
        magic, points, gram_buckets, weight_buckets, listed = header
        case_states = CASE_CLASSES * CASE_CLASSES
        if magic != MAGIC or len(view) != (
            HEADER_SIZE
            + 5 * points
            + 6 * gram_buckets
            + 4 * weight_buckets
            + 2 * case_states
            + listed
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
        start += points
        self._case = [
            (0, view[at], view[at + 1], SEPARATOR_COST)
            for at in range(start, start + 2 * case_states, 2)
        ]
        start += 2 * case_states
        self._buckets: int = gram_buckets
        self._weight_buckets: int = weight_buckets
        self._unigram_costs: dict[str, int] = {}
        self.languages: dict[str, tuple[int, str, bool]] = {}
        for place, line in enumerate(bytes(view[start:]).decode("ascii").splitlines()):
            code, script, own = line.split(" ")
            self.languages[code] = (place, script, own == "1")
        self._localized: dict[str, LanguageModel] = {}
        self._together = self
        self.speak(None)

    def speak(self, code: str | None) -> None:
        """Take the part of one language, or of all with None; for `in_language`."""
        self._contexts: dict[str, _Context] = {}
        self._gains: dict[tuple[str, str], int] = {}
        self._likeliest: dict[tuple[tuple[str, ...], int], tuple[str, ...]] = {}
        self._salts: tuple[int, ...] | None = None
        self._salt: int | None = None
        self._language = code or ""
        self._script = ""
        if code is not None:
            place, self._script, own = self.languages[code]
            self._salts = tuple(salt(place, kind) for kind in range(KINDS))
            if own:
                self._salt = self._salts[NGRAMS]

    def in_language(self, code: str) -> LanguageModel:
        """The same model, speaking one of `languages`. Raises KeyError for another."""
        found = self._localized.get(code)
        if found is None:
            found = copy(self._together)
            found.speak(code)
            self._localized[code] = found
        return found

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
            contexts, _, history = self.context("")
            nothing = contexts, (0, 0, 0, 0), history
            costs = {char: self.cost(nothing, char) for char in candidates}
            if self._salt is not None:
                # One of many that are not stored is taken for one that is.
                for char, cost in costs.items():
                    costs[char] = max(cost, self.unigram_cost(fold(char)) - MOST_OWN_GAIN)
            if self._script:
                costs = {char: costs[char] for char in in_script(candidates, self._script)}
            ranked = sorted(costs, key=lambda char: costs[char])[:most]
            worst = costs[ranked[0]] + HOPELESS_COST
            found = tuple(char for char in ranked if costs[char] <= worst)
            self._likeliest[key] = found
        return found

    def context(self, history: str) -> _Context:
        """As Model.context. Nothing before a line's end counts."""
        if len(history) > MOST_CONTEXT:
            history = history[-MOST_CONTEXT:]
        known = self._contexts.get(history)
        if known is None:
            known = self._look_up(history)
            if len(self._contexts) > _MOST_CACHED:
                self._contexts.clear()
            self._contexts[history] = known
        return known

    def _look_up(self, history: str) -> _Context:
        start = max(history.rfind("\n"), 0)
        added = self._salt or 0
        weights, buckets = self._weights, self._weight_buckets
        found = []
        key = 0
        if self._salt is not None:
            found.append((added, max(_weight(weights, buckets, added), 0)))
        points: dict[str, int] = LAST_POINTS
        beyond_ascii = False
        for power, char in zip(_POWERS, reversed(history[start:]), strict=False):
            point = points[char]
            beyond_ascii |= point > 0x7F
            key = key + point * power & _MASK
            points = CONTEXT_POINTS
            weight = _weight(weights, buckets, key + added & _MASK)
            if weight >= 0:
                found.append((key * MULTIPLIER + added & _MASK, weight))
            elif beyond_ascii:
                break
        found.reverse()
        last = CASE_CLASS_OF[history[-1]] if history else LINE_START
        before = CASE_CLASS_OF[history[-2]] if len(history) > 1 else LINE_START
        return tuple(found), self._case[last * CASE_CLASSES + before], history

    def cost(self, context: _Context, char: str) -> int:
        """As Model.cost.

        Punctuation that a language rarely has may be what its writers see elsewhere, and where
        it stands counts.
        """
        cost = self._cost(context, char)
        if self._salt is None:
            return cost
        before = context[2]
        if char > "\x7f" and not IS_WORD_CHARACTER[char]:
            together = self._together
            elsewhere = together.cost(together.context(before), char) + ELSEWHERE_COST
            # One of the many signs that a language has not is taken for one that it has.
            cost = max(min(cost, elsewhere), self.unigram_cost(char) - MOST_SIGN_GAIN)
            cost += bits_behind(before[-1:], char, self._language) * UNITS_PER_BIT
        if before and before[-1] in SIGNS:
            cost += bits_before(before[-2:], char) * UNITS_PER_BIT
        return cost

    def _cost(self, context: _Context, char: str) -> int:
        own, kind, predicted = _PREDICTED[char]
        fingerprints = self._fingerprints
        buckets = self._buckets
        costs = self._costs
        contexts, case, history = context
        backed_off = case[kind]
        for base, weight in contexts:
            key = base + own & _MASK
            at = (key >> 40) * buckets >> 24
            bucket = fingerprints[at]
            fingerprint = (key >> 24) & 0xFFFF
            if bucket & 0xFFFF == fingerprint and (cost := costs[2 * at]):
                return backed_off + cost - 1
            if bucket >> 16 == fingerprint and (cost := costs[2 * at + 1]):
                return backed_off + cost - 1
            at = (at + fingerprint * SECOND_STEP) % buckets
            bucket = fingerprints[at]
            if bucket & 0xFFFF == fingerprint and (cost := costs[2 * at]):
                return backed_off + cost - 1
            if bucket >> 16 == fingerprint and (cost := costs[2 * at + 1]):
                return backed_off + cost - 1
            backed_off += weight
        if self._salt is not None:
            # The language does not have it: all languages together may.
            together = self._together
            return FOREIGN_COST + together.cost(together.context(history), char)
        return backed_off + self.unigram_cost(predicted)

    def word_gain(self, word: str, before: str) -> int:
        """As Model.word_gain."""
        if self._salts is None:
            return 0
        asked = (word, before[-MOST_CONTEXT:])
        gain = self._gains.get(asked)
        if gain is None:
            folded = fold(word)
            gain = self._stored(word_key(folded) + self._salts[WORDS] & _MASK) or 0
            gain += self._agreement(ending_before(before), ending_of(folded), self._salts[ENDINGS])
            if len(self._gains) > _MOST_CACHED:
                self._gains.clear()
            self._gains[asked] = gain
        return gain

    def _agreement(self, before: str, ending: str, added: int) -> int:
        key = word_key(before + UNKNOWN) + added
        stored = self._stored(word_key(ending) + key & _MASK)
        if stored is None:
            stored = self._stored(key & _MASK)
        return 0 if stored is None else stored - ENDING_OFFSET

    def commonness(self, word: str, code: str) -> int | None:
        """Cost of a folded word in a language when it is one of its commonest, else None."""
        return self._stored(word_key(word) + salt(self.languages[code][0], COMMON_WORDS) & _MASK)

    def _stored(self, key: int) -> int | None:
        at = (key >> 40) * self._buckets >> 24
        fingerprint = (key >> 24) & 0xFFFF
        for here in (at, (at + fingerprint * SECOND_STEP) % self._buckets):
            bucket = self._fingerprints[here]
            if bucket & 0xFFFF == fingerprint and (cost := self._costs[2 * here]):
                return int(cost) - 1
            if bucket >> 16 == fingerprint and (cost := self._costs[2 * here + 1]):
                return int(cost) - 1
        return None

    def text_cost(self, text: str, before: str = "\n") -> int:
        """Cost of a text after what stands `before` it, but for far ASCII.

        Characters with nothing but ASCII in reach before them are left out: no repair changes
        them, so they cancel out of every comparison of two readings of the same text.
        """
        before = before[-MOST_CONTEXT:]
        whole = before + text
        skipped = len(before)
        total = 0
        reach = -1
        for i, char in enumerate(whole):
            if char > "\x7f":
                reach = i + MOST_CONTEXT
            if i >= skipped and i <= reach:
                total += self.cost(self.context(whole[max(i - MOST_CONTEXT, 0) : i]), char)
        return total


def _weight(weights: memoryview, buckets: int, key: int) -> int:
    """The cost of backing off from the context with a key, -1 when it is not stored."""
    at = (key >> 40) * buckets >> 24
    bucket = weights[at]
    fingerprint = (key >> 24) & 511
    if (bucket >> 7) & 511 == fingerprint and bucket & 127:
        return (bucket & 127) - 1
    if bucket >> 23 == fingerprint and bucket & 0x7F0000:
        return ((bucket >> 16) & 127) - 1
    bucket = weights[(at + fingerprint * SECOND_STEP) % buckets]
    if (bucket >> 7) & 511 == fingerprint and bucket & 127:
        return (bucket & 127) - 1
    if bucket >> 23 == fingerprint and bucket & 0x7F0000:
        return ((bucket >> 16) & 127) - 1
    return -1


def in_script(candidates: tuple[str, ...], script: str) -> tuple[str, ...]:
    """Those that are no letters or marks of another script, where there are some of this one."""
    words = {char: name(char, "").split(" ")[0].lower() for char in candidates}
    if script not in words.values():
        return candidates
    return tuple(
        char
        for char, word in words.items()
        if word in (script, "combining") or category(char)[0] not in "LM"
    )


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
