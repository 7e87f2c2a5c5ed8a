"""Is any stretch of a text suspicious? The code pages through which some of it is whole UTF-8.

A text written in UTF-8 and read through a code page shows each character beyond ASCII as the
code page's sign for a lead byte and then those of one to three continuation bytes (a "lead" and
its "tails" here). Even when bytes are lost on the way, some characters of a document come
through whole, and those are what is looked for. Clean text has such sequences too ("Ві" of
Ukrainian is one through windows-1251); the model tells them apart later.

Nearly all text is clean, and leaves here. Every sequence begins with a lead right before a tail.
Such pairs, of any code pages, are searched for in the whole text by C code; only the distinct
ones, with what follows them, are held against the code pages. What that rests on was measured
with CPython 3.11 on text that it had not seen before:

- In Latin script most characters are ASCII. Two neighbours beyond ASCII show in UTF-8 as a
  continuation byte before a lead byte. With the bytes sorted into classes by bytes.translate,
  that is a search for two bytes, at 2 ns a byte, encoding included. A regex that begins with a
  class takes 7 ns a byte, splitting into runs 3 to 10.
- In other scripts neighbours beyond ASCII are everywhere, but tails are rare: mostly they are
  punctuation and capitals. A regex that begins with a class of them takes 4.5 ns a character,
  however large the class.
- Some code pages have tails among the lower-case letters of a script. Clean text of the script
  has whole sequences of those in nearly every line: a sample finds them, and the search then
  goes without these code pages.
"""

from __future__ import annotations

import re
from functools import lru_cache

from fixtext import codepages
from fixtext.sequences import beyond_ascii, covered, has_sequence

TYPE_CHECKING = False  # as typing.TYPE_CHECKING, whose import takes 3 ms
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Bits by which a code page is less likely to have been the one, before any evidence. Those that
# systems use by default come first; ISO 8859 pages other than Latin-1 are hardly ever taken for
# UTF-8, since software that means them decodes their windows superset. No system's console reads
# cp855 by default, which has the signs of cp866 for other bytes.
PAGE_BITS: dict[str, float] = {
    "windows-1252": 0.0,
    "iso-8859-1": 1.0,
    **dict.fromkeys(("windows-1250", "windows-1251", "windows-1254"), 5.0),
    **dict.fromkeys(("windows-1253", "windows-1257", "cp437", "mac-roman"), 7.0),
    **dict.fromkeys(("cp850", "cp866", "koi8-r", "windows-1255", "windows-1256"), 8.0),
    **dict.fromkeys(("windows-1258", "windows-874", "iso-8859-15"), 8.0),
    "iso-8859-2": 12.0,
    "cp855": 18.0,
}
_OTHER_PAGE_BITS = 10.0


def page_bits(read: str) -> float:
    """Bits of disbelief in a code page, before any evidence."""
    return PAGE_BITS.get(read, _OTHER_PAGE_BITS)


PAGES = tuple(sorted(codepages.NAMES, key=page_bits))
"""All code pages, the likely first."""

_LETTER_PAGES = (
    *("cp855", "cp866", "koi8-u", "whatwg-koi8-u", "mac-cyrillic", "windows-1251"),
    *("windows-1256", "windows-874", "iso-8859-11"),
)
"""Code pages with tails among the lower-case letters of a script: Russian, Ukrainian and others
in Cyrillic, Persian, Thai."""

_SHORT = 1024
"""Texts of up to so many characters are held against the code pages as they are: that takes
150 ns a character, where making the regexes takes milliseconds."""

_SAMPLE = 256
"""Characters from the middle of a text that tell which script it is in."""

_LATIN = 1.5
"""UTF-8 bytes a character below which text counts as Latin (Vietnamese 1.3, Cyrillic 1.8)."""

_FIRST_PART = 4096
"""Characters; what is found in them is not looked for in the rest."""


def suspicious_pages(text: str) -> list[str]:
    """The code pages through which some stretch of `text` is whole UTF-8, the likely first."""
    if text.isascii():
        return []
    if len(text) <= _SHORT:
        found = _pages_within(text)
    else:
        middle = (len(text) - _SAMPLE) // 2
        sample = text[middle : middle + _SAMPLE]
        if len(sample.encode("utf-8", "replace")) < _LATIN * len(sample):
            found = 0
            for part in _parts(text, 0):
                found = _pages_within(_latin_contexts(part), found)
        else:
            found = _bits(page for page in _LETTER_PAGES if has_sequence(sample, page))
            for part in (text[: _FIRST_PART + _SHARED], *_parts(text, _FIRST_PART)):
                found = _pages_within(_other_contexts(part, found), found)
    return [page for number, page in enumerate(PAGES) if found >> number & 1]


def _parts(text: str, start: int) -> Iterator[str]:
    """A text from `start` on, so little at a time that what is found in it needs no room."""
    for at in range(start, len(text), _PART_AT_ONCE):
        yield text[at : at + _PART_AT_ONCE + _SHARED]


_PART_AT_ONCE = 1 << 18
_SHARED = 3
"""Characters of a part, and how many of the next it has too, so that no sequence is cut in two."""


def suspects(text: str) -> tuple[str, dict[str, int]]:
    """The suspicious pages of a text, each with the characters that are UTF-8 through it.

    The text comes first that they are of: where parts of a long text tell enough, those.
    """
    if len(text) > _LONG:
        step = len(text) // _PARTS
        parts = "\n".join([text[at : at + _PART] for at in range(0, len(text), step)])
        found = {page: covered(parts, page) for page in suspicious_pages(parts)}
        most = max(found.values(), default=0)
        # Cyrillic letters are sequences of other Cyrillic code pages by chance, a third of them.
        if most >= _ENOUGH and most >= _GARBLED * beyond_ascii(parts):
            return parts, found
    return text, {page: covered(text, page) for page in suspicious_pages(text)}


