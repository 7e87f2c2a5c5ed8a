"""Comparing a text with its twin: how far apart they are, and where, character by character.

Facts of the domain:
- A Levenshtein alignment is minimal, but costs time in the product of the two lengths. rapidfuzz
  does 64 cells of that product at a time, and far fewer when the texts are known to be near.
- Texts that are too long for that are first cut at anchors: tokens (lines, then words) that
  occur once in either text, kept where they are in the same order in both, as patience diff
  does. What lies between two anchors is aligned by itself. The result still turns the text into
  the twin, but need not be minimal.
- All work is bounded. A stretch that is left over when the bound is reached stands as one
  difference of whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

DifferenceKind = Literal["wrong fill", "lost", "added", "normalization only", "whitespace only"]
"""The first that holds of: "whitespace only", equal once all whitespace (str.isspace: also
line ends and no-break spaces) is taken out; "normalization only", canonically equivalent (equal
after NFC); "lost", in the twin and not in the text; "added", in the text and not in the twin;
"wrong fill", other characters than in the twin."""


@dataclass(frozen=True, slots=True)
class Difference:
    r"""A maximal stretch in which the text is not its twin.

    line, column: where it starts in the text, counted from 1; a line ends at "\n" alone.
    offset, twin_offset: the same place in characters from the start of the text and of the twin.
    before: what stands in the text. after: what stands in the twin.
    note: what does not show on a screen, such as a missing line end at the end of the text.
    """

    line: int
    column: int
    offset: int
    twin_offset: int
    before: str
    after: str
    kind: DifferenceKind
    note: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `compare` found.

    equal: the two texts are the same, character by character.
    distance: characters to insert, delete or replace to turn the text into the twin.
    cer: the character error rate, distance / length of the twin. An empty twin counts as one
    character, so that the rate stays finite; two empty texts have 0.0. It exceeds 1.0 when the
    text is much longer than its twin.
    exact: distance is the least possible (the Levenshtein distance). If not, the texts were too
    long and too different to find that out within the bounds: distance and cer are upper bounds,
    and a difference may cover whole lines or more.
    differences: in order, not overlapping, 100 000 at most; of more, the last covers all the
    rest. Replacing each `before` by its `after` turns the text into the twin, exact or not.
    """

    equal: bool
    distance: int
    cer: float
    exact: bool
    differences: tuple[Difference, ...]


@dataclass(slots=True)
class _Limits:
    """The bounds of one comparison; the mutable ones are used up by it.

    direct: cells (length times length) up to which two texts are aligned in one go.
    band_length: texts up to this length are tried with a narrow band; memory grows with it.
    cells, tokens: what may be spent on all alignments and on all searches for anchors.
    differences: at most this many are told apart; the last then covers the rest.
    """

    direct: int = 2_500_000_000
    band_length: int = 2_000_000
    cells: int = 6_000_000_000
    tokens: int = 6_000_000
    differences: int = 100_000


_CALL_CELLS = 30_000
"""An alignment costs as much as this many cells before it begins."""

_BAND_WITHOUT_MEMORY = 31
"""rapidfuzz finds distances up to this in memory that does not depend on the length."""

_WORDS_AN_ANCHOR = 50
"""With fewer anchors than one in so many words, it is chance that two texts share them."""

_JOINED_CHANGES, _JOINED_GAP = 8, 16
"""As many changes, no further apart than so many characters, may be one of normalization."""

_LINES, _WORDS = 0, 1

_Stretch = tuple[int, int, int, int]
"""Start and end in the text, start and end in the twin."""


def compare(text: str, twin: str) -> Comparison:
    """Compare `text` with `twin`, its known-good copy.

    Comes back within seconds for texts of 10 million characters, whatever they hold, with at most
    some 60 bytes of memory for each character of both.
    """
    return _compare(text, twin, _Limits())


def describe(difference: Difference, *, limit: int = 4) -> str:
    """One line about `difference`: place, kind, both sides with code points and their names.

    At most `limit` code points of either side are named, and at most ten times as many quoted.
    """
    before = _named(difference.before, limit)
    after = _named(difference.after, limit)
    if not difference.before:
        sides = f"twin has {after}"
    elif not difference.after:
        sides = f"{before}, not in twin"
    else:
        sides = f"{before}, twin has {after}"
    note = f" ({difference.note})" if difference.note else ""
    return f"{difference.line}:{difference.column} {difference.kind}: {sides}{note}"


