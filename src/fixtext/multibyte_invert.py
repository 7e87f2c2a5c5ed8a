"""From text that a multi-byte encoding made of UTF-8 back to what it may have been, as a lattice.

Shown characters and characters of UTF-8 do not align: three bytes of one are the two of the
first and the first of the second. So a place in the lattice is more than a place in the shown
text: it also says which bytes of a character that is already begun are left, and what may follow
a byte that was lost. Places are numbered in the order of the text, and an edge leads from one
place to another over the bytes of one character of UTF-8.

What stands for lost bytes, as U+FFFD, "?" or nothing at all, has every code that the reader loses:
a lead byte with what does not go with it. Windows loses an ASCII character with a lead byte; that
is one candidate here, SWALLOWED, and which it was is told by what stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from fixtext.channels import STAND_INS, Channel
from fixtext.lattice import Edge
from fixtext.multibyte_characters import Bytes, characters
from fixtext.multibyte_codes import ANY, CONTINUATION, END, SWALLOWED_REST, Code, Codes, codes_of

SWALLOWED = " "
"""Stands in the lattice for an ASCII character that a reader took with the byte before it."""

_WINDOW = 5
"""Shown characters that the bytes of one character can reach over, and one behind them."""

_MOST_DROPPED = 3
"""Bytes dropped in a row."""


class Place(NamedTuple):
    """A place in the lattice.

    at: shown characters that are begun. rest: what is left of the bytes of the last of them.
    following: the bytes that may come next, empty for all. dropped: bytes dropped just before.
    """

    at: int
    rest: tuple[Bytes, ...] = ()
    following: Bytes = ANY
    dropped: int = 0

    @property
    def in_step(self) -> bool:
        """Whether a shown character begins here."""
        return not self.rest

    @property
    def swallowed(self) -> bool:
        """Whether the next byte is an ASCII character that a reader took with another byte."""
        return self.rest == SWALLOWED_REST


class Inverse(NamedTuple):
    """What a channel over UTF-8 shows, read backwards.

    codes: the codes of each character that the reader shows for bytes beyond ASCII. sign: what
    is shown for lost bytes. lost: the codes that are lost. next, dropped: what _bytes and _dropped
    remember.
    """

    codes: Codes
    sign: str
    lost: tuple[Code, ...]
    next: dict[tuple[str, Place], list[tuple[Bytes, Place]]]
    dropped: dict[Place, list[tuple[Bytes, Place]]]


@lru_cache(maxsize=32)
def inverse(channel: Channel) -> Inverse:
    """The inverse of a channel whose `written` is UTF-8 and that reads a multi-byte encoding."""
    codes, lost = codes_of(channel)
    return Inverse(codes, STAND_INS[channel.loss] or "", lost, {}, {})


class Lattice(NamedTuple):
    """edges: as lattice.best_path takes them. places: what each position is."""

    edges: list[list[Edge]]
    places: list[Place]


_Key = tuple[str, int, tuple[tuple[Bytes, ...], Bytes, int, bool, bool]]
_Step = tuple[Place, tuple[str, ...], bool]
"""To which place, with which candidates, whether they are a shown character taken for clean."""


def lattice(
    stretch: str, channel: Channel, *, before: str = "", at_line_end: bool = False
) -> Lattice:
    """The lattice of a stretch of text; every edge leads on to its end.

    before: what stands before it on the line. at_line_end: a line ends right after the stretch,
    so its last byte may be cut off there.
    """
    known = inverse(channel)
    cache = _step_cache(channel)
    end = len(stretch)
    steps: dict[Place, list[_Step]] = {}
    waiting: list[set[Place]] = [set() for _ in range(end + 1)]
    waiting[0].add(Place(0))
    is_code = _CODE.search(before + stretch) is not None
    for at in range(end + 1):
        window = stretch[at : at + _WINDOW]
        if at_line_end and at + _WINDOW > end:
            window += "\n"
        spaced = (stretch[at - 1] if at else before[-1:]) in _BLANK
        todo = list(waiting[at])
        while todo:
            place = todo.pop()
            if place in steps:
                continue
            relative = _relative_steps(window, place, known, cache, spaced=spaced, code=is_code)
            here = steps[place] = [
                (Place(target.at + at, target.rest, target.following, target.dropped), chars, kept)
                for target, chars, kept in relative
            ]
            for target, _, _ in here:
                if target.at == at:
                    todo.append(target)
                else:
                    waiting[target.at].add(target)
    return _numbered(steps, end)


def _relative_steps(
    window: str,
    place: Place,
    known: Inverse,
    cache: dict[_Key, list[_Step]],
    *,
    spaced: bool,
    code: bool,
) -> list[_Step]:
    """The steps from a place, counted from there; the same ones wherever the same is shown.

    cache: is filled. Most steps depend on two or three characters of the window, which are met
    again and again; then they are remembered for these.
    """
    how = place.rest, place.following, place.dropped, spaced, code
    for size in _REACHES:
        found = cache.get((window[:size], size, how))
        if found is not None:
            return found
    seen = _Seen()
    found = [
        (target, _fitting(chars, window, place, target, seen, spaced=spaced, code=code), kept)
        for target, chars, kept in _steps(window, place._replace(at=0), known, seen)
    ]
    if len(cache) > _MOST_WINDOWS:
        cache.clear()
    size = next(size for size in _REACHES if seen.reach <= size)
    cache[window[:size], size, how] = found
    return found


class _Seen:
    """How many characters of a window have been looked at; one more where it was found to end."""

    __slots__ = ("reach",)

    def __init__(self) -> None:
        self.reach = 0

    def look(self, window: str, start: int, end: int | None = None) -> str:
        """A part of the window, one character without an end."""
        end = start + 1 if end is None else end
        self.reach = max(self.reach, end)
        return window[start:end]


_REACHES = (2, 3, _WINDOW + 1)
"""Characters of a window that steps are remembered for; the last is for all of it."""


_BLANK = ("", " ", "\t", "\n", "\u3000")
DASHES = ("\u2014", "\u2013", "\u2022")
"""What stands between spaces: dashes, and dots before the items of lists."""

_EMOJI_STYLE = "\ufe0f"
_CODE = re.compile(r"[\"`;{}=]|//|/\*|^\s*[*#]|\w'|'\w")
_CURLY = "\u2018\u2019\u201c\u201d"

_DASHES_AND_QUOTES = frozenset(map(chr, range(0x2010, 0x203B)))
_OPENING = "\u2018\u201a\u201c\u201e\u2039\u00ab"
_CLOSING = "\u2019\u201d\u203a\u00bb"


_UNFIT_BEFORE = {
    "\n": "、（【《「『〈“",
    **dict.fromkeys("\"')<", "、，；（【《「『〈"),
}
"""Punctuation that does not stand right before a line's end, or before the end of a quote."""


