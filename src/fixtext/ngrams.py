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
from fixtext.placement import SIGNS, bits_before, bits_behind, place_of

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

_MOST_WINDOWS = 100_000
_MOST_HISTORIES = 20_000
_MOST_ENDS = 50_000
"""Costs of one character, histories with the costs of several, and ends of histories that are
remembered."""

_MASK = (1 << 64) - 1
_NOT_STORED = -1


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
        if len(self) > _MOST_ENDS:
            self.clear()
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

    def is_beyond_ascii(self, char: str) -> bool:
        """Whether a character counts as one beyond ASCII there."""
        return self._points[char] > 0x7F


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


class _Seen(dict[str, bool]):
    """Whether folded characters were ever seen, filled as they are asked."""

    def __init__(self, is_seen: Callable[[str], bool]) -> None:
        self._is_seen = is_seen

    def __missing__(self, char: str) -> bool:
        found = self[char] = self._is_seen(char)
        return found


_Key = tuple[int, int, int, str]
"""All of a history that the costs after it depend on: two contexts, letter case, and place."""


class NGrams(dict[str, "AfterHistory"]):
    """The n-grams of one language, or of all together: histories to the costs after them.

    Histories have MOST_CONTEXT characters, fewer where there are no more.
    """

    def __init__(
        self,
        tables: Tables,
        case: list[tuple[int, int, int, int]],
        unigram_cost: Callable[[str], int],
        is_seen: Callable[[str], bool],
        salt: int = 0,
        together: NGrams | None = None,
        language: str = "",
    ) -> None:
        """The n-grams whose keys have a salt.

        case: for every pair of character classes, what the kinds of characters cost after them.
        is_seen: whether a folded character was ever seen. Of one that was not, no n-gram is stored;
        what the tables seem to have of it is another one with the same fingerprint.
        together, language: the n-grams of all languages together, and its code, for those of one.
        """
        self.tables = tables
        self.case = case
        self.unigram_cost = unigram_cost
        self.is_seen = is_seen
        self.seen = _Seen(is_seen)
        self.salt = salt
        self.together = together
        self.language = language
        self.near = _Near(self)
        self.windows = _Windows(self)
        self._alike: dict[_Key, tuple[AfterHistory, _End]] = {}

    def of_language(self, salt: int, language: str) -> NGrams:
        """The n-grams of one language, where these are those of all together."""
        return NGrams(self.tables, self.case, self.unigram_cost, self.is_seen, salt, self, language)

    def in_places_of(self, language: str) -> NGrams:
        """The same n-grams, with signs where a language sets them."""
        found = NGrams(
            self.tables,
            self.case,
            self.unigram_cost,
            self.is_seen,
            self.salt,
            self.together,
            language,
        )
        found.near = self.near
        return found

    def __missing__(self, history: str) -> AfterHistory:
        if len(self) > _MOST_HISTORIES:
            self.forget()
        found = self._shared(history)
        if found is None:
            found = AfterHistory(self, history)
        self[history] = found
        return found

    def _shared(self, history: str) -> AfterHistory | None:
        """The costs after a history that depend on no more than its end, as all those have them.

        In nonsense hardly a context is stored: its many histories come down to few.
        """
        end = history[-_NEAR:]
        near = self.near[end]
        if near.may_be_longer or "\n" in history:
            return None
        elsewhere = near if self.together is None else self.together.near[end]
        if elsewhere.may_be_longer:
            return None
        place = place_of(history) if self.language else ""
        key = id(near.context), id(elsewhere.context), _CASE_STATES[history[-2:]], place
        found = self._alike.get(key)
        if found is None:
            # What has an identity is not forgotten as long as that is remembered.
            found = self._alike[key] = AfterHistory(self, history), elsewhere
            found[0].lists = {}
        return found[0]

    def costs(self, history: str, candidates: tuple[str, ...]) -> list[int]:
        """The costs of characters after a history; the same list for histories that are alike."""
        after = self[history]
        lists = after.lists
        if lists is None:
            return list(map(after.__getitem__, candidates))
        found = lists.get(candidates)
        if found is None:
            found = lists[candidates] = list(map(after.__getitem__, candidates))
        return found

    def forget(self) -> None:
        """Forget all costs after histories, which takes nothing but time to find again."""
        self.clear()
        self._alike.clear()


class AfterHistory(dict[str, int]):
    """The costs of characters after a history, filled as they are asked."""

    __slots__ = ("_case", "_history", "_longer", "_near", "_ngrams", "lists")

    def __init__(self, ngrams: NGrams, history: str) -> None:
        # Of several candidates; only where histories share them.
        self.lists: dict[tuple[str, ...], list[int]] | None = None
        self._ngrams = ngrams
        self._history = history
        self._case = ngrams.case[_CASE_STATES[history[-2:]]]
        # Nothing before a line's end counts.
        start = history.rfind("\n")
        if start > 0:
            history = history[start:]
        near = ngrams.near[history[-_NEAR:]]
        self._near = near.context
        # (key, cost of backing off) of longer contexts that are stored, longest first.
        self._longer: list[tuple[int, int]] = []
        if near.may_be_longer:
            key, beyond_ascii = near.key, near.is_beyond_ascii
            for distance in range(_NEAR, len(history)):
                char = history[-distance - 1]
                beyond_ascii = beyond_ascii or _PARTS[distance].is_beyond_ascii(char)
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
        longer = self._longer
        for key, weight in longer if longer and ngrams.seen[predicted] else ():
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


