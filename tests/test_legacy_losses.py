from __future__ import annotations

import pytest

import fixtext
from fixtext import Channel, garble
from fixtext.language import load
from fixtext.legacy_losses import filled
from tests.test_legacy import TEXTS

SHIFT_JIS = Channel("cp932", "windows-1254", "dropped")


def test_japanese_comes_back_with_most_of_its_bytes_lost() -> None:
    garbled = garble(TEXTS["ja"], SHIFT_JIS)
    result = fixtext.repair(garbled)
    assert fixtext.compare(result.text, TEXTS["ja"]).cer < 0.1
    assert result.verdict == "garbled with losses"
    assert result.fills
    for span in result.repaired_spans:
        assert garble(span.after, span.layers) == span.before


@pytest.mark.parametrize("word", ["取引先", "市場規模", "表示する"])
def test_what_is_filled_in_garbles_to_what_was_seen(word: str) -> None:
    seen = garble(word, SHIFT_JIS)
    found = filled(seen, SHIFT_JIS, load())
    assert found is not None
    text, choices = found
    assert garble(text, SHIFT_JIS) == seen
    for choice in choices:
        assert text[choice.offset] == choice.char
        assert 0 <= choice.confidence <= 1


def test_replacement_characters_are_filled_in() -> None:
    channel = Channel("cp850", "windows-1252", "fffd")
    text = "Über die größten Züge wurde erklärt, dass sie für längere Strecken taugen."
    result = fixtext.repair(garble(text, channel))
    assert result.text == text
    assert {fill.char for fill in result.fills} <= {"ü", "Ü"}


def test_what_nothing_garbles_to_is_left() -> None:
    assert filled("ł", SHIFT_JIS, load()) is None