def _fitting(
    candidates: tuple[str, ...],
    window: str,
    place: Place,
    target: Place,
    seen: _Seen,
    *,
    spaced: bool,
    code: bool,
) -> tuple[str, ...]:
    """The candidates but for quotes that open before a space, or close behind one, and commas
    before what ends a sentence.

    spaced: whether a space stands before them, or nothing. code: whether the line is one of a
    program, which has straight quotes; curly ones are left where nothing else is meant.
    """
    if len(candidates) < 2:
        return candidates
    if _EMOJI_STYLE in candidates:
        # Behind a sign, far more usual than all others that begin with the same bytes.
        return (_EMOJI_STYLE,)
    if _DASHES_AND_QUOTES.isdisjoint(candidates):
        behind = seen.look(window, target.at) if target.in_step else " "
        unfit = _UNFIT_BEFORE.get(behind, "")
        return (unfit and tuple(char for char in candidates if char not in unfit)) or candidates
    if code and max(candidates) >= "\u2e80":
        candidates = tuple([c for c in candidates if c not in _CURLY])
    unfit = _CLOSING if spaced and place.in_step else ""
    if spaced and place.in_step and "\u2022" in candidates and target.swallowed:
        # A dash, then a space: hardly anything else stands by itself, but for items of lists.
        candidates = tuple(c for c in candidates if c in DASHES or not "\u2010" <= c <= "\u203a")
    if target.swallowed or (target.in_step and seen.look(window, target.at) in _BLANK):
        unfit += _OPENING
    return tuple(char for char in candidates if char not in unfit)


def _numbered(steps: dict[Place, list[_Step]], end: int) -> Lattice:
    """The places that lead to the end, in order, with edges between their numbers."""
    order = sorted(steps, key=_order)
    final = Place(end)
    leading: set[Place] = set()
    for place in reversed(order):
        is_end = place.at == end and place.in_step
        if is_end or any(target in leading for target, _, _ in steps[place]):
            leading.add(place)
    places = [place for place in order if place in leading and (place.at < end or place.rest)]
    number = {place: i for i, place in enumerate(places)}
    for place in leading:
        if place.at == end and place.in_step:
            number[place] = len(places)
    edges = [
        [
            Edge(number[target] - i, candidates, kept)
            for target, candidates, kept in steps[place]
            if target in leading
        ]
        for i, place in enumerate(places)
    ]
    return Lattice(edges, [*places, final])


def _order(place: Place) -> tuple[int, int, int, Bytes, tuple[Bytes, ...]]:
    return place.at, place.dropped, -len(place.rest), place.following, place.rest


_MOST_WINDOWS = 10_000
"""Places whose steps are remembered for a channel, about 1.5 KB each."""


@lru_cache(maxsize=8)
def _step_cache(_: Channel) -> dict[_Key, list[_Step]]:
    return {}


def _steps(window: str, place: Place, known: Inverse, seen: _Seen) -> list[_Step]:
    """The steps from a place over one character of UTF-8, or over one that is clean."""
    found: dict[Place, dict[str, None]] = {}
    for first, target in _bytes(window, place, known, seen):
        ascii_chars, sequences = _begun(first)
        for char in ascii_chars:
            found.setdefault(target, {})[char] = None
        for here, needed in sequences:
            for sets, end in _tails(window, target, needed, known, seen):
                chars = characters((here, *sets))
                if chars:
                    found.setdefault(end, {}).update(dict.fromkeys(chars))
    steps = [(target, tuple(candidates), False) for target, candidates in found.items()]
    if place.in_step and window and window[0] > "\x7f" and not _is_sure(window, known, seen):
        steps.append((Place(1), (window[0],), True))
    return steps


