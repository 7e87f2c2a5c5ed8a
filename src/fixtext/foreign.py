"""Lines of another encoding in a file of UTF-8.

Facts of the domain:
- A file gets such lines when programs with different settings append to it, or when somebody
  pastes a line into an editor that keeps bytes. Such a line is whole as a rule; a program that
  fills in a name or a value leaves single words of another encoding, but never half a word.
- Text in a legacy encoding is hardly ever valid UTF-8 by chance, and UTF-8 that is read in a
  legacy encoding is hardly ever believable. So a line with broken sequences is read in every
  encoding, and the model says which of the readings, if any, is believable.
- A sequence that lost bytes has a reading in a legacy encoding too, by chance. So a reading must
  also be better than damage: what it says must make the text around it more believable.

Each line is judged by itself; what is not clear so is judged again with the encodings of the
lines that are. Nothing else passes from line to line, so that what is left of a file after its
repair is left again. Constants were set on documents of 20 lines in the languages of
benchmarks/encodings.py, of the sources that the model was built from, with lines of another
encoding, or with bytes lost or changed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import NamedTuple

from fixtext import codepages
from fixtext.channels import Channel, encode, garble
from fixtext.decoding import BrokenRun, Document, encode_stretch
from fixtext.encodings import (
    MULTI_BYTE,
    cheapest_language,
    cheapest_model,
    codec_name,
    decoded,
    is_of_another_script,
    legacy_pages,
    plainest,
    prior_bits,
    text_bits,
)
from fixtext.language import MOST_CONTEXT, UNITS_PER_BIT, UNKNOWN, LanguageModel, load
from fixtext.pieces import TORN, Piece, hex_words

_POOL_BITS = 10.0
"""Bits of belief in an encoding that another line of the file is in."""

_LEAST_LEAD = 13.0
"""Bits by which a reading must be better than the next one, so that no other is plausible."""

_LEAST_GUESS = 8.0
"""The same for a reading that is a guess."""

_TEMPERATURE = 1.7
"""Bits of the model for each bit of belief; as for fills, see fixtext.calibration."""

_DAMAGE_BITS = 9.0
_DAMAGED_BITS = 6.0
"""Bits of disbelief in damage, and in what each damaged byte may be."""

_STRANGE_BITS = 20.0
"""Bits of disbelief in letters of ASCII and another script in one word."""

_TORN_BITS = 8.0
"""Bits of disbelief in legacy text that begins as the document's characters do in UTF-8."""

_WORTH_READING = 16
"""Code pages that a line is read in, the likeliest by the frequency of their characters alone."""

_MOST_READINGS = 5
"""Readings of a line that are judged in all its languages."""

_MOST_JUDGED = 160
"""Bytes of a line that its encoding is told from."""


class _Line(NamedTuple):
    """The stretch of a line from its first word that is not UTF-8 to its last, by itself.

    document: that stretch behind what stands before it. start: of the stretch in there. runs:
    what is not UTF-8 in it; other broken bytes in there tell by themselves what they are.
    """

    document: Document
    start: int
    runs: tuple[BrokenRun, ...]


class _Place(NamedTuple):
    """Where a line is. start, end: of the stretch in the document. number: of the line."""

    start: int
    end: int
    runs: tuple[BrokenRun, ...]
    number: int


_Parts = tuple[tuple[int, int, str], ...]
"""Start and end in the document's text, and what stands there."""


class _Reading(NamedTuple):
    """A line read in another encoding, all of it or in parts.

    bits: what it costs. text: all of the stretch.
    """

    bits: float
    encoding: str
    parts: _Parts
    text: str


class _Judge(NamedTuple):
    """What readings are judged by: languages that the document may be in, the lead bytes of its
    characters in UTF-8.
    """

    model: LanguageModel
    languages: tuple[str, ...]
    leads: frozenset[int]

    def languages_of(self, text: str) -> tuple[str, ...]:
        """The languages that a line may be in."""
        own = cheapest_language(text, self.model)
        return (*self.languages, own) if own else self.languages


