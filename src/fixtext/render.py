"""Render: the repaired text, its spans and fills, from proven readings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, repeat
from operator import attrgetter

from fixtext.channels import Layers, garble
from fixtext.edits import applied, places_in_result
from fixtext.readings import Choice, Reading, by_layers, is_unread
from fixtext.results import Fill, Kind, LineCounter, Repair, Span, Verdict, deferred, rows
from fixtext.unrecoverable import Wreck, wrecks
from fixtext.whole import Whole, readings_of


@dataclass(frozen=True, slots=True)
class Findings:
    """Readings of the input, in order: those to make, and those that the options forbid."""

    made: list[Reading]
    left: list[Reading]


def render_whole(whole: Whole, encoding: str | None) -> Repair:
    """The result for a text all of which came whole. Its spans are made when they are asked for."""
    before, after, layers = whole

    def spans() -> tuple[Span, ...]:
        return tuple(_made_spans(readings_of(whole), LineCounter(before)))

    return Repair(after, "garbled", encoding, layers, deferred(spans), ())


def render(
    text: str,
    encoding: str | None,
    findings: Findings,
    *,
    mark: bool,
    ruins: list[Wreck] | None = None,
) -> Repair:
    """The result, from proven readings and what is beyond repair.

    mark: put U+FFFD where a character would be inferred.
    ruins: what is beyond repair; without, what looks so in the text and is not read.
    """
    readings = sorted([*findings.made, *findings.left], key=_start)
    if ruins is None:
        ruins = _unread_wrecks(text, readings)
    if not readings and not ruins:
        return Repair(text, "clean", encoding, (), (), ())
    lossy = [reading for reading in readings if reading.choices]
    left_at = {reading.start for reading in findings.left}
    not_plain = {*left_at, *(reading.start for reading in lossy if mark)}
    plain = [r for r in readings if r.start not in not_plain] if not_plain else readings
    spans = _made_spans(plain, LineCounter(text))
    if not_plain or ruins:
        place = LineCounter(text)
        others: list[Reading | Wreck] = [*ruins, *(r for r in readings if r.start in not_plain)]
        for item in sorted(others, key=_start):
            spans += _other_spans(item, text, left_at, place)
        spans.sort(key=_start)
    repaired = applied(text, spans)
    choices_at = {reading.start: reading.choices for reading in lossy}
    places = places_in_result(spans) if choices_at else []
    choices = [
        (start + choice.offset, choice)
        for (start, _), span in zip(places, spans, strict=False)
        if span.kind == "inferred"
        for choice in choices_at[span.start]
    ]
    place = LineCounter(repaired)
    fills = tuple(
        Fill(offset, c.char, c.confidence, c.alternatives, *place(offset)) for offset, c in choices
    )
    verdict: Verdict = "garbled"
    if not readings:
        verdict = "unrecoverable"
    elif lossy or any(is_unread(reading) for reading in findings.left):
        verdict = "garbled with losses"
    if repaired == text:
        repaired = text
    return Repair(repaired, verdict, encoding, _main_layers(readings), tuple(spans), fills)


_start = attrgetter("start")


def _unread_wrecks(text: str, readings: list[Reading]) -> list[Wreck]:
    ends = [reading.end for reading in readings]
    found = []
    for wreck in wrecks(text):
        after = bisect_right(ends, wreck.start)
        if after == len(readings) or readings[after].start >= wreck.end:
            found.append(wreck)
    return found


def _why_left(reading: Reading) -> str:
    if is_unread(reading):
        return "left alone: so much was lost in so long a text that inferring it takes too long"
    if reading.layers[-1].read == "utf-8":
        return "left alone: its encoding would have to be guessed"
    if not reading.choices:
        return "left alone: what is not UTF-8 in the file touches it"
    return "left alone: its lost bytes would have to be inferred"


def _belief(bits: float) -> float:
    """The probability that a stretch was garbled this way."""
    return float(1.0 - 2.0 ** -max(bits, 0.0))


def _other_spans(
    item: Reading | Wreck, text: str, left_at: set[int], place: LineCounter
) -> list[Span]:
    """The spans of what is left, or marked."""
    start = item.start
    if isinstance(item, Wreck):
        return [_left_span(start, text[start : item.end], item.name, 1.0, place)]
    if start in left_at:
        return [_left_span(start, item.before, _why_left(item), _belief(item.bits), place)]
    return _marked_spans(item, place)


def _left_span(start: int, before: str, note: str, confidence: float, place: LineCounter) -> Span:
    end = start + len(before)
    line, column = place(start)
    return Span(start, end, before, before, (), "unrecoverable", confidence, line, column, note)


def _made_spans(readings: Sequence[Reading], place: LineCounter) -> list[Span]:
    """The spans of readings that are made: all at once, since there may be many."""
    if not readings:
        return []
    starts, ends, befores, afters, layers, choices, bits = zip(*readings, strict=True)
    believed = {gained: _belief(gained) for gained in set(bits)}
    beliefs: Iterable[float] = map(believed.__getitem__, bits)
    kinds: Iterable[Kind] = repeat("exact")
    if any(choices):
        kinds = ["inferred" if inferred else "exact" for inferred in choices]
        beliefs = map(_belief_of_all, beliefs, choices)
    lines, places = zip(*place.all_of(starts), strict=True)
    columns = (starts, ends, befores, afters, layers, kinds, beliefs, lines, places, repeat(""))
    return rows(Span, *columns)


def _belief_of_all(belief: float, choices: Sequence[Choice]) -> float:
    """The probability of a stretch's being garbled and of all that was inferred in it."""
    for choice in choices:
        belief *= choice.confidence
    return belief


def _marked_spans(reading: Reading, place: LineCounter) -> list[Span]:
    """Exact spans, each with its own proof, around U+FFFD for what would be inferred."""
    spans: list[Span] = []
    lost = {choice.offset for choice in reading.choices}
    start = reading.start
    for is_lost, group in groupby(range(len(reading.after)), key=lost.__contains__):
        after = "".join(reading.after[i] for i in group)
        before = garble(after, reading.layers)
        if is_lost:
            span = _left_span(start, before, "lost bytes, marked", _belief(reading.bits), place)
            span = span._replace(after="\N{REPLACEMENT CHARACTER}" * len(after))
        else:
            end = start + len(before)
            piece = reading._replace(start=start, end=end, before=before, after=after, choices=())
            (span,) = _made_spans([piece], place)
        spans.append(span)
        start += len(before)
    if "".join(span.before for span in spans) != reading.before:
        # A scrub that looks at line ends does not work piece by piece.
        note = "left alone: its lost bytes cannot be marked one by one"
        return [_left_span(reading.start, reading.before, note, _belief(reading.bits), place)]
    return spans


def _main_layers(readings: Sequence[Reading]) -> Layers:
    """The layers that explain the most characters."""
    weight = {
        layers: sum([len(reading.before) for reading in some])
        for layers, some in by_layers(readings).items()
    }
    return max(weight, key=lambda layers: weight[layers], default=())
