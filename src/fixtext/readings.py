"""What is read in a text: where, through which layers, and which characters of it were inferred."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from fixtext.channels import Channel, Layers, garble
from fixtext.ranking import FIRST_MARGIN


class Choice(NamedTuple):
    """One inferred character: its offset in the text that replaces, and what competes with it."""

    offset: int
    char: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...]


class Reading(NamedTuple):
    """A stretch of a text and what it is believed to have been. bits: what that gains."""

    start: int
    end: int
    before: str
    after: str
    layers: Layers
    choices: tuple[Choice, ...]
    bits: float


def moved(reading: Reading, by: int) -> Reading:
    """A reading as of a text in which it begins so many characters later."""
    return reading._replace(start=reading.start + by, end=reading.end + by)


def unread_reading(start: int, shown: str, channel: Channel) -> Reading:
    """What a channel garbled and what is too much to be read: it stays as it is shown."""
    return Reading(start, start + len(shown), shown, shown, (channel,), (), FIRST_MARGIN)


def is_unread(reading: Reading) -> bool:
    """Whether a reading is garbled text that is left, as unread_reading has it."""
    return reading.after == reading.before


def by_layers(readings: Iterable[Reading]) -> dict[Layers, list[Reading]]:
    """Readings by their layers; there are few of those, and most neighbours have the same."""
    found: dict[Layers, list[Reading]] = {}
    for layers, some in groupby(readings, key=attrgetter("layers")):
        found.setdefault(layers, []).extend(some)
    return found


def garbles_to(after: Sequence[str], before: Sequence[str], layers: Channel | Layers) -> bool:
    """Whether each text garbles to the one in the same place.

    The texts, which have no line ends, are garbled as lines of one: every mix-up of UTF-8 shows
    ASCII as it is, and scrubs look no further than a line.
    """
    return garble("\n".join(after), layers) == "\n".join(before)
