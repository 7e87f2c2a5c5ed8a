from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

import fixtext
from fixtext import neighbours
from tests import strategies

CLEAN = Path(__file__).parent.parent / "fixtures" / "clean"


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("Øeknìme jen", "ì"),
        ("JÈrÙme", "ÈÙ"),
        ("v¾¾r", "¾"),
        ("naпve", "п"),
        ("оПХБЕР", "П"),
    ],
)
def test_letters_where_no_language_has_them(text: str, odd: str) -> None:
    found = {text[place] for place in neighbours.odd_places(text)}
    assert set(odd) <= found


@pytest.mark.parametrize("name", ["de.txt", "tr.txt", "uk.txt", "el.txt", "zh-hans.txt", "ar.txt"])
def test_clean_text_has_next_to_none(name: str) -> None:
    text = (CLEAN / name).read_text(encoding="utf-8")
    assert len(neighbours.odd_places(text)) <= 4


def test_hungarian_with_the_letters_of_latin_1() -> None:
    assert neighbours.odd_places("Nem tudtam, hogy szõke a nõ, akit látott. Köszönöm.")
    assert not neighbours.odd_places("Os põem à mesa; não são órgãos.")


def test_estonian_with_the_letters_of_latin_1_and_of_turkish() -> None:
    for text in ("Töötamise reþiimi võib muuta.", "Töötamise reşiimi võib muuta."):
        found = {text[place] for place in neighbours.odd_places(text)}
        assert found & set("þş")
    assert not neighbours.odd_places("Það þarf að bíða lengi eftir því.")
    assert not neighbours.odd_places("Türkiye, dağ ve taş üzerine.")


def test_a_sign_in_a_long_text_is_found_in_one_of_its_parts() -> None:
    text = "Größe und Straße. " * 2_000
    assert not neighbours.odd_places(text)
    garbled = text.encode("cp850").decode("windows-1252", "replace")
    assert neighbours.odd_places(garbled)


@given(strategies.texts())
def test_places_are_of_characters_beyond_ascii(text: str) -> None:
    for place in neighbours.odd_places(text):
        assert text[place] > "\x7f"


def test_what_was_seen_before_changes_nothing() -> None:
    texts = ["Øeknìme jen", "Größe", "v¾¾r", "Größe", "Øeknìme jen"]
    first = [neighbours.odd_places(text) for text in texts]
    assert [neighbours.odd_places(text) for text in reversed(texts)] == first[::-1]
    assert fixtext.fix_text("Größe") == "Größe"
