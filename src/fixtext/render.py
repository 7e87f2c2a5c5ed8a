"""Render: the repaired text, its spans and fills, from proven readings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from fixtext.channels import Layers, garble
from fixtext.readings import Choice, Reading, is_unread
from fixtext.results import Fill, Kind, LineCounter, Repair, Span, Verdict
from fixtext.unrecoverable import Wreck, wrecks


@dataclass(frozen=True, slots=True)
class Findings:
    """Readings of the input, in order: those to make, and those that the options forbid."""

    made: list[Reading]
    left: list[Reading]


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
    left_at = {reading.start for reading in findings.left}
    place = LineCounter(text)
    spans: list[Span] = []
    choices: list[tuple[int, Choice]] = []
    parts: list[str] = []
    done = length = 0
    items: list[Reading | Wreck] = sorted([*readings, *ruins], key=_start)
    for item in items:
        start = item.start
        parts.append(text[done:start])
        length += start - done
        done = item.end
        if isinstance(item, Wreck):
            new = [_left_span(start, text[start:done], item.name, 1.0, place)]
        elif start in left_at:
            new = [_left_span(start, item.before, _why_left(item), _belief(item), place)]
        elif item.choices and mark:
            new = _marked_spans(item, place)
        else:
            spans.append(_span(item, place))
            choices += [(length + choice.offset, choice) for choice in item.choices]
            parts.append(item.after)
            length += len(item.after)
            continue
        spans += new
        put = "".join([span.after for span in new])
        parts.append(put)
        length += len(put)
    parts.append(text[done:])
    repaired = "".join(parts)
    place = LineCounter(repaired)
    fills = tuple(
        Fill(offset, c.char, c.confidence, c.alternatives, *place(offset)) for offset, c in choices
    )
    verdict: Verdict = "garbled"
    if not readings:
        verdict = "unrecoverable"
    elif any(reading.choices or is_unread(reading) for reading in readings):
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


def _belief(reading: Reading) -> float:
    """The probability that the stretch was garbled this way."""
    return float(1.0 - 2.0 ** -max(reading.bits, 0.0))


def _left_span(start: int, before: str, note: str, confidence: float, place: LineCounter) -> Span:
    end = start + len(before)
    line, column = place(start)
    return Span(start, end, before, before, (), "unrecoverable", confidence, line, column, note)


def _span(reading: Reading, place: LineCounter) -> Span:
    start, end, before, after, layers, choices, _ = reading
    confidence = _belief(reading)
    kind: Kind = "exact"
    if choices:
        kind = "inferred"
        for choice in choices:
            confidence *= choice.confidence
    line, column = place(start)
    return Span(start, end, before, after, layers, kind, confidence, line, column)


def _marked_spans(reading: Reading, place: LineCounter) -> list[Span]:
    """Exact spans, each with its own proof, around U+FFFD for what would be inferred."""
    spans: list[Span] = []
    lost = {choice.offset for choice in reading.choices}
    start = reading.start
    for is_lost, group in groupby(range(len(reading.after)), key=lost.__contains__):
        after = "".join(reading.after[i] for i in group)
        before = garble(after, reading.layers)
        if is_lost:
            span = _left_span(start, before, "lost bytes, marked", _belief(reading), place)
            span = replace(span, after="\N{REPLACEMENT CHARACTER}" * len(after))
        else:
            end = start + len(before)
            piece = reading._replace(start=start, end=end, before=before, after=after, choices=())
            span = _span(piece, place)
        spans.append(span)
        start += len(before)
    if "".join(span.before for span in spans) != reading.before:
        # A scrub that looks at line ends does not work piece by piece.
        note = "left alone: its lost bytes cannot be marked one by one"
        return [_left_span(reading.start, reading.before, note, _belief(reading), place)]
    return spans


def _main_layers(readings: Sequence[Reading]) -> Layers:
    """The layers that explain the most characters."""
    weight: dict[Layers, int] = {}
    for reading in readings:
        weight[reading.layers] = weight.get(reading.layers, 0) + len(reading.before)
    return max(weight, key=lambda layers: weight[layers]) if weight else ()
