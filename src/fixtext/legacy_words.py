"""Whether what a pair of legacy encodings makes of a text are words: evidence beside the model's.

N-grams alone prefer the letters of languages that they know to those of languages that they do
not: Kurdish "ê" is no Hungarian "ű". Lexicons tell. Signs that stand alone, and alphabets in a
row, are no evidence at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import normalize

from fixtext.language import LanguageModel
from fixtext.legacy_gains import touching_scripts
from fixtext.legacy_pages import LANGUAGES, LATIN, MULTI_BYTE
from fixtext.legacy_snippets import has_high_letter

_WORD = re.compile(r"[^\W\d_]+")
_LEAST_LETTERS = 3
"""Letters of a word that tells anything."""

_MANY_BITS = 25.0
"""Bits that each word gains where no lexicon is asked: some languages join words without end.
The language must be told by other words: of one that is not known, any letter that others have is
better than its own."""

_SEVERAL = 5
_FEWER_BITS = 15.0
"""The same for so many words, of which a third is known as what is made of them."""

_MORE_BITS = 30.0
"""The same for several words of a language that is not known, through a pair that is usual."""

_STRANGE_BITS = 22.0
"""The same where each of them was a word of no language."""

_MANY_LETTERS = 8
_FEW_LETTERS = 4
"""So many letters of a script of its own need no lexicon; and with a word that one has."""

_KNOWN_OF_OTHERS = 0.34
"""Share of the words that are made which must be known, where what was found is all Greek, all
Cyrillic, all Hebrew or all Arabic letters."""

_KNOWN_SHARE = 0.5
"""Share of the words that are made which must be known, where the script is Latin."""


def are_words(
    written: str,
    bits: float,
    snippets: Sequence[str],
    made: Sequence[str | None],
    languages: Sequence[str],
    model: LanguageModel,
    *,
    is_usual: bool = False,
) -> bool:
    """Whether what is made of some snippets, in an encoding, is words.

    bits: what that gains.
    languages: codes of those that the text is in, as far as is known.
    is_usual: the pair of encodings is one of those that are met most.
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
    is_told = bool(told) and len(told) == len(languages)
    codes = [code for code in told or codes if code in model.languages]
    pairs = [(before, after) for before, after in zip(snippets, made, strict=True) if after]
    if (
        not (told or is_usual)
        and written in LATIN
        and all(differs_in_accents(*pair) for pair in pairs)
    ):
        # Languages that share their letters differ in the accents on them.
        return False
    known = sum(is_known(word, codes, model) for word in changed)
    if written not in LATIN:
        letters = sum(map(len, changed))
        words = [snippet for snippet in snippets if has_high_letter(snippet)]
        if known < _KNOWN_OF_OTHERS * len(changed) and all(map(_is_of_one_script, words)):
            # It may be text of that script.
            return False
        return letters >= (_FEW_LETTERS if known else _MANY_LETTERS)
    if all(map(str.isalpha, changed.values())):
        # Any letter is better than a sign.
        if is_told and bits >= _MANY_BITS * len(changed):
            return True
        if is_usual and len(changed) > 1 and bits >= _MORE_BITS * len(changed):
            return True
    if bits >= _STRANGE_BITS * len(changed) and all(
        is_of_no_language(word) or has_sign_amid(word) for word in changed.values()
    ):
        return True
    were = sum(is_known(word, languages or codes, model) for word in changed.values())
    if is_told and not were and len(changed) >= _SEVERAL and bits >= _FEWER_BITS * len(changed):
        # Languages that bend their words have most forms in no lexicon.
        return known >= _KNOWN_OF_OTHERS * len(changed)
    return known > were and known >= _KNOWN_SHARE * len(changed)


def _is_of_one_script(snippet: str) -> bool:
    """Whether all of a text beyond ASCII is letters of one script, that is not Latin, in words.

    In a word all letters are small, or capitals, or only the first is one.
    """
    high = [char for char in snippet if char > "\x7f"]
    natural = all(
        word.islower() or word.isupper() or word.istitle() or word == word.swapcase()
        for word in _WORD.findall(snippet)
    )
    return natural and any(all(map(script.match, high)) for script in _OTHER_SCRIPTS)


_OTHER_SCRIPTS = tuple(
    re.compile(f"[{span}]")
    for span in ("\u0370-\u03ff", "\u0400-\u045f", "\u05b0-\u05f4", "\u0600-\u06ff")
)


def is_of_no_language(word: str) -> bool:
    """Whether scripts touch in a word, or a capital stands behind a small letter."""
    return touching_scripts(word) > 0 or any(
        one.islower() and char.isupper() for one, char in pairwise(word) if char > "\x7f"
    )


def has_sign_amid(word: str) -> bool:
    """Whether a sign stands between small letters, as none does but in names of programs."""
    return any(
        before.islower()
        and behind.islower()
        and sign > "\x7f"
        and not sign.isalpha()
        and sign not in _WITHIN_WORDS
        for before, sign, behind in zip(word, word[1:], word[2:], strict=False)
    )


_WITHIN_WORDS = frozenset("\xad·’‘‐‑\u200b\u200c\u200d\u2060")


def differs_in_accents(snippet: str, made: str | None) -> bool:
    """Whether all that a pair makes of a word is other accents, on the same letters."""
    return (
        made is not None
        and len(made) == len(snippet)
        and not is_of_no_language(snippet)
        and all(map(_is_same_letter, snippet, made))
    )


def _is_same_letter(char: str, other: str) -> bool:
    return normalize("NFD", char)[0].lower() == normalize("NFD", other)[0].lower()


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