def _judge(document: Document) -> _Judge:
    model = load()
    # Words of ASCII are what a repair leaves as they are.
    words = " ".join(w for w in document.text[:_LANGUAGE_SEEN].split() if w.isascii())
    language = cheapest_language(words, model)
    leads = frozenset(char.encode()[0] for char in set(document.text) if char > "\x7f")
    return _Judge(model, (language,) if language else (), leads)


def foreign_pieces(document: Document, runs: list[BrokenRun]) -> list[Piece]:
    """What some runs of broken bytes are: words and lines of another encoding, or damage."""
    if not runs:
        return []
    judge = _judge(document)
    lines = [_by_itself(document, line) for line in _lines(document.text, runs)]
    readings: dict[_Line, list[_Reading]] = {}
    made: dict[_Line, list[Piece] | None] = {}
    for line, _, _ in lines:
        if line not in readings:
            readings[line] = _readings(line, judge)
            made[line] = _decide(line, readings[line], judge)
    pool = {readings[line][0].encoding for line, pieces in made.items() if pieces}
    for line, pieces in made.items():
        made[line] = pieces or _decide_again(line, readings[line], judge, pool)
    # A line of which a part is left would look otherwise when it is read again.
    unclear = {number for line, number, _ in lines if not made[line]}
    found: list[Piece] = []
    for line, number, shift in lines:
        pieces = made[line] if number not in unclear else None
        for piece in pieces or [
            Piece(run.start, run.end, None, note=f"broken UTF-8: {hex_words(run.data)}")
            for run in line.runs
        ]:
            moved = piece._replace(start=piece.start + shift, end=piece.end + shift)
            found.append(moved._replace(line=number) if pieces else moved)
    return found


def _by_itself(document: Document, place: _Place) -> tuple[_Line, int, int]:
    """A line apart from its document, its number, and where it is in the document."""
    text, floor = document.text, max(place.start - MOST_CONTEXT, 0)
    begin = max(text.rfind("\n", floor, place.start) + 1, floor)
    at = bisect_left(document.broken, begin, key=_run_start)
    broken = []
    for run in document.broken[at:]:
        if run.start >= place.end:
            break
        broken.append(_moved(run, -begin))
    alone = Document(text[begin : place.end], "utf-8", b"", tuple(broken))
    runs = tuple(_moved(run, -begin) for run in place.runs)
    return _Line(alone, place.start - begin, runs), place.number, begin


def _moved(run: BrokenRun, by: int) -> BrokenRun:
    return BrokenRun(run.start + by, run.end + by, run.data)


def _run_start(run: BrokenRun) -> int:
    return run.start


def _decide_again(
    line: _Line, readings: list[_Reading], judge: _Judge, pool: set[str]
) -> list[Piece] | None:
    """As _decide, with the encodings of other lines."""
    if not pool:
        return None
    again = [
        reading._replace(bits=reading.bits - _POOL_BITS * (reading.encoding in pool))
        for reading in readings
    ]
    return _decide(line, sorted(again), judge, pool)


_LANGUAGE_SEEN = 20_000
"""Characters that the document's language is told from."""


def _lines(text: str, runs: list[BrokenRun]) -> Iterator[_Place]:
    """The lines, or parts of long ones, that runs of broken bytes are in."""
    first = number = 0
    for at in range(1, len(runs) + 1):
        end = runs[at - 1].end
        following = runs[at].start if at < len(runs) else len(text)
        ends = at == len(runs) or text.find("\n", end, following) >= 0
        if ends or _is_far(text, runs[first].start, end, following):
            before = runs[first - 1].end if first else 0
            yield _Place(
                *_with_neighbours(text, runs[first].start, end, before, following),
                tuple(runs[first:at]),
                number,
            )
            first = at
            number += ends