def _compare(text: str, twin: str, limits: _Limits) -> Comparison:
    if text == twin:
        return Comparison(equal=True, distance=0, cer=0.0, exact=True, differences=())
    alignment = _align(text, twin, limits)
    stretches = _join_normalized(text, twin, alignment.changes)
    return Comparison(
        equal=False,
        distance=alignment.distance,
        cer=alignment.distance / max(1, len(twin)),
        exact=alignment.exact,
        differences=tuple(_differences(text, twin, stretches)),
    )


# Alignment


@dataclass(slots=True)
class _Alignment:
    """An edit script under construction.

    changes: stretches that differ, in order; two that touch are one.
    distance: the edits that they stand for. exact: there is no shorter script.
    """

    changes: list[_Stretch] = field(default_factory=list)
    distance: int = 0
    exact: bool = False

    def add(self, change: _Stretch, limit: int) -> None:
        """Append `change`, joined to the last if they touch or `limit` is reached."""
        if self.changes:
            start, end, twin_start, twin_end = self.changes[-1]
            touching = (end, twin_end) == (change[0], change[2])
            if touching or len(self.changes) >= limit:
                self.changes[-1] = (start, change[1], twin_start, change[3])
                return
        self.changes.append(change)


def _align(text: str, twin: str, limits: _Limits) -> _Alignment:
    alignment = _Alignment()
    whole = _without_affixes(text, twin, (0, len(text), 0, len(twin)))
    waiting = [(whole, _LINES)]
    while waiting:
        piece, level = waiting.pop()
        if _align_directly(text, twin, piece, limits, alignment):
            if piece is whole:
                alignment.exact = True
                return alignment
            continue
        smaller = list(_split(text, twin, piece, level, limits))
        smaller.reverse()
        waiting += smaller
        if not smaller:
            alignment.distance += max(piece[1] - piece[0], piece[3] - piece[2])
            alignment.add(piece, limits.differences)
    # The two sides in full are never further apart than the longer of them.
    longest = max(whole[1] - whole[0], whole[3] - whole[2])
    alignment.distance = min(alignment.distance, longest)
    _settle(text, twin, whole, alignment)
    return alignment


def _align_directly(
    text: str, twin: str, stretch: _Stretch, limits: _Limits, alignment: _Alignment
) -> bool:
    """Add a minimal alignment of `stretch`, if there are cells left for it."""
    start, end, twin_start, twin_end = stretch
    shorter, longer = sorted((end - start, twin_end - twin_start))
    if shorter == 0:
        if longer:
            alignment.distance += longer
            alignment.add(stretch, limits.differences)
        return True
    from rapidfuzz.distance import Levenshtein

    before, after = text[start:end], twin[twin_start:twin_end]
    hint = None
    cells = shorter * longer + _CALL_CELLS
    if cells > min(limits.direct, limits.cells):
        # A band of `width` on either side of the diagonal.
        width = min(limits.direct, limits.cells) // (2 * longer)
        if longer > limits.band_length or width == 0 or longer - shorter > width:
            return False
        limits.cells -= width * longer
        hint = Levenshtein.distance(before, after, score_cutoff=width)
        if hint > width:
            return False
        cells = 2 * hint * longer
    limits.cells -= cells
    if len(alignment.changes) >= limits.differences:
        alignment.distance += Levenshtein.distance(before, after, score_hint=hint)
        alignment.add(stretch, limits.differences)
        return True
    for code in Levenshtein.opcodes(before, after, score_hint=hint):
        if code.tag != "equal":
            i, j, k, m = code.src_start, code.src_end, code.dest_start, code.dest_end
            alignment.distance += max(j - i, m - k)
            change = (start + i, start + j, twin_start + k, twin_start + m)
            alignment.add(change, limits.differences)
    return True


def _settle(text: str, twin: str, whole: _Stretch, alignment: _Alignment) -> None:
    """Find out whether a small distance, put together from pieces, is the least possible."""
    if alignment.distance > _BAND_WITHOUT_MEMORY:
        return
    from rapidfuzz.distance import Levenshtein

    before, after = text[whole[0] : whole[1]], twin[whole[2] : whole[3]]
    alignment.distance = Levenshtein.distance(before, after, score_cutoff=alignment.distance)
    alignment.exact = True


