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
from math import inf
from unicodedata import category, name

from fixtext import ngrams
from fixtext.folding import CASE_CLASSES, ending_before, ending_of, fold
from fixtext.ngrams import MOST_OWN_GAIN, MULTIPLIER, AfterHistory, NGrams, Tables

TYPE_CHECKING = False  # as typing.TYPE_CHECKING, whose import takes 3 ms
if TYPE_CHECKING:
    from collections.abc import Iterable

UNITS_PER_BIT = ngrams.UNITS_PER_BIT
MOST_CONTEXT = ngrams.MOST_CONTEXT
"""Characters of context that the model uses at most."""


MAGIC = b"FXTLM2\0\0"
HEADER_FORMAT = "<8sIIII"
HEADER_SIZE = 64
WEIGHT_FINGERPRINT_BITS = 9
SLOTS = 2
SALT = 0xD1B54A32D192ED03
"""Odd and unlike MULTIPLIER; its multiples tell the languages' entries apart."""

UNKNOWN = "\0"
"""Stands in a text where it is not known what comes next; no n-gram reaches over it."""

HOPELESS_COST = 16 * UNITS_PER_BIT
"""Cost by which a character is rarer than another so that it need not be thought of beside it."""

ENDING_OFFSET = 16 * UNITS_PER_BIT
"""Added to what the table of endings says, which may be below 0."""

NGRAMS, WORDS, COMMON_WORDS, ENDINGS = range(4)
KINDS = 4
"""Kinds of entries that a language has."""

_MASK = (1 << 64) - 1
_MOST_CACHED = 50_000
_MOST_CHOICES = 5_000
"""Words, or pairs of endings, and sets of candidates that are remembered."""

SEPARATOR_COST = 2 * UNITS_PER_BIT
"""Cost of one punctuation mark of ASCII against all of them."""


def salt(language: int, kind: int) -> int:
    """What is added to the keys of a language's entries; `language` is its place in the file."""
    return SALT * (KINDS * language + kind + 1) & _MASK


