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
from collections.abc import Iterable
from math import log2
from typing import Any

from fixtext.folding import CAPITAL, SMALL, case_of, fold
from fixtext.language import MOST_CONTEXT, UNITS_PER_BIT, LanguageModel, Model
from fixtext.repertoire import character_cost, repertoire_costs

STRENGTHS = (1e5, 1e3, 30.0, 6.0, 3.0, 2.0)
"""strength_k for contexts of 0 to MOST_CONTEXT characters; tuned on development text."""

MOST_TEXT = 400_000
"""Characters of clean text that are counted; more would cost time and change little."""

# Runs of characters beyond ASCII, with the ASCII around them that shares their words.
_TOKEN = re.compile(r"[^\s\x80-\U0010ffff]*[^\x00-\x7f]+\S*")

_Context = tuple[Any, tuple[tuple[float, dict[str, int], int], ...]]


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
    return AdaptedModel(static, useful, costs) if useful or any(costs.values()) else static


class AdaptedModel:
    """A static model, the n-gram counts of some clean text, and the costs of a repertoire."""

    __slots__ = ("_cache", "_character_costs", "_followers", "_repertoire", "_static")

    def __init__(
        self, static: LanguageModel, texts: Iterable[str], repertoire: dict[str, float]
    ) -> None:
        self._static = static
        self._repertoire = repertoire
        self._character_costs: dict[str, float] = {}
        self._followers: dict[str, dict[str, int]] = {}
        self._cache: dict[str, _Context] = {}
        tokens: Counter[str] = Counter()
        left = MOST_TEXT
        for text in texts:
            tokens.update(_TOKEN.findall(fold(text[:left])))
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

    def context(self, history: str) -> _Context:
        """As Model.context, with the counts of what followed in the clean text."""
        history = history[-MOST_CONTEXT:]
        known = self._cache.get(history)
        if known is None:
            # A line's end is a word's end, and nothing is matched over it.
            line = fold(history[-MOST_CONTEXT:])
            line = line[max(line.rfind("\n"), 0) :].replace("\n", " ")
            matches = []
            for length in range(min(len(line), MOST_CONTEXT) + 1):
                here = self._followers.get(line[len(line) - length :])
                if here is None:
                    break
                matches.append((STRENGTHS[length], here, sum(here.values())))
            known = (self._static.context(history), tuple(matches))
            self._cache[history] = known
        return known

    def word_gain(self, word: str, before: str) -> float:
        """As Model.word_gain."""
        return self._static.word_gain(word, before)

    def likeliest(self, candidates: tuple[str, ...], most: int) -> tuple[str, ...]:
        """As Model.likeliest."""
        return self._static.likeliest(candidates, most)

    def cost(self, context: _Context, char: str) -> float:
        """As Model.cost."""
        cost: float = self._static.cost(context[0], char)
        extra = self._character_costs.get(char)
        if extra is None:
            extra = self._character_costs[char] = character_cost(char, self._repertoire)
        cost += extra
        if not context[1]:
            return cost
        kind = case_of(char)
        case = context[0][1][kind] if kind in (SMALL, CAPITAL) else 0
        cost -= case
        char = fold(char)
        p = 2.0 ** (-cost / UNITS_PER_BIT)
        for strength, followers, total in context[1]:
            p = (followers.get(char, 0) + strength * p) / (total + strength)
        return case - log2(p) * UNITS_PER_BIT