def _split(
    text: str, twin: str, stretch: _Stretch, level: int, limits: _Limits
) -> Iterator[tuple[_Stretch, int]]:
    """The stretches between the anchors of `stretch`, each with the level to split it at next.

    Nothing when there are no anchors, or no tokens left to spend.
    """
    start, end, twin_start, twin_end = stretch
    before, after = text[start:end], twin[twin_start:twin_end]
    for token_level in range(level, _WORDS + 1):
        tokens, twin_tokens = _tokens(before, token_level), _tokens(after, token_level)
        limits.tokens -= len(tokens) + len(twin_tokens)
        if limits.tokens < 0:
            return
        anchors = _anchors(tokens, twin_tokens)
        if token_level == _WORDS and len(anchors) * _WORDS_AN_ANCHOR < len(tokens):
            return
        if not anchors and token_level == _LINES and len(tokens) == len(twin_tokens) > 1:
            # As many lines on either side: take the first for the first, and so on.
            pieces = _between(tokens, twin_tokens, ((i, i) for i in range(len(tokens))), 0)
        elif anchors:
            pieces = _between(tokens, twin_tokens, anchors, 1)
        else:
            continue
        for i, j, k, m in pieces:
            piece = (start + i, start + j, twin_start + k, twin_start + m)
            yield _without_affixes(text, twin, piece), token_level
        return


def _tokens(text: str, level: int) -> list[str]:
    if level == _LINES:
        return text.splitlines(keepends=True)
    import re

    return re.findall(r"\S+\s*|\s+", text)


def _anchors(tokens: Sequence[str], twin_tokens: Sequence[str]) -> list[tuple[int, int]]:
    """Positions of tokens that occur once on either side, as many as are in the same order.

    The longest increasing subsequence by patience sorting (Bram Cohen's patience diff).
    """
    twin_once = _once(twin_tokens)
    pairs = [(i, twin_once[token]) for token, i in _once(tokens).items() if token in twin_once]
    tails: list[int] = []
    tail_pairs: list[int] = []
    previous: list[int] = []
    for number, (_, position) in enumerate(pairs):
        pile = bisect_left(tails, position)
        previous.append(tail_pairs[pile - 1] if pile else -1)
        if pile == len(tails):
            tails.append(position)
            tail_pairs.append(number)
        else:
            tails[pile] = position
            tail_pairs[pile] = number
    chosen = []
    number = tail_pairs[-1] if tail_pairs else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = previous[number]
    chosen.reverse()
    return chosen


def _once(tokens: Sequence[str]) -> dict[str, int]:
    """The position of each token that occurs once, in order."""
    positions: dict[str, int] = {}
    for position, token in enumerate(tokens):
        positions[token] = -1 if token in positions else position
    return {token: position for token, position in positions.items() if position >= 0}


def _between(
    tokens: Sequence[str],
    twin_tokens: Sequence[str],
    anchors: Iterable[tuple[int, int]],
    width: int,
) -> Iterator[_Stretch]:
    """The stretches that end at each anchor, and the last one, in characters.

    width: how many tokens an anchor takes from both sides; 0 makes it a mere cut.
    """
    offsets = list(accumulate(map(len, tokens), initial=0))
    twin_offsets = list(accumulate(map(len, twin_tokens), initial=0))
    i = k = 0
    for j, m in anchors:
        if j > i or m > k:
            yield offsets[i], offsets[j], twin_offsets[k], twin_offsets[m]
        i, k = j + width, m + width
    if i < len(tokens) or k < len(twin_tokens):
        yield offsets[i], offsets[-1], twin_offsets[k], twin_offsets[-1]


def _without_affixes(text: str, twin: str, stretch: _Stretch) -> _Stretch:
    """`stretch` without what its two sides begin and end with in common."""
    start, end, twin_start, twin_end = stretch
    low, high = 0, min(end - start, twin_end - twin_start)
    while low < high:
        middle = (low + high + 1) // 2
        if text[start + low : start + middle] == twin[twin_start + low : twin_start + middle]:
            low = middle
        else:
            high = middle - 1
    start, twin_start = start + low, twin_start + low
    low, high = 0, min(end - start, twin_end - twin_start)
    while low < high:
        middle = (low + high + 1) // 2
        if text[end - middle : end - low] == twin[twin_end - middle : twin_end - low]:
            low = middle
        else:
            high = middle - 1
    return start, end - low, twin_start, twin_end - low


