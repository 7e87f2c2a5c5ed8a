r"""Mojibake written as escapes: "\u00c3\u00a9" in JSON, "&Atilde;&copy;" in HTML.

The escapes are taken for the characters that they stand for, and the text is read as any other.
What is found must garble to the escapes that stand there, in one of the forms that programs write
them in. Bytes written as escapes ("\xc3\xa9") are not looked at: in source code they are meant.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from html import unescape
from typing import NamedTuple

from fixtext import scan
from fixtext.channels import Channel, garble
from fixtext.codepage_readings import read_through
from fixtext.edits import beside
from fixtext.hypotheses import find_channel
from fixtext.language import LanguageModel
from fixtext.readings import Reading

_FORMS = ("json", "json-upper", "html", "html-decimal", "html-hex", "html-hex-upper")
"""The scrubs that write characters as escapes."""

_ESCAPES = re.compile(
    r"(?:(?<!\\)\\u[0-9a-fA-F]{4})(?:\\u[0-9a-fA-F]{4})*|(?:&(?:#\d{2,7}|#x[0-9a-fA-F]{2,6}|[A-Za-z]{2,8}\d{0,2});)+"
)


class _Run(NamedTuple):
    """Escapes in a row: where they stand, and what they stand for.

    start: in the text. at: in the text without escapes. escapes: one for each character.
    """

    start: int
    at: int
    escapes: list[str]


def read(text: str, model: LanguageModel, context: Iterable[str] = ()) -> list[Reading]:
    """The believable readings of what is written as escapes in `text`."""
    plain, runs = _without_escapes(text)
    found = scan.suspects(plain)
    channel = find_channel(plain, model, found) if found[1] else None
    if channel is None:
        return []
    starts = [run.at for run in runs]
    readings = []
    within_words = False
    for reading in read_through(plain, channel, model, context):
        number = bisect_right(starts, reading.start) - 1
        if number >= 0:
            escaped = _escaped(reading, runs[number])
            if escaped is not None:
                readings.append(escaped)
                within_words |= any(map(str.isalpha, beside(escaped, text)))
    # Strings that are nothing but such escapes are meant, as in tables of what is garbled how.
    return readings if within_words or _has_words(readings) else []


def _has_words(readings: list[Reading]) -> bool:
    """Whether readings make words, not letters one by one."""
    distinct = {reading.after for reading in readings}
    words = [after for after in distinct if sum(map(str.isalpha, after)) > 1]
    return sum(len(after.encode()) for after in words) >= _BYTES_OF_WORDS


_BYTES_OF_WORDS = 8


def _escaped(reading: Reading, run: _Run) -> Reading | None:
    """A reading of the text without escapes as one of the text with them, if it can be proven."""
    first, last = reading.start - run.at, reading.end - run.at
    if last > len(run.escapes):
        return None
    start = run.start + len("".join(run.escapes[:first]))
    before = "".join(run.escapes[first:last])
    channel: Channel = reading.layers[-1]
    for form in _FORMS:
        layers = (*reading.layers[:-1], replace(channel, scrubs=(*channel.scrubs, form)))
        if garble(reading.after, layers) == before:
            return reading._replace(
                start=start, end=start + len(before), before=before, layers=layers
            )
    return None


def _without_escapes(text: str) -> tuple[str, list[_Run]]:
    """The text with the characters that escapes beyond ASCII stand for, and where those are."""
    parts: list[str] = []
    runs: list[_Run] = []
    done = length = 0
    for match in _ESCAPES.finditer(text):
        escapes = _split(match[0])
        chars = [_character(escape) for escape in escapes]
        if not all(len(char) == 1 and char > "\x7f" for char in chars):
            continue
        parts += [text[done : match.start()], *chars]
        length += match.start() - done
        runs.append(_Run(match.start(), length, escapes))
        length += len(chars)
        done = match.end()
    parts.append(text[done:])
    return "".join(parts), runs


def _split(run: str) -> list[str]:
    """The escapes of a run; the two of a surrogate pair stay together."""
    if run[0] == "&":
        return [part + ";" for part in run.split(";")[:-1]]
    return re.findall(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....", run)


def _character(escape: str) -> str:
    """The character that an escape stands for; something longer when it stands for none."""
    if escape[:2] == "&#":
        # Not as html.unescape has it, which takes 128 to 159 for bytes of windows-1252.
        point = int(escape[3:-1], 16) if escape[2] == "x" else int(escape[2:-1])
        return chr(point) if point <= sys.maxunicode else escape
    if escape[0] == "&":
        return unescape(escape)
    units = bytes.fromhex(escape.replace("\\u", ""))
    return units.decode("utf-16-be", "ignore") or escape
