"""Which runs of a stretch become readings, and what they gain."""

from __future__ import annotations

from fixtext.beam_search import best_path
from fixtext.channels import Channel
from fixtext.codepage_readings import read_through
from fixtext.codepage_runs import STRANGE_COST, runs, whole_runs
from fixtext.damage import evidence
from fixtext.edits import applied
from fixtext.invert import lattice
from fixtext.judge import Judge
from fixtext.language import load
from fixtext.lattice import Piece
from fixtext.readings import Reading
from fixtext.stretches import Stretch, stretches


def judge_of(text: str, channel: Channel) -> Judge:
    return Judge(channel, load(), evidence(text, channel), uncertain=False)


def runs_in(text: str, channel: Channel) -> list[Reading]:
    """The runs of a text that is one stretch."""
    (stretch,) = stretches(text, channel)
    pieces = best_path(lattice(stretch.text, channel), "\n", "", load())
    return runs(stretch, "\n", pieces, judge_of(text, channel))


def test_ascii_between_whole_sequences_is_no_part_of_a_run() -> None:
    channel = Channel()
    garbled = channel.garble("größeré")
    (stretch,) = stretches(garbled, channel)
    found = whole_runs(stretch, "\n", "ößeré", judge_of(garbled, channel))
    assert [reading.after for reading in found] == ["öß", "é"]
    assert applied(garbled, found) == "größeré"


def test_a_run_tells_what_was_inferred() -> None:
    channel = Channel(loss="dropped")
    garbled = channel.garble("“é”")
    (reading,) = runs_in(garbled, channel)
    assert reading.after.startswith("“é")
    # Only what lost its last byte was inferred.
    assert [(choice.offset, choice.char) for choice in reading.choices] == [(2, reading.after[2])]
    assert channel.garble(reading.after) == garbled
    assert reading.before == garbled


def test_a_letter_beside_a_run_speaks_against_it() -> None:
    channel = Channel()
    garbled = channel.garble("é")

    def bits(beside: str) -> float:
        stretch = Stretch(0, 3, garbled + beside, " ")
        pieces = [Piece(0, 2, "é"), Piece(2, 3, beside, kept=True)]
        (reading,) = runs(stretch, "\n", pieces, judge_of(garbled, channel))
        return reading.bits

    assert bits("ж") < bits("»") - STRANGE_COST / 2


def test_a_trim_is_undone_at_line_ends_alone() -> None:
    channel = Channel(scrubs=("trim",))
    text = "Il est là\net à côté, elle n’est pas là\nvoilà tout\n"
    garbled = channel.garble(text)
    assert "est lÃ\net Ã\u00a0 cÃ´tÃ©" in garbled
    assert applied(garbled, read_through(garbled, channel, load())) == text
