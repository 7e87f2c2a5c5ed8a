"""Damage: what counting says of a document."""

from __future__ import annotations

import pytest
from hypothesis import given

from fixtext.channels import Channel
from fixtext.damage import MOST_PRIOR, evidence
from tests import strategies

LOSSY = Channel(loss="dropped", scrubs=("soft-hyphens",))
GARBLED = LOSSY.garble("Člověk pří čtyři sčítání lidu, víš? Í. " * 30)


def test_what_is_counted() -> None:
    found = evidence("Ã©a Ã©b Ã“ Ãc Äd „x” ü", LOSSY)
    # "Ä" begins no whole sequence here; of the quotes and "ü" none has a place in UTF-8.
    assert found.leads == {"Ã": 3, "Ä": 0}
    assert (found.whole, found.broken, found.clean) == (3, 1, 4)


def test_a_fully_garbled_text_speaks_for_each_of_its_signs() -> None:
    found = evidence(GARBLED, LOSSY)
    assert found.clean == 0
    assert found.overwhelming
    assert 4 < found.prior("Ã") < found.prior("Ä") <= MOST_PRIOR
    # The rarest sign counts; what is no lead says nothing.
    assert found.prior("ÄÃ") == found.prior("Ã")
    assert found.prior("Ãé") == found.prior("Ã")
    assert found.prior("€") == 0
    assert found.prior("") == 0


def test_a_sign_that_nearly_always_begins_torn_sequences_is_as_good_as_others() -> None:
    # "č" (C4 8D) loses its other byte in windows-1252 wherever it stands; "ć" does not.
    text = LOSSY.garble("Topel potok teče počasi čez rečno skalo. Dečki čakajo. Ć " * 9)
    found = evidence(text, LOSSY)
    assert found.leads["Ä"] * 4 < text.count("Ä")
    surer = found.with_torn({"Ä": text.count("Ä")}, text)
    assert surer is not None
    assert surer.prior("Ä") > found.prior("Ä")
    assert surer.clean <= found.clean
    # Not where more than a few of them were left, or where they are few.
    assert found.with_torn({"Ä": text.count("Ä") * 3 // 4}, text) is None
    assert evidence("Ã©a Äb", LOSSY).with_torn({"Ä": 1, "Ã": 1}, "Ã©a Äb") is None


@pytest.mark.parametrize("clean", ["“so” ", "ü ", "Größe ", "naïve "])
def test_clean_characters_beside_the_garbled_ones_speak_against_it(clean: str) -> None:
    found = evidence(GARBLED + clean * 40, LOSSY)
    assert found.clean >= 40
    assert not found.overwhelming
    assert found.prior("Ä") < evidence(GARBLED, LOSSY).prior("Ä") - 4


def test_a_single_sequence_says_nothing_about_another() -> None:
    assert evidence("Ã© Ã", LOSSY).prior("Ã") == 0
    assert not evidence("", LOSSY).overwhelming


def test_tails_alone_are_no_clean_text_where_lead_bytes_are_lost() -> None:
    # D2 is undefined in windows-1253.
    text = "ҐҒ ґғ" * 3
    channel = Channel(read="windows-1253", loss="dropped")
    assert evidence(channel.garble(text), channel).clean == 0


@given(text=strategies.texts(), channel=strategies.channels())
def test_counts_are_of_what_the_channel_shows(text: str, channel: Channel) -> None:
    garbled = channel.garble(text)
    found = evidence(garbled, channel)
    assert found.whole == sum(found.leads.values())
    assert found.whole + found.broken + found.clean <= sum(char > "\x7f" for char in garbled)
    assert 0 <= found.prior(garbled) <= MOST_PRIOR
    if channel == Channel(read=channel.read):
        assert found.broken == 0
