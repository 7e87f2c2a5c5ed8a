"""What characters cost after a history, by the n-gram tables of a model.

The tables are those that fixtext.language describes. Reading them is what a repair spends its time
on, most of it waiting for memory, so what was read is remembered: after each history that was
asked for, and after its last few characters, which many histories share.
"""

from __future__ import annotations

from fixtext.folding import (
    CAPITAL,
    CASE_CLASS_OF,
    CASE_CLASSES,
    CONTEXT_POINTS,
    FORMS,
    IS_WORD_CHARACTER,
    LAST_POINTS,
    LINE_START,
    SMALL,
)
from fixtext.placement import SIGNS, bits_before, bits_behind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

UNITS_PER_BIT = 8

MOST_CONTEXT = 5
"""Characters of context that the model uses at most."""

MULTIPLIER = 0x9E3779B97F4A7C15
"""Odd, 2**64 divided by the golden ratio: Knuth's multiplicative hashing."""

SECOND_STEP = 40503
"""The second bucket of an entry is so many times its fingerprint behind the first."""

FOREIGN_COST = 8 * UNITS_PER_BIT
"""Cost of a character that a language does not have."""

ELSEWHERE_COST = 3 * UNITS_PER_BIT
"""Cost of a sign's being taken from all languages together."""

MOST_OWN_GAIN = 4 * UNITS_PER_BIT
"""Cost by which a character may be more frequent in a language than in all of them together."""

MOST_SIGN_GAIN = 12 * UNITS_PER_BIT
"""Cost by which a sign may be more frequent in a place than in all texts together."""

_NEAR = 3
"""Characters of context whose costs are remembered for all histories that end in them."""

_MOST_CACHED = 100_000
"""Histories that are remembered."""

_MASK = (1 << 64) - 1
_NOT_STORED = -1
_NOT_ASKED = -2


class _Predicted(dict[str, tuple[int, int, str]]):
    """Character to (its part of a key, kind, folded character)."""

    def __missing__(self, char: str) -> tuple[int, int, str]:
        folded, kind = FORMS[char]
        found = self[char] = (ord(folded) * MULTIPLIER & _MASK, kind, folded)
        return found


_PREDICTED = _Predicted()


class _CaseStates(dict[str, int]):
    """The last two characters to the pair of their classes."""

    def __missing__(self, end: str) -> int:
        last = CASE_CLASS_OF[end[-1]] if end else LINE_START
        before = CASE_CLASS_OF[end[-2]] if len(end) > 1 else LINE_START
        state = self[end] = last * CASE_CLASSES + before
        return state


_CASE_STATES = _CaseStates()


class _Parts(dict[str, int]):
    """Character to its part of the key of a context, at one distance from the context's end."""

    def __init__(self, distance: int) -> None:
        self._points = CONTEXT_POINTS if distance else LAST_POINTS
        self._power = pow(MULTIPLIER, distance + 1, 1 << 64)

    def __missing__(self, char: str) -> int:
        part = self[char] = self._points[char] * self._power & _MASK
        return part


_PARTS = tuple(_Parts(distance) for distance in range(MOST_CONTEXT))


class Tables:
    """The hash tables of a model file. Buckets are one uint32: the first slot is the low half.

    stored: the cost of the n-gram (or word) with a key, -1 when it is not stored.
    weight: the cost of backing off from the context with a key, -1 when it is not stored.
    """

    def __init__(self, fingerprints: memoryview, costs: memoryview, weights: memoryview) -> None:
        """Read the tables; nothing is copied."""
        buckets, weight_buckets = len(fingerprints), len(weights)

        # Functions of their own, since they are called ten thousand times a page.
        def stored(key: int) -> int:
            at = (key >> 40) * buckets >> 24
            bucket = fingerprints[at]
            fingerprint = (key >> 24) & 0xFFFF
            if bucket & 0xFFFF == fingerprint and (cost := costs[2 * at]):
                return cost - 1
            if bucket >> 16 == fingerprint and (cost := costs[2 * at + 1]):
                return cost - 1
            at = (at + fingerprint * SECOND_STEP) % buckets
            bucket = fingerprints[at]
            if bucket & 0xFFFF == fingerprint and (cost := costs[2 * at]):
                return cost - 1
            if bucket >> 16 == fingerprint and (cost := costs[2 * at + 1]):
                return cost - 1
            return _NOT_STORED

        def weight(key: int) -> int:
            at = (key >> 40) * weight_buckets >> 24
            bucket = weights[at]
            fingerprint = (key >> 24) & 511
            if (bucket >> 7) & 511 == fingerprint and bucket & 127:
                return (bucket & 127) - 1
            if bucket >> 23 == fingerprint and bucket & 0x7F0000:
                return ((bucket >> 16) & 127) - 1
            bucket = weights[(at + fingerprint * SECOND_STEP) % weight_buckets]
            if (bucket >> 7) & 511 == fingerprint and bucket & 127:
                return (bucket & 127) - 1
            if bucket >> 23 == fingerprint and bucket & 0x7F0000:
                return ((bucket >> 16) & 127) - 1
            return _NOT_STORED

        self.stored = stored
        self.weight = weight


