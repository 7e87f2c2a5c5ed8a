"""Garbled text that is meant: it stands beside what it should have been, as a literal of its own.

So it is in tables of repairs, in tests of them, in code that looks for both, and in what explains
mojibake: `"Ã©": "é"`, `/â€“/g, "–"`, `(Båt|BÃ¥t)`, `Ã© → é`. Nobody wants such a line changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fixtext.edits import applied
from fixtext.readings import Reading, moved

_LITERAL = re.compile("[^\"'`|/()\\[\\]\n]+")
_QUOTED = re.compile("[^\"'`\n]+")
"""What stands between quotes, or between the signs of a regex; the same between quotes alone."""

_BETWEEN = re.compile(r"\W*(?:(?:[gimsu]{1,3}|instead of|case|N)\W*)?")
"""What stands between a literal and its repair: signs, the flags of a regex, a few words."""

_BEFORE_ARROW = re.compile(r"(?<!\S)(\S{1,60})\s?(?:→|⇒|[-=]{1,2}>)\s?")
_LONGEST_LINE = 2_000
"""Characters; what is longer is no line that somebody wrote."""


def without_meant(text: str, readings: Sequence[Reading]) -> list[Reading]:
    """The readings but for those of what is meant. They are in order and do not overlap.

    Where some are meant, others that are literals by themselves are too: `/â€™/g, "'"`.
    """
    meant: set[int] = set()
    literal: set[int] = set()
    for (start, end), here in _by_line(text, readings):
        if end - start > _LONGEST_LINE or any(reading.end > end for reading in here):
            continue
        line = text[start:end]
        within = [moved(reading, -start) for reading in here]
        meant.update(start + at for at in _meant(line, within))
        literal.update(start + reading.start for reading in within if _is_literal(line, reading))
    if meant and 2 * len(meant) >= len(literal):
        meant |= literal
    return [reading for reading in readings if reading.start not in meant]


def _by_line(
    text: str, readings: Sequence[Reading]
) -> Iterator[tuple[tuple[int, int], list[Reading]]]:
    """Start and end of each line in which readings begin, and those; no line is looked at twice."""
    here: list[Reading] = []
    start, end = 0, -1
    for reading in readings:
        if reading.start > end:
            if here:
                yield (start, end), here
            here = []
            start = text.rfind("\n", end + 1, reading.start) + 1 or end + 1
            end = text.find("\n", reading.start) % (len(text) + 1)
        here.append(reading)
    if here:
        yield (start, end), here


def _meant(line: str, readings: Sequence[Reading]) -> Iterator[int]:
    """Where those of the readings of a line begin of which the result stands there already."""
    yield from _beside_repair(line, readings, _LITERAL)
    yield from _beside_repair(line, readings, _QUOTED)
    for match in _BEFORE_ARROW.finditer(line):
        start, end = match.span(1)
        within = [r for r in readings if start <= r.start and r.end <= end]
        made = applied(match[1], [moved(reading, -start) for reading in within])
        if within and line.startswith(made, match.end()):
            yield from (reading.start for reading in within)


def _beside_repair(
    line: str, readings: Sequence[Reading], literal: re.Pattern[str]
) -> Iterator[int]:
    """Where the readings begin that make of one literal of a line what the one beside it is."""
    clean: list[tuple[int, int]] = []
    garbled: list[tuple[int, int, list[Reading]]] = []
    at = 0
    for match in literal.finditer(line):
        start, end = match.span()
        within = []
        while at < len(readings) and readings[at].start < end:
            within.append(readings[at])
            at += 1
        if match[0].isascii() or not _is_closed(line, start, end):
            continue
        if not within:
            clean.append((start, end))
        elif within[0].start >= start and within[-1].end <= end:
            garbled.append((start, end, within))
    for start, end, within in garbled if clean else ():
        made = applied(line[start:end], [moved(reading, -start) for reading in within])
        if any(
            line[at:to] == made and _BETWEEN.fullmatch(line, min(end, to), max(start, at))
            for at, to in clean
        ):
            yield from (reading.start for reading in within)


def _is_literal(line: str, reading: Reading) -> bool:
    match = _LITERAL.match(line, reading.start)
    return (
        match is not None
        and match.end() == reading.end
        and not _LITERAL.match(line, reading.start - 1)
        and _is_closed(line, reading.start, reading.end)
    )


def _is_closed(line: str, start: int, end: int) -> bool:
    """Whether signs stand on both sides of a literal that has no space inside them."""
    content = line[start:end]
    return start > 0 and end < len(line) and content == content.strip()
