"""Repair a decoded file: what is wrong with its bytes, and with its text.

The text of a file with broken bytes is what UTF-8 shows of it. Stretches in another encoding are
read first; the text with them is then repaired as any other. A stretch in which that would change
something is not believable as it was read, and is left; so is garbled text that touches broken
bytes which nothing explains.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fixtext.broken import pieces
from fixtext.decoding import Document, decode_document, encode_repair
from fixtext.edits import Part, apart, applied, places_in_result
from fixtext.errors import NotTextError
from fixtext.options import Options
from fixtext.pieces import Piece
from fixtext.readings import Choice, Reading, moved
from fixtext.render import Findings, render
from fixtext.repairer import find_readings, repair_text
from fixtext.results import Repair
from fixtext.unrecoverable import Wreck, wrecks

_GARBLED_NOTE = "not UTF-8, and garbled in the encoding that it seems to be in"


def repair_document(document: Document, options: Options) -> Repair:
    """As fixtext.repair, for a decoded file; offsets are those of its text.

    Of broken bytes, `before` of a span is what UTF-8 shows, U+FFFD. Encode the result with
    fixtext.decoding.encode_repair, which leaves all other bytes as they are.
    """
    text, encoding = document.text, document.encoding
    if not document.damaged:
        return repair_text(text, options, encoding)
    found = pieces(document)
    readings = {
        at: _reading(piece, text) for at, piece in enumerate(found) if piece.after is not None
    }
    unwanted = {at for at, reading in readings.items() if not options.wants(reading)}
    unwanted = _with_their_lines(unwanted, found)
    left = [readings[at] for at in sorted(unwanted & readings.keys())]
    ruins = [Wreck(p.start, p.end, p.note) for p in found if p.after is None]
    kept = sorted(readings.keys() - unwanted)
    made = [readings[at] for at in kept]
    of_text = find_readings(applied(text, made), options)
    more, rest = of_text.made, of_text.left
    sound = apart(_in_result(made), [*more, *rest])
    if len(sound) < len(made):
        # One of the two is wrong. As long as that is so, the text is left as it is: with it put
        # right, these lines would be read otherwise next time.
        clash = _with_their_lines(set(kept) - {kept[place.number] for place in sound}, found)
        ruins += [Wreck(found[at].start, found[at].end, _GARBLED_NOTE) for at in set(kept) & clash]
        more, rest = [], [*more, *rest]
        rest = _in_input(rest, made)
        made = [readings[at] for at in kept if at not in clash]
    else:
        more, rest = _in_input(more, made), _in_input(rest, made)
    known: list[Part] = [*made, *left, *ruins]
    made_of_text, left_of_text = apart(more, known), apart(rest, known)
    ruins += apart(wrecks(text), [*known, *made_of_text, *left_of_text])
    findings = Findings(sorted([*made, *made_of_text]), sorted([*left, *left_of_text]))
    mark = options.lossy == "mark"
    result = render(text, encoding, findings, mark=mark, ruins=ruins)
    if made_of_text and not _is_read_alike(document, result):
        findings = Findings(sorted(made), sorted([*left, *left_of_text, *made_of_text]))
        result = render(text, encoding, findings, mark=mark, ruins=ruins)
    return result


def _is_read_alike(document: Document, result: Repair) -> bool:
    """Whether the repaired file is read in the same encoding.

    Garbled text is valid UTF-8, more of it than what it becomes: the broken bytes beside it may
    then be many enough to speak for another encoding.
    """
    try:
        return decode_document(encode_repair(document, result)).encoding == document.encoding
    except NotTextError:
        return False


def _with_their_lines(some: set[int], found: Sequence[Piece]) -> set[int]:
    """Pieces, by their numbers, with all others of their lines."""
    lines = {found[at].line for at in some} - {None}
    return some | {at for at, piece in enumerate(found) if piece.line in lines}


def _reading(piece: Piece, text: str) -> Reading:
    """A piece as a reading; of a guess, each character that may be another is a choice."""
    after = piece.after or ""
    choices: tuple[Choice, ...] = ()
    if piece.other is not None:
        aligned = len(piece.other) == len(after)
        sure, doubt = piece.confidence, 1.0 - piece.confidence
        choices = tuple(
            Choice(i, char, sure, ((piece.other[i], doubt),) if aligned else ())
            for i, char in enumerate(after)
            if (char != piece.other[i] if aligned else char > "\x7f")
        )
    before = text[piece.start : piece.end]
    return Reading(piece.start, piece.end, before, after, piece.layers, choices, piece.bits)


class _Place:
    """Where the result of a reading stands; number: which reading of the list it is."""

    __slots__ = ("end", "number", "start")

    def __init__(self, start: int, end: int, number: int) -> None:
        self.start = start
        self.end = end
        self.number = number


def _in_result(readings: Sequence[Reading]) -> list[_Place]:
    """Readings of the input, in order, as places in the text that they make."""
    places = places_in_result(readings)
    return [_Place(start, end, number) for number, (start, end) in enumerate(places)]


def _in_input(found: Iterable[Reading], made: Sequence[Reading]) -> list[Reading]:
    """Readings of the text that `made` makes, as readings of the input; none overlaps those."""
    known, at, shift = [], 0, 0
    places = _in_result(made)
    for reading in found:
        while at < len(made) and places[at].start < reading.end:
            shift += len(made[at].before) - len(made[at].after)
            at += 1
        known.append(moved(reading, shift))
    return known
