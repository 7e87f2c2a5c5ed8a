"""Scrubs: what each does to a text, and that all look no further than a line."""

from __future__ import annotations

import json
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext.scrubs import PLAIN_SCRUBS, SCRUBS, WORDS, scrub
from tests import strategies


@given(text=strategies.texts(surrogates=True), name=st.sampled_from(SCRUBS))
def test_a_scrub_is_total_and_done_once(text: str, name: str) -> None:
    once = scrub(text, name)
    # What case folding leaves may fold again ("ŉ" in capitals is two letters).
    if name not in ("lower", "upper", "fold"):
        assert scrub(once, name) == once


@given(lines=st.lists(strategies.texts(20)), name=st.sampled_from(SCRUBS))
def test_lines_are_scrubbed_one_by_one(lines: list[str], name: str) -> None:
    lines = [line.replace("\n", "") for line in lines]
    assert scrub("\n".join(lines), name) == "\n".join([scrub(line, name) for line in lines])


@given(text=strategies.texts())
def test_escapes_stand_for_the_text(text: str) -> None:
    # For HTML, references to noncharacters are errors and stand for nothing.
    ascii_free = "".join(char for char in text if char > "\x9f" and not _is_noncharacter(char))
    for name in ("html", "html-decimal", "html-hex", "html-hex-upper"):
        assert unescape(scrub(ascii_free, name)) == ascii_free
    for name in ("json", "json-upper"):
        assert json.loads(f'"{scrub(ascii_free, name)}"') == ascii_free


def _is_noncharacter(char: str) -> bool:
    return "\ufdd0" <= char <= "\ufdef" or ord(char) & 0xFFFE == 0xFFFE


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("double-quotes", "“a” ‘b’ „c", '"a" ‘b’ „c'),
        ("quotes", "“a” ‘b’ „c", "\"a\" 'b' „c"),
        ("low-quotes", "“a” ‚b „c", "“a” 'b \"c"),
        ("best-fit", "├»ΓÇö│█é", "+»GÇö¦¦é"),
        ("fold", "Ã© Ω ł Ñ", "A© Ω ł N"),
        ("lead-e2", "â€™ â", "€™ "),
        ("spaces", "a \xa0 b\tc", "a b\tc"),
        ("html", "Ã© 你", "&Atilde;&copy; &#20320;"),
        ("json", "é😀", "\\u00e9\\ud83d\\ude00"),
    ],
)
def test_what_a_scrub_does(name: str, before: str, after: str) -> None:
    assert scrub(before, name) == after


def test_every_scrub_has_words_and_plain_ones_are_scrubs() -> None:
    assert tuple(WORDS) == SCRUBS
    assert [name for name in SCRUBS if name in PLAIN_SCRUBS] == list(PLAIN_SCRUBS)
