"""Which language of Latin script a text is in, one legacy encoding of which was read as another.

Its words of ASCII tell, whatever became of the others; or what the others are made into.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from fixtext.identification import language_costs
from fixtext.language import UNITS_PER_BIT, LanguageModel
from fixtext.legacy_gains import cost
from fixtext.legacy_pages import LANGUAGES


@lru_cache(maxsize=4)
def possible_languages(text: str, model: LanguageModel) -> list[str]:
    """The languages that a text may be in, as far as its words tell."""
    costs = language_costs(text, model.codes_of("latin"), model)
    best = min(costs.values(), default=0)
    if best > -_LEAST_POSSIBLE:
        return []
    return [code for code, found in costs.items() if found <= best * _POSSIBLE]


_LEAST_POSSIBLE = 25 * UNITS_PER_BIT
_POSSIBLE = 0.75
"""By how much common words must make a text cheaper; share of that which is as good as it."""


def told_languages(text: str, model: LanguageModel) -> dict[str, float]:
    """The one or two languages that a text is in, with the bits by which its words tell them."""
    return _told_languages(text[:_MOST_TEXT], model)


@lru_cache(maxsize=4)
def _told_languages(text: str, model: LanguageModel) -> dict[str, float]:
    words = Counter(text.split())
    few = " ".join([word for word, times in words.items() for _ in range(min(times, _MOST_TIMES))])
    costs = language_costs(few, model.codes_of("latin"), model)
    best = min(costs.values(), default=0)
    if best > -_LEAST_TOLD:
        return {}
    found = [code for code, bits in costs.items() if bits <= best * _AS_GOOD]
    found = sorted(found, key=lambda code: costs[code])[:_MOST_LANGUAGES]
    return {code: -costs[code] / UNITS_PER_BIT for code in found}


_MOST_TEXT = 4_000
_MOST_TIMES = 4
_LEAST_TOLD = 15 * UNITS_PER_BIT
_AS_GOOD = 0.85
_MOST_LANGUAGES = 2
"""Characters of a text by which its language is told; how often a word counts; the rest as
above."""


def likeliest_language(words: Sequence[str], written: str, model: LanguageModel) -> str | None:
    """The language written in an encoding in which words beyond ASCII are cheapest."""
    telling = [word for word in words if any(char.isalpha() and char > "\x7f" for char in word)]
    codes = [
        code
        for code, pages in LANGUAGES.items()
        if written in pages and code in model.languages and model.languages[code][2]
    ]
    if len(telling) < _LEAST_WORDS or not codes:
        return None
    text = " ".join(telling[:_MOST_WORDS])
    return min(codes, key=lambda code: cost(text, model.in_language(code)))


_LEAST_WORDS = 2
_MOST_WORDS = 24
"""Words by which a language is told that no common words tell."""
