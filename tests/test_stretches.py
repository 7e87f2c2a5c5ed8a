"""Stretches: maximal, of whole words, with what stands behind them."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext.channels import Channel
from fixtext.invert import inverse
from fixtext.stretches import Stretch, in_parts, lead_signs, stretches, word_before
from tests import strategies

JOINING = string.ascii_letters + "'"


@given(text=strategies.texts(), channel=strategies.channels())
def test_stretches_are_maximal_and_hold_all_that_the_channel_shows(
    text: str, channel: Channel
) -> None:
    garbled = f"a {text} b\n" + channel.garble(text)
    known = inverse(channel)
    done = 0
    for stretch in stretches(garbled, channel):
        assert done <= stretch.start < stretch.end
        assert garbled[stretch.start : stretch.end] == stretch.text
        assert set(stretch.text) <= {*known.bytes_of, *JOINING}
        # Letters join runs, and neither begin nor end a stretch.
        assert {stretch.text[0], stretch.text[-1]} <= set(known.bytes_of)
        assert known.high & set(stretch.text)
        assert not known.high & set(garbled[done : stretch.start])
        # What comes next could not have gone on with the stretch.
        rest = garbled[stretch.end :]
        assert rest[:1] not in known.bytes_of
        assert rest.lstrip(JOINING)[:1] not in known.high
        assert stretch.at_line_end == (rest == "" or rest[0] in "\r\n")
        assert rest.startswith(stretch.following)
        assert len(stretch.following) >= min(8, len(rest))
        done = stretch.end
    assert not known.high & set(garbled[done:])


@pytest.mark.parametrize(
    ("text", "channel", "expected"),
    [
        ("a Ã© b", Channel(), ["Ã©"]),
        ("Ã©\nÃ¨", Channel(), ["Ã©", "Ã¨"]),
        ("a? Ð?Ñ? b?", Channel(read="iso-8859-1", loss="question"), ["Ð", "Ñ"]),
        ("a? ÃÂ?€?b?", Channel(loss="question"), ["ÃÂ?€?"]),
        ("a?Ã?", Channel(loss="question"), ["?Ã?"]),
        ("à Ã  la", Channel(scrubs=("nbsp",)), ["à Ã  "]),
        ("sÄÃ­tÃ¡nÃ­, lidu", Channel(loss="dropped"), ["ÄÃ­tÃ¡nÃ­"]),
        ("pÅ™'l-Ã¡", Channel(), ["Å™", "Ã¡"]),
        ("qu'Ã©l'Ã©8Ã©", Channel(), ["Ã©l'Ã©", "Ã©"]),
    ],
)
def test_stretches_by_hand(text: str, channel: Channel, expected: list[str]) -> None:
    assert [stretch.text for stretch in stretches(text, channel)] == expected


def test_what_stands_behind_reaches_to_the_end_of_the_word() -> None:
    text = "Ã©tablissement-là, et la suite"
    assert stretches(text, Channel())[0].following == "tablissement-là,"
    assert stretches("Ã© la ville\nde", Channel())[0].following == " la vill"


def test_a_line_end_is_the_end_of_the_text_or_a_line_break() -> None:
    for following in ("", "\n", "\r\n"):
        assert Stretch(0, 1, "Ã", following).at_line_end
    for following in (" \n", "a", "\t"):
        assert not Stretch(0, 1, "Ã", following).at_line_end


@given(st.text("ab é\n", max_size=30))
def test_what_stands_before_reaches_to_the_beginning_of_the_word(text: str) -> None:
    before = word_before(text)
    assert text.endswith(before)
    assert len(before) >= min(8, len(text))
    word = text.replace("\n", " ").split(" ")[-1]
    assert before.endswith(word)


@given(text=strategies.texts(max_size=200), channel=strategies.channels(), most=st.integers(4, 40))
def test_a_long_stretch_in_parts_is_the_same_stretch(
    text: str, channel: Channel, most: int
) -> None:
    garbled = channel.garble(text)
    for stretch in stretches(garbled, channel):
        parts = in_parts(stretch, channel, most)
        assert "".join(part.text for part in parts) == stretch.text
        at = stretch.start
        for part in parts:
            assert part.start == at
            at = part.end
            assert garbled.startswith(part.text, part.start)
            assert garbled.startswith(part.following, part.end)
        assert at == stretch.end
        assert [part.at_line_end for part in parts[:-1]] == [False] * (len(parts) - 1)
        assert parts[-1].following == stretch.following
        assert all(len(part.text) <= most for part in parts)


def test_parts_of_a_stretch_begin_where_a_sequence_may() -> None:
    channel = Channel(read="windows-1252", loss="dropped")
    (stretch,) = stretches("å…³äºŽ" * 100, channel)
    parts = in_parts(stretch, channel, 50)
    assert len(parts) > 10
    assert {part.text[0] for part in parts} <= lead_signs(channel)