class NGrams(dict[str, "AfterHistory"]):
    """The n-grams of one language, or of all together: histories to the costs after them.

    Histories have MOST_CONTEXT characters, fewer where there are no more.
    """

    def __init__(
        self,
        tables: Tables,
        case: list[tuple[int, int, int, int]],
        unigram_cost: Callable[[str], int],
        salt: int = 0,
        together: NGrams | None = None,
        language: str = "",
    ) -> None:
        """The n-grams whose keys have a salt.

        case: for every pair of character classes, what the kinds of characters cost after them.
        together, language: the n-grams of all languages together, and its code, for those of one.
        """
        self.tables = tables
        self.case = case
        self.unigram_cost = unigram_cost
        self.salt = salt
        self.together = together
        self.language = language
        self.near: dict[str, _AfterNear] = {}

    def of_language(self, salt: int, language: str) -> NGrams:
        """The n-grams of one language, where these are those of all together."""
        return NGrams(self.tables, self.case, self.unigram_cost, salt, self, language)

    def in_places_of(self, language: str) -> NGrams:
        """The same n-grams, with signs where a language sets them."""
        found = NGrams(
            self.tables, self.case, self.unigram_cost, self.salt, self.together, language
        )
        found.near = self.near
        return found

    def __missing__(self, history: str) -> AfterHistory:
        if len(self) > _MOST_CACHED:
            self.clear()
            self.near.clear()
        found = self[history] = AfterHistory(self, history)
        return found


class AfterHistory(dict[str, int]):
    """The costs of characters after a history, filled as they are asked."""

    __slots__ = ("_case", "_history", "_longer", "_near", "_ngrams")

    def __init__(self, ngrams: NGrams, history: str) -> None:
        self._ngrams = ngrams
        self._history = history
        self._case = ngrams.case[_CASE_STATES[history[-2:]]]
        # Nothing before a line's end counts.
        start = history.rfind("\n")
        if start > 0:
            history = history[start:]
        end = history[-_NEAR:]
        near = ngrams.near.get(end)
        if near is None:
            near = ngrams.near[end] = _AfterNear(ngrams, end)
        self._near = near
        # (key, cost of backing off) of longer contexts that are stored, longest first.
        self._longer: list[tuple[int, int]] = []
        if near.may_be_longer:
            key, beyond_ascii = near.key, near.is_beyond_ascii
            for distance in range(_NEAR, len(history)):
                char = history[-distance - 1]
                beyond_ascii = beyond_ascii or CONTEXT_POINTS[char] > 0x7F
                key = key + _PARTS[distance][char] & _MASK
                weight = ngrams.tables.weight(key + ngrams.salt & _MASK)
                if weight >= 0:
                    self._longer.insert(0, (key * MULTIPLIER + ngrams.salt, weight))
                elif beyond_ascii:
                    break

    def __missing__(self, char: str) -> int:
        ngrams = self._ngrams
        own, kind, predicted = _PREDICTED[char]
        backed_off = self._case[kind]
        together = ngrams.together
        for key, weight in self._longer:
            cost = ngrams.tables.stored(key + own & _MASK)
            if cost >= 0:
                cost += backed_off
                break
            backed_off += weight
        else:
            cost = self._near[predicted]
            if cost >= 0 or together is None:
                cost += backed_off
            else:
                # The language does not have it: all languages together may.
                cost = FOREIGN_COST + together[self._history][char]
        if ngrams.language:
            cost = self._in_its_place(char, cost, together)
        self[char] = cost
        return cost

    def _in_its_place(self, char: str, cost: int, together: NGrams | None) -> int:
        """The cost in a language, where signs are concerned.

        Punctuation that a language rarely has may be what its writers see elsewhere, and where it
        stands counts.
        """
        before = self._history
        if char > "\x7f" and not IS_WORD_CHARACTER[char]:
            if together is not None:
                elsewhere = together[before][char] + ELSEWHERE_COST
                # One of the many signs that a language has not is taken for one that it has.
                least = self._ngrams.unigram_cost(char) - MOST_SIGN_GAIN
                cost = max(min(cost, elsewhere), least)
            cost += bits_behind(before[-1:], char, self._ngrams.language) * UNITS_PER_BIT
        if before and before[-1] in SIGNS:
            cost += bits_before(before[-2:], char, self._ngrams.language) * UNITS_PER_BIT
        return cost

    def case_cost(self, char: str) -> int:
        """What of a letter's cost is that of its case."""
        kind = _PREDICTED[char][1]
        return self._case[kind] if kind in (SMALL, CAPITAL) else 0


