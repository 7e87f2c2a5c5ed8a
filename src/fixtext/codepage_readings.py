"""UTF-8 read as a code page: a text read back through one channel, and what of it to believe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from fixtext.beam_search import BEAM, KEPT_COST, WIDE_BEAM, best_path
from fixtext.chance import is_guess, is_quoted_letter, may_be_chance
from fixtext.channels import Channel
from fixtext.codepage_context import Context, certain_of, context_of
from fixtext.codepage_runs import runs, whole_runs
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
from fixtext.hypotheses import characters_believed
from fixtext.invert import is_certain, is_torn
from fixtext.judge import NEXT_MARGIN, Judge
from fixtext.language import UNITS_PER_BIT, LanguageModel
from fixtext.lattice import Edge, Piece
from fixtext.ranking import FIRST_MARGIN
from fixtext.readings import Reading, garbles_to, unread_reading
from fixtext.scan import page_bits
from fixtext.stretches import Stretch, word_before
from fixtext.vanished import leaves_no_trace


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
    that it leaves hardly any. looks: of much damage, a sample is read first; what is read without
    is a sample itself.

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
    known = Context(static, static, "", [0] * len(found))
    # A language and a model of its own are for choices.
    if any(damaged) and (torn or not is_certain(channel)):
        certain = marked
        if counts.clean:
            certain = certain_of(text, found, marked, damaged, lattices, channel)
        known = context_of(text, found, certain, lattices, static, context, torn=torn)
    model, judged, shown, ends = known
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
            candidates += runs(stretch, before, pieces, judge)
            history += "".join([piece.char for piece in pieces])
        elif GAP in mark:
            history += stretch.text
        else:
            candidates += whole_runs(stretch, history, mark, judge)
            history += mark
        done = stretch.end
    readings = [r for r in candidates if r.bits >= (0.0 if torn else NEXT_MARGIN)]
    enough = FIRST_MARGIN + page_bits(channel.read)
    if not torn and (
        judge.best < enough or may_be_chance(readings, text, counts, is_sample=not looks)
    ):
        return unread
    readings = [r for r in readings if not is_quoted_letter(r, text)]
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


def _unread(found: list[Stretch], damaged: list[bool], channel: Channel) -> list[Reading]:
    """The damaged stretches as what is left."""
    return [
        unread_reading(stretch.start, stretch.text, channel)
        for stretch, is_damaged in zip(found, damaged, strict=True)
        if is_damaged
    ]


def _shown_share(found: list[Stretch], text: str) -> float:
    """The share of a text in its stretches: amid ASCII, what is torn is uncertain in few places."""
    return sum(len(stretch.text) for stretch in found) / len(text) if text else 0.0


def _makes_sense(sample: str, channel: Channel, model: LanguageModel, least: float) -> bool:
    """Whether such a share of a sample of damage, if there is one, becomes believable."""
    if not sample:
        return True
    found = read_through(sample, channel, model, looks=False)
    return characters_believed(found, model) >= least * len(sample)


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
