"""Garbled lines in a long text that is clean but for them.

Where all of a text is counted, the few signs of a garbled line are outdone by what a long clean
text has by chance. Lines that are whole UTF-8 for the most part are a document of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fixtext.codepage_readings import read_through
from fixtext.edits import MappedText
from fixtext.hypotheses import find_channel
from fixtext.language import LanguageModel
from fixtext.readings import Reading
from fixtext.scan import page_bits
from fixtext.sequences import beyond_ascii, covered, sequence_pattern, shown_bytes

_LONG = 4_096
"""Characters of a text in which a line may be lost."""

_MOST_COVERED = 20_000
_MOST_SHARE = 0.05
"""Characters in whole sequences through a code page, of all: where there are more, they are chance,
as Cyrillic letters are through another code page for Cyrillic, or the text is not clean."""

_LEAST_SEQUENCES = 2
_LEAST_SHARE = 0.6
_NEARLY_ALL = 0.9
"""Sequences of a dense line, and the share of its characters beyond ASCII that they are: where they
are not all the same, and where they are."""

_USUAL_BITS = 8.0
"""Disbelief in a code page that is looked for."""


def read(
    text: str, shown: Mapping[str, int], model: LanguageModel, context: Sequence[str]
) -> list[Reading]:
    """The believable readings of the dense lines of a long text.

    shown: the code pages through which some of the text is whole, each with how many characters.
    """
    if len(text) < _LONG:
        return []
    lines: set[tuple[int, int]] = set()
    for page, size in shown.items():
        if page_bits(page) <= _USUAL_BITS and size <= min(_MOST_COVERED, _MOST_SHARE * len(text)):
            lines |= _dense_lines(text, page)
    mapped = MappedText((f"{text[start:end]}\n", start) for start, end in sorted(lines))
    dense = mapped.text.removesuffix("\n")
    suspicious = {page: chars for page in shown if (chars := covered(dense, page))}
    channel = find_channel(dense, model, (dense, suspicious)) if suspicious else None
    if channel is None:
        return []
    return [
        reading._replace(start=mapped.place(reading.start), end=mapped.place(reading.end))
        for reading in read_through(dense, channel, model, context)
    ]


def _dense_lines(text: str, page: str) -> set[tuple[int, int]]:
    """Start and end of the lines that are whole through a code page for the most part."""
    data = shown_bytes(text, page)
    sequences: dict[tuple[int, int], list[bytes]] = {}
    end = -1
    start = 0
    for match in sequence_pattern().finditer(data):
        if match.start() > end:
            start = text.rfind("\n", 0, match.start()) + 1
            end = text.find("\n", match.start())
            end = end if end >= 0 else len(text)
        sequences.setdefault((start, end), []).append(match.group())
    return {line for line, some in sequences.items() if _is_dense(text[slice(*line)], some)}


def _is_dense(line: str, sequences: list[bytes]) -> bool:
    least = _LEAST_SHARE if len(set(sequences)) > 1 else _NEARLY_ALL
    shown = sum(map(len, sequences))
    return len(sequences) >= _LEAST_SEQUENCES and shown >= least * beyond_ascii(line)
