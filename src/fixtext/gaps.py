"""Which stretches of a text came through whole, which lost bytes, and the lattices of those."""

from __future__ import annotations

from fixtext import codepages
from fixtext.beam_search import MOST_CANDIDATES
from fixtext.channels import Channel
from fixtext.edits import beside
from fixtext.invert import inverse, lattice
from fixtext.lattice import Edge
from fixtext.sequences import shown_bytes
from fixtext.stretches import Stretch, in_parts, stretches
from fixtext.unseen import without_unseen

GAP = "\N{REPLACEMENT CHARACTER}"
"""Stands for what lost bytes."""

LONGEST_STRETCH = 1_000
"""Characters of a damaged stretch that are read at once; longer ones are read in parts."""

WORK_AT_ONCE = 1_000_000
_USUAL_WORK = 0.5
_WORK_OF_STRETCH = 20
"""Candidates of which the lattices are kept, and so many more for each of a text's characters,
where a damaged stretch counts as so many by itself; what is beyond is read one stretch after the
other. Text with the usual losses has about half a candidate a character; text that lost half of
its bytes, or nonsense, has 8 to 100."""

MOST_WORK = 100_000_000
"""Candidates that are weighed at most in one pass over a text, half an hour's work. Where there are
more, only what came through whole is read: half of a repair would be found and gone on with by the
next."""

_DENSE = 4.0
_WORTH_A_LOOK = 20_000
_LOOKED_AT = 6_000
_PARTS = 12
"""Where there are so many candidates a character, and so many in all, a sample is read first: so
many, in so many parts."""

_LOOKED_AT_LONGER = 60_000
_MORE_PARTS = 40
"""As many where what is not kept is going to be read."""

WIDE_WORK = 100_000
"""Candidates beyond which no more histories are kept than where little is uncertain: it takes a
third of the time, and one character in fifty more comes out wrong."""


def readable(text: str, channel: Channel) -> tuple[list[Stretch], list[str]]:
    """The stretches of a text, long damaged ones in parts, and what marked_whole says."""
    found = stretches(text, channel)
    marked = marked_whole(found, channel)
    if all(len(s.text) <= LONGEST_STRETCH for s in found):
        return found, marked
    parts = []
    for stretch, mark in zip(found, marked, strict=True):
        parts += in_parts(stretch, channel, LONGEST_STRETCH) if GAP in mark else [stretch]
    return parts, marked_whole(parts, channel)


def lattices_of(
    text: str, found: list[Stretch], damaged: list[bool], channel: Channel
) -> tuple[list[list[list[Edge]]], int]:
    """The lattices of the first damaged stretches, empty ones for others among them, and the
    candidates in all stretches, as far as one can tell by those.

    damaged: which stretches are. There are fewer lattices than stretches where there are too many
    candidates to keep.
    """
    lattices: list[list[list[Edge]]] = []
    most = WORK_AT_ONCE + _USUAL_WORK * len(text)
    work = 0
    for stretch, is_damaged in zip(found, damaged, strict=True):
        edges: list[list[Edge]] = []
        if is_damaged:
            edges = lattice_in(text, stretch, channel)
            work += _WORK_OF_STRETCH + sum(map(_work_of, edges))
        lattices.append(edges)
        if work > most:
            sizes = [len(s.text) * is_it for s, is_it in zip(found, damaged, strict=True)]
            work = work * sum(sizes) // sum(sizes[: len(lattices)])
            break
    return lattices, work


def lattice_in(text: str, stretch: Stretch, channel: Channel) -> list[list[Edge]]:
    """The lattice of a stretch of a text."""
    edges = lattice(stretch.text, channel, at_line_end=stretch.at_line_end)
    return without_unseen(edges, beside(stretch, text)[0])


def sample_of_long(found: list[Stretch], damaged: list[bool]) -> str:
    """The beginnings of some long damaged stretches from all over a text, if there is much in
    them; clean text has few.
    """
    long = [
        stretch.text
        for stretch, is_damaged in zip(found, damaged, strict=True)
        if is_damaged and len(stretch.text) >= _LONG
    ]
    if sum(map(len, long)) < _MUCH:
        return ""
    some = long[:: len(long) // _MORE_PARTS + 1]
    return "\n".join([text[: _LOOKED_AT_OF_LONG // len(some)] for text in some])


_LONG = 24
_MUCH = 20_000
_LOOKED_AT_OF_LONG = 4_000
"""Characters of a long stretch; of so many that a sample of them is looked at before the rest; and
of that sample."""


def sample_of(
    found: list[Stretch],
    marked: list[str],
    lattices: list[list[list[Edge]]],
    work: int,
    length: int,
) -> str:
    """Parts of the damaged stretches, if it takes a look at them to tell damage from nonsense.

    They are those with most whole sequences, as far as there are any. work: what lattices_of says.
    """
    if work < max(_WORTH_A_LOOK, _DENSE * length):
        return ""
    damaged = [number for number, edges in enumerate(lattices) if edges]
    damaged.sort(key=lambda number: marked[number].count(GAP) / len(marked[number]))
    return _beginnings(damaged[:_PARTS], found, lattices, _LOOKED_AT)


def longer_sample_of(found: list[Stretch], lattices: list[list[list[Edge]]]) -> str:
    """Parts of the damaged stretches from all over a text, if there are more than are kept."""
    if len(lattices) == len(found):
        return ""
    damaged = [number for number, edges in enumerate(lattices) if edges]
    some = damaged[:: len(damaged) // _MORE_PARTS + 1]
    return _beginnings(some, found, lattices, _LOOKED_AT_LONGER)


def _beginnings(
    numbers: list[int], found: list[Stretch], lattices: list[list[list[Edge]]], most: int
) -> str:
    """The beginnings of some stretches as lines, with so many candidates in all."""
    parts = []
    for number in numbers:
        left = most / len(numbers) - _WORK_OF_STRETCH
        end = 0
        while left > 0 and end < len(lattices[number]):
            left -= _work_of(lattices[number][end])
            end += 1
        parts.append(found[number].text[:end])
    return "\n".join(parts)


def _work_of(here: list[Edge]) -> int:
    """The candidates that are weighed at one position; none where there is no choice."""
    if not here or (len(here) == 1 and len(here[0].candidates) == 1):
        return 0
    return sum([min(len(edge.candidates), MOST_CANDIDATES) for edge in here])


def marked_whole(found: list[Stretch], channel: Channel) -> list[str]:
    """What the stretches were where they are whole; with U+FFFD in it where they are not."""
    signs = codepages.kept_table(channel.read)
    unclear = [
        sign
        for sign, values in inverse(channel).bytes_of.items()
        if sign <= "\x7f" or sign not in signs or len(values) > 1
    ]
    data = shown_bytes("\n".join([stretch.text for stretch in found]), channel.read)
    marked = data.decode("utf-8", "replace").split("\n")
    if unclear:
        # Such a sign may stand for a lost byte wherever it is.
        marked = [
            mark + GAP if any(sign in s.text for sign in unclear) else mark
            for s, mark in zip(found, marked, strict=True)
        ]
    return marked if found else []