_LONG = 16_384
_PARTS = 16
_PART = 512
"""Of texts of more than so many characters, so many parts of so many characters are looked at."""

_ENOUGH = 400
_GARBLED = 0.5
"""Characters in whole sequences that leave no need to look for more, and their share of those
beyond ASCII."""


# Where a sequence may be: its characters and perhaps more, with white space between them.


def _latin_contexts(text: str) -> str:
    """For text that is mostly ASCII."""
    data = text.encode("utf-8", "replace")
    common, with_e1 = _byte_classes()
    ends = [pair.start() for pair in re.finditer(b"cL", data.translate(common))]
    if b"\xe1" in data:
        ends += [pair.start() for pair in re.finditer(b"cL", data.translate(with_e1))]
    # A character ends there, and three more may belong to the sequence. What is cut off at the
    # ends of the slice does not decode.
    slices = {data[max(end - 2, 0) : end + 10] for end in ends}
    runs = set(b" ".join(slices).translate(_ASCII_TO_SPACE).split())
    return b" ".join(runs).decode("utf-8", "ignore")


_ASCII_TO_SPACE = b" " * 0x80 + bytes(range(0x80, 0x100))


@lru_cache(maxsize=None)
def _byte_classes() -> tuple[bytes, bytes]:
    """For bytes.translate: "c" for what ends a lead in UTF-8, "L" for what begins a tail.

    The tails that begin with E1 are in the second table alone. They are few, all of
    iso-8859-14, while the commonest letters of Vietnamese begin with E1 too: for those pairs,
    the leads of that code page are enough.
    """
    tails = {page: [char.encode() for char in _tails(page)] for page in PAGES}
    tables = []
    for of_e1 in (False, True):
        first = {tail[0] for page in PAGES for tail in tails[page] if (tail[0] == 0xE1) == of_e1}
        pages = [page for page in PAGES if not first.isdisjoint(tail[0] for tail in tails[page])]
        last = {lead.encode()[-1] for page in pages for lead in "".join(_leads(page))}
        table = bytearray(b" " * 0x100)
        for byte in last:
            table[byte] = ord("c")
        for byte in first:
            table[byte] = ord("L")
        tables.append(bytes(table))
    return tables[0], tables[1]


def _other_contexts(text: str, found: int) -> str:
    """For any text. Not of those letter pages that are found already."""
    known = tuple(page for page in _LETTER_PAGES if found & _bits([page]))
    return " ".join(set(_contexts_pattern(known).findall(text)))


@lru_cache(maxsize=None)
def _contexts_pattern(known: tuple[str, ...]) -> re.Pattern[str]:
    """Finds a tail with a lead before it, and gives both with up to two more tails.

    Without the code pages `known`. The lead and the tails may be of different pages.
    """
    pages = [page for page in PAGES if page not in known]
    lead = _class("".join(_leads(page)) for page in pages)
    tail = _class(map(_tails, pages))
    # The lookahead in a lookbehind makes the regex begin with the rare tail, not with the lead.
    return re.compile(f"{tail}(?<=(?=({lead}{tail}{{1,3}}))..)", re.DOTALL)


def _class(chars: Iterable[str]) -> str:
    """A regex class; of ranges, since that compiles twice as fast."""
    ranges: list[list[int]] = []
    for point in sorted(set(map(ord, "".join(chars)))):
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return f"[{''.join(f'{re.escape(chr(a))}-{re.escape(chr(b))}' for a, b in ranges)}]"


# What a sequence is.


def _pages_within(text: str, found: int = 0) -> int:
    """The pages with a whole sequence in `text`, and those `found` already, as bits."""
    leads, longer_leads, tails = _pages_by_sign()
    likely = 0
    for first, second, third in set(zip(text, text[1:], text[2:] + " ")):  # noqa: B905
        if second in tails:
            found |= leads.get(first, 0) & tails[second]
            if third in tails:
                likely |= longer_leads.get(first, 0) & tails[second] & tails[third]
    likely &= ~found
    return found | _bits(
        page
        for number, page in enumerate(PAGES)
        if likely >> number & 1 and has_sequence(text, page)
    )


def _bits(pages: Iterable[str]) -> int:
    """A set of pages: bit n stands for page n of PAGES."""
    return sum(1 << PAGES.index(page) for page in pages)


@lru_cache(maxsize=None)
def _pages_by_sign() -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """The pages, as bits, that have a sign for a lead of two, a longer lead, and a tail."""
    by_sign: tuple[dict[str, int], ...] = ({}, {}, {})
    for number, page in enumerate(PAGES):
        for pages, signs in zip(by_sign, (*_leads(page), _tails(page)), strict=True):
            for sign in signs:
                pages[sign] = pages.get(sign, 0) | 1 << number
    return by_sign[0], by_sign[1], by_sign[2]


def _tails(page: str) -> str:
    """The signs of a code page for continuation bytes."""
    return codepages.kept_table(page)[0x80:0xC0]


def _leads(page: str) -> tuple[str, str]:
    """The signs of a code page for the lead bytes of two, and of three or four bytes."""
    table = codepages.kept_table(page)
    return table[0xC2:0xE0], table[0xE0:0xF5]
