"""Pairs of legacy encodings that may explain some words, before the model weighs them.

Nearly all pairs of a code page that shows the words and an encoding that their bytes are text in
are tried: in C code that takes a microsecond each. Which are promising is told by their characters
alone.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fixtext import codepages
from fixtext.language import UNITS_PER_BIT, LanguageModel
from fixtext.legacy_bytes import encode, make
from fixtext.legacy_gains import strange_bits, touching_scripts
from fixtext.legacy_pages import LATIN, MULTI_BYTE, READ_BITS, WRITTEN_BITS

_MOST_PAIRS = 14
_MOST_OTHERS = 6
"""So many pairs that make Latin script of the snippets, and so many of each other script, are
promising."""


class Candidate(NamedTuple):
    """A pair, and what it makes of each snippet: None where it makes nothing."""

    prior: float
    written: str
    read: str
    made: tuple[str | None, ...]


def distinct_candidates(snippets: Sequence[str], expected: frozenset[str]) -> list[Candidate]:
    """The pairs that may explain most snippets; of pairs that make the same, the commonest."""
    found: dict[tuple[str | None, ...], Candidate] = {}
    for candidate in all_candidates(snippets, expected):
        known = found.get(candidate.made)
        if known is None or known.prior > candidate.prior:
            found[candidate.made] = candidate
    return list(found.values())


def all_candidates(snippets: Sequence[str], expected: frozenset[str]) -> Iterator[Candidate]:
    """The pairs that may explain most snippets."""
    original = tuple(snippets)
    # Many code pages show the same bytes as the same.
    known: dict[tuple[object, ...], dict[str, tuple[str | None, ...]]] = {}
    for page, read_bits in READ_BITS.items():
        data = [encode(snippet, page) for snippet in snippets]
        if 2 * data.count(None) > len(data):
            continue
        texts = known.setdefault((bool(codepages.undefined_bytes(page)), *data), {})
        for written, written_bits in WRITTEN_BITS.items():
            if written == page:
                continue
            if written not in texts:
                texts[written] = tuple(
                    [None if d is None else make(d, written, page) for d in data]
                )
            made = texts[written]
            if made == original or 2 * made.count(None) > len(made):
                continue
            prior = read_bits + (0.0 if written in expected else written_bits)
            yield Candidate(prior, written, page, made)


def promising(
    candidates: list[Candidate], snippets: Sequence[str], model: LanguageModel
) -> list[Candidate]:
    """The best by their characters alone, of each script as many.

    Scripts are not to be compared that way: some have many letters, all of them rarer for that.
    """
    unexplained = [_rough_cost(snippet, model) + _UNEXPLAINED_COST for snippet in snippets]

    def total(candidate: Candidate) -> float:
        return candidate.prior + sum(
            unexplained[number] if made is None else _rough_cost(made, model)
            for number, made in enumerate(candidate.made)
        )

    ranked = sorted([c for c in candidates if _is_sound(c, snippets)], key=total)
    taken: dict[int, int] = {}
    found = []
    for candidate in ranked:
        script = _main_script(candidate)
        taken[script] = taken.get(script, 0) + 1
        if taken[script] <= (_MOST_PAIRS if script == _LATIN_SCRIPT else _MOST_OTHERS):
            found.append(candidate)
    return found


def _main_script(candidate: Candidate) -> int:
    """A number for the script of most of what a pair makes."""
    made = "".join([text or "" for text in candidate.made])
    counts: dict[int, int] = {}
    for char in made:
        if char > "\x7f":
            script = bisect(_SCRIPT_ENDS, char)
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda script: counts[script], default=0)


_LATIN_SCRIPT = 0
_SCRIPT_ENDS = "\u0250\u0370\u0400\u0530\u0590\u0600\u0700\u0e00\u0e80\u2000\u2c00\ua000\uac00"
"""Where one script or another ends, roughly: Latin, Greek, Cyrillic, Hebrew and so on."""


_UNEXPLAINED_COST = 10.0
"""Bits that speak against a pair where it makes nothing of a snippet."""


def _rough_cost(text: str, model: LanguageModel) -> float:
    """Bits that a text costs by its characters beyond ASCII, each by itself."""
    unigrams = sum([model.unigram_cost(_small(char)) for char in text if char > "\x7f"])
    return unigrams / UNITS_PER_BIT + strange_bits(text)


def _small(char: str) -> str:
    small = char.lower()
    return small if len(small) == 1 else char


def _is_sound(pair: Candidate, snippets: Sequence[str]) -> bool:
    """Whether what a pair makes could be of a script that it writes, whatever it gains.

    Other scripts than Latin come in words of their own, not as a letter or two among others.
    """
    if pair.written in LATIN:
        return True
    both = [
        made for made, snippet in zip(pair.made, snippets, strict=True) if made and made != snippet
    ]
    made = " ".join(both)
    runs = len(_HIGH_LETTERS.findall(made))
    # Thai has no spaces between words.
    words = max(len(made.split()), len(made) // _LONG_WORD)
    mixed = 0 if pair.written in MULTI_BYTE else touching_scripts(made)
    return runs >= _LEAST_RUNS * len(both) and mixed <= _MOST_MIXED_WORDS * words


_HIGH_LETTERS = re.compile(r"[^\W\d_\x00-\x7f]{2}")
_LEAST_RUNS = 0.5
"""Words with several letters beyond ASCII in a row, for each of the snippets."""

_MOST_MIXED_WORDS = 0.34
_LONG_WORD = 12
"""Places where scripts touch, for each word; letters that are more than one."""


def made_words(words: Sequence[str], candidate: Candidate) -> list[str | None]:
    """What a pair makes of each word: None where it makes nothing."""
    data = [encode(word, candidate.read) for word in words]
    written, page = candidate.written, candidate.read
    return [None if d is None else make(d, written, page) for d in data]
