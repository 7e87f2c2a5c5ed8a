"""Which ASCII character a reader took with the byte before it: told by what stands around it.

Windows' readers lose whatever follows a lead byte that begins nothing, most often a space, a
quote, a bracket or the line's end. A model of language knows nothing about those; what a line of
code or of prose lacks mostly does.
"""

from __future__ import annotations

import re

from fixtext.punctuation import CLOSING_QUOTE

NOTHING = ""
"""The candidate for nothing at all, as at the end of a text."""

_USUAL = {" ": 40.0, '"': 5.0, "'": 2.0, ")": 3.0, ",": 4.0, ".": 4.0, "<": 2.0, ":": 2.0}
_SELDOM = {"(": 1.0, "/": 0.6, "-": 0.5, "=": 0.4, ";": 0.6, "!": 0.5, "?": 0.6, "*": 0.5}
_RARE = {"\n": 1.0, ">": 0.3, "%": 0.2, "+": 0.2, "#": 0.2, "&": 0.2, "$": 0.1}
_DIGITS = dict.fromkeys("123", 0.3) | dict.fromkeys("0456789", 0.15)
_ALL = _USUAL | _SELDOM | _RARE | _DIGITS
"""How usual each is behind a character beyond ASCII, before anything is known."""

_CLOSING_TAG = re.compile(r"/[A-Za-z][\w:-]*\s*>")
_OPENING_TAG = re.compile(r"(?:br|p|b|i|a|hr|em|img|span|div|code|strong|li|td|tr)\b[^<>\n]*/?>")
_BEHIND_QUOTE = re.compile(r"\s*(?:[,;)\]}>+:=%]|/>|$|\.\w|[|&]{2}|[\w-]+=)")
_COMMENT = re.compile(r"^\s*(?://|#|\*|--|/\*|<!--)")
_INDENTED = re.compile(r"(?: {2,}|\t+)\S")
_LIST_ITEM = re.compile(r"(?:[-*] \S|#{1,6} \S|\d+\. \S)")
_LETTER = re.compile(r"[^\W_]")


def guess(
    before: str, following: str, *, at_line_end: bool, ends: str = "\n"
) -> list[tuple[str, float]]:
    r"""The characters that may be missing, with their probabilities, most probable first.

    before: the line up to there, repaired. following: what stands behind on the same line.
    at_line_end: the line ends there, so that NOTHING may be missing. ends: "\r\n" where the
    lines of the text end like that, so that "\r" may be missing.
    """
    weights = dict(_ALL)
    if at_line_end:
        del weights["\n"]
        weights[" "] = 1.0
        weights[NOTHING] = 150.0
        if ends == "\r\n":
            weights["\r"] = 3000.0
    _weigh_markup(before, following, weights)
    for quote in "\"'":
        _weigh_quote(quote, before, following, weights)
    _weigh_brackets(before, following, weights, at_line_end=at_line_end)
    _weigh_neighbours(before, following, weights)
    _weigh_sentence(before, following, weights)
    _weigh_code(before, following, weights)
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda item: -item[1])
    return [(char, weight / total) for char, weight in ranked[:6]]


def _favour(weights: dict[str, float], chars: str, factor: float) -> None:
    for char in chars:
        weights[char] = weights.get(char, 0.3) * factor


def _weigh_markup(before: str, following: str, weights: dict[str, float]) -> None:
    """Tags and comments that what follows belongs to."""
    if _CLOSING_TAG.match(following):
        _favour(weights, "<", 3000)
    elif _OPENING_TAG.match(following):
        _favour(weights, "<", 300)
    elif following.startswith("/"):
        _favour(weights, "*", 3000 if before.rfind("/*") > before.rfind("*/") else 20)


def _weigh_brackets(
    before: str, following: str, weights: dict[str, float], *, at_line_end: bool
) -> None:
    """A bracket that is open and never closed is missing, or the other way round."""
    is_open = before.count("(") - before.count(")")
    missing = is_open + following.count("(") - following.count(")")
    if missing > 0 and is_open > 0:
        _favour(weights, ")", 8 if not _LETTER.match(following) else 1.5)
        if CLOSING_QUOTE.match(following) and before.rfind("(") > before.rfind(following[0]):
            _favour(weights, ")", 50)
        if following[:1] in (";", ":", "{") or at_line_end:
            _favour(weights, ")", 20)
    elif missing < 0:
        _favour(weights, "(", 200 if _closes_soon(following) else 10)


