"""Which mark of East Asian punctuation was damaged: told by what stands around it.

The full-width marks differ in their last byte alone, which is the one that is lost before ASCII. A
model of language sees a few characters and knows no bracket that was opened farther back, and
no quote that ends right behind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_PAIRS = {
    "）": "（",
    "」": "「",
    "』": "『",
    "】": "【",
    "》": "《",
    "〉": "〈",
    "］": "［",
    "｝": "｛",
}
"""Closing brackets with what they close."""

_OPENING = "（「『【《〈［｛"
PUNCTUATION = frozenset("，。、；：？！．／～＝＋－") | frozenset(_PAIRS) | frozenset(_OPENING)
"""The marks that are told apart here."""


def settle(
    marks: Sequence[tuple[str, float]], *, before: str, following: str
) -> tuple[str, float, tuple[tuple[str, float], ...]]:
    """The mark that fits best, its probability, and what competes with it.

    marks: what may be meant, with the probabilities that the model gives. before: the line up to
    there. following: what stands behind on the same line, as it is shown.
    """
    known = sum(share for _, share in marks)
    weights = [
        (mark, share * _fit(mark, before, following) if mark in PUNCTUATION else share)
        for mark, share in marks
    ]
    scale = known / (sum(weight for _, weight in weights) or 1.0)
    ranked = sorted(weights, key=lambda item: -item[1])
    (best, share), *rest = [(mark, weight * scale) for mark, weight in ranked]
    return best, share, tuple(rest[:_MOST_OTHERS])


_MOST_OTHERS = 5


def _fit(mark: str, before: str, following: str) -> float:
    """How much more, or less, usual a mark is there than the model knows."""
    ends = _ENDS.fullmatch(following) is not None
    quoted = CLOSING_QUOTE.match(following)
    if ends and mark in "，、；：！？" and before.rfind("（") > before.rfind("）"):
        return _UNCLOSED
    if mark in _PAIRS:
        opened = before.rfind(_PAIRS[mark])
        if opened <= before.rfind(mark):
            return 1.0 if mark == "）" and _NUMBER.search(before) else 0.01
        length = len(before) - opened
        if mark != "）" and length <= _HEADING:
            return 1000.0
        near = length <= _NEAR
        return 60.0 if near and (ends or mark != "）") else 12.0 if near or ends else 6.0
    if mark in _OPENING:
        closing = _CLOSING[mark]
        if closing in following.partition(mark)[0]:
            return 50.0
        return 0.02 if ends or quoted else 1.0
    if mark in "，、；":
        return (0.1 if quoted[1] else 0.01) if quoted else 0.3 if ends else 1.0
    if mark == "：":
        if quoted:
            is_label = len(before) - before.rfind(following[0]) <= _LABEL
            return 4.0 if quoted[1] or is_label else 0.2
        if _VALUE.match(following):
            return 100.0 if _LINE_LABEL.match(before) else 15.0
        return 3.0 if ends else 1.0
    if mark == "？":
        return 30.0 if _QUESTION.search(before) else 0.3
    if mark == "！":
        return 4.0 if quoted and not quoted[1] else 2.0 if ends else 1.0
    return 0.05 if mark == "．" else 1.0


_CLOSING = {opening: closing for closing, opening in _PAIRS.items()}
_NEAR = 24
_HEADING = 9
_LABEL = 4
"""Characters that as a rule are at most in brackets, in those of a heading, and in a label."""

_UNCLOSED = 0.1
"""Of a mark that ends a line, or its comment, while a bracket is open."""

_ENDS = re.compile(r"\s*(?:\*/|-->)?\s*")
CLOSING_QUOTE = re.compile(r"[\"'`](?:\s*([,+])|\s*(?:[;)\]}>]|$))")
"""A quote that ends a string, with the sign behind it that says that something else follows."""

_VALUE = re.compile(r"\s*(?:\d|[%$]?\{|%[sdf]\b|https?:)")
_LINE_LABEL = re.compile(r"[\W\d_]*[^\W\d_]{1,8}$")
_NUMBER = re.compile(r"(?:^|[^\w])\w$")
_QUESTION = re.compile(
    r"(?:什么|什麼|吗|嗎|如何|为何|為何|怎么|怎麼|是否|哪|谁|誰|ですか|ますか)[^。！？]*$"
)
