"""What a multi-byte reader shows, read backwards: the codes of characters, and those that are lost.

What stands for lost bytes has every code that the reader loses: a lead byte with what does not go
with it. Windows loses an ASCII character with a lead byte.
"""

from __future__ import annotations

from collections.abc import Iterator

from fixtext.channels import Channel
from fixtext.multibyte import READERS, TRAILS, row
from fixtext.multibyte_characters import Bytes

Code = tuple[tuple[Bytes, ...], Bytes]
"""What a shown character may be: the sets of its bytes one after the other, and the bytes that
may follow (empty for all)."""

ANY = b""
CONTINUATION = range(0x80, 0xC0)
_LIKELY_LEADS = frozenset((0xE2, *range(0xE3, 0xEE), 0xEF))
"""Lead bytes that a lost one may have been: of punctuation and of East Asian characters."""

SWALLOWED_REST = (b" ",)
"""What is left of a code of which an ASCII character was taken along."""

END = b"\x00"
"""What "follows" a code that only the end of a text makes."""


def codes_of(channel: Channel) -> tuple[Codes, tuple[Code, ...]]:
    """The codes that the reader of a channel shows, and those that it loses."""
    reader = READERS[channel.read]
    beside: dict[str, list[Code]] = {}
    leads = []
    alone: dict[bytes, list[int]] = {}
    both: dict[bytes, list[int]] = {}
    for lead in range(0x80, 0x100):
        first = bytes([lead])
        shown = reader.show(first)
        if shown:
            beside.setdefault(shown, []).append(((first,), ANY))
            continue
        leads.append(lead)
        missing = [*range(0x40)]
        for trail, char in zip(TRAILS, row(reader.codec, lead), strict=True):
            if char == "\ufffd":
                shown = reader.more(bytes([lead, trail]))
                if shown:
                    beside.setdefault(shown, []).append(((first, bytes([trail])), ANY))
                else:
                    missing.append(trail)
        sizes = {trail: reader.lost(lead, trail) for trail in (*missing, 0xFF)}
        for size, of in ((1, alone), (2, both)):
            trails = bytes([trail for trail in sizes if sizes[trail] == size])
            if trails:
                of.setdefault(trails, []).append(lead)
    lost = _lost(alone, both)
    if channel.loss == "kept":
        for code in lost:
            for byte in code[0][0] if len(code[0]) == 1 else b"":
                beside.setdefault(chr(byte), []).append(((bytes([byte]),), code[1]))
        lost = []
    return Codes(reader.codec, leads, beside), tuple(lost)


class Codes(dict[str, tuple[Code, ...]]):
    """The codes of a reader by the character that it shows for them, filled as they are asked."""

    def __init__(self, codec: str, leads: list[int], beside: dict[str, list[Code]]) -> None:
        """beside: what the codec does not say of pairs of bytes that begin with one of `leads`."""
        self._codec = codec
        self._leads = leads
        self._beside = beside
        self._shown = "".join([row(codec, lead) for lead in leads])

    def __missing__(self, char: str) -> tuple[Code, ...]:
        found: list[Code] = []
        at = self._shown.find(char) if char != "\ufffd" else -1
        while at >= 0:
            lead, trail = divmod(at, len(TRAILS))
            found.append(((bytes([self._leads[lead]]), bytes([TRAILS[trail]])), ANY))
            at = self._shown.find(char, at + 1)
        if self._codec == "euc_jp":
            # It has codes of three bytes too.
            data = char.encode(self._codec, "ignore")
            if data.startswith(b"\x8f"):
                found.append((tuple([bytes([byte]) for byte in data]), ANY))
        found += self._beside.get(char, ())
        self[char] = codes = tuple(found)
        return codes


_EVERY = bytes(range(0x100))


def _lost(alone: dict[bytes, list[int]], both: dict[bytes, list[int]]) -> list[Code]:
    """The codes that are lost, of the lead bytes that are lost alone and with what follows."""
    lost: list[Code] = []
    for following, leads in _likely(alone):
        lost.append(((bytes(leads),), ANY if following == _EVERY else following))
    for trails, leads in _likely(both):
        high = bytes([trail for trail in trails if trail >= 0x80])
        if high:
            lost.append(((bytes(leads), high), ANY))
        if len(high) < len(trails):
            lost.append(((bytes(leads), *SWALLOWED_REST), ANY))
    if both:
        # The end of a text cuts a lead byte off from what would be lost with it.
        lost.append(((bytes(sorted({b for _, leads in _likely(both) for b in leads})),), END))
    return lost


def _likely(codes: dict[bytes, list[int]]) -> Iterator[tuple[bytes, list[int]]]:
    """The lost bytes that are continuation bytes or lead bytes that a lost one may have been."""
    for others, leads in codes.items():
        likely = [byte for byte in leads if byte in CONTINUATION or byte in _LIKELY_LEADS]
        if likely:
            yield others, likely