@lru_cache(maxsize=4096)
def _begun(first: Bytes) -> tuple[tuple[str, ...], tuple[tuple[Bytes, int], ...]]:
    """The characters of ASCII in a set of bytes; and the lead bytes, by how many must follow."""
    sequences = []
    for leads, needed in _LEADS:
        here = bytes([byte for byte in first if byte in leads])
        if here:
            sequences.append((here, needed))
    return tuple([chr(byte) for byte in first if byte < 0x80]), tuple(sequences)


def _is_sure(window: str, known: Inverse, seen: _Seen) -> bool:
    """Whether a window begins with two whole characters of three bytes, which no clean text is."""
    data = b""
    for at, char in enumerate(window):
        seen.look(window, at)
        codes = known.codes[char]
        if len(codes) != 1 or char == known.sign:
            return False
        data += b"".join(codes[0][0])
        if len(data) >= _SURE:
            break
    else:
        seen.look(window, len(window))
    return len(data) >= _SURE and bool(_TWO_WIDE.match(data))


_SURE = 6
_TWO_WIDE = re.compile(rb"(?:[\xe2-\xef][\x80-\xbf]{2}){2}")

_LEADS = ((range(0xC2, 0xE0), 1), (range(0xE0, 0xF0), 2), (range(0xF0, 0xF5), 3))


def _tails(
    window: str, place: Place, needed: int, known: Inverse, seen: _Seen
) -> Iterator[tuple[tuple[Bytes, ...], Place]]:
    """The ways to take so many continuation bytes from a place."""
    for choice, target in _bytes(window, place, known, seen):
        tail = _continuing(choice)
        if tail and needed == 1:
            yield (tail,), target
        elif tail:
            for sets, end in _tails(window, target, needed - 1, known, seen):
                yield (tail, *sets), end


@lru_cache(maxsize=4096)
def _continuing(choice: Bytes) -> Bytes:
    """The continuation bytes in a set of bytes."""
    return bytes([byte for byte in choice if byte in CONTINUATION])


def _bytes(window: str, place: Place, known: Inverse, seen: _Seen) -> list[tuple[Bytes, Place]]:
    """The sets of bytes that may come next, and where each leads."""
    if place.rest:
        return [(place.rest[0], Place(place.at, place.rest[1:], place.following, place.dropped))]
    at = place.at
    here = seen.look(window, at)
    if not known.sign:
        return [*_shown_bytes(here, place, known), *_dropped(place, known)]
    if here == known.sign:
        here = seen.look(window, at, at + 2)
    key = here, place
    found = known.next.get(key)
    if found is None:
        if len(known.next) > _MOST_NEXT:
            known.next.clear()
        found = [*_shown_bytes(here[:1], place, known)]
        if here[:1] == known.sign:
            found += _lost_bytes(here[1:], place, known)
        known.next[key] = found
    return found


_MOST_NEXT = 5_000
"""Places, with the characters there, of which it is remembered what may come next."""


def _shown_bytes(char: str, place: Place, known: Inverse) -> Iterator[tuple[Bytes, Place]]:
    """As _bytes, of the character that is shown at a place, if there is one."""
    at, following = place.at, place.following
    if char and char != "\n":
        if char <= "\x7f" and (not following or ord(char) in following):
            yield bytes([ord(char)]), Place(at + 1)
        for sets, then in known.codes[char]:
            if not following or sets[0][0] in following:
                yield sets[0], Place(at + 1, sets[1:], then)


def _lost_bytes(behind: str, place: Place, known: Inverse) -> Iterator[tuple[Bytes, Place]]:
    """As _bytes, of what stands for lost bytes. behind: the character behind it."""
    unfit = _is_swallowing if behind == "\n" else _is_end
    for code in known.lost:
        first = _common(code[0][0], place.following)
        if first and not unfit(code):
            then = ANY if code[1] == END else code[1]
            yield first, Place(place.at + 1, code[0][1:], then)


def _dropped(place: Place, known: Inverse) -> list[tuple[Bytes, Place]]:
    """As _bytes, of bytes that were dropped at a place."""
    found = known.dropped.get(place)
    if found is None:
        found = known.dropped[place] = []
        for sets, then in known.lost if place.dropped < _MOST_DROPPED else ():
            first = _common(sets[0], place.following)
            if first and then != END:
                found.append(
                    (
                        first,
                        place._replace(rest=sets[1:], following=then, dropped=place.dropped + 1),
                    )
                )
    return found


def _is_swallowing(code: Code) -> bool:
    return code[0][1:] == SWALLOWED_REST


def _is_end(code: Code) -> bool:
    return code[1] == END


def _common(some: Bytes, others: Bytes) -> Bytes:
    return bytes([byte for byte in some if byte in others]) if others else some
