from __future__ import annotations

import pytest

from fixtext.language import load
from fixtext.placement import SIGNS, bits_before, bits_behind


@pytest.mark.parametrize(
    ("language", "opening", "closing"),
    [("en", "“", "”"), ("de", "„", "“"), ("pl", "„", "”"), ("sv", "”", "”"), ("fr", "“", "”")],
)
def test_quotes_stand_where_the_language_sets_them(
    language: str, opening: str, closing: str
) -> None:
    for before in ("", " ", "\n", "("):
        assert bits_behind(before, opening, language) == 0
        assert all(bits_behind(before, sign, language) > 0 for sign in {"“", "”", "„"} - {opening})
    for before in ("a", ".", "!"):
        assert bits_behind(before, closing, language) == 0
        assert all(bits_behind(before, sign, language) > 0 for sign in {"“", "”", "„"} - {closing})


def test_what_opens_has_text_behind_it_and_what_closes_has_none() -> None:
    assert bits_before(" “", "a", "en") == 0 < bits_before(" “", " ", "en")
    assert bits_before(".”", " ", "en") == 0 < bits_before(".”", "a", "en")
    assert bits_before("n’", "t", "en") == bits_before("s’", " ", "en") == 0


def test_dashes_stand_between_spaces() -> None:
    assert bits_behind(" ", "–", "en") == 0 < bits_behind("a", "–", "en")
    assert bits_behind(" ", "—", "ru") == 0 < bits_behind("a", "—", "ru")
    assert bits_before(" –", " ", "en") == 0 < bits_before(" –", "a", "en")
    assert bits_before(" –", "5", "en") == 0


def test_symbols_cost_more_than_letters_and_signs_of_prose() -> None:
    for symbol in "✅→★":
        assert bits_behind(" ", symbol, "en") > bits_behind(" ", "§", "en") == 0


def test_a_model_of_a_language_counts_places() -> None:
    model = load()
    english, german = model.in_language("en"), model.in_language("de")
    for before in ("He said ", "\n"):
        assert english.text_cost("“yes, of course", before) < english.text_cost(
            "”yes, of course", before
        )
    assert german.text_cost("“ ist es", "„Ja") < german.text_cost("” ist es", "„Ja")
    assert all(len(sign) == 1 for sign in SIGNS)