class _AfterNear(dict[str, int]):
    """The costs of folded characters after the last few of a history, without those of case.

    -1 stands for what the language does not have. key: that of all the characters.
    may_be_longer: whether a context that ends in them may be stored.
    """

    __slots__ = ("_keys", "_ngrams", "_weights", "is_beyond_ascii", "key", "may_be_longer")

    def __init__(self, ngrams: NGrams, history: str) -> None:
        self._ngrams = ngrams
        tables, salt = ngrams.tables, ngrams.salt
        keys: list[int] = []
        weights: list[int] = []
        if len(history) == _NEAR:
            third, second, last = history[0], history[1], history[2]
            key = _PARTS[0][last]
            key_of_two = key + _PARTS[1][second] & _MASK
            self.key = key_of_two + _PARTS[2][third] & _MASK
            keys = [key, key_of_two, self.key]
        else:
            self.key = 0
            for parts, char in zip(_PARTS, history[::-1], strict=False):
                self.key = self.key + parts[char] & _MASK
                keys.append(self.key)
        self.is_beyond_ascii = bool(history) and LAST_POINTS[history[-1]] > 0x7F
        if self.is_beyond_ascii:
            # The end of a context that is stored is stored too, so the longest tells the others.
            most = len(keys)
            while keys and (weight := tables.weight(keys[-1] + salt & _MASK)) < 0:
                keys.pop()
            if keys:
                weights = [_NOT_ASKED] * (len(keys) - 1) + [weight]
            self.may_be_longer = len(keys) == most
        else:
            # But for ends that are all ASCII.
            self.may_be_longer = True
            stored = []
            for number, key in enumerate(keys, 1):
                if CONTEXT_POINTS[history[-number]] > 0x7F:
                    self.is_beyond_ascii = True
                weight = tables.weight(key + salt & _MASK)
                if weight >= 0:
                    stored.append(key)
                    weights.append(weight)
                elif self.is_beyond_ascii:
                    self.may_be_longer = False
                    break
            keys = stored
        if ngrams.together is not None:
            keys.insert(0, 0)
            weights.insert(0, _NOT_ASKED)
        self._keys, self._weights = keys, weights

    def __missing__(self, predicted: str) -> int:
        ngrams = self._ngrams
        own = _PREDICTED[predicted][0] + ngrams.salt
        backed_off = 0
        for place in range(len(self._keys) - 1, -1, -1):
            key = self._keys[place]
            cost = ngrams.tables.stored(key * MULTIPLIER + own & _MASK)
            if cost >= 0:
                cost += backed_off
                break
            weight = self._weights[place]
            if weight == _NOT_ASKED:
                weight = max(ngrams.tables.weight(key + ngrams.salt & _MASK), 0)
                self._weights[place] = weight
            backed_off += weight
        else:
            cost = _NOT_STORED
            if ngrams.together is None:
                cost = backed_off + ngrams.unigram_cost(predicted)
        self[predicted] = cost
        return cost
