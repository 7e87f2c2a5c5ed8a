"""Is a text clean? Asked of every file, so nothing is imported that it has no need of."""

from __future__ import annotations

import re


def is_clean(text: str) -> bool:
    """Whether nothing in `text` is garbled or beyond repair, as far as can be told at once.

    The model is asked only where something is suspicious. Raises nothing; false for a text with
    lone surrogates, which are not looked at further.
    """
    if has_escaped_pairs(text):
        return False
    if text.isascii():
        return True
    if any(sign in text for sign in _WRECK_SIGNS) or _surrogates(text):
        return False
    if text.startswith(_MARKS, text.startswith("\ufeff")) or any(
        f"\n{mark}" in text for mark in _MARKS
    ):
        return False
    # What ASCII has no need of is imported here: it would cost such files 8 ms.
    from fixtext.multibyte_scan import suspicious_codecs
    from fixtext.neighbours import odd_places
    from fixtext.remains import contexts
    from fixtext.stripped_scan import may_be_stripped

    if may_be_stripped(text) or odd_places(text) or suspicious_codecs(text):
        return False
    if contexts(text):
        from fixtext import scrubbed

        if scrubbed.suspects(text):
            return False
    from fixtext.scan import suspects, suspicious_pages

    if not suspicious_pages(text):
        return True
    from fixtext.language import load
    from fixtext.ranking import ranked_pages

    return not ranked_pages(suspects(text), load())


def has_escaped_pairs(text: str) -> bool:
    """Whether two escapes in a row, of JSON or HTML, may stand for signs of a sequence.

    A code page shows lead bytes as letters; the escapes of most code pages' are below U+0100.
    """
    # Literals are looked for first: that goes at the speed of memchr.
    return ("\\u" in text and re.search(_JSON_PAIR, text) is not None) or (
        "&" in text and re.search(_HTML_PAIR, text) is not None
    )


_JSON_PAIR = r"\\u(?:00[c-fC-F][0-9a-fA-F]|0[1-4][0-9a-fA-F]{2}|25[0-9a-fA-F]{2})\\u"
_HEX = "(?:[c-fC-F][0-9a-fA-F]|[1-4][0-9a-fA-F]{2}|25[0-9a-fA-F]{2})"
_HTML_PAIR = f"&(?:[A-Za-z]{{3,6}}|#(?:19[2-9]|2[0-4][0-9]|[0-9]{{4}}|x{_HEX}));&[A-Za-z#]"

_MARKS = ("癤", "嚜", "锘", "・ｿ", "?ｿ", "?ｻｿ")
"""What fixtext.marks finds, but for what is a sequence of a code page."""

_WRECK_SIGNS = "\ufffd锟烫屯"
"""One of these begins whatever fixtext.unrecoverable finds."""


def _surrogates(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