def _with_neighbours(
    text: str, start: int, end: int, before: int, following: int
) -> tuple[int, int]:
    """The stretch of whole words from start to end, and of those in the line beside it that are
    not all ASCII, which may belong to it: they may be UTF-8 by chance.
    """
    floor = max(before, start - _LONG_LINE)
    floor = max(floor, text.rfind("\n", floor, start) + 1)
    ceiling = min(following, end + _LONG_LINE)
    stop = text.find("\n", end, ceiling)
    ceiling = stop if stop >= 0 else ceiling
    first = next((i for i in range(floor, start) if text[i] > "\x7f"), start)
    last = next((i for i in range(ceiling, end, -1) if text[i - 1] > "\x7f"), end)
    return _words_around(text, first, last)


def _is_far(text: str, start: int, end: int, following: int) -> bool:
    """Whether what begins at `following` is judged apart from the stretch from start to end."""
    return following - start > _LONG_LINE and any(map(str.isspace, text[end:following]))


_LONG_LINE = 400
"""Characters of a line that are judged together."""


def _words_around(text: str, start: int, end: int, floor: int = 0) -> tuple[int, int]:
    """The stretch of whole words, set apart by white space, that holds another."""
    while start > floor and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _readings(line: _Line, judge: _Judge) -> list[_Reading]:
    """The believable readings of a line, the best of each text, the best first."""
    document, start, end = line.document, line.start, len(line.document.text)
    data = encode_stretch(document, start, end)
    before = document.text[:start] or "\n"
    found: dict[str, _Reading] = {}
    mixed = not document.text[start:end].replace("\ufffd", "").isascii()
    for name in worth_reading(data, judge.model):
        whole = decoded(data, name)
        readings: list[_Parts] = [] if whole is None else [((start, end, whole),)]
        if mixed and (words := _in_words(line, name)) is not None:
            readings.append(words)
        for parts in readings:
            text = _with(document.text, start, end, parts)
            if not text.isprintable() and _CONTROLS.search(text):
                continue
            if text not in found:
                bits = (
                    prior_bits(name) + judge.model.text_cost(_judged(text), before) / UNITS_PER_BIT
                )
                found[text] = _Reading(bits, name, parts, text)
    best = sorted(found.values())[:_MOST_READINGS]
    languages = judge.languages_of(best[0].text) if best else ()
    return sorted(
        reading._replace(
            bits=text_bits(_judged(reading.text), languages, judge.model, before)
            + prior_bits(reading.encoding)
        )
        for reading in best
    )


def _judged(text: str) -> str:
    """As much of a text as is judged, linear time for any."""
    return text if len(text) <= 2 * _LONG_LINE else text[:_LONG_LINE] + text[-_LONG_LINE:]


_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f]")


def _with(text: str, start: int, end: int, parts: _Parts) -> str:
    shown, done = [], start
    for first, last, after in parts:
        shown += [text[done:first], after]
        done = last
    return "".join([*shown, text[done:end]])


def _in_words(line: _Line, name: str) -> _Parts | None:
    """A line of which only the words that are not UTF-8 are in another encoding.

    Less than a word is not: no program writes half a word.
    """
    words: list[tuple[int, int]] = []
    for run in line.runs:
        if not words or run.start >= words[-1][1]:
            words.append(_words_around(line.document.text, run.start, run.end, line.start))
    parts = []
    for start, end in words:
        text = decoded(encode_stretch(line.document, start, end), name)
        if text is None:
            return None
        parts.append((start, end, text))
    return tuple(parts)


def worth_reading(data: bytes, model: LanguageModel) -> list[str]:
    """The encodings that a line may be in, by the frequency of their characters alone."""
    counts: dict[int, int] = {}
    for byte in data[:_MOST_JUDGED]:
        if byte > 0x7F:
            counts[byte] = counts.get(byte, 0) + 1
    pages: dict[int, list[str]] = {}
    for name in legacy_pages():
        table = _unigrams(name, model)
        cost = sum(times * table[byte] for byte, times in counts.items())
        pages.setdefault(cost, []).append(name)
    best = sorted(pages)[:_WORTH_READING]
    names = [*(name for cost in best for name in pages[cost]), *MULTI_BYTE]
    # Of those that make the same of a line, the first is the one that is named.
    return sorted(names, key=prior_bits)


