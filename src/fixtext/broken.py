"""What the bytes are that stand in a file of UTF-8 and are none: other encodings, or torn.

Facts of the domain:
- Some programs write a character beyond U+FFFF as its two surrogates of UTF-16, in three bytes
  each (CESU-8), and U+0000 as C0 80 (Java's modified UTF-8 does both). Nothing else looks so.
- A byte order mark that a program did not know for one is kept as text, and gets another one.
- A file that is cut off at a number of bytes ends in a torn sequence. So does a field of fixed
  length. Nothing tells which character it was.
- What else is not UTF-8 may be lines of another encoding: see fixtext.foreign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixtext.channels import Channel
from fixtext.decoding import BrokenRun, Document
from fixtext.encodings import decoded, prior_bits, text_bits
from fixtext.foreign import foreign_pieces, worth_reading
from fixtext.language import load
from fixtext.pieces import TORN, Piece, hex_words

MARK_CHANNEL = Channel("utf-8-sig", "utf-8", "fffd")
"""A byte order mark that was kept as text."""


def pieces(document: Document) -> list[Piece]:
    """Everything in a document that is not as UTF-8 has it, in order; not overlapping."""
    found = _marks(document)
    foreign: list[BrokenRun] = []
    parts = [part for run in document.broken for part in _parts(run)]
    for part in parts:
        known = _known(part, part.end == len(document.text))
        if known is None:
            foreign.append(part)
        else:
            found.append(known)
    if foreign:
        apart = Document(document.text, document.encoding, document.bom, tuple(parts))
        found += foreign_pieces(apart, foreign)
    return sorted(found)


def _marks(document: Document) -> list[Piece]:
    """The byte order marks behind the first one."""
    text = document.text
    if document.encoding != "utf-8-sig" or not text.startswith("\ufeff"):
        return []
    count = len(text) - len(text.lstrip("\ufeff"))
    return [Piece(0, count, "", (MARK_CHANNEL,) * count)]


_PART = re.compile(
    rb"((?:\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf])+)|((?:\xc0\x80)+)"
    rb"|(\xed[\xa0-\xbf][\x80-\xbf])"
)


def _parts(run: BrokenRun) -> Iterator[BrokenRun]:
    """A run, parted into surrogate pairs, other surrogates, C0 80, and all else."""
    start, done = run.start, 0
    for match in _PART.finditer(run.data):
        for data in (run.data[done : match.start()], match.group()):
            if data:
                end = start + len(data.decode("utf-8", "replace"))
                yield BrokenRun(start, end, data)
                start = end
        done = match.end()
    if run.data[done:]:
        yield BrokenRun(start, run.end, run.data[done:])


def _known(run: BrokenRun, at_end: bool) -> Piece | None:  # noqa: FBT001
    """A run that tells by itself what it is."""
    shape = _PART.fullmatch(run.data)
    if shape and shape.group(1):
        text = run.data.decode("utf-8", "surrogatepass")
        after = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        return Piece(run.start, run.end, after, (Channel("cesu-8", "utf-8", "fffd"),))
    if shape and shape.group(2):
        note = "U+0000 as Java's modified UTF-8 writes it"
        return Piece(run.start, run.end, None, note=note)
    if shape:
        return Piece(run.start, run.end, None, note=f"half a surrogate pair: {hex_words(run.data)}")
    if at_end and TORN.fullmatch(run.data):
        note = f"a UTF-8 sequence cut off at the end of the file: {hex_words(run.data)}"
        return Piece(run.start, run.end, None, note=note)
    return None


def is_mostly_utf8(body: bytes) -> bool:
    """Whether bytes that are not UTF-8 throughout are UTF-8 for the most part, or in some words.

    Bytes in a legacy encoding are valid UTF-8 by chance here and there. What tells is whether
    the words that are valid are more believable as UTF-8 than in any other encoding.
    """
    shown = body.decode("utf-8", "surrogateescape")
    runs = [escaped.encode("utf-8", "surrogateescape") for escaped in _ESCAPED.findall(shown)]
    pairs = sum(len(_RELATIVES.findall(run)) for run in runs)
    broken = sum(len(_RELATIVES.sub(b"", run).decode("utf-8", "replace")) for run in runs)
    intact = len(_BEYOND_ASCII.findall(shown)) + pairs
    if broken <= _BROKEN_PER_CHARACTER * intact:
        return True
    words = [w for w in shown.split() if not w.isascii() and not _ESCAPED.search(w)]
    sample = " ".join(dict.fromkeys(words))[:_WORDS_JUDGED]
    if not sample:
        return False
    model = load()
    data = sample.encode()
    legacy = [
        text_bits(text, (), model) + prior_bits(name)
        for name in worth_reading(data, model)
        if (text := decoded(data, name)) is not None
    ]
    return text_bits(sample, (), model) + _UTF8_LEAD <= min(legacy, default=0.0)


_BROKEN_PER_CHARACTER = 0.25
"""Up to this many broken sequences for each intact character beyond ASCII, it is UTF-8."""

_UTF8_LEAD = 13.0
"""Bits by which valid words must be better as UTF-8 than as anything else."""

_WORDS_JUDGED = 200
"""Characters of valid words that are judged."""

_ESCAPED = re.compile("[\udc80-\udcff]+")
_BEYOND_ASCII = re.compile("[^\x00-\x7f\udc80-\udcff]")
_RELATIVES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]|\xc0\x80")
