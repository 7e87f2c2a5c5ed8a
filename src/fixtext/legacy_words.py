"""Whether what a pair of legacy encodings makes of a text are words: evidence beside the model's.

N-grams alone prefer the letters of languages that they know to those of languages that they do
not: Kurdish "ê" is no Hungarian "ű". Lexicons tell. Signs that stand alone, and alphabets in a
row, are no evidence at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fixtext.language import LanguageModel
from fixtext.legacy_pages import LANGUAGES, LATIN, MULTI_BYTE

_WORD = re.compile(r"[^\W\d_]+")
_LEAST_LETTERS = 3
"""Letters of a word that tells anything."""

_MANY_BITS = 25.0
"""Bits that each word gains where no lexicon is asked: some languages join words without end."""

_MANY_LETTERS = 8
_FEW_LETTERS = 4
"""So many letters of a script of its own need no lexicon; and with a word that one has."""

_KNOWN_SHARE = 0.5
"""Share of the words that are made which must be known, where the script is Latin."""


def are_words(
    written: str,
    bits: float,
    snippets: Sequence[str],
    made: Sequence[str | None],
    languages: Sequence[str],
    model: LanguageModel,
) -> bool:
    """Whether what is made of some snippets, in an encoding, is words.

    bits: what that gains.
    languages: codes of those that the text is in, as far as is known.
    """
    if written in MULTI_BYTE:
        return True
    changed = dict(_changed(snippets, made))
    if not changed:
        return not _C1_CONTROLS.isdisjoint("".join(snippets)) and all(
            map(_only_quotes, snippets, made)
        )
    codes = [code for code, pages in LANGUAGES.items() if written in pages]
    told = [code for code in codes if code in languages]
    codes = [code for code in told or codes if code in model.languages]
    known = sum(is_known(word, codes, model) for word in changed)
    if written not in LATIN:
        letters = sum(map(len, changed))
        return letters >= (_FEW_LETTERS if known else _MANY_LETTERS)
    if bits >= _MANY_BITS * len(changed) and all(map(str.isalpha, changed.values())):
        # Any letter is better than a sign.
        return True
    were = sum(is_known(word, languages or codes, model) for word in changed.values())
    return known > were and known >= _KNOWN_SHARE * len(changed)


def _only_quotes(before: str, made: str | None) -> bool:
    """Whether what is made of C1 controls is punctuation, as they are in no text."""
    return made is not None and all(
        one == other or (one in _C1_CONTROLS and other in "“”‘’–—…•")
        for one, other in zip(before, made, strict=False)
    )


_C1_CONTROLS = frozenset(map(chr, range(0x80, 0xA0)))


def is_known(word: str, codes: Sequence[str], model: LanguageModel) -> bool:
    """Whether the lexicon of one of some languages has a word."""
    return any(model.in_language(code).knows(word) for code in codes if code in model.languages)


def _changed(snippets: Sequence[str], made: Sequence[str | None]) -> Iterator[tuple[str, str]]:
    """The distinct words that are made, long enough to tell, and what they are made of."""
    for before, after in zip(snippets, made, strict=True):
        if after is None or after == before:
            continue
        for match in _WORD.finditer(after):
            start, end = match.span()
            was = before[start:end] if len(before) == len(after) else ""
            if was != match[0] and end - start >= _LEAST_LETTERS:
                yield match[0], was
