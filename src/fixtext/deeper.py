"""A layer below those that were undone: where what readings put there is UTF-8 once more.

Anywhere else, a sequence or two of UTF-8 is hardly evidence. Where UTF-8 was read as a code page
already, the same again is likelier than that somebody wrote just such characters: through any code
page, where all that was undone is whole; through the same one, where all of one reading is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fixtext import scan
from fixtext.channels import Channel
from fixtext.edits import places_in_result
from fixtext.language import LanguageModel
from fixtext.ranking import FIRST_MARGIN, gain
from fixtext.readings import Reading
from fixtext.sequences import beyond_ascii, covered, has_sequence, hits, undone

_MOST_READINGS = 12
"""Of more, what is found is evidence enough by itself."""

_USUAL_BITS = 8.0
"""Disbelief in a code page that comes into question where it did not garble the layer above."""

_LATIN_BITS = 1.0
"""Disbelief in code pages through which hardly any clean text has anything whole: Latin ones."""

_SHORTEST = 2
_CLOSES = "”’“‘»›™®©…–—"
"""Characters of a sequence at least; signs that stand behind words."""

_BEFORE, _BEHIND = 6, 3
"""Characters around a sequence that it is weighed with."""


def read(text: str, made: Sequence[Reading], model: LanguageModel) -> list[Reading]:
    """Readings of a text in which `made` were made: of what they put there, or none."""
    places = places_in_result(made)
    return _all_once_more(text, made, places, model) or list(_each_once_more(text, made, places))


def may_go_on(text: str, channel: Channel) -> bool:
    """Whether some of a text that came whole through a channel may be so once more."""
    return scan.page_bits(channel.read) <= _LATIN_BITS and has_sequence(text, channel.read)


def _all_once_more(
    text: str,
    made: Sequence[Reading],
    places: Sequence[tuple[int, int]],
    model: LanguageModel,
) -> list[Reading]:
    """The readings through the best code page through which all that was put there is whole."""
    if len(made) > _MOST_READINGS or any(reading.choices for reading in made):
        return []
    shown = "".join([text[start:end] for start, end in places])
    known = {channel.read for reading in made for channel in reading.layers}
    best, most = list[Reading](), 0.0
    for page in _pages(shown, known):
        found = list(_readings(text, places, page, model))
        if sum(len(reading.before) for reading in found) == beyond_ascii(shown):
            bits = sum(r.bits for r in found) - (0.0 if page in known else scan.page_bits(page))
            if bits > most:
                best, most = found, bits
    return best


def _each_once_more(
    text: str, made: Sequence[Reading], places: Sequence[tuple[int, int]]
) -> Iterator[Reading]:
    """The readings of what is whole once more through the page that it was read in already."""
    for reading, (start, end) in zip(made, places, strict=True):
        channel, shown = reading.layers[0], reading.after
        page = channel.read
        if (
            len(shown) < _SHORTEST
            or reading.choices
            or channel != Channel(read=page)
            or scan.page_bits(page) > _LATIN_BITS
        ):
            continue
        # In a word in capitals, a sign for a lead byte is a letter, and a quote closes it.
        closes = shown[-1:] in _CLOSES and text[max(start - 1, 0) : start].isupper()
        if not closes and covered(shown, page) == beyond_ascii(shown) > 0:
            after = undone(shown, page)
            if after.isprintable():
                yield Reading(start, end, shown, after, (channel,), (), FIRST_MARGIN)


def _pages(shown: str, known: set[str]) -> Iterator[str]:
    for page in scan.suspicious_pages(shown):
        if page in known or scan.page_bits(page) <= _USUAL_BITS:
            yield page


def _readings(
    text: str, places: Sequence[tuple[int, int]], page: str, model: LanguageModel
) -> Iterator[Reading]:
    """All that is whole in some places of a text, and what it gains between what is around it."""
    layers = (Channel(read=page),)
    for at, to in places:
        for hit in hits(text[at:to], page):
            start, end = at + hit.start, at + hit.end
            around = text[max(start - _BEFORE, 0) : start], text[end : end + _BEHIND]
            bits = gain(hit.before, hit.after, *around, model)
            yield Reading(start, end, hit.before, hit.after, layers, (), bits)
