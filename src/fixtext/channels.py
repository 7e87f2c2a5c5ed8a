"""Channels: models of one mix-up each, and the function that repeats it.

A channel says which encoding a text was written in, which code page its bytes were taken for,
what became of the bytes that this code page cannot show, and what was scrubbed from the text
afterwards. `garble` is total and deterministic: it is what every repair is proven with.

Facts of the domain:
- What a decoder of UTF-8 cannot read is, one by one, every maximal prefix of a valid sequence and
  every byte that begins none (Unicode, "U+FFFD Substitution of Maximal Subparts").
- CESU-8 (Unicode Technical Report 26) writes a character beyond U+FFFF as its two surrogates of
  UTF-16 in three bytes each, which UTF-8 does not allow. Java and some databases do so.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from fixtext import codepages, multibyte
from fixtext.scrubs import SCRUBS, WORDS, scrub

LOSSES = ("kept", "fffd", "question", "dropped")
"""What becomes of a byte that `read` leaves undefined: kept as the character of the same
number (a C1 control below 0xA0, as WHATWG decoders do), U+FFFD, "?", or nothing."""

MULTIBYTE_LOSSES = (*LOSSES, "middle-dot")
"""The same for multi-byte encodings, and U+30FB, which Windows shows for Shift-JIS."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One mix-up.

    written: the encoding of the bytes: "utf-8", "cesu-8" or any that Python knows.
    read: the code page they were taken for (any name or alias of fixtext.codepages), or "utf-8",
    or the multi-byte encoding and how it is read (fixtext.multibyte).
    loss: one of LOSSES, or for multi-byte encodings of MULTIBYTE_LOSSES.
    scrubs: a subset of scrubs.SCRUBS; kept in that order.

    Raises LookupError for an encoding that is not known, ValueError for a loss or scrub, or for
    UTF-8 read as UTF-8.
    """

    written: str = "utf-8"
    read: str = "windows-1252"
    loss: str = "kept"
    scrubs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "written", _canonical_written(self.written))
        object.__setattr__(self, "read", _canonical_read(self.read))
        if self.written == self.read == "utf-8":
            raise ValueError("UTF-8 read as UTF-8 is no mix-up")
        losses = MULTIBYTE_LOSSES if self.read in multibyte.READERS else LOSSES
        if self.loss not in losses:
            raise ValueError(f"unknown loss {self.loss!r}: choose from {', '.join(losses)}")
        for name in self.scrubs:
            if name not in SCRUBS:
                raise ValueError(f"unknown scrub {name!r}: choose from {', '.join(SCRUBS)}")
        object.__setattr__(self, "scrubs", tuple(s for s in SCRUBS if s in self.scrubs))

    def garble(self, text: str) -> str:
        """What `text` looks like after this mix-up.

        Lone surrogates are written as three bytes each, as WTF-8 does; characters that a
        legacy `written` cannot encode become "?".
        """
        shown = decode(encode(text, self.written), self.read, self.loss)
        for name in self.scrubs:
            shown = scrub(shown, name)
        return shown

    def __str__(self) -> str:
        parts = [f"{displayed(self.written)} read as {displayed(self.read)}"]
        # What UTF-8 cannot read is shown as U+FFFD, unless it is said otherwise.
        usual = "fffd" if self.read == "utf-8" else "kept"
        has_losses = self.read == "utf-8" or self.read in multibyte.READERS
        if self.loss != usual and (has_losses or codepages.undefined_bytes(self.read)):
            parts.append(_LOSS_WORDS[self.loss])
        parts += [WORDS[name] for name in self.scrubs]
        return ", ".join(parts)


Layers = tuple[Channel, ...]
"""The channels a text went through, the first mix-up first."""

_LOSS_WORDS = {
    "kept": "undefined bytes kept",
    "fffd": "undefined bytes shown as U+FFFD",
    "question": "undefined bytes shown as '?'",
    "dropped": "undefined bytes dropped",
    "middle-dot": "undefined bytes shown as '\N{KATAKANA MIDDLE DOT}'",
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
    """Show `data` through the encoding `read`, with one of its losses. Never fails."""
    if read == "utf-8":
        return data.decode("utf-8", _UTF8_ERRORS[loss])
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


def _kept(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


def _question(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "?", error.end


codecs.register_error("fixtext.kept", _kept)
codecs.register_error("fixtext.question", _question)
_UTF8_ERRORS = {
    "kept": "fixtext.kept",
    "fffd": "replace",
    "question": "fixtext.question",
    "dropped": "ignore",
}


def _is_utf8(name: str) -> bool:
    try:
        return codecs.lookup(name).name == "utf-8"
    except LookupError:
        return False


@lru_cache(maxsize=None)
def _canonical_read(name: str) -> str:
    if _is_utf8(name):
        return "utf-8"
    try:
        return codepages.canonical_name(name)
    except LookupError as unknown:
        try:
            return multibyte.canonical_name(name)
        except LookupError:
            raise unknown from None


@lru_cache(maxsize=None)
def _canonical_written(name: str) -> str:
    if name == "utf-8":
        # To ask whether it is a code page would load the codecs of all of them.
        return name
    if name.lower().replace("_", "-") in ("cesu-8", "cesu8"):
        return "cesu-8"
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


def encode(text: str, written: str) -> bytes:
    """The bytes of `text` as a channel has them; "?" for what a legacy encoding lacks."""
    if written == "utf-8":
        return text.encode("utf-8", "surrogatepass")
    if written == "cesu-8":
        pairs = _SUPPLEMENTARY.sub(_surrogates, text)
        return pairs.encode("utf-8", "surrogatepass")
    if written in codepages.NAMES:
        return codecs.charmap_encode(text, "replace", codepages.encoding_map(written))[0]
    return text.encode(written, "replace")


_SUPPLEMENTARY = re.compile("[\U00010000-\U0010ffff]")


def _surrogates(match: re.Match[str]) -> str:
    beyond = ord(match.group()) - 0x10000
    return chr(0xD800 + (beyond >> 10)) + chr(0xDC00 + (beyond & 0x3FF))


def displayed(name: str) -> str:
    """The name of an encoding for people."""
    return _DISPLAYED.get(name, name)


_DISPLAYED = {"utf-8": "UTF-8", "cesu-8": "CESU-8", "utf-8-sig": "UTF-8 with a byte order mark"}