class _Windows(dict[str, int]):
    """The costs of characters after histories: by both, the character last.

    As AfterHistory has them; for a history that only one character is asked of.
    """

    def __init__(self, ngrams: NGrams) -> None:
        self._ngrams = ngrams

    def __missing__(self, window: str) -> int:
        if len(self) > _MOST_WINDOWS:
            self.clear()
        cost = self[window] = self._cost(window)
        return cost

    def _cost(self, window: str) -> int:
        ngrams = self._ngrams
        history, char = window[:-1], window[-1]
        # Rare cases are told at length.
        if "\n" in history or (
            ngrams.language
            and (history[-1:] in SIGNS or (char > "\x7f" and not IS_WORD_CHARACTER[char]))
        ):
            return ngrams[history][char]
        near = ngrams.near[history[-_NEAR:]]
        own, kind, predicted = _PREDICTED[char]
        cost = ngrams.case[_CASE_STATES[history[-2:]]][kind]
        if near.may_be_longer:
            if (
                len(history) < MOST_CONTEXT
                or not near.is_beyond_ascii
                or not ngrams.seen[predicted]
            ):
                return ngrams[history][char]
            tables, salt = ngrams.tables, ngrams.salt
            key = near.key + _PARTS[_NEAR][history[1]] & _MASK
            weight = tables.weight(key + salt & _MASK)
            if weight >= 0:
                longest = key + _PARTS[_NEAR + 1][history[0]] & _MASK
                longest_weight = tables.weight(longest + salt & _MASK)
                own += salt
                if longest_weight >= 0:
                    stored = tables.stored(longest * MULTIPLIER + own & _MASK)
                    if stored >= 0:
                        return cost + stored
                    cost += longest_weight
                stored = tables.stored(key * MULTIPLIER + own & _MASK)
                if stored >= 0:
                    return cost + stored
                cost += weight
        stored = near.context[predicted]
        if stored < 0:
            return ngrams[history][char]
        return cost + stored


class _Near(dict[str, "_End"]):
    """The last few characters of histories to what is known of them."""

    def __init__(self, ngrams: NGrams) -> None:
        self._ngrams = ngrams
        root = _Root(ngrams) if ngrams.together is None else _Context(ngrams, 0, 0, None)
        self._nothing = _End(root, 0, may_be_longer=True, is_beyond_ascii=False)

    def __missing__(self, history: str) -> _End:
        if len(self) > _MOST_ENDS:
            self.clear()
        found = self[history] = self._end(history)
        return found

    def _end(self, history: str) -> _End:
        if not history:
            return self._nothing
        shorter = self[history[1:]]
        if not shorter.may_be_longer:
            return shorter
        char, ngrams = history[0], self._ngrams
        parts = _PARTS[len(history) - 1]
        key = shorter.key + parts[char] & _MASK
        beyond = shorter.is_beyond_ascii or parts.is_beyond_ascii(char)
        weight = ngrams.tables.weight(key + ngrams.salt & _MASK)
        if weight >= 0:
            context = _Context(ngrams, key, weight, shorter.context)
            return _End(context, key, may_be_longer=True, is_beyond_ascii=beyond)
        # The end of a context that is stored is stored too, unless it is all ASCII.
        return _End(shorter.context, key, may_be_longer=not beyond, is_beyond_ascii=beyond)


class _End:
    """What is known of the last characters of a history.

    context: the longest context at its end that is stored. key: that of all its characters.
    may_be_longer: whether a longer context may be stored.
    """

    __slots__ = ("context", "is_beyond_ascii", "key", "may_be_longer")

    def __init__(
        self, context: _Root | _Context, key: int, *, may_be_longer: bool, is_beyond_ascii: bool
    ) -> None:
        self.context = context
        self.key = key
        self.may_be_longer = may_be_longer
        self.is_beyond_ascii = is_beyond_ascii


class _Root(dict[str, int]):
    """The costs of folded characters without any context, where all languages are together."""

    def __init__(self, ngrams: NGrams) -> None:
        self._unigram_cost = ngrams.unigram_cost

    def __missing__(self, predicted: str) -> int:
        cost = self[predicted] = self._unigram_cost(predicted)
        return cost


class _Context(dict[str, int]):
    """The costs of folded characters after a context that is stored, without those of case.

    -1 stands for what the language does not have.
    """

    __slots__ = ("_base", "_seen", "_shorter", "_stored", "weight")

    def __init__(
        self, ngrams: NGrams, key: int, weight: int, shorter: _Root | _Context | None
    ) -> None:
        self._stored = ngrams.tables.stored
        self._seen = ngrams.seen
        self._base = key * MULTIPLIER + ngrams.salt
        self._shorter = shorter
        self.weight = weight

    def __missing__(self, predicted: str) -> int:
        cost = _NOT_STORED
        if self._seen[predicted]:
            cost = self._stored(self._base + _PREDICTED[predicted][0] & _MASK)
        if cost < 0 and self._shorter is not None:
            cost = self._shorter[predicted]
            if cost >= 0:
                cost += self.weight
        self[predicted] = cost
        return cost