@lru_cache(maxsize=None)
def _unigrams(name: str, model: LanguageModel) -> tuple[int, ...]:
    table = codepages.decoding_table(name)
    return tuple(model.unigram_cost(char.lower()[:1]) if char > "\x7f" else 0 for char in table)


def _decide(
    line: _Line,
    readings: list[_Reading],
    judge: _Judge,
    pool: Container[str] = (),
) -> list[Piece] | None:
    """The pieces of a line as its best reading has them; None when that is not clear enough.

    pool: encodings that other lines are in.
    """
    if not readings:
        return None
    best = readings[0]
    lead = _lead_over_damage(line, best, judge)
    if best.encoding in pool:
        lead += _POOL_BITS
    if len(readings) > 1:
        lead = min(lead, readings[1].bits - best.bits)
    if lead < _LEAST_GUESS:
        return None
    confidence = 1.0 / (1.0 + 2.0 ** (-lead / _TEMPERATURE))
    other = readings[1] if lead < _LEAST_LEAD and len(readings) > 1 else None
    found = []
    document = line.document
    known = set(document.broken) - set(line.runs)
    for start, end, after in best.parts:
        if any(start <= run.start < end for run in known):
            return None
        before = document.text[start:end]
        data = encode_stretch(document, start, end)
        channel = Channel(plainest(best.encoding, data), "utf-8", "fffd")
        # The proof: the same bytes, and what UTF-8 shows for them.
        if encode(after, channel.written) != data or garble(after, (channel,)) != before:
            return None
        found.append(
            Piece(
                start,
                end,
                after,
                (channel,),
                confidence,
                None if lead >= _LEAST_LEAD else _other_text(other, start, end),
                lead / _TEMPERATURE,
            )
        )
    return found


def _other_text(reading: _Reading | None, start: int, end: int) -> str:
    for first, last, text in reading.parts if reading else ():
        if (first, last) == (start, end):
            return text
    return ""


def _lead_over_damage(line: _Line, reading: _Reading, judge: _Judge) -> float:
    """Bits by which a reading is better than taking what is not UTF-8 for damaged UTF-8."""
    document, start = line.document, line.start
    before = document.text[:start] or "\n"
    text = _judged(reading.text)
    speaking = cheapest_model(text, judge.languages_of(text), judge.model, before)
    shown = _judged(_with(document.text, start, len(document.text), _unread(document, reading)))
    gain = _rest_units(shown, before, speaking) - speaking.text_cost(text, before)
    codec = codec_name(reading.encoding)
    data = b"".join(_judged(after).encode(codec, "ignore") for _, _, after in reading.parts)
    beyond = sum(byte > 0x7F for byte in data)
    torn = sum(
        TORN.fullmatch(run.data) is not None and run.data[0] in judge.leads for run in line.runs
    )
    return (
        _DAMAGE_BITS
        + _DAMAGED_BITS * beyond
        + gain / UNITS_PER_BIT
        - _TORN_BITS * torn
        - _STRANGE_BITS * sum(map(_is_mixed, reading.text.split()))
    )


def _unread(document: Document, reading: _Reading) -> _Parts:
    """The parts of a reading without what is read: U+FFFD where it would be."""
    return tuple(
        (start, end, _NOT_ASCII.sub("\ufffd", document.text[start:end]))
        for start, end, _ in reading.parts
    )


_NOT_ASCII = re.compile("[^\x00-\x7f]+")


def _rest_units(shown: str, before: str, model: LanguageModel) -> int:
    """What a text costs but for U+FFFD in it, which may be anything."""
    whole = before + shown
    units, reach = 0, -1
    for i, char in enumerate(whole):
        if char > "\x7f":
            reach = i + MOST_CONTEXT
        if len(before) <= i <= reach and char != "\ufffd":
            known = whole[max(i - MOST_CONTEXT, 0) : i].replace("\ufffd", UNKNOWN)
            units += model.after(known)[char]
    return units


def _is_mixed(word: str) -> bool:
    """Whether a word has letters of ASCII beside those of another alphabet."""
    return any("a" <= char.lower() <= "z" for char in word) and any(
        char > "\x7f" and char < "\u2e80" and is_of_another_script(char) for char in word
    )
