"""The parts of a text that are looked at for one legacy encoding read as another."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from functools import lru_cache

LONGEST_SNIPPET = 48
"""Characters of a text that are weighed at once; of longer words the beginning."""

WORD = re.compile("[^ \t\r\n\x0b\x0c]*[^\x00-\x7f][^ \t\r\n\x0b\x0c]*")
"""A word with characters beyond ASCII; the no-break space may be a byte of any."""

_MOST_SNIPPETS = 16
"""Parts that are weighed."""


def snippets_of(text: str, odd: Sequence[int]) -> list[str]:
    """The words around odd characters, with the garbled ones that stand beside them."""
    found: dict[str, None] = {}
    done = 0
    for place in odd:
        if place < done:
            continue
        start = _word_start(text, place)
        match = _RUN.match(text, start, start + LONGEST_SNIPPET)
        if match:
            done = match.end()
            if _may_be_garbled(match[0]):
                found[match[0]] = None
        if len(found) == 4 * _MOST_SNIPPETS:
            break
    snippets = list(found)
    return snippets[:: -(-len(snippets) // _MOST_SNIPPETS)] if snippets else []


def _may_be_garbled(snippet: str) -> bool:
    """Whether what is odd in a snippet is more than one letter again and again, or quotes at it."""
    if _SIGN_WITHIN.search(snippet):
        return True
    high = {char for char in snippet if char > "\x7f"}
    return not high <= _CLEAN_SIGNS and (len(high) > 1 or snippet.count(min(high)) == 1)


_SIGN_WITHIN = re.compile("[a-z][‹›„‚•¾½¼¤¢¥]+[a-z]")
"""Signs that stand between small letters by no custom, as dashes and apostrophes do."""

_CLEAN_SIGNS = frozenset("\xa0«»‹›“”„‘’–—…•€£§©®™°")
"""Signs that stand at clean words in any number."""

_RUN = re.compile(r"[^ \t\r\n\x0b\x0c]+(?: [^ \t\r\n\x0b\x0c]*[^\x00-\x7f][^ \t\r\n\x0b\x0c]*)*")
_FAR = 40


def _word_start(text: str, place: int) -> int:
    """Where the word begins that a place is in; for a long one, what of it is not ASCII.

    In text of several bytes a character, that is where one begins.
    """
    least = max(place - _LONGEST_WORD, 0)
    start = max(least, *[text.rfind(space, least, place) + 1 for space in " \t\r\n\x0b\x0c"])
    if place - start > _FAR:
        for at in range(place, start, -1):
            if text[at - 1] <= "\x7f" and not text[at - 1].isalnum():
                return at
    return start


_LONGEST_WORD = 400
"""Characters that are looked at for the beginning of a word."""


_AROUND_WORDS = string.punctuation + string.digits

_MOST_COMPARED = 20_000
_MOST_WORDS = 150
_WORDS_A_CHARACTER = 4
"""Characters of a text that pairs are compared on, words in them, and words with a character."""


def telling_words(text: str) -> list[str]:
    """Some distinct words of a text; with every character beyond ASCII as far as possible.

    One that stands in brackets or behind a digit is no other word.
    """
    return _telling_words(text[:_MOST_COMPARED])


@lru_cache(maxsize=4)
def _telling_words(text: str) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    words: dict[str, str] = {}
    for word in WORD.findall(text):
        words.setdefault(word.strip(_AROUND_WORDS), word)
    for word in words.values():
        high = {char for char in word if char > "\x7f"}
        if any(seen.get(char, 0) < _WORDS_A_CHARACTER for char in high):
            found.append(word)
            for char in high:
                seen[char] = seen.get(char, 0) + 1
            if len(found) == _MOST_WORDS:
                break
    return found


def has_high_letter(text: str) -> bool:
    """Whether a letter of a text is beyond ASCII."""
    return any(char > "\x7f" and char.isalpha() for char in text)
