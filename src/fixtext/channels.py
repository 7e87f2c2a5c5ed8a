"""Channels: models of one mix-up each, and the function that repeats it.

A channel says which encoding a text was written in, which code page its bytes were taken for,
what became of the bytes that this code page cannot show, and what was scrubbed from the text
afterwards. `garble` is total and deterministic: it is what every repair is proven with.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fixtext import codepages
from fixtext.scrubs import SCRUBS, WORDS, scrub

LOSSES = ("kept", "fffd", "question", "dropped")
"""What becomes of a byte that `read` leaves undefined: kept as the character of the same
number (a C1 control below 0xA0, as WHATWG decoders do), U+FFFD, "?", or nothing."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One mix-up.

    written: the encoding of the bytes, "utf-8" or any that Python knows.
    read: the code page they were taken for (any name or alias of fixtext.codepages).
    loss: one of LOSSES.
    scrubs: a subset of scrubs.SCRUBS; kept in that order.

    Raises LookupError for an encoding that is not known, ValueError for a loss or scrub.
    """

    written: str = "utf-8"
    read: str = "windows-1252"
    loss: str = "kept"
    scrubs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "written", _canonical_written(self.written))
        object.__setattr__(self, "read", codepages.canonical_name(self.read))
        if self.loss not in LOSSES:
            raise ValueError(f"unknown loss {self.loss!r}: choose from {', '.join(LOSSES)}")
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
        parts = [f"{_display(self.written)} read as {self.read}"]
        if self.loss != "kept" and codepages.undefined_bytes(self.read):
            parts.append(_LOSS_WORDS[self.loss])
        parts += [WORDS[name] for name in self.scrubs]
        return ", ".join(parts)


Layers = tuple[Channel, ...]
"""The channels a text went through, the first mix-up first."""

_LOSS_WORDS = {
    "fffd": "undefined bytes shown as U+FFFD",
    "question": "undefined bytes shown as '?'",
    "dropped": "undefined bytes dropped",
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
    errors = "ignore" if loss == "dropped" else "strict"
    return codecs.charmap_decode(data, errors, _lossy_table(read, loss))[0]


@lru_cache(maxsize=None)
def _lossy_table(read: str, loss: str) -> str:
    table = codepages.decoding_table(read)
    if loss == "dropped":
        return table
    stand_in: Callable[[int], str] = {
        "kept": chr,
        "fffd": lambda _: "\N{REPLACEMENT CHARACTER}",
        "question": lambda _: "?",
    }[loss]
    return "".join(
        stand_in(byte) if shown == codepages.UNDEFINED else shown
        for byte, shown in enumerate(table)
    )


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


def encode(text: str, written: str) -> bytes:
    """`text` in an encoding, "?" for what it lacks; lone surrogates in UTF-8 as WTF-8 has them."""
    if written == "utf-8":
        return text.encode("utf-8", "surrogatepass")
    if written in codepages.NAMES:
        return codecs.charmap_encode(text, "replace", codepages.encoding_map(written))[0]
    return text.encode(written, "replace")


def _display(name: str) -> str:
    return "UTF-8" if name == "utf-8" else name