def _weigh_neighbours(before: str, following: str, weights: dict[str, float]) -> None:
    """What usually stands between two characters."""
    if before[-1:] in _FINAL and following and not following[:1].isspace():
        # No space stands behind a full stop of East Asia.
        _favour(weights, "\n", 60 if not following[:1].isascii() else 8)
        _favour(weights, " ", 0.3)
    if following[:1] >= "\u2e80":
        _favour(weights, " ", 0.5)
        _favour(weights, "\n", 6)
    if before[-1:] in _OPENING:
        # What is in brackets begins with no space and none of these, but often with a number.
        _favour(weights, " \n,.:;)</", 0.01)
        _favour(weights, "0123456789", 5)
    if _LIST_ITEM.match(following):
        _favour(weights, "\n", 100)
    if _goes_on(before, following):
        _favour(weights, "\n", 0.01)
    if _LETTER.match(following):
        _favour(weights, " ", 2)
        _favour(weights, ",.:;)", 0.4)
    elif following[:1] in (" ", "\t"):
        is_indented = _INDENTED.match(following)
        _favour(weights, " ", 0.5 if is_indented else 0.1)
        if is_indented:
            # Columns stand far apart, and what they hold ends in no comma.
            _favour(weights, " ", 8)
        elif not following.strip():
            _favour(weights, " ", 30)
        else:
            _favour(weights, ",.:)", 2)
        if is_indented and _COMMENT.match(before):
            _favour(weights, "\n", 300)
    elif following:
        _favour(weights, " ", 0.5)
    if re.match(r"\.\d", following) or _PER_CENT.match(following):
        _favour(weights, "0" if following.startswith(".") else "123", 60)
        _favour(weights, "123456789", 6)
    if following[:1] in (",", ".", ";", ")", ":"):
        _favour(weights, " ,.", 0.2)


def _closes_soon(following: str) -> bool:
    """Whether a bracket that is not opened is closed within a word, no item's number before it."""
    depth = 0
    for at, char in enumerate(following[:_NEAR]):
        if char.isspace():
            return False
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return at > 0 and not _NUMBERED.fullmatch(following, 0, at)
    return False


def _goes_on(before: str, following: str) -> bool:
    """Whether a line's end within them is out of the question.

    A string does not go on over lines, nor does a comment go on without its marks.
    """
    for quote in "\"'`":
        if before.replace("\\" + quote, "").count(quote) % 2 and quote in following:
            return True
    comment = _MARKED_COMMENT.match(before)
    return comment is not None and not following.startswith((comment[1], " ", "\t"))


def _weigh_sentence(before: str, following: str, weights: dict[str, float]) -> None:
    """What ends a sentence or a label, by what it ends with."""
    closing = CLOSING_QUOTE.match(following)
    is_sentence = before[-1:] in _KOREAN_ENDS and len(before.split()) > 1
    if closing:
        _favour(weights, " ", 0.1)
        _favour(weights, ":", 20 if closing[1] else 2)
        _favour(weights, "!", 2 if not closing[1] else 0.5)
    if is_sentence:
        ends = closing or not following.strip() or following[:1].isspace()
        _favour(weights, ".", 30 if ends else 3)
    elif _VALUE_AHEAD.match(following) and before[-1:].isalnum():
        _favour(weights, ":", 10)


def _weigh_code(before: str, following: str, weights: dict[str, float]) -> None:
    """Signs of programs and of Markdown that what stands around asks for."""
    if _TWO_DOTS.match(following):
        _favour(weights, ".", 3000)
    if _EMPHASIS.match(following) and (before + following[1:]).count("**") % 2:
        _favour(weights, "*", 3000)
    if _CONVERSION.match(following) and any(quote in before for quote in "\"'`"):
        _favour(weights, "%", 3000)
    if _INTERPOLATED.match(following) and (before.count("`") % 2 or "${" in before + following):
        _favour(weights, "$", 3000)
    if _YEAR.match(following):
        _favour(weights, "2" if following.startswith("0") else "1", 3000)
    if _JOINED.match(following):
        for sign in "-/":
            if sign in following or sign in before[-_NEAR:]:
                _favour(weights, sign, 20)


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
_OPENING = ("（", "「", "『", "【", "《", "〈", "［", "｛")
_NUMBERED = re.compile(r"[\dA-Za-z.]{1,2}")
_MARKED_COMMENT = re.compile(r"\s*(//+|\*|--|/\*)(?=\s|\w)")
_KOREAN_ENDS = ("다", "요", "오", "죠")
"""The syllables that Korean sentences end with."""

_VALUE_AHEAD = re.compile(r" (?:[{%$\"'`<]|\w+=|\d)")
_PER_CENT = re.compile(r"[、％]|%(?![sdfiruxg({])")
_EMPHASIS = re.compile(r"\*(?![*/])")
_TWO_DOTS = re.compile(r"\.\.(?!\.)")
_CONVERSION = re.compile(r"(?:\d*\.?\d*[df]|[sdfxu])(?![A-Za-z])")
_INTERPOLATED = re.compile(r"\{[\w.\[\]()?]+\}")
_YEAR = re.compile(r"0[0-4]\d(?:[-/.年]|년)|9[5-9]\d(?:[-/.年]|년)")
_JOINED = re.compile(r"[^\W\d_a-zA-Z]")
_NEAR = 30
_APOSTROPHE = re.compile(r"(?<![\W_][urbfURBF])(?<=[A-Za-z])'(?=[A-Za-z])")
