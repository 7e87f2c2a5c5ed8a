"""Normalization on request."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext.normalize import STEPS, normalize

EVERYTHING = (
    "\ufeffcafe\N{COMBINING ACUTE ACCENT} “quoted” ‘so’ \N{LATIN SMALL LIGATURE FI}n Ａｂｃ\r\n"
    "&eacute;&amp; \x07bell\N{SUPERSCRIPT TWO}\N{LINE SEPARATOR}"
)


@pytest.mark.parametrize(
    ("step", "text", "expected"),
    [
        ("nfc", "e\N{COMBINING ACUTE ACCENT}\N{SUPERSCRIPT TWO}", "é\N{SUPERSCRIPT TWO}"),
        ("nfkc", "e\N{COMBINING ACUTE ACCENT}\N{SUPERSCRIPT TWO}", "é2"),
        ("quotes", "“it’s” «so» ‚so‘", "\"it's\" «so» 'so'"),
        ("width", "ＬＯＵＤ！ ｶﾅ é", "LOUD! カナ é"),
        ("ligatures", "\N{LATIN SMALL LIGATURE FFI}ce Ａ", "ffice Ａ"),
        (
            "line-ends",
            "a\r\nb\rc\N{LINE SEPARATOR}d\N{PARAGRAPH SEPARATOR}e\x85f",
            "a\nb\nc\nd\ne\nf",
        ),
        (
            "controls",
            "\ufeffa\x00\x07b\tc\r\n\N{ZERO WIDTH JOINER}",
            "ab\tc\r\n\N{ZERO WIDTH JOINER}",
        ),
        ("entities", "P&eacute;rez &amp; s&ouml;hne &nosuch; &amp", "Pérez & söhne &nosuch; &amp"),
    ],
)
def test_each_step_does_its_one_thing(step: str, text: str, expected: str) -> None:
    assert normalize(text, steps=[step]) == expected


def test_every_step_is_tested_above() -> None:
    (mark,) = test_each_step_does_its_one_thing.pytestmark  # type: ignore[attr-defined]
    assert [case[0] for case in mark.args[1]] == list(STEPS)


def test_nothing_is_on_by_default() -> None:
    assert normalize(EVERYTHING) is EVERYTHING


@given(st.text(), st.lists(st.sampled_from(sorted(STEPS))))
def test_unchanged_text_is_the_same_object(text: str, steps: list[str]) -> None:
    once = normalize(text, steps=steps)
    if once == text:
        assert once is text


@given(st.text(), st.sampled_from(sorted(set(STEPS) - {"entities"})))
def test_a_step_done_twice_is_done_once(text: str, step: str) -> None:
    once = normalize(text, steps=[step])
    assert normalize(once, steps=[step]) == once


@given(st.text())
def test_nfc_is_that_of_unicode(text: str) -> None:
    assert normalize(text, steps=["nfc"]) == unicodedata.normalize("NFC", text)


def test_steps_go_in_the_order_given() -> None:
    text = "&rdquo;"
    assert normalize(text, steps=["entities", "quotes"]) == '"'
    assert normalize(text, steps=["quotes", "entities"]) == "”"


def test_one_step_may_be_given_bare() -> None:
    assert normalize("“”", steps="quotes") == '""'


def test_unknown_step_is_refused_with_the_choices() -> None:
    with pytest.raises(ValueError, match="unknown step 'shout': choose from nfc, nfkc, quotes"):
        normalize("“”", steps=["quotes", "shout"])
