"""UTF-8 read as GBK by Windows, written as GBK again, and read as windows-1252 in the end.

So it is where an editor or a console takes source code for the system's encoding and saves it, and
the next program opens that. Bytes that GBK has come through as they were, so most of it looks like
UTF-8 read as windows-1252. What GBK lacks is gone, with the ASCII character behind it, as Windows
reads GBK: "â€?Cdd" is what is left of "— Cdd", "'â€?," of "'•',".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate

from fixtext import codepages, multibyte_readings, multibyte_scan
from fixtext.channels import Channel
from fixtext.language import LanguageModel
from fixtext.readings import Reading
from fixtext.sequences import known_bytes

_CODECS = ("gbk", "gb18030")
"""The plainer one first; the other one has what is set aside for users too, as Windows."""

_INNER = Channel(read="windows-936", loss="question")

_TAILS = re.escape(codepages.kept_table("windows-1252")[0x80:0xC0])
_TORN = re.compile(
    rf"\?(?:(?<=[à-ï][{_TAILS}]\?)(?![\s.;:?!\"')\]}}<]|$)"
    rf"|(?<=[ã-é][{_TAILS}]\?)|(?<=[à-ï]\?)(?=\?))"
)
"""A sequence of which the last byte was lost with what stood behind it. What begins with a literal
is searched for in a tenth of the time."""

_MOST = 20_000
"""Characters of lines that are looked at."""


def suspects(text: str) -> bool:
    """Whether a text has what is left where something was taken along."""
    return not text.isascii() and _TORN.search(text) is not None


def read(text: str, model: LanguageModel, context: Iterable[str] = ()) -> list[Reading]:
    """The believable readings of the lines of a text that are such."""
    lines: list[tuple[int, bytes]] = []
    size = 0
    for match in re.finditer(r"[^\n]+", text):
        is_torn = size < _MOST and _TORN.search(match[0])
        if is_torn and (data := known_bytes(match[0], "windows-1252")):
            lines.append((match.start(), data))
            size += len(data)
    for codec in _CODECS if lines else ():
        if found := _read_as(text, lines, codec, model, context):
            return found
    return []


def _read_as(
    text: str,
    lines: list[tuple[int, bytes]],
    codec: str,
    model: LanguageModel,
    context: Iterable[str],
) -> list[Reading]:
    """As read. lines: where they begin, and their bytes. codec: what they were written in."""
    shown: list[str] = []
    places: list[int] = []
    for start, data in lines:
        try:
            shown.append(data.decode(codec))
        except UnicodeDecodeError:
            continue
        sizes = [len(char.encode(codec)) for char in shown[-1]]
        places += accumulate([start, *sizes])
    between = "\n".join(shown)
    found = multibyte_scan.suspicious_codecs(between)
    if "gbk" not in found:
        return []
    readings = multibyte_readings.read(between, {"gbk": found["gbk"]}, model, context)
    return [
        reading._replace(
            start=places[reading.start],
            end=places[reading.end],
            before=text[places[reading.start] : places[reading.end]],
            layers=(_INNER, Channel(codec, "windows-1252")),
        )
        for reading in readings
        if reading.layers == (_INNER,) and reading.choices
    ]
