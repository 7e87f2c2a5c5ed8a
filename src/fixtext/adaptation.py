"""A language model sharpened by clean text: the document's own, and that of its author.

The static model's probability is the base of a hierarchy of Dirichlet priors (MacKay & Peto
1995) over the n-grams of the clean text, order by order:

    p_k(c | h) = (count(hc) + strength_k * p_(k-1)(c | h)) / (count(h) + strength_k)

so a long match with the author's own words outweighs the static model, and where there is none
the static model speaks alone. The static model itself speaks the document's language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log2

from fixtext.folding import fold
from fixtext.language import MOST_CONTEXT, UNITS_PER_BIT, LanguageModel
from fixtext.lattice import Model
from fixtext.ngrams import AfterHistory
from fixtext.repertoire import character_cost, repertoire_costs

STRENGTHS = (1e5, 1e3, 30.0, 6.0, 3.0, 2.0)
"""strength_k for contexts of 0 to MOST_CONTEXT characters; tuned on development text."""

MOST_TEXT = 400_000
"""Characters of clean text that are counted; more would cost time and change little."""

_MOST_HISTORIES = 20_000
"""Histories with the costs after them that are remembered."""

# Runs of characters beyond ASCII, with the ASCII around them that shares their words.
_WORD = r"[^\s\x80-\U0010ffff]*[^\x00-\x7f]+\S*"


def adapt(
    static: LanguageModel, texts: Iterable[str], certain: str, language: str | None = None
) -> Model:
    """The static model in a language, sharpened by clean texts when there is something to learn.

    certain: what of the document itself is known; it tells the repertoire of Han characters.
    """
    if language is not None:
        static = static.in_language(language)
    useful = [text for text in texts if not text.isascii()]
    costs = repertoire_costs("\n".join([*useful, certain]))
    borrows = len(_BORROWED.findall(certain)) >= _LEAST_BORROWED
    if borrows:
        useful = [text.translate(_BORROWED_LETTERS) for text in useful]
    model: Model = static
    if useful or any(costs.values()):
        model = AdaptedModel(static, useful, costs)
    return BorrowingModel(model) if borrows else model


_BORROWED_LETTERS = str.maketrans("i", "\u0456")
_BORROWED = re.compile("[\u0430-\u045f]i|i[\u0430-\u045f]")
_LEAST_BORROWED = 3
"""So many "i" of ASCII beside letters of Cyrillic are no accident."""


class BorrowingModel:
    """A model of a text that has "i" of ASCII for that of Cyrillic.

    Keyboards for Russian lack the letter, so there is much such Belarusian and Ukrainian.
    """

    __slots__ = ("_model",)

    def __init__(self, model: Model) -> None:
        self._model = model

    def cost(self, window: str, /) -> float:
        """As Model.cost."""
        return self._model.cost(window.translate(_BORROWED_LETTERS))

    def costs(self, history: str, candidates: tuple[str, ...]) -> Sequence[float]:
        """As Model.costs."""
        letters = candidates
        if "i" in candidates:
            letters = tuple([char.translate(_BORROWED_LETTERS) for char in candidates])
        return self._model.costs(history[-MOST_CONTEXT:].translate(_BORROWED_LETTERS), letters)

    def word_gain(self, word: str, before: str) -> float:
        """As Model.word_gain."""
        before = before.translate(_BORROWED_LETTERS)
        return self._model.word_gain(word.translate(_BORROWED_LETTERS), before)

    def likeliest(self, candidates: tuple[str, ...], most: int) -> tuple[str, ...]:
        """As Model.likeliest."""
        return self._model.likeliest(candidates, most)


class _After(dict[str, float]):
    """The costs of characters after a history, filled as they are asked."""

    __slots__ = ("_extra", "_matches", "_static")

    def __init__(
        self,
        static: AfterHistory,
        matches: list[tuple[float, dict[str, int], int]],
        extra: _CharacterCosts,
    ) -> None:
        self._static = static
        self._matches = matches
        self._extra = extra

    def __missing__(self, char: str) -> float:
        cost: float = self._static[char] + self._extra[char]
        if self._matches:
            case = self._static.case_cost(char)
            cost -= case
            folded = fold(char)
            p = 2.0 ** (-cost / UNITS_PER_BIT)
            for strength, followers, total in self._matches:
                p = (followers.get(folded, 0) + strength * p) / (total + strength)
            cost = case - log2(p) * UNITS_PER_BIT
        self[char] = cost
        return cost


class _CharacterCosts(dict[str, float]):
    """What the characters of a repertoire cost more, filled as they are asked."""

    def __init__(self, repertoire: dict[str, float]) -> None:
        self._repertoire = repertoire

    def __missing__(self, char: str) -> float:
        cost = self[char] = character_cost(char, self._repertoire)
        return cost


class AdaptedModel:
    """A static model, the n-gram counts of some clean text, and the costs of a repertoire."""

    __slots__ = ("_cache", "_extra", "_followers", "_static", "_totals")

    def __init__(
        self, static: LanguageModel, texts: Iterable[str], repertoire: dict[str, float]
    ) -> None:
        self._static = static
        self._extra = _CharacterCosts(repertoire)
        self._followers: dict[str, dict[str, int]] = {}
        self._cache: dict[str, _After] = {}
        tokens: Counter[str] = Counter()
        left = MOST_TEXT
        for text in texts:
            tokens.update(re.findall(_WORD, fold(text[:left])))
            left -= len(text)
            if left <= 0:
                break
        followers = self._followers
        for token, times in tokens.items():
            padded = " " + token + " "
            for end in range(1, len(padded)):
                char = padded[end]
                for start in range(max(0, end - MOST_CONTEXT), end + 1):
                    here = followers.setdefault(padded[start:end], {})
                    here[char] = here.get(char, 0) + times
        self._totals = {context: sum(here.values()) for context, here in followers.items()}

    def cost(self, window: str, /) -> float:
        """As Model.cost."""
        char = window[-1]
        if self._followers:
            return self.after(window[:-1])[char]
        return self._static.cost(window) + self._extra[char]

    def costs(self, history: str, candidates: tuple[str, ...]) -> list[float]:
        """As Model.costs."""
        if self._followers:
            return list(map(self.after(history).__getitem__, candidates))
        costs = self._static.costs(history, candidates)
        extra = self._extra
        return [cost + extra[char] for char, cost in zip(candidates, costs, strict=True)]

    def after(self, history: str) -> _After:
        """The costs after a history, with the counts of what followed in the clean text."""
        history = history[-MOST_CONTEXT:]
        known = self._cache.get(history)
        if known is None:
            # A line's end is a word's end, and nothing is matched over it.
            line = fold(history)
            line = line[max(line.rfind("\n"), 0) :].replace("\n", " ")
            matches = []
            for length in range(min(len(line), MOST_CONTEXT) + 1):
                here = self._followers.get(line[len(line) - length :])
                if here is None:
                    break
                matches.append((STRENGTHS[length], here, self._totals[line[len(line) - length :]]))
            known = _After(self._static.after(history), matches, self._extra)
            if len(self._cache) > _MOST_HISTORIES:
                self._cache.clear()
            self._cache[history] = known
        return known

    def word_gain(self, word: str, before: str) -> float:
        """As Model.word_gain."""
        return self._static.word_gain(word, before)

    def likeliest(self, candidates: tuple[str, ...], most: int) -> tuple[str, ...]:
        """As Model.likeliest."""
        return self._static.likeliest(candidates, most)