def word_key(word: str) -> int:
    """The key of a folded word, without salt."""
    key = 0
    for char in word:
        key = (key + ord(char)) * MULTIPLIER & _MASK
    return key


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
        fingerprints = view[start : start + 4 * gram_buckets].cast("I")
        start += 4 * gram_buckets
        weights = view[start : start + 4 * weight_buckets].cast("I")
        start += 4 * weight_buckets
        costs = view[start : start + 2 * gram_buckets]
        start += 2 * gram_buckets
        self._tables = Tables(fingerprints, costs, weights)
        self._unigrams = view[start : start + points]
        start += points
        case = [
            (0, view[at], view[at + 1], SEPARATOR_COST)
            for at in range(start, start + 2 * case_states, 2)
        ]
        start += 2 * case_states
        self._unigram_costs: dict[str, int] = {}
        self._unseen: set[str] = set()
        self.languages: dict[str, tuple[int, str, bool]] = {}
        for place, line in enumerate(bytes(view[start:]).decode("ascii").splitlines()):
            code, script, own = line.split(" ")
            self.languages[code] = (place, script, own == "1")
        self._common_salts = {
            code: salt(place, COMMON_WORDS) for code, (place, _, _) in self.languages.items()
        }
        self._localized: dict[str, LanguageModel] = {}
        self._together = self
        self.ngrams = NGrams(self._tables, case, self.unigram_cost, self._is_seen)
        self.speak(None)

    def speak(self, code: str | None) -> None:
        """Take the part of one language, or of all with None; for `in_language`."""
        self._word_gains: dict[str, int] = {}
        self._agreements: dict[tuple[str, str], int] = {}
        self._likeliest: dict[tuple[tuple[str, ...], int], tuple[str, ...]] = {}
        self._salts: tuple[int, ...] | None = None
        self._script = ""
        if code is not None:
            place, self._script, own = self.languages[code]
            self._salts = tuple(salt(place, kind) for kind in range(KINDS))
            if own:
                self.ngrams = self.ngrams.of_language(self._salts[NGRAMS], code)
            else:
                self.ngrams = self.ngrams.in_places_of(code)

    def in_language(self, code: str) -> LanguageModel:
        """The same model, speaking one of `languages`. Raises KeyError for another."""
        found = self._localized.get(code)
        if found is None:
            found = copy(self._together)
            found.speak(code)
            self._localized[code] = found
        return found

    def codes_of(self, script: str | None) -> list[str]:
        """The codes of the languages that are written in a script; none for None."""
        return [code for code, (_, of, _) in self.languages.items() if of == script]

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
                self._unseen.add(char)
            self._unigram_costs[char] = cost
        return cost

    def _is_seen(self, char: str) -> bool:
        """Whether `char` (folded) has a unigram."""
        if char not in self._unigram_costs:
            self.unigram_cost(char)
        return char not in self._unseen

    def likeliest(self, candidates: tuple[str, ...], most: int) -> tuple[str, ...]:
        """As lattice.Model.likeliest."""
        key = (candidates, most)
        found = self._likeliest.get(key)
        if found is None:
            after = self.after("")
            costs = {char: after[char] - after.case_cost(char) for char in candidates}
            if self.ngrams.together is not None:
                # One of many that are not stored is taken for one that is.
                for char, cost in costs.items():
                    costs[char] = max(cost, self.unigram_cost(fold(char)) - MOST_OWN_GAIN)
            if self._script:
                costs = {char: costs[char] for char in in_script(candidates, self._script)}
            ranked = sorted(costs, key=lambda char: costs[char])[:most]
            worst = costs[ranked[0]] + HOPELESS_COST
            found = tuple(char for char in ranked if costs[char] <= worst)
            if len(self._likeliest) > _MOST_CHOICES:
                self._likeliest.clear()
            self._likeliest[key] = found
        return found

    def cost(self, window: str, /) -> int:
        """As lattice.Model.cost. Nothing before a line's end counts."""
        return self.ngrams.windows[window]

    def costs(self, history: str, candidates: tuple[str, ...]) -> list[int]:
        """As lattice.Model.costs. Nothing before a line's end counts."""
        return self.ngrams.costs(history[-MOST_CONTEXT:], candidates)

    def after(self, history: str) -> AfterHistory:
        """The costs after a history. Nothing before a line's end counts."""
        return self.ngrams[history[-MOST_CONTEXT:]]

    def word_gain(self, word: str, before: str) -> int:
        """As lattice.Model.word_gain."""
        if self._salts is None:
            return 0
        folded = fold(word)
        gain = self._lexicon_gain(folded, self._salts[WORDS])
        ends = ending_before(before), ending_of(folded)
        agreement = self._agreements.get(ends)
        if agreement is None:
            if len(self._agreements) > _MOST_CACHED:
                self._agreements.clear()
            agreement = self._agreements[ends] = self._agreement(*ends, self._salts[ENDINGS])
        return gain + agreement

    def knows(self, word: str) -> bool:
        """Whether the language's lexicon has a word; false where no language is spoken."""
        return self._salts is not None and self._lexicon_gain(fold(word), self._salts[WORDS]) > 0

    def _lexicon_gain(self, folded: str, added: int) -> int:
        gain = self._word_gains.get(folded)
        if gain is None:
            if len(self._word_gains) > _MOST_CACHED:
                self._word_gains.clear()
            stored = self._tables.stored(word_key(folded) + added & _MASK)
            gain = self._word_gains[folded] = max(stored, 0)
        return gain

    def _agreement(self, before: str, ending: str, added: int) -> int:
        key = word_key(before + UNKNOWN) + added
        stored = self._tables.stored(word_key(ending) + key & _MASK)
        if stored < 0:
            stored = self._tables.stored(key & _MASK)
        return 0 if stored < 0 else stored - ENDING_OFFSET

    def commonness(self, word: str, codes: Iterable[str]) -> dict[str, int]:
        """Cost of a folded word in those languages in which it is one of the commonest."""
        key = word_key(word)
        stored, salts = self._tables.stored, self._common_salts
        found = {}
        for code in codes:
            cost = stored(key + salts[code] & _MASK)
            if cost >= 0:
                found[code] = cost
        return found

    def text_cost(self, text: str, before: str = "\n", most: float = inf) -> int:
        """Cost of a text after what stands `before` it, but for far ASCII.

        Characters with nothing but ASCII in reach before them are left out: no repair changes
        them, so they cancel out of every comparison of two readings of the same text.
        most: where the cost is more than that, something above it is enough.
        """
        before = before[-MOST_CONTEXT:]
        whole = before + text
        skipped = len(before)
        windows = self.ngrams.windows
        total = 0
        reach = -1
        for i, char in enumerate(whole):
            if char > "\x7f":
                reach = i + MOST_CONTEXT
            if i >= skipped and i <= reach:
                total += windows[whole[i - MOST_CONTEXT if i > MOST_CONTEXT else 0 : i + 1]]
                if total > most:
                    break
        return total


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
