"""Letters that stand for themselves: alphabets, classes of regexes, tables of encodings.

In such text letters stand beside others as they do in no word, so it looks garbled, and any
encoding makes words of it that are as good. What tells it from words is that the letters are in
order, up or down, by what they are without diacritics or by their numbers; or that each stands
there twice, small and as a capital.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from unicodedata import normalize

_LETTERS = re.compile(r"[^\W\d_]+")

_LEAST_PAIRED = 4
_SHARE_PAIRED = 0.6
_LEAST_NEAR = 6
_MOST_STEP = 3
_SHARE_NEAR = 0.75
_LEAST_ORDERED = 8
_SHARE_ORDERED = 0.85
_SHARE_IN_GROUPS = 0.7
_MOST_TIMES = 2
_LEAST_TABLE = 3
"""Letters that tell anything, and what share of them: is there as a capital and a small letter,
each once; is at most so far behind its neighbour in an alphabet; is in order, each once and all
capitals together. Characters of a table."""


def is_inventory(text: str) -> bool:
    """Whether the letters of a text are a list of letters rather than words."""
    runs = [run for run in _LETTERS.findall(text) if not run.isascii() and run.isalpha()]
    if _is_list("".join(runs)):
        return True
    long = [run for run in runs if len(run) >= _LEAST_PAIRED]
    return bool(long) and all(map(_is_list, long))


def is_table(signs: str | bytes) -> bool:
    """Whether most of some characters, or bytes, are numbered one after the other.

    So are those of a table of all; of what a code page shows, what counts are the bytes.
    """
    numbers = signs if isinstance(signs, bytes) else list(map(ord, signs))
    near = sum(after - before == 1 for before, after in pairwise(numbers))
    return len(numbers) >= _LEAST_TABLE and near >= _SHARE_NEAR * (len(numbers) - 1)


def without_classes(text: str) -> str:
    """A text without what stands in brackets as a class of a regex: "[čc]vn", "[^À-ÿ]+"."""
    return _CLASS.sub(" ", text) if "[" in text else text


_CLASS = re.compile(
    r"(?<=[\w^])\[[^][\s]+\]|\[[^][\s]+\](?=\w|[+*?{])|\[(?=[^][\s]*[^][\s\\]-[^][\s])[^][\s]+\]"
)
"""Behind a letter, a "^" or before a letter, before a quantifier, or with a range in it."""


@lru_cache(maxsize=1024)
def _is_list(run: str) -> bool:
    if len(run) < _LEAST_PAIRED:
        return False
    letters = set(run)
    if len(letters) * _MOST_TIMES <= len(run):
        return False
    high = [char for char in letters if char > "\x7f"]
    is_distinct = len(letters) == len(run)
    paired = sum(char.swapcase() in letters for char in high if char.swapcase() != char)
    if is_distinct and paired >= max(_SHARE_PAIRED * len(high), _LEAST_PAIRED):
        return True
    bases = [_base(char) for char in run]
    if len(set(bases)) < _LEAST_PAIRED:
        return False
    steps = [ord(after) - ord(before) for before, after in pairwise(bases)]
    for direction in (steps, [-step for step in steps]):
        near = sum(0 <= step <= _MOST_STEP for step in direction)
        if len(run) >= _LEAST_NEAR and near >= _SHARE_NEAR * len(steps):
            return True
    if len(high) < len(run) or len(run) < _LEAST_ORDERED or not is_distinct:
        return False
    cases = sum(one.islower() != other.islower() for one, other in pairwise(run))
    # Letters with diacritics are sorted in groups; of other words one in ten is so ordered.
    share = _SHARE_IN_GROUPS if "".join(bases).isascii() else _SHARE_ORDERED
    return cases <= 1 and sum(step >= 0 for step in steps) >= share * len(steps)


@lru_cache(maxsize=None)
def _base(char: str) -> str:
    """A letter as it is sorted: small, without diacritics."""
    small = normalize("NFD", char)[0].lower()[0]
    return _SORTED_AS.get(small, small)


_SORTED_AS = dict(zip("æðøþßđħıĸłŋœŧſəƒ", "adotsdhiklnotsef", strict=True))