# What the changes are


def _join_normalized(text: str, twin: str, changes: Sequence[_Stretch]) -> Iterator[_Stretch]:
    """The changes, those joined that are canonically equivalent only when taken together.

    A minimal alignment may match a letter of one combining sequence with the same letter of its
    neighbour (a decomposed "\u00e9\u00e9e" can be read in that way), or a mark across a mark.
    """
    number = 0
    while number < len(changes):
        start, end, twin_start, twin_end = changes[number]
        taken = 1
        for ahead in range(_JOINED_CHANGES):
            if number + ahead == len(changes) or changes[number + ahead][0] - end > _JOINED_GAP:
                break
            _, end, _, twin_end = changes[number + ahead]
            if _equivalent(text[start:end], twin[twin_start:twin_end]):
                taken = ahead + 1
                break
        _, end, _, twin_end = changes[number + taken - 1]
        yield start, end, twin_start, twin_end
        number += taken


def _equivalent(before: str, after: str) -> bool:
    if before.isascii() and after.isascii():
        return before == after
    from unicodedata import normalize

    return normalize("NFC", before) == normalize("NFC", after)


def _differences(text: str, twin: str, changes: Iterable[_Stretch]) -> Iterator[Difference]:
    line, line_start, seen = 1, 0, 0
    for start, end, twin_start, twin_end in changes:
        line += text.count("\n", seen, start)
        line_start = max(line_start, text.rfind("\n", seen, start) + 1)
        seen = start
        before, after = text[start:end], twin[twin_start:twin_end]
        kind = _kind(before, after)
        at_start = start == twin_start == 0
        at_end = end == len(text) and twin_end == len(twin)
        yield Difference(
            line=line,
            column=start - line_start + 1,
            offset=start,
            twin_offset=twin_start,
            before=before,
            after=after,
            kind=kind,
            note=_note(before, after, kind, at_start=at_start, at_end=at_end),
        )


def _kind(before: str, after: str) -> DifferenceKind:
    if "".join(before.split()) == "".join(after.split()):
        return "whitespace only"
    if not before:
        return "lost"
    if not after:
        return "added"
    return "normalization only" if _equivalent(before, after) else "wrong fill"


def _note(before: str, after: str, kind: str, *, at_start: bool, at_end: bool) -> str:
    notes = []
    if at_start and before.startswith("\ufeff") != after.startswith("\ufeff"):
        holder = "text" if before.startswith("\ufeff") else "twin"
        notes.append(f"only the {holder} has a byte order mark")
    if kind == "whitespace only":
        if before.count("\r") != after.count("\r") and before.count("\n") == after.count("\n"):
            notes.append("another style of line end")
        if at_end and before.endswith("\n") != after.endswith("\n"):
            holder = "text" if before.endswith("\n") else "twin"
            notes.append(f"only the {holder} ends with a line end")
    return "; ".join(notes)


# Words for people

_CONTROL_NAMES = {
    "\0": "NULL",
    "\t": "CHARACTER TABULATION",
    "\n": "LINE FEED",
    "\f": "FORM FEED",
    "\r": "CARRIAGE RETURN",
    "\x1b": "ESCAPE",
    "\x7f": "DELETE",
    "\x85": "NEXT LINE",
}


def _named(run: str, limit: int) -> str:
    """`run` quoted, with the names of its first code points; shortened if it is long."""
    import unicodedata

    names = [
        f"U+{ord(char):04X} "
        + (unicodedata.name(char, "") or _CONTROL_NAMES.get(char, _unnamed(char)))
        for char in run[:limit]
    ]
    quoted = run[: 10 * limit]
    rest = f" and {len(run) - limit} more" if len(run) > limit else ""
    ellipsis = "…" if len(run) > len(quoted) else ""
    return f"{quoted!r}{ellipsis} {', '.join(names)}{rest}"


def _unnamed(char: str) -> str:
    import unicodedata

    words = {"Cc": "control", "Cs": "lone surrogate", "Co": "private use"}
    return f"({words.get(unicodedata.category(char), 'no name')})"
