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

_OUTER = Channel("gbk", "windows-1252")
_INNER = Channel(read="windows-936", loss="question")

_TAILS = re.escape(codepages.kept_table("windows-1252")[0x80:0xC0])
_TORN = re.compile(f"[à-ï][{_TAILS}]\\?(?![\\s.;:?!]|$)|[ã-é][{_TAILS}]\\?|[à-ï]\\?\\?")
"""A sequence of which the last byte was lost with what stood behind it."""

_MOST = 20_000
"""Characters of lines that are looked at."""


def suspects(text: str) -> bool:
    """Whether a text has what is left where something was taken along."""
    return not text.isascii() and _TORN.search(text) is not None


def read(text: str, model: LanguageModel, context: Iterable[str] = ()) -> list[Reading]:
    """The believable readings of the lines of a text that are such."""
    shown: list[str] = []
    places: list[int] = []
    for match in re.finditer(r"[^\n]+", text):
        if len(shown) + len(places) > _MOST or not _TORN.search(match[0]):
            continue
        line = _between(match[0])
        if line is not None:
            sizes = [1 if char <= "\x7f" else 2 for char in line]
            places += accumulate([match.start(), *sizes])
            shown.append(line)
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
            layers=(_INNER, _OUTER),
        )
        for reading in readings
        if reading.layers == (_INNER,) and reading.choices
    ]


def _between(line: str) -> str | None:
    """A line as the first reader showed it, or None where it cannot have been."""
    table = codepages.kept_table("windows-1252")
    codes = [table.find(char) for char in line]
    if min(codes) < 0:
        return None
    try:
        return bytes(codes).decode("gbk")
    except UnicodeDecodeError:
        return None
