"""One pass over a text: every stretch read through one channel, and which readings to believe."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, combinations, groupby
from operator import attrgetter
from typing import NamedTuple

from fixtext.adaptation import adapt
from fixtext.beam_search import BEAM, KEPT_COST, WIDE_BEAM, best_path
from fixtext.calibration import calibrate
from fixtext.chance import is_guess, may_be_chance
from fixtext.channels import Channel, Layers, garble
from fixtext.damage import Evidence, evidence
from fixtext.folding import IS_WORD_CHARACTER
from fixtext.gaps import (
    GAP,
    MOST_WORK,
    WIDE_WORK,
    lattice_in,
    lattices_of,
    longer_sample_of,
    readable,
    sample_of,
    sample_of_long,
)
from fixtext.hypotheses import JUDGED, believable
from fixtext.identification import LEAST_LEAD, is_to_be_told, language_of
from fixtext.invert import is_torn
from fixtext.judge import NEXT_MARGIN, Judge
from fixtext.language import UNITS_PER_BIT, LanguageModel
from fixtext.lattice import Edge, Model, Piece
from fixtext.ranking import FIRST_MARGIN
from fixtext.scan import page_bits
from fixtext.stretches import Stretch, word_before
from fixtext.vanished import leaves_no_trace

STRANGE_COST = 12.0
"""Bits that a letter beside a reading costs when it stays as it is in the same run."""


class Choice(NamedTuple):
    """One inferred character: its offset in the text that replaces, and what competes with it."""

    offset: int
    char: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...]


class Reading(NamedTuple):
    """A stretch of a text and what it is believed to have been. bits: what that gains."""

    start: int
    end: int
    before: str
    after: str
    layers: Layers
    choices: tuple[Choice, ...]
    bits: float


def unread_reading(start: int, shown: str, channel: Channel) -> Reading:
    """What a channel garbled and what is too much to be read: it stays as it is shown."""
    return Reading(start, start + len(shown), shown, shown, (channel,), (), FIRST_MARGIN)


def is_unread(reading: Reading) -> bool:
    """Whether a reading is garbled text that is left, as unread_reading has it."""
    return reading.after == reading.before


def read_through(
    text: str,
    channel: Channel,
    static: LanguageModel,
    context: Iterable[str] = (),
    *,
    torn: bool = False,
    looks: bool = True,
) -> list[Reading]:
    """The believable readings of `text` through `channel`, in order, not overlapping.

    torn: torn sequences are as good as whole ones: it is known that the channel was at work, and
    that it leaves hardly any. looks: of much damage, a sample is read first.

    The model is sharpened by `context` and by what of `text` is clean. (The words that came
    through inside the stretches say little about their gaps: a character that lost a byte lost
    it everywhere, so none of the candidates is ever among them.)
    """
    context = tuple(context)
    counts = evidence(text, channel, torn=torn)
    readings = _read_through(text, channel, static, context, counts, torn=torn, looks=looks)
    has_torn = not torn and any(reading.choices for reading in readings)
    read = Counter("".join([reading.before for reading in readings])) if has_torn else {}
    surer = counts.with_torn(read, text)
    if surer is None:
        return readings
    return _read_through(text, channel, static, context, surer, torn=torn, looks=looks)


def _read_through(
    text: str,
    channel: Channel,
    static: LanguageModel,
    context: Sequence[str],
    counts: Evidence,
    *,
    torn: bool,
    looks: bool,
) -> list[Reading]:
    found, marked = readable(text, channel)
    damaged, lattices, work, unread = _damage(
        text, found, marked, channel, static, looks=looks and not torn
    )
    light = _Light(static, static, "", [0] * len(found))
    if any(damaged):
        certain = marked
        if counts.clean:
            certain = _certain(text, found, marked, damaged, lattices, channel)
        light = _light(text, found, certain, lattices, static, context, torn=torn)
    model, judged, shown, ends = light
    uncertain = is_torn(channel) and _shown_share(found, text) > _UNCERTAIN_SHARE
    judge = Judge(channel, judged, counts, uncertain=uncertain)
    beam = WIDE_BEAM if uncertain and work <= WIDE_WORK else BEAM
    sure_words: dict[tuple[str, str, str], list[Piece]] = {}
    candidates: list[Reading] = []
    history, done = "\n", 0
    for i, (stretch, mark, is_damaged) in enumerate(zip(found, marked, damaged, strict=True)):
        # What stands before a stretch is what the stretches before it are believed to have been.
        history = history[-_HISTORY:] + text[done : stretch.start]
        if is_damaged:
            before = word_before(history)
            word = _word_of(stretch, before)
            pieces = sure_words.get(word, [])
            if not pieces:
                kept_cost = KEPT_COST + counts.prior(stretch.text) * UNITS_PER_BIT
                following = shown[ends[i] : ends[i] + _AHEAD].split(GAP)[0]
                edges = lattices[i] if i < len(lattices) else lattice_in(text, stretch, channel)
                pieces = best_path(edges, before, following, model, beam, kept_cost)
                if len(pieces) >= SURE_LETTERS and all(map(_is_sure, pieces)):
                    sure_words[word] = pieces
            candidates += _runs(stretch, before, pieces, judge)
            history += "".join([piece.char for piece in pieces])
        elif GAP in mark:
            history += stretch.text
        else:
            candidates += _whole_runs(stretch, history, mark, judge)
            history += mark
        done = stretch.end
    readings = [r for r in candidates if r.bits >= (0.0 if torn else NEXT_MARGIN)]
    enough = FIRST_MARGIN + page_bits(channel.read)
    if not torn and (judge.best < enough or may_be_chance(readings, text, counts)):
        return unread
    made = _traced([r for r in readings if not _is_guesswork(r, counts)], channel, static)
    return sorted([*made, *unread])


class _Damage(NamedTuple):
    """What lost bytes and is to be read.

    damaged: which stretches those are. lattices: as lattices_of says. work: candidates in them.
    unread: what is garbled as well, but too much to be read.
    """

    damaged: list[bool]
    lattices: list[list[list[Edge]]]
    work: int
    unread: list[Reading]


def _damage(
    text: str,
    found: list[Stretch],
    marked: list[str],
    channel: Channel,
    static: LanguageModel,
    *,
    looks: bool,
) -> _Damage:
    """As _Damage says. looks: of much damage, a sample is read first."""
    nothing = _Damage([False] * len(found), [], 0, [])
    damaged = [GAP in mark for mark in marked]
    lattices, work = lattices_of(text, found, damaged, channel)
    if looks:
        for sample, least in (
            (sample_of(found, marked, lattices, work, len(text)), _LEAST_SENSE),
            (longer_sample_of(found, lattices), _LEAST_SENSE),
            (sample_of_long(found, damaged), _LEAST_SENSE_OF_LONG),
        ):
            if not _makes_sense(sample, channel, static, least):
                return nothing
    if work > MOST_WORK:
        return nothing._replace(unread=_unread(found, damaged, channel))
    return _Damage(damaged, lattices, work, [])


class _Light(NamedTuple):
    """What damage is read in the light of.

    model: of the language, sharpened by what is clean. judged: the one that readings are weighed
    with. shown: the text with what is certain. ends: where each stretch ends in that.
    """

    model: Model
    judged: LanguageModel
    shown: str
    ends: list[int]


def _light(
    text: str,
    found: list[Stretch],
    certain: list[str],
    lattices: list[list[list[Edge]]],
    static: LanguageModel,
    context: Iterable[str],
    *,
    torn: bool,
) -> _Light:
    """As _Light says; certain: what is certain of each stretch."""
    gaps = _between(text, found)
    known = [part for pair in zip(gaps, [*certain, ""], strict=True) for part in pair]
    shown = "".join(known)
    language = language_of(shown, static)
    if language is None:
        language = _language_at_first_look(found, lattices, gaps, static)
    model = adapt(static, [*context, "\n".join(gaps)], shown, language)
    judged = static.in_language(language) if torn and language is not None else static
    return _Light(model, judged, shown, list(accumulate(map(len, known)))[1::2])


def _unread(found: list[Stretch], damaged: list[bool], channel: Channel) -> list[Reading]:
    """The damaged stretches as what is left."""
    return [
        unread_reading(stretch.start, stretch.text, channel)
        for stretch, is_damaged in zip(found, damaged, strict=True)
        if is_damaged
    ]


def _certain(
    text: str,
    found: list[Stretch],
    marked: list[str],
    damaged: list[bool],
    lattices: list[list[list[Edge]]],
    channel: Channel,
) -> list[str]:
    """What is certain of each stretch, and U+FFFD for each other character.

    lattices: of the first stretches, as lattices_of says.
    """
    certain = []
    for i, (stretch, mark, is_it) in enumerate(zip(found, marked, damaged, strict=True)):
        if is_it:
            known = i < len(lattices)
            mark = _certain_text(lattices[i] if known else lattice_in(text, stretch, channel))  # noqa: PLW2901
        certain.append(mark)
    return certain


def _shown_share(found: list[Stretch], text: str) -> float:
    """The share of a text in its stretches: amid ASCII, what is torn is uncertain in few places."""
    return sum(len(stretch.text) for stretch in found) / len(text) if text else 0.0


def _makes_sense(sample: str, channel: Channel, model: LanguageModel, least: float) -> bool:
    """Whether such a share of a sample of damage, if there is one, becomes believable."""
    if not sample:
        return True
    found = read_through(sample, channel, model, looks=False)
    read = sum(
        len(reading.before)
        for reading in found
        if believable(reading.after, "\n", model, is_exact=not reading.choices)
    )
    return read >= least * len(sample)


_LEAST_SENSE = 0.25
_LEAST_SENSE_OF_LONG = 0.05


def _is_guesswork(reading: Reading, counts: Evidence) -> bool:
    """Whether one sign would become one character that is hardly likelier than the others.

    That is what clean letters beside garbled ones look like: "é" may have been any of hundreds.
    Not so a sign that begins whole sequences elsewhere in the text.
    """
    if len(reading.before) > 1 or len(reading.after) > 1 or counts.leads.get(reading.before):
        return False
    return is_guess(reading)


SURE_LETTERS = 3
SURE = 0.9999
"""A damaged part of a word of so many letters, all of which are so certain where the word is met
first, is read in the same way wherever the word is met again."""


def _word_of(stretch: Stretch, before: str) -> tuple[str, str, str]:
    """The word of a stretch: the stretch, and what stands around it in the same word."""
    start, end = len(before), 0
    while start and IS_WORD_CHARACTER[before[start - 1]]:
        start -= 1
    following = stretch.following
    while end < len(following) and IS_WORD_CHARACTER[following[end]]:
        end += 1
    return before[start:], stretch.text, following[:end]


def _is_sure(piece: Piece) -> bool:
    return IS_WORD_CHARACTER[piece.char] and piece.confidence >= SURE and not piece.kept


_UNCERTAIN_SHARE = 0.5
"""Share of a text that a channel which loses half of the bytes must show for it to be uncertain."""

_HISTORY = 48
"""Characters before a stretch that are kept."""


_AHEAD = 24
"""Characters behind a stretch that are looked at, as far as they are known."""


def _language_at_first_look(
    found: list[Stretch], lattices: list[list[list[Edge]]], gaps: list[str], model: LanguageModel
) -> str | None:
    """The language of the beginning of the text, as all languages together would have it."""
    text = ""
    looked, next_asked = 0, _ASKED_FIRST
    for stretch, edges, gap in zip(found, lattices, gaps, strict=False):
        text += gap
        if edges:
            pieces = best_path(edges, gap, "", model, _LOOKING_BEAM)
            text += "".join([piece.char for piece in pieces])
        looked += len(stretch.text)
        if looked >= next_asked:
            # A little of a text tells its script, and some languages at once.
            if not is_to_be_told(text, model):
                return None
            language = language_of(text, model, _SURE_LEAD)
            if language is not None or looked >= _LOOKED_AT:
                break
            next_asked = 2 * looked
    return language_of(text, model)


_ASKED_FIRST = 100
_LOOKED_AT = 1_500
_LOOKING_BEAM = 4
_SURE_LEAD = 3 * LEAST_LEAD
"""Characters of a text that are looked at before its language is asked for the first time, and at
most; histories kept meanwhile; and what is enough not to look on."""


_HIGH = re.compile("[^\x00-\x7f]+")


def _whole_runs(stretch: Stretch, history: str, decoded: str, judge: Judge) -> list[Reading]:
    """The readings of a stretch that is nothing but whole sequences, between ASCII letters."""
    at, end, text, _ = stretch
    last = judge.outer if stretch.at_line_end else judge.inner
    if min(text) > "\x7f" and judge.trusts(decoded):
        return [Reading(at, end, text, decoded, last, (), FIRST_MARGIN)]
    readings = []
    done = 0
    for garbled, clean in zip(_HIGH.finditer(text), _HIGH.finditer(decoded), strict=True):
        before, after = garbled.group(), clean.group()
        bits = FIRST_MARGIN
        history += decoded[done : clean.start()]
        if not judge.trusts(after):
            if len(before) > JUDGED:
                judged = after[: JUDGED // 4]
                bits = judge.weigh(garble(judged, judge.outer), judged, history[-_NEAR:], "")
            else:
                following = (decoded[clean.end() :] + stretch.following)[:3]
                bits = judge.weigh(before, after, history[-_NEAR:], following)
        layers = last if garbled.end() == len(text) else judge.inner
        start = at + garbled.start()
        readings.append(Reading(start, start + len(before), before, after, layers, (), bits))
        history += after
        done = clean.end()
    return readings


_NEAR = 8
"""Characters before a reading that it is weighed with."""


def _traced(readings: list[Reading], channel: Channel, model: LanguageModel) -> list[Reading]:
    """The readings with the simplest channel; none where others have left no trace."""
    read = "".join([reading.after for reading in readings])
    return [] if leaves_no_trace(channel, read, model) else _simplify(readings, channel)


def _simplify(readings: list[Reading], channel: Channel) -> list[Reading]:
    """The readings with the simplest channel that explains them all as well."""
    before = [reading.before for reading in readings]
    after = [reading.after for reading in readings]
    for size in range(len(channel.scrubs) + 1):
        for scrubs in combinations(channel.scrubs, size):
            for loss in dict.fromkeys(("kept", channel.loss)):
                simplest = replace(channel, loss=loss, scrubs=scrubs)
                if garbles_to(after, before, simplest):
                    layers = (simplest,)
                    if all(reading.layers == layers for reading in readings):
                        return readings
                    return [reading._replace(layers=layers) for reading in readings]
    return readings


def by_layers(readings: Iterable[Reading]) -> dict[Layers, list[Reading]]:
    """Readings by their layers; there are few of those, and most neighbours have the same."""
    found: dict[Layers, list[Reading]] = {}
    for layers, some in groupby(readings, key=attrgetter("layers")):
        found.setdefault(layers, []).extend(some)
    return found


def garbles_to(after: Sequence[str], before: Sequence[str], layers: Channel | Layers) -> bool:
    """Whether each text garbles to the one in the same place.

    The texts, which have no line ends, are garbled as lines of one: every mix-up of UTF-8 shows
    ASCII as it is, and scrubs look no further than a line.
    """
    return garble("\n".join(after), layers) == "\n".join(before)


def _certain_text(edges: list[list[Edge]]) -> str:
    """The characters of a lattice that have no alternative, and U+FFFD for each other one."""
    characters = []
    at = 0
    while at < len(edges):
        edge = edges[at][0]
        certain = len(edges[at]) == 1 and len(edge.candidates) == 1
        characters.append(edge.candidates[0] if certain else "\ufffd")
        at += edge.length
    return "".join(characters)


def _between(text: str, found: list[Stretch]) -> list[str]:
    """The text before, between and behind the stretches."""
    parts, done = [], 0
    for stretch in found:
        parts.append(text[done : stretch.start])
        done = stretch.end
    parts.append(text[done:])
    return parts


def _runs(stretch: Stretch, history: str, pieces: list[Piece], judge: Judge) -> list[Reading]:
    """The maximal runs of a path that change something, each weighed."""
    readings = []
    clean = [_is_clean(piece, stretch) for piece in pieces]
    at = 0
    for is_clean, group in groupby(clean):
        start, at = at, at + len(list(group))
        run = pieces[start:at]
        after = "".join([piece.char for piece in run])
        if not is_clean:
            beside = pieces[max(start - 1, 0) : start] + pieces[at : at + 1]
            # A letter beside the run that the channel does not explain speaks against it.
            strange = sum(piece.kept and piece.char.isalpha() for piece in beside)
            if at == len(pieces) and "\ue000" <= stretch.following[:1] <= "\uf8ff":
                # What stands there for a byte is of no code page.
                strange += 1
            # What stands behind may be garbled too, so no more than its ASCII is certain.
            behind = _HIGH.split(stretch.following, maxsplit=1)[0]
            following = "".join([p.char for p in pieces[at : at + 3]]) + behind
            bits = FIRST_MARGIN
            first, last = run[0].start, run[-1].end
            before = stretch.text[first:last]
            if strange or not judge.trusts_lossy(before):
                bits = _weigh(stretch, run, after, history[-_NEAR:], following[:3], judge)
                bits -= strange * STRANGE_COST
            space = ""
            behind = stretch.text[last : last + 1]
            if judge.merges_spaces and behind == " " and garble(after, judge.inner) != before:
                # The space has swallowed what stood before it, so it belongs to the proof.
                space = " "
                last += 1
            whole_line = last == len(stretch.text) and stretch.at_line_end
            readings.append(
                Reading(
                    stretch.start + first,
                    stretch.start + last,
                    before + space,
                    after + space,
                    judge.outer if whole_line else judge.inner,
                    tuple(_choices(run, torn=judge.is_uncertain)),
                    bits,
                )
            )
        history += after
    return readings


def _is_clean(piece: Piece, stretch: Stretch) -> bool:
    return piece.kept or stretch.text[piece.start : piece.end] == piece.char


def _weigh(
    stretch: Stretch, run: list[Piece], after: str, history: str, following: str, judge: Judge
) -> float:
    start, end = run[0].start, run[-1].end
    if end - start > JUDGED:
        part = [piece for piece in run if piece.end - start <= JUDGED]
        end, following = part[-1].end, ""
        after = "".join(piece.char for piece in part)
    inferred = sum(piece.inferred for piece in run)
    return judge.weigh(
        stretch.text[start:end],
        after,
        history,
        following,
        is_whole=not inferred,
        is_evidence=inferred < len(run) or any(p.end - p.start > judge.telling_signs for p in run),
    )


def _choices(run: list[Piece], *, torn: bool) -> Iterator[Choice]:
    """The inferred characters of a run: those that had rivals, and those that lost bytes.

    Where only one byte can have been lost, it is still a guess that this is what happened.
    """
    for offset, piece in enumerate(run):
        if piece.inferred or len(piece.char.encode()) > piece.end - piece.start:
            calibrated = calibrate(piece.confidence, piece.alternatives, torn=torn)
            yield Choice(offset, piece.char, *calibrated)
