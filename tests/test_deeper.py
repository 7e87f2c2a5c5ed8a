"""A layer below those that were undone."""

from __future__ import annotations

import pytest

from fixtext import Channel, garble, repair
from fixtext.deeper import read
from fixtext.language import load


@pytest.mark.parametrize(
    ("clean", "pages"),
    [
        ("Zo zijn er in Servië 284 lagere scholen.", ["windows-1251"] * 2),
        ("Il signore si è iscritto a un corso.", ["windows-1251", "windows-1252"]),
        ("Si guadagna il 3% su £12.000.", ["windows-1250", "cp437"]),
        ("«Har du sett denne gutten?»", ["windows-1253", "cp437"]),
        ("Sabučojamies.", ["cp850"] * 3),
    ],
)
def test_one_character_under_several_layers(clean: str, pages: list[str]) -> None:
    layers = tuple(Channel(read=page) for page in pages)
    assert repair(garble(clean, layers)).text == clean


def test_what_was_not_undone_is_no_evidence() -> None:
    text = "Zo zijn er in ServiГ« 284 lagere scholen."
    assert repair(text).text is text
    assert read(text, [], load()) == []


def test_all_that_was_undone_has_to_be_so_once_more() -> None:
    text = "ServiГ« en Kroatië."
    assert repair(garble(text, Channel(read="windows-1251"))).text == text


def test_clean_letters_stay() -> None:
    text = "Die Größe ÄÖ ist größer als ÜÖ."
    assert repair(garble(text, Channel())).text == text
