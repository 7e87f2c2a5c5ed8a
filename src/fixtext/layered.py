"""Two layers of which the outer one lost bytes, undone in one step.

What the outer layer lost cannot be chosen by itself: between two layers stands nonsense, of which
no model knows what is likely. So the characters that lost bytes are left open between the layers,
each as a sign that stands for all that it may have been; for the inner layer, such a sign is a
byte of which several are possible. What comes out in the end tells which it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from fixtext import codepages, scan
from fixtext.calibration import calibrate
from fixtext.channels import Channel, garble
from fixtext.codepage_readings import read_through
from fixtext.edits import MappedText, applied
from fixtext.invert import Blurred, inverse, lattice
from fixtext.language import UNITS_PER_BIT, LanguageModel
from fixtext.losses import damaged_parts, possible_losses
from fixtext.ranking import ranked_pages
from fixtext.readings import Choice, Reading
from fixtext.scan import page_bits
from fixtext.sequences import beyond_ascii, covered
from fixtext.stretches import stretches

_FIRST_SIGN = 0xF0000
_MOST_SIGNS = 0x1000
"""Private use, in a plane where texts have nothing."""

_USUAL_BITS = 8.0
"""Disbelief in a code page that is looked for at both layers."""

_MOST_PAGES = 4
_MOST_INNER = 2
"""Code pages that are tried for the outer layer, and with each of them for the inner one."""

_COMMONEST = ("windows-1252", "windows-1250", "windows-1251")
"""Code pages that are tried for the inner layer where no word came whole through the outer one."""

_LEAST_SHARE = 0.3
"""Share of the characters beyond ASCII that two layers explain, or they are not tried."""

_LEAST_WHOLE = 0.15
"""Share of them that came whole through the outer layer: two fifths of what went through both."""

_HIGH = re.compile("[^\x00-\x7f]+")

_TRIED = 600
_COMPARED = 8_000
"""Characters of a text that pairs of layers are tried on, and that those are compared on which
explain these about as well."""


def read(
    text: str, pages: Iterable[str], model: LanguageModel, context: Iterable[str] = ()
) -> list[Reading]:
    """The readings of a text through the two layers that explain it best, if there are such.

    pages: the code pages through which some of the text is whole, the likely first.
    """
    context = tuple(context)
    tried = text[:_TRIED]
    pages = [page for page in pages if _came_through(tried, page) or _came_through(text, page)]
    if len(text) > _TRIED:
        tried = "\n".join([tried, *_damaged(text, pages)])
    pairs: list[tuple[float, Channel, Channel]] = []
    for blurred, outer, inner in _pairs(tried, pages, model):
        if readings := _read_through(
            tried, blurred, outer, inner, model, context, is_sample=len(text) > _TRIED
        ):
            bits = page_bits(outer.read) + page_bits(inner.read)
            cost = model.text_cost(applied(tried, readings)) + bits * UNITS_PER_BIT
            pairs.append((cost, outer, inner))
    if not pairs:
        return []
    pairs.sort(key=lambda pair: pair[0])
    best, outer, inner = pairs[0]
    rivals = [pair for pair in pairs if pair[0] <= best + _CLOSE * UNITS_PER_BIT]
    if len(rivals) > 1 and len(text) > _TRIED:
        # What code pages lose differently may be rare.
        more = text[_TRIED:_COMPARED]
        costs = []
        for cost, outer, inner in rivals:
            readings = _read_through(more, _Blur(more, outer), outer, inner, model, context)
            costs.append(cost + model.text_cost(applied(more, readings)))
        _, outer, inner = rivals[costs.index(min(costs))]
    return _read_through(text, _Blur(text, outer), outer, inner, model, context)


def _came_through(text: str, page: str) -> bool:
    """Whether enough of a text is whole through a code page for that to be an outer layer."""
    beyond = beyond_ascii(text)
    return page_bits(page) <= _USUAL_BITS and covered(text, page) >= _LEAST_WHOLE * beyond


def _damaged(text: str, pages: Iterable[str]) -> Iterator[str]:
    """What stands around some of the places that an outer layer may have damaged."""
    for page in pages:
        if page_bits(page) > _USUAL_BITS:
            break
        if codepages.undefined_bytes(page):
            parts = damaged_parts(text, [page])
            yield from parts[:: len(parts) // _PARTS + 1]


_PARTS = 4
"""For each code page."""

_CLOSE = 60.0
"""Bits by which a pair of layers may cost more than the best one on what is tried first."""


def _pairs(
    text: str, pages: Iterable[str], model: LanguageModel
) -> Iterator[tuple[_Blur, Channel, Channel]]:
    """The pairs of layers, the outer first, that some of a text speaks for, with what lies between.

    That is the text with its outer layer undone.
    """
    tried = 0
    for page in pages:
        if tried == _MOST_PAGES or page_bits(page) > _USUAL_BITS:
            break
        losses = [loss for loss in possible_losses(text, page) if loss != "kept"]
        tried += bool(losses)
        for loss in losses:
            outer = Channel(read=page, loss=loss)
            blurred = _Blur(text, outer)
            if not blurred.signs:
                continue
            whole = " ".join(word for word in blurred.text.split() if not blurred.is_open(word))
            told = [other for _, other in ranked_pages(scan.suspects(whole), model)]
            # A word or two that came whole may be so through other code pages as well.
            for some in (told[:_MOST_INNER], dict.fromkeys([*_COMMONEST, page])):
                inners = [Channel(read=other) for other in some]
                if possible := [inner for inner in inners if blurred.may_come_from(inner)]:
                    yield from ((blurred, outer, inner) for inner in possible)
                    break


def _read_through(
    text: str,
    blurred: _Blur,
    outer: Channel,
    inner: Channel,
    model: LanguageModel,
    context: Iterable[str],
    *,
    is_sample: bool = False,
) -> list[Reading]:
    """The readings of a text, or of a sample, through two layers that both had a part in them."""
    layers = (inner, outer)
    found = []
    lost = False
    channel = blurred.seen_by(inner)
    for reading in read_through(blurred.text, channel, model, context, looks=not is_sample):
        start, end = blurred.place(reading.start), blurred.place(reading.end)
        before = text[start:end]
        if before != reading.before and garble(reading.after, layers) == before:
            choices = tuple(_choices(reading, blurred, inner))
            lost |= bool(choices)
            found.append(
                reading._replace(
                    start=start, end=end, before=before, layers=layers, choices=choices
                )
            )
    # Where nothing was lost, one layer after the other is found more surely.
    return found if lost else []


def _choices(reading: Reading, blurred: _Blur, inner: Channel) -> Iterator[Choice]:
    """The choices of a reading, and those where something is open that only one character fits.

    Another code page, of which other bytes are lost, would have had others.
    """
    known = {choice.offset: choice for choice in reading.choices}
    end = 0
    for offset, char in enumerate(reading.after):
        start, end = end, end + len(inner.garble(char))
        if offset in known:
            yield known[offset]
        elif blurred.is_open(reading.before[start:end]):
            yield Choice(offset, char, *calibrate(1.0, (), torn=True))


class _Blur(MappedText):
    """A text with its outer layer undone, as far as that is certain, mapped to the garbled one.

    It has a sign for each character that lost bytes. signs: what each may stand for.
    """

    def __init__(self, garbled: str, outer: Channel) -> None:
        self.signs: dict[tuple[str, ...], str] = {}
        super().__init__(self._pieces(garbled, outer))

    def _pieces(self, garbled: str, outer: Channel) -> Iterator[tuple[str, int]]:
        done = 0
        for stretch in stretches(garbled, outer):
            yield garbled[done : stretch.start], done
            edges = lattice(stretch.text, outer, at_line_end=stretch.at_line_end)
            at = 0
            while at < len(edges):
                edge = max(edges[at], key=lambda edge: (not edge.kept, edge.length))
                yield self._shown(edge.candidates), stretch.start + at
                at += edge.length
            done = stretch.end
        yield garbled[done:], done

    def _shown(self, candidates: tuple[str, ...]) -> str:
        if len(candidates) == 1 or len(self.signs) >= _MOST_SIGNS:
            return candidates[0]
        return self.signs.setdefault(candidates, chr(_FIRST_SIGN + len(self.signs)))

    def is_open(self, word: str) -> bool:
        """Whether something in a word is not certain."""
        return max(word, default="") >= chr(_FIRST_SIGN)

    def may_come_from(self, inner: Channel) -> bool:
        """Whether enough of the text stands in runs such as the inner layer could show."""
        known = inverse(inner).high.union(self.signs.values())
        runs = _HIGH.findall(self.text)
        explained = [run for run in runs if len(run) > 1 and known.issuperset(run)]
        return sum(map(len, explained)) >= _LEAST_SHARE * sum(map(len, runs))

    def seen_by(self, inner: Channel) -> Channel:
        """The inner layer, for which the signs are bytes of which several are possible."""
        bytes_of = inverse(inner).bytes_of
        seen = []
        for candidates, sign in self.signs.items():
            values = [byte for char in candidates for byte in bytes_of.get(char, ())]
            if values:
                seen.append((sign, tuple(values)))
        return Blurred(inner.written, inner.read, inner.loss, inner.scrubs, tuple(seen))
