"""Where C1 controls may have been stripped from UTF-8 read as Latin-1: a scan of any text."""

from __future__ import annotations

import re


def may_be_stripped(text: str) -> bool:
    """Whether a text may be UTF-8 read as Latin-1 whose C1 controls were stripped.

    Half of the continuation bytes are gone then, and perhaps no sequence is whole.
    """
    if "\N{LATIN SMALL LETTER A WITH CIRCUMFLEX}" in text and _QUOTE_LEFT.search(text):
        return True
    try:
        data = text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    if b"\xe2" in data and not data.translate(None, _QUOTES_LEFT):
        return _DASH_LEFT.search(data) is not None
    # Of clean text, hardly any has three leads in a row, or a tail behind a lead again and again:
    # that is found in 1 ns a byte.
    kinds = data.translate(_KINDS_OF_LATIN)
    torn = b"LLL" in kinds and bool(_TORN_ROW.search(data))
    if not torn and b"LT" in kinds:
        whole, leads = kinds.count(b"LT"), kinds.count(b"L")
        torn = leads <= _LEADS_TO_WHOLE * whole and whole <= leads - _LEAST_TORN
    return torn and _C1.search(data) is None


_QUOTE_LEFT = re.compile(
    "\xe2(?:[\xa2\xa6\xac\xb4]|(?=[A-Z])"  # a bullet, an ellipsis; an opening quote
    r"|(?<=[.,;:!?]\xe2)(?![^\s.,;:!?)])"  # a closing quote
    r"|(?<=(?:it|at|he|re)\xe2)s\b|(?<=[uey]\xe2)re\b"
    r"|ve\b|ll\b|(?<=(?:on|an|sn|dn|en)\xe2)t\b|(?<=I\xe2)m\b)"
)
"""What is left of quotes, bullets and apostrophes (E2 80 xx), where no word has "\xe2".

Welsh has "\xe2" as a word, and words that end in "\xe2s".
"""

_QUOTES_LEFT = bytes([*range(0x80), 0xE2, 0xA2, 0xA6, 0xAC, 0xB4])
_DASH_LEFT = re.compile(rb"(?<!\S)\xe2(?!\S)")
"""What is left of a dash. Welsh has it as a word, but among other letters beyond ASCII."""

_KINDS_OF_LATIN = bytes(
    ord("L" if 0xC2 <= byte <= 0xF4 else "T" if 0xA0 <= byte <= 0xBF else " ")
    for byte in range(0x100)
)
_LEAST_TORN = 2
_LEADS_TO_WHOLE = 8
"""So many leads to one that begins a whole sequence are believed to be torn."""

_TORN_ROW = re.compile(
    rb"(?:[\xc2-\xdf][\xa0-\xbf]?|[\xe0-\xef][\xa0-\xbf]{0,2}|[\xf0-\xf4][\xa0-\xbf]{0,3}){4}"
)
_C1 = re.compile(rb"[\x80-\x9f]")
