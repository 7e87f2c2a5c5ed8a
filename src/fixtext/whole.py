"""Text that came whole through code pages: all of it is UTF-8, and all that it can be.

Most garbled text lost nothing. Where every character beyond ASCII is of a whole sequence, through
one code page and no other, and there are many, the form alone tells it: of eight pairs of bytes one
is a lead and a continuation byte by chance. C codecs undo such a text and prove it. What is short,
partly clean or lost bytes is left to fixtext.hypotheses and fixtext.codepage_readings.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice, repeat
from math import log2
from operator import add
from typing import NamedTuple

from fixtext.channels import Channel, Layers, garble
from fixtext.codepages import kept_table
from fixtext.damage import MOST_PRIOR
from fixtext.ranking import FIRST_MARGIN
from fixtext.readings import Reading, garbles_to
from fixtext.results import rows
from fixtext.scan import PAGES, page_bits
from fixtext.sequences import beyond_ascii, known_bytes

_LEAST_SEQUENCES = 64
_LEAST_DISTINCT = 4
"""Whole sequences, and distinct ones, that are no chance."""

_MOST_LAYERS = 4
_NO_LAYERS: Layers = ()

_FIRST_PART = 1_024
"""Characters of a text, from the first beyond ASCII on, that tell which code pages it may have been
read through."""


class Whole(NamedTuple):
    """A text all of which came whole through some layers, and what it was before."""

    before: str
    after: str
    layers: Layers


def find_whole(text: str) -> Whole | None:
    """What a text was that came whole through one code page, or through several in turn.

    None where anything is in doubt.
    """
    after, layers = text, _NO_LAYERS
    while len(layers) < _MOST_LAYERS and (found := _undone(after)):
        page, after = found
        layers = (Channel(read=page), *layers)
    proven = layers and garbles_to([after], [text], layers)
    return Whole(text, after, layers) if proven else None


def readings_of(whole: Whole) -> list[Reading]:
    """All readings of a text, in order."""
    text, after, layers = whole
    starts = [match.start() for match in _HIGH.finditer(text)]
    befores = _HIGH.findall(text)
    afters = _HIGH.findall(after)
    ends = map(add, starts, map(len, befores))
    # A trusted reading, and what the document says about each of its sequences.
    bits = FIRST_MARGIN + min(log2(sum(map(len, afters))), MOST_PRIOR)
    columns = (starts, ends, befores, afters, repeat(layers), repeat(()), repeat(bits))
    return rows(Reading, *columns)


def some_readings_of(whole: Whole, step: int) -> list[Reading]:
    """Every so many of the readings of a text; their places are those of what they make."""
    matches = islice(_HIGH.finditer(whole.after), None, None, step)
    return [
        Reading(*match.span(), garble(match[0], whole.layers), match[0], whole.layers, (), 0.0)
        for match in matches
    ]


def sizes_of(whole: Whole) -> list[int]:
    """How many characters each of the readings of a text makes."""
    return list(map(len, _HIGH.findall(whole.after)))


_HIGH = re.compile("[^\x00-\x7f]+")


def _undone(text: str) -> tuple[str, str] | None:
    """The code page through which all of a text is whole, and what the text was.

    Of several that make the same, the likeliest; None where another one makes something else.
    """
    first = _HIGH.search(text)
    if first is None:
        return None
    sample = "".join(_HIGH.findall(text, first.start(), first.start() + _FIRST_PART))
    # Most texts that are not whole are told by their beginning.
    pages = sorted([page for page in PAGES if _may_be_whole(sample, page)], key=_likely_first)
    signs = "".join(set(text)) if pages else ""
    found: tuple[str, str] | None = None
    tried: set[bytes] = set()
    for page in pages:
        known = known_bytes(signs, page)
        if known is None or known in tried:
            continue
        tried.add(known)
        after = _decoded(text, page)
        if after is None:
            continue
        if found is not None or _may_be_folded(text, signs, page):
            return None
        found = page, after
    return found if found and _is_no_chance(found[1]) else None


def _may_be_folded(text: str, signs: str, page: str) -> bool:
    """Whether a text in letters of one case may be whole as something else than it was.

    What has become a capital or a small letter may be another continuation byte then.
    """
    tails = kept_table(page)[0x80:0xC0]
    return (text.islower() or text.isupper()) and any(
        sign in tails and sign.swapcase() != sign and sign.swapcase() in tails for sign in signs
    )


def _is_no_chance(after: str) -> bool:
    """Whether what whole sequences make has so many that chance does not."""
    distinct = sum(char > "\x7f" for char in set(after))
    return beyond_ascii(after) >= _LEAST_SEQUENCES and distinct >= _LEAST_DISTINCT


def _likely_first(page: str) -> tuple[float, str]:
    return page_bits(page), page


def _may_be_whole(sample: str, page: str) -> bool:
    """Whether the beginning of a text is whole through a code page, but for where it is cut."""
    data = known_bytes(sample, page)
    if data is None:
        return False
    try:
        codecs.utf_8_decode(data, "strict", False)  # noqa: FBT003 (it takes no keywords)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(text: str, page: str) -> str | None:
    """What a text is through a code page, where all of it is whole."""
    data = known_bytes(text, page)
    try:
        return None if data is None else data.decode("utf-8")
    except UnicodeDecodeError:
        return None
