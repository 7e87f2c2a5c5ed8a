"""`fixtext explain`: tell how each garbled stretch of a file was read."""

from __future__ import annotations

import argparse
import os
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from fixtext.channels import Channel, encode, garble
from fixtext.commands.console import Console, read_source
from fixtext.equivalents import equivalents
from fixtext.errors import FixtextError
from fixtext.report import explained, percent, plural, quote

if TYPE_CHECKING:
    from fixtext.results import Fill, Repair, Span

_TEXT_LIMIT = 200
"""Characters of a span that are shown; long spans are cut."""

_BYTES_LIMIT = 48
"""Bytes of a span that are shown."""


def run(arguments: argparse.Namespace) -> int:
    """Carry out the command; the exit status: 0 nothing to explain, 1 something, 2 error."""
    path, line = split_line(arguments.place)
    console = Console()
    source = read_source(path, console)
    if source is None:
        return console.status
    from fixtext.documents import repair_document
    from fixtext.options import Options

    text = source.document.text
    lines = text.count("\n") + (not text.endswith("\n"))
    if line is not None and not 1 <= line <= lines:
        console.error(path, f"has no line {line}, only {plural(lines, 'line')}")
        return console.status
    try:
        result = repair_document(source.document, Options(expect=tuple(arguments.expect)))
    except FixtextError as error:
        console.error(path, error)
        return console.status
    count = 0
    for span, fills in spans_with_fills(result):
        # A span may run over line ends.
        if line is None or span.line <= line <= span.line + span.before.count("\n"):
            count += 1
            for words in span_explanation(source.name, span, fills):
                console.result(words)
    if count:
        console.found()
    else:
        place = source.name if line is None else f"{source.name}:{line}"
        console.result(f"{place}: clean, nothing to explain")
    return console.status


def split_line(place: str) -> tuple[str, int | None]:
    """The path and the line of "FILE:LINE"; a file of that whole name goes first."""
    path, colon, number = place.rpartition(":")
    if colon and path and number.isdecimal() and not os.path.exists(place):
        return path, int(number)
    return place, None


def spans_with_fills(result: Repair) -> Iterator[tuple[Span, tuple[Fill, ...]]]:
    """Each span with the inferred characters that are in it."""
    shift = 0  # offset in the repaired text less offset in the input
    for span in result.spans:
        start = span.start + shift
        end = start + len(span.after)
        yield span, tuple(fill for fill in result.fills if start <= fill.offset < end)
        shift += len(span.after) - len(span.before)


def span_explanation(path: str, span: Span, fills: tuple[Fill, ...]) -> Iterator[str]:
    """The lines of the explanation of one span."""
    sure = "" if span.kind == "unrecoverable" else f", {percent(span.confidence)} sure"
    yield f"{path}:{span.line}:{span.column}: {plural(len(span.before), 'character')}{sure}"
    yield f"    kind    {_KIND_WORDS[span.kind]}" + (f": {span.note}" if span.note else "")
    if span.layers:
        yield f"    layers  {explained(span.layers, equivalents(span.layers, [span]))}"
    yield f"    before  {quote(span.before, _TEXT_LIMIT)}"
    if span.after == span.before:
        return
    yield f"    after   {quote(span.after, _TEXT_LIMIT)}"
    for number, channel in enumerate(span.layers):
        name = "bytes" if len(span.layers) == 1 else f"bytes {number + 1}"
        written = garble(span.after, span.layers[:number])
        # What a file of UTF-8 has in another encoding is not lost, only not shown.
        lost = channel.read != "utf-8" or span.kind != "exact"
        yield f"    {name:7} {_bytes_words(written, channel, lost_bytes(channel) if lost else ())}"
    for fill in fills:
        others = ", ".join(f"{quote(char)} {percent(p)}" for char, p in fill.alternatives)
        yield (
            f"    fill    line {fill.line}, column {fill.column}: {quote(fill.char)} "
            f"{percent(fill.confidence)}" + (f"; or {others}" if others else "")
        )


_KIND_WORDS = {
    "exact": "exact, the only plausible reading",
    "inferred": "inferred, a language model chose among several readings",
    "unrecoverable": "unrecoverable, left alone",
}


def _bytes_words(text: str, channel: Channel, lost: Collection[int]) -> str:
    """The bytes of `text` as it was written, those that the channel lost in brackets."""
    data = encode(text, channel.written)
    words = " ".join(
        f"[{byte:02X}]" if byte in lost else f"{byte:02X}" for byte in data[:_BYTES_LIMIT]
    )
    if len(data) > _BYTES_LIMIT:
        words += " …"
    if gone := sum(byte in lost for byte in data):
        words += f" ({gone} of {plural(len(data), 'byte')} lost, in brackets)"
    return words


def lost_bytes(channel: Channel) -> frozenset[int]:
    """The bytes that cannot be told from what the channel shows for them.

    Trimmed line ends are not counted: they depend on the place.
    """
    scrubs = tuple(scrub for scrub in channel.scrubs if scrub != "trim")
    # ISO 8859-1 gives every byte the character of the same number.
    seen = Channel("iso-8859-1", channel.read, channel.loss, scrubs)
    whole = Channel("iso-8859-1", channel.read)
    return frozenset(
        byte for byte in range(0x100) if seen.garble(chr(byte)) != whole.garble(chr(byte))
    )
