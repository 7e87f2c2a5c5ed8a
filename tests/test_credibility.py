"""Readings that make believable text, and such as need make none."""

from __future__ import annotations

from fixtext import Channel, repair


def test_letters_of_a_class_are_no_word_and_yet_whole() -> None:
    text = 'pattern="[.\\\\+ 0-9a-zA-ZöäüßÖÄÜ]*"'
    assert repair(Channel().garble(text)).text == text
    for clean in ("/[^a-zA-ZÀ-ÿ]/", "ÂÃÄÅÆ ÇÈÉÊË", "ÀÁÂÃÄÅÆÇÈÉÊË¡¢£¤¥¦§"):
        assert repair(clean).text is clean
