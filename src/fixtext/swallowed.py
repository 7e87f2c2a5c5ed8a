"""Which ASCII character a reader took with the byte before it: told by what stands around it.

Windows' readers lose whatever follows a lead byte that begins nothing, most often a space, a
quote, a bracket or the line's end. A model of language knows nothing about those; what a line of
code or of prose lacks mostly does.
"""

from __future__ import annotations

import re

NOTHING = ""
"""The candidate for nothing at all, as at the end of a text."""

_USUAL = {" ": 40.0, '"': 5.0, "'": 2.0, ")": 3.0, ",": 4.0, ".": 4.0, "<": 2.0, ":": 2.0}
_SELDOM = {"(": 1.0, "/": 0.6, "-": 0.5, "=": 0.4, ";": 0.6, "!": 0.5, "?": 0.6, "*": 0.5}
_RARE = {"\n": 1.0, ">": 0.3, "%": 0.2, "+": 0.2, "#": 0.2, "&": 0.2}
_DIGITS = dict.fromkeys("123", 0.3) | dict.fromkeys("0456789", 0.15)
_ALL = _USUAL | _SELDOM | _RARE | _DIGITS
"""How usual each is behind a character beyond ASCII, before anything is known."""

_CLOSING_TAG = re.compile(r"/[A-Za-z][\w:-]*\s*>")
_OPENING_TAG = re.compile(r"(?:br|p|b|i|a|hr|em|img|span|div|code|strong|li|td|tr)\b[^<>\n]*/?>")
_BEHIND_QUOTE = re.compile(r"\s*(?:[,;)\]}>+:=%]|/>|$|\.\w|[|&]{2}|[\w-]+=)")
_COMMENT = re.compile(r"^\s*(?://|#|\*|--|/\*|<!--)")
_INDENTED = re.compile(r"(?: {2,}|\t+)\S")
_LIST_ITEM = re.compile(r"(?:[-*+] \S|#{1,6} \S|\d+\. \S)")
_LETTER = re.compile(r"[^\W_]")


def guess(
    before: str, following: str, *, at_line_end: bool, ends: str = "\n"
) -> list[tuple[str, float]]:
    """The characters that may be missing, with their probabilities, most probable first.

    before: the line up to there, repaired. following: what stands behind on the same line.
    at_line_end: the line ends there, so that NOTHING may be missing. ends: "\\r\\n" where the
    lines of the text end like that, so that "\\r" may be missing.
    """
    weights = dict(_ALL)

    def favour(chars: str, factor: float) -> None:
        for char in chars:
            weights[char] = weights.get(char, 0.3) * factor

    if at_line_end:
        del weights["\n"]
        weights[" "] = 1.0
        weights[NOTHING] = 150.0
        if ends == "\r\n":
            weights["\r"] = 3000.0
    if _CLOSING_TAG.match(following):
        favour("<", 3000)
    elif _OPENING_TAG.match(following):
        favour("<", 300)
    elif following.startswith("/"):
        favour("*", 3000 if before.rfind("/*") > before.rfind("*/") else 20)
    if following.startswith("->") or following.startswith("--"):
        favour("<" if following.startswith("--") else "-", 5)
    for quote in "\"'":
        _weigh_quote(quote, before, following, weights)
    open_brackets = before.count("(") - before.count(")")
    missing = open_brackets + following.count("(") - following.count(")")
    if missing > 0 and open_brackets > 0:
        favour(")", 8 if not _LETTER.match(following) else 1.5)
        if following[:1] in (";", ":", "{") or at_line_end:
            favour(")", 20)
    elif missing < 0:
        favour("(", 30)
    if before[-1:] in _FINAL and following and not following[:1].isspace():
        # No space stands behind a full stop of East Asia.
        favour("\n", 60 if not following[:1].isascii() else 8)
        favour(" ", 0.3)
    if following[:1] >= "\u2e80":
        favour(" ", 0.5)
        favour("\n", 6)
    if _LIST_ITEM.match(following):
        favour("\n", 100)
    if _LETTER.match(following):
        favour(" ", 2)
        favour(",.:;)", 0.4)
    elif following[:1] in (" ", "\t"):
        favour(" ", 0.1 if not _INDENTED.match(following) else 0.5)
        favour(",.:)", 2)
        if _INDENTED.match(following) and _COMMENT.match(before):
            favour("\n", 300)
    elif following:
        favour(" ", 0.5)
    if re.match(r"\.\d", following) or following[:1] in ("、", "%", "％"):
        favour("0" if following.startswith(".") else "123", 60)
        favour("123456789", 6)
    if following[:1] in (",", ".", ";", ")", ":"):
        favour(" ,.", 0.2)
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda item: -item[1])
    return [(char, weight / total) for char, weight in ranked[:6]]


def _weigh_quote(quote: str, before: str, following: str, weights: dict[str, float]) -> None:
    """A quote that is open and never closed is missing, the more so before what follows one."""
    if quote == "'":
        before, following = _APOSTROPHE.sub("", before), _APOSTROPHE.sub("", following)
    is_open = before.replace("\\" + quote, "").count(quote) % 2
    later = following.replace("\\" + quote, "").count(quote) % 2
    if is_open == later:
        # None is missing, or two.
        weights[quote] *= 0.2
    elif is_open:
        weights[quote] *= 60 if _BEHIND_QUOTE.match(following) else 6
    else:
        # One that is closed behind has to be opened.
        weights[quote] *= 15 if before[-1:] in (" ", "(", "=", "[", "{", ",") else 3


_FINAL = ("。", "！", "？", "；", "」", "』")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
