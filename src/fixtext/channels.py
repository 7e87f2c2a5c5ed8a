"""Channels: models of one mix-up each, and the function that repeats it.

A channel says which encoding a text was written in, which code page its bytes were taken for,
what became of the bytes that this code page cannot show, and what was scrubbed from the text
afterwards. `garble` is total and deterministic: it is what every repair is proven with.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fixtext import codepages, multibyte

LOSSES = ("kept", "fffd", "question", "dropped")
"""What becomes of a byte that `read` leaves undefined: kept as the character of the same
number (a C1 control below 0xA0, as WHATWG decoders do), U+FFFD, "?", or nothing."""

MULTIBYTE_LOSSES = (*LOSSES, "middle-dot")
"""The same for multi-byte encodings, and U+30FB, which Windows shows for Shift-JIS."""

SCRUBS = ("soft-hyphens", "c1", "nbsp", "trim")
"""What happened to the text afterwards, in this order: U+00AD removed, U+0080..U+009F removed,
U+00A0 turned into a space, spaces, tabs and U+00A0 at line ends removed."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One mix-up.

    written: the encoding of the bytes, "utf-8" or any that Python knows.
    read: the code page they were taken for (any name or alias of fixtext.codepages), or the
    multi-byte encoding and how it is read (fixtext.multibyte).
    loss: one of LOSSES, or for multi-byte encodings of MULTIBYTE_LOSSES.
    scrubs: a subset of SCRUBS; kept in the order of SCRUBS.

    Raises LookupError for an encoding that is not known, ValueError for a loss or scrub.
    """

    written: str = "utf-8"
    read: str = "windows-1252"
    loss: str = "kept"
    scrubs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "written", _canonical_written(self.written))
        object.__setattr__(self, "read", _canonical_read(self.read))
        losses = MULTIBYTE_LOSSES if self.read in multibyte.READERS else LOSSES
        if self.loss not in losses:
            raise ValueError(f"unknown loss {self.loss!r}: choose from {', '.join(losses)}")
        for scrub in self.scrubs:
            if scrub not in SCRUBS:
                raise ValueError(f"unknown scrub {scrub!r}: choose from {', '.join(SCRUBS)}")
        object.__setattr__(self, "scrubs", tuple(s for s in SCRUBS if s in self.scrubs))

    def garble(self, text: str) -> str:
        """What `text` looks like after this mix-up.

        Lone surrogates are written as three bytes each, as WTF-8 does; characters that a
        legacy `written` cannot encode become "?".
        """
        shown = decode(_encode(text, self.written), self.read, self.loss)
        for scrub in self.scrubs:
            shown = _SCRUB_FUNCTIONS[scrub](shown)
        return shown

    def __str__(self) -> str:
        parts = [f"{_display(self.written)} read as {self.read}"]
        if self.read in multibyte.READERS or codepages.undefined_bytes(self.read):
            parts += [_LOSS_WORDS[self.loss]] if self.loss != "kept" else []
        parts += [_SCRUB_WORDS[scrub] for scrub in self.scrubs]
        return ", ".join(parts)


Layers = tuple[Channel, ...]
"""The channels a text went through, the first mix-up first."""

_LOSS_WORDS = {
    "fffd": "undefined bytes shown as U+FFFD",
    "question": "undefined bytes shown as '?'",
    "dropped": "undefined bytes dropped",
    "middle-dot": "undefined bytes shown as '\N{KATAKANA MIDDLE DOT}'",
}
_SCRUB_WORDS = {
    "soft-hyphens": "soft hyphens removed",
    "c1": "C1 controls removed",
    "nbsp": "no-break spaces turned into spaces",
    "trim": "line ends trimmed",
}


def garble(text: str, layers: Channel | Sequence[Channel]) -> str:
    """Apply `layers` to `text`, the first mix-up first. One channel may be given bare."""
    for channel in (layers,) if isinstance(layers, Channel) else layers:
        text = channel.garble(text)
    return text


def describe(layers: Sequence[Channel]) -> str:
    """The layers in words, for reports."""
    return "; then ".join(map(str, layers)) if layers else "no mix-up"


def decode(data: bytes, read: str, loss: str) -> str:
    """Show `data` through the code page `read`, with one of LOSSES. Never fails."""
    if read in multibyte.READERS:
        return multibyte.decode(data, read, STAND_INS[loss])
    errors = "ignore" if loss == "dropped" else "strict"
    return codecs.charmap_decode(data, errors, _lossy_table(read, loss))[0]


STAND_INS: dict[str, str | None] = {
    "kept": None,
    "fffd": "\N{REPLACEMENT CHARACTER}",
    "question": "?",
    "dropped": "",
    "middle-dot": "\N{KATAKANA MIDDLE DOT}",
}
"""What each loss shows; None for the character of the same number."""


@lru_cache(maxsize=None)
def _lossy_table(read: str, loss: str) -> str:
    table = codepages.decoding_table(read)
    stand_in = STAND_INS[loss]
    if stand_in == "":
        return table
    return "".join(
        (chr(byte) if stand_in is None else stand_in) if shown == codepages.UNDEFINED else shown
        for byte, shown in enumerate(table)
    )


@lru_cache(maxsize=None)
def _canonical_read(name: str) -> str:
    try:
        return codepages.canonical_name(name)
    except LookupError as unknown:
        try:
            return multibyte.canonical_name(name)
        except LookupError:
            raise unknown from None


@lru_cache(maxsize=None)
def _canonical_written(name: str) -> str:
    try:
        return codepages.canonical_name(name)
    except LookupError:
        # UTF-8 and the multi-byte encodings; an unknown name raises from here.
        found = codecs.lookup(name).name
    try:
        "\ud800".encode(found, "replace")
    except (LookupError, UnicodeError):
        raise LookupError(f"{name!r} is not an encoding that any text can be written in") from None
    return found


def _encode(text: str, written: str) -> bytes:
    if written == "utf-8":
        return text.encode("utf-8", "surrogatepass")
    if written in codepages.NAMES:
        return codecs.charmap_encode(text, "replace", codepages.encoding_map(written))[0]
    return text.encode(written, "replace")


def _display(name: str) -> str:
    return "UTF-8" if name == "utf-8" else name


_C1_RUN = re.compile("[\x80-\x9f]+")


def _trim_line_ends(text: str) -> str:
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if line.endswith("\r"):
            lines[i] = line[:-1].rstrip(" \t\u00a0") + "\r"
        else:
            lines[i] = line.rstrip(" \t\u00a0")
    return "\n".join(lines)


_SCRUB_FUNCTIONS: dict[str, Callable[[str], str]] = {
    "soft-hyphens": lambda text: text.replace("\u00ad", ""),
    "c1": lambda text: _C1_RUN.sub("", text),
    "nbsp": lambda text: text.replace("\u00a0", " "),
    "trim": _trim_line_ends,
}
