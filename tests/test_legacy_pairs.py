from __future__ import annotations

import pytest

from fixtext import (
    Channel,
    garble,
    legacy_bytes,
    legacy_gains,
    legacy_pairs,
    legacy_snippets,
    neighbours,
)
from fixtext.language import load
from tests.test_legacy import TEXTS

NOTHING: frozenset[str] = frozenset()


def pair_of(text: str, expected: frozenset[str] = NOTHING) -> legacy_pairs.Pair | None:
    return legacy_pairs.find_pair(text, tuple(neighbours.odd_places(text)), load(), expected)


def test_of_pairs_that_make_the_same_the_commonest_is_named() -> None:
    pair = pair_of(garble(TEXTS["ru"], Channel("windows-1251", "iso-8859-1")))
    assert pair is not None
    assert (pair.written, pair.read) == ("windows-1251", "windows-1252")


def test_one_character_tells_pairs_apart() -> None:
    text = TEXTS["pl"] + " Też żółć."
    for written in ("windows-1250", "iso-8859-2"):
        garbled = garble(text, Channel(written, "windows-1252"))
        pair = pair_of(garbled)
        assert pair is not None
        assert garbled.encode("cp1252").decode(pair.written.replace("windows-", "cp")) == text


@pytest.mark.parametrize(
    ("before", "made"),
    [("€", "Ä"), ("£12.000", "ú12.000"), ("3 µs", "3 Ás"), ("x²", "xý"), ("r'»'", "r'ศ'")],
)
def test_signs_are_little_evidence(before: str, made: str) -> None:
    assert legacy_gains.gain(before, made, load()) <= 2


def test_no_break_spaces_and_soft_hyphens_are_none() -> None:
    assert legacy_gains.gain("To\xa0build\xa0it", "Toábuildáit", load()) <= 0
    assert legacy_gains.gain("Donau\xaddampf", "Donauðdampf", load()) <= 0


def test_letters_in_words_are() -> None:
    assert legacy_gains.gain("JÈrÙme", "Jérôme", load()) > 20
    assert legacy_gains.gain("Jérôme", "JÈrÙme", load()) < -20


def test_snippets_begin_where_words_do() -> None:
    text = "clean words Øeknìme jen and no more"
    assert legacy_snippets.snippets_of(text, neighbours.odd_places(text)) == ["Øeknìme"]


def test_what_is_undefined_is_nothing() -> None:
    assert legacy_bytes.encode("ł", "windows-1252") is None
    assert legacy_bytes.encode("\x81?", "windows-1252") == b"\x81?"
    assert legacy_bytes.decode(b"\x98", "windows-1251") is None


def test_east_asian_letters_do_not_stand_within_latin_words() -> None:
    # "ä" as UTF-8 in ISO 8859-3 is a letter of Big5 in cp850, and of GBK in Latin-1.
    text = (
        "Päädyt kuuntelemaan tarkemmin ääntä ja ärsyyntymään yhä enemmän sen tullessa.\n"
        "Voi hyvin sanoa, että hän työskentelee retron parissa, elää ja hengittää sitä.\n"
        "Kuten monet, olen viettänyt kuukaudet valvomalla myöhään yöhön kauhun vallassa.\n"
    )
    assert pair_of(garble(text * 5, Channel(read="iso-8859-3"))) is None
