"""Which language a text is in: by its script and its commonest words.

Only what decides between n-grams and lexicons matters here: where nothing is sure, no language
is named, and the model speaks for all of them.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from unicodedata import name

from fixtext.folding import IS_WORD_CHARACTER, fold
from fixtext.language import UNITS_PER_BIT, LanguageModel

MOST_TEXT = 20_000
"""Characters of a text that are looked at."""

RARE_COST = 14 * UNITS_PER_BIT
"""What a word costs in a language that does not have it among its commonest."""

LEAST_LEAD = 10 * UNITS_PER_BIT
"""By how much common words must make a text cheaper in a language than rare ones would."""


def language_of(
    text: str, model: LanguageModel, lead: int = LEAST_LEAD, ahead: int = 0
) -> str | None:
    """The code of the language that `text` is most likely in, or None.

    lead: by how much its common words must make the text cheaper than rare ones would. ahead: by
    how much they must make it cheaper than in any other language.
    Lines of ASCII do not count: what is garbled may stand beside English. U+FFFD stands for a
    character that is not known; words with one do not count either.
    """
    telling = "\n".join([line for line in text.split("\n") if not line.isascii()])[:MOST_TEXT]
    script = script_of(telling)
    codes = model.codes_of(script)
    if len(codes) < 2:
        return codes[0] if codes else None
    costs = language_costs(telling, codes, model)
    best = min(costs, key=lambda code: costs[code], default=None)
    if best is None or costs[best] > -lead:
        return None
    others = [cost for code, cost in costs.items() if code != best]
    return best if costs[best] + ahead <= min(others, default=0) else None


def is_to_be_told(text: str, model: LanguageModel) -> bool:
    """Whether the script of a text is one of languages that the model tells apart."""
    script = script_of(text)
    return bool(model.codes_of(script))


def script_of(text: str) -> str | None:
    """The script of most letters beyond ASCII, in small letters; that of ASCII without any.

    None when there are no letters at all.
    """
    letters = set(filter(str.isalpha, set(text)))
    beyond = [letter for letter in letters if letter > "\x7f"]
    if not beyond:
        return "latin" if letters else None
    if len(set(map(_script_of_letter, beyond))) == 1:
        return _script_of_letter(beyond[0])
    scripts: Counter[str] = Counter()
    for char, times in Counter(text).items():
        if char > "\x7f" and char in letters:
            scripts[_script_of_letter(char)] += times
    return scripts.most_common(1)[0][0]


@lru_cache(maxsize=4096)
def _script_of_letter(letter: str) -> str:
    return name(letter, "unknown").split(" ", 1)[0].lower()


def language_costs(text: str, codes: list[str], model: LanguageModel) -> dict[str, int]:
    """For each language, what the words of `text` cost in it, against rare words; below 0.

    What is said of many common words holds for all, so languages that are far behind then are not
    asked about the others.
    """
    costs: dict[str, int] = {}
    shown = fold(text).translate(_WORDS_ALONE)
    words = Counter(word for word in shown.split() if "\ufffd" not in word)
    for number, (word, times) in enumerate(words.most_common(_MOST_WORDS), 1):
        for code, cost in model.commonness(word, codes).items():
            if cost < RARE_COST:
                costs[code] = costs.get(code, 0) + times * (cost - RARE_COST)
        if number % _WORDS_AT_ONCE == 0 and costs:
            least = min(costs.values()) + _FAR_BEHIND
            codes = [code for code in codes if costs.get(code, 0) <= least]
    return {code: cost for code, cost in costs.items() if code in codes}


class _WordsAlone(dict[int, int]):
    """For str.translate: what is of no word becomes a space, but for U+FFFD."""

    def __missing__(self, point: int) -> int:
        char = chr(point)
        found = self[point] = point if char == "\ufffd" or IS_WORD_CHARACTER[char] else ord(" ")
        return found


_WORDS_ALONE = _WordsAlone()

_MOST_WORDS = 300
_WORDS_AT_ONCE = 25
_FAR_BEHIND = 60 * UNITS_PER_BIT
"""Distinct words that are looked at, the most frequent first; after each so many of them,
languages that are so far behind the best one are given up."""
