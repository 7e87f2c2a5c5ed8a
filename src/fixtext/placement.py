"""Where quotes and dashes stand: what n-grams, which see all punctuation of ASCII as a space, miss.

Facts: which quotes open and which close depends on the language (The Unicode Standard, 6.2,
"General Punctuation"): “so” in English and most others, „so“ in German, Czech and others, „so” in
Polish, Romanian and others, ”so” in Swedish and Finnish. What opens stands behind a space, a
line's beginning, a bracket or a dash, and nothing but text follows it; what closes, and the
apostrophe, stands behind text. A place costs some bits; it forbids nothing.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category

_STYLES = {
    **dict.fromkeys(
        ("bg", "cs", "de", "et", "fo", "is", "lt", "lv", "mk", "nds", "sk", "sl"), ("„‚", "“‘")
    ),
    **dict.fromkeys(("bs", "hr", "hu", "pl", "ro", "sr", "sr-Latn"), ("„‚", "”’")),
    **dict.fromkeys(("fi", "sv"), ("”’", "”’")),
}
_USUAL_STYLE = ("“‘", "”’")

_QUOTES = frozenset("“”‘’„‚")
_DASHES = frozenset("–—")

SIGNS = _QUOTES | _DASHES
"""The signs that it counts for what follows them."""

_BEFORE_TEXT = frozenset("\n\t ([{\"'-/=>\u00a0\u3000–—¡¿«‹„“‘")

_END = frozenset(".,;:!?)]}")

_WRONG_SIDE = 8
_WRONG_STYLE = 4
_NO_SPACE = 3
_NOTHING_OPENED = 12
"""Bits of a quote that opens where one closes or the reverse, of one that the language does not
use there, of a dash at a word, and of a quote that opens before a space or a full stop."""

_SYMBOL = 4
"""Bits of a symbol in prose: a good part of the texts that models are built from lists features
with ticks and arrows."""


def place_of(history: str) -> str:
    """All of a history that signs behind it are counted by: the same for those alike."""
    if history[-1:] in SIGNS:
        return history[-2:]
    return " " if not history or history[-1] in _BEFORE_TEXT else "x"


@lru_cache(maxsize=65536)
def bits_behind(before: str, sign: str, language: str) -> int:
    """Bits that a sign beyond ASCII costs behind a character, or at the beginning with ""."""
    opens = not before or before in _BEFORE_TEXT
    if sign in _QUOTES:
        opening, closing = _STYLES.get(language, _USUAL_STYLE)
        if sign in (opening if opens else closing):
            return 0
        return _WRONG_SIDE if sign in opening + closing else _WRONG_STYLE
    if sign in _DASHES:
        return _NO_SPACE * (not opens)
    return _SYMBOL * (category(sign) in ("So", "Sm"))


@lru_cache(maxsize=65536)
def bits_before(history: str, char: str, language: str) -> int:
    """Bits that a character costs behind one of SIGNS, the last character of a history."""
    before, sign = history[-2:-1], history[-1]
    opens = not before or before in _BEFORE_TEXT
    of_text = char.isalnum()
    if sign in _DASHES:
        return _NO_SPACE * (of_text and opens and not char.isdigit())
    opening, closing = _STYLES.get(language, _USUAL_STYLE)
    if sign in opening and (opens or sign not in closing):
        return _NOTHING_OPENED * (char.isspace() or char in _END)
    return _WRONG_SIDE * (of_text and sign != "’")
