"""Texts read back through a multi-byte encoding: what they were, and which of it to believe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import log2

from fixtext.adaptation import adapt
from fixtext.beam_search import best_path
from fixtext.chance import SOLE_MARGIN, are_fragments
from fixtext.channels import STAND_INS, Channel
from fixtext.edits import applied
from fixtext.hypotheses import JUDGED, characters_believed
from fixtext.identification import MOST_TEXT, language_of
from fixtext.inventories import is_inventory, is_table
from fixtext.judge import NEXT_MARGIN
from fixtext.language import LanguageModel
from fixtext.lattice import Piece
from fixtext.multibyte import READERS
from fixtext.multibyte_candidates import LONG, absent_scripts, narrowed
from fixtext.multibyte_hypotheses import (
    BEAM,
    MARK_BITS,
    Stretch,
    find_channel,
    strangeness,
    stretches,
    undoubled,
    without_signs,
)
from fixtext.multibyte_invert import Lattice
from fixtext.multibyte_paths import (
    MOST_WORK,
    WORTH_A_LOOK,
    lattice_of,
    parts,
    sample_of,
    work_of,
)
from fixtext.multibyte_runs import Run, joined, plain_runs, runs_on_path
from fixtext.multibyte_scan import densest, suspicious_codecs, suspicious_lines
from fixtext.ranking import FIRST_MARGIN, HIT_COST, gain
from fixtext.readings import Reading, garbles_to, unread_reading
from fixtext.vanished import leaves_no_trace

_SHARE_OF_LINES = 0.3
"""Where so many of the lines with characters beyond ASCII are suspicious, all of them are read."""

_LANGUAGE_TOLD_BY = 400
"""Characters that the language of a text is told by."""

_LOOKED_AT_ONCE = 1_000
"""Characters of a stretch that are looked at for that."""

_TRUSTED_AFTER = 100
"""Once so many runs have been weighed and none was doubted, what lost nothing is believed."""

_MOST_PRIOR = 8.0

_CHOICE_COST = 6.0
"""Bits that a reading gains by there being many candidates, where nothing came through whole."""


def read(
    text: str, found: dict[str, int], static: LanguageModel, context: Iterable[str] = ()
) -> list[Reading]:
    """The believable readings of `text`, in order, not overlapping.

    found: what multibyte_scan says of the text.
    """
    lines, suspicious = _lines(text, found)
    channel = find_channel(text, suspicious, found, static)
    if channel is None:
        return []
    readings = read_through(text, lines, channel, static, context)
    if not readings:
        return []
    result = applied(text[:MOST_TEXT], [r for r in readings if r.end <= MOST_TEXT])
    language = language_of(result, static)
    model = static if language is None else static.in_language(language)
    # Where some of what was lost is shown, nothing vanished.
    is_shown = STAND_INS[channel.loss] and _LOST_IN_WORD.search(text, 0, MOST_TEXT)
    traced = channel if is_shown else readings[0].layers[-1]
    return [] if leaves_no_trace(traced, result, model) else readings


_LOST_IN_WORD = re.compile(r"[\ufffd\u30fb]|\?\?|[^\W\d_]\?[^\W\d_]")


def _lines(text: str, found: dict[str, int]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Start and end of the lines that are worth reading, and of those among them that tell it."""
    starts = suspicious_lines(text, found)
    wide = [match.span() for match in _WIDE_LINE.finditer(text)]
    suspicious = [span for span in wide if span[0] in starts]
    some_are_clean = len(starts) < _SHARE_OF_LINES * len(wide)
    telling = suspicious
    if some_are_clean and len(suspicious) > _TELLING_LINES:
        # What clean lines have by chance must not outnumber the garbled one.
        distinct = {text[start:end]: (start, end) for start, end in suspicious}
        some = densest(list(distinct)[:_MOST_LINES], found, _TELLING_LINES)
        telling = sorted(distinct[line] for line in some)
    return (suspicious if some_are_clean else wide), telling


_TELLING_LINES = 6
_MOST_LINES = 2_000
"""Suspicious lines of a text that is clean for the most part: so many tell the channel, of so many
that are looked at."""

_WIDE_LINE = re.compile(r"^[^\n]*?[^\x00-\x7f\n][^\n]*$", re.MULTILINE)


def read_through(
    text: str,
    lines: Sequence[tuple[int, int]],
    channel: Channel,
    static: LanguageModel,
    context: Iterable[str] = (),
    *,
    looks: bool = True,
) -> list[Reading]:
    """The believable readings of some lines through a channel.

    looks: of much damage, a sample is read first. What is too much is among the readings, unread.
    """
    found = stretches(text, lines, channel)
    plain = [plain_runs(stretch, channel) for stretch in found]
    unread: list[Reading] = []
    if looks:
        damaged = [stretch for stretch, runs in zip(found, plain, strict=True) if not runs]
        work = work_of(damaged, text, channel)
        if work > WORTH_A_LOOK:
            is_sense = _makes_sense(sample_of(damaged), channel, static, context)
            if work > MOST_WORK or not is_sense:
                found = [stretch for stretch, runs in zip(found, plain, strict=True) if runs]
                plain = [runs for runs in plain if runs]
                unread = [unread_reading(s.start, s.text, channel) for s in damaged if is_sense]
    runs = _all_runs(text, found, plain, channel, static, context)
    whole = sum(run.whole for run in runs if run.changed)
    clean = sum(run.whole for run in runs if not run.changed)
    prior = min(max(log2((whole + 1) / (clean + 1)), 0.0), _MOST_PRIOR)
    readings = []
    best = 0.0
    weighed = doubted = 0
    for run in runs:
        if not run.changed or run.start == run.end or _was_lost_before(run.after):
            continue
        before = text[run.start : run.end]
        bits = FIRST_MARGIN
        if run.choices or weighed < _TRUSTED_AFTER or doubted:
            alone = _weigh(without_signs(before, channel), run, text, static) - HIT_COST
            alone += strangeness(text, run.start, run.end, run.after)
            if not (is_table(before) or is_inventory(run.after) or is_table(run.after)):
                best = max(best, alone if run.whole else alone - _CHOICE_COST)
            bits = alone + prior
            weighed += 1
            doubted += bits < NEXT_MARGIN
        if bits >= NEXT_MARGIN:
            choices = tuple(run.choices)
            readings.append(
                Reading(run.start, run.end, before, run.after, (channel,), choices, bits)
            )
    if not _are_evidence(readings, best, text):
        readings = []
    return sorted([*_simplified(readings, channel), *unread])


def _all_runs(
    text: str,
    found: Sequence[Stretch],
    plain: Sequence[Sequence[Run]],
    channel: Channel,
    static: LanguageModel,
    context: Iterable[str],
) -> list[Run]:
    """The runs of all stretches. plain: those of the stretches that lost nothing."""
    graphs: dict[Stretch, Lattice] = {}
    first_look = _first_look(text, found, plain, graphs, channel, static)
    language = language_of(first_look, static)
    model = adapt(static, context, first_look, language)
    absent = absent_scripts(first_look)
    ends = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    is_long = _is_long(text, found, plain, graphs, channel)
    runs: list[Run] = []
    for stretch, whole_runs in zip(found, plain, strict=True):
        runs += whole_runs
        if not whole_runs:
            known = graphs.pop(stretch, None)
            for part in parts(text, stretch, channel, model, absent, is_long=is_long, known=known):
                here = runs_on_path(text, part, ends, channel, model)
                if here and part.stretch.start > stretch.start and runs[-1].end == here[0].start:
                    # What goes on behind a part is one.
                    here[:1] = joined(runs.pop(), here[0])
                runs += here
    return runs


def _makes_sense(
    sample: str, channel: Channel, model: LanguageModel, context: Iterable[str]
) -> bool:
    """Whether a good part of a sample of damage becomes believable."""
    lines = [match.span() for match in _WIDE_LINE.finditer(sample)]
    found = read_through(sample, lines, channel, model, context, looks=False)
    return characters_believed(found, model) >= _LEAST_SENSE * len(sample)


_LEAST_SENSE = 0.25


def _are_evidence(readings: Sequence[Reading], best: float, text: str) -> bool:
    """Whether readings, of which one gains so many bits by itself, are evidence of a mix-up."""
    # Readings within text of East Asia of which the rest is clean are none.
    if best < FIRST_MARGIN or not readings or are_fragments(readings, text, _is_wide):
        return False
    after = "".join([r.after for r in readings])
    if is_inventory(after) or 0 < len(_ALPHABETIC.findall(after)) < _LETTERS_OF_WORDS:
        return False
    is_one = len({(r.before, r.after) for r in readings}) == 1
    return not (is_one and _is_doubtful(readings[0], text))


_ALPHABETIC = re.compile("[\u0900-\u1cff]")
_LETTERS_OF_WORDS = 4
"""Letters of alphabets of three bytes, from Hindi to Khmer, which stand in words; and how many of
them are no chance in Chinese."""


def _was_lost_before(after: str) -> bool:
    """Whether there is U+FFFD in what a reading makes: nothing would be won, but where it stands in
    what has another such layer below, which tells what was lost.
    """
    return "\ufffd" in after and not suspicious_codecs(after)


def _is_wide(char: str) -> bool:
    """Whether a character is of East Asia."""
    return "\u3400" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3"


def _is_doubtful(reading: Reading, text: str) -> bool:
    """Whether a reading that is all the evidence there is may be clean text after all."""
    if len(reading.after) > 1:
        return False
    within = strangeness(text, reading.start, reading.end, reading.after) > MARK_BITS
    return reading.bits < (FIRST_MARGIN if within else SOLE_MARGIN)


def _first_look(
    text: str,
    found: Sequence[Stretch],
    plain: Sequence[Sequence[Run]],
    graphs: dict[Stretch, Lattice],
    channel: Channel,
    model: LanguageModel,
) -> str:
    """The beginning of the text as all languages together would have it.

    U+FFFD stands for what is not certain. graphs: is filled, with the lattices of what is looked
    at.
    """
    looked = []
    left = _LANGUAGE_TOLD_BY
    for stretch, runs in zip(found, plain, strict=True):
        looked.append(" ".join([run.after for run in runs]))
        if not runs:
            if len(stretch.text) <= _LOOKED_AT_ONCE:
                graph = graphs[stretch] = lattice_of(text, stretch, channel)
            else:
                first = stretch._replace(text=stretch.text[:_LOOKED_AT_ONCE], at_line_end=False)
                graph = lattice_of(text, first, channel)
            edges = narrowed([list(here) for here in graph.edges], model)
            pieces = best_path(edges, "\n", "", model, BEAM)
            looked.append("".join([_certain(piece) for piece in pieces]))
        left -= len(stretch.text)
        if left < 0:
            break
    return "\n".join(looked)


def _certain(piece: Piece) -> str:
    return "\ufffd" if piece.inferred and piece.char > "\x7f" else piece.char


def _is_long(
    text: str,
    found: Sequence[Stretch],
    plain: Sequence[Sequence[Run]],
    graphs: dict[Stretch, Lattice],
    channel: Channel,
) -> bool:
    """Whether what lost bytes has more than LONG places. graphs: as in _first_look."""
    places = 0
    for stretch, runs in zip(found, plain, strict=True):
        if not runs:
            if stretch not in graphs:
                graphs[stretch] = lattice_of(text, stretch, channel)
            places += len(graphs[stretch].edges)
            if places > LONG:
                return True
    return False


def _weigh(before: str, run: Run, text: str, model: LanguageModel) -> float:
    """Bits by which a run is more believable than what it would replace."""
    after = undoubled(run.weighed)
    if len(before) > JUDGED:
        return gain(before[:JUDGED], after[: JUDGED * 2 // 3], run.history, "", model)
    return gain(before, after, run.history, text[run.end : run.end + 3], model)


def _simplified(readings: list[Reading], channel: Channel) -> list[Reading]:
    """The readings with the plainest channel, where nothing was lost in any of them."""
    before = [reading.before for reading in readings]
    after = [reading.after for reading in readings]
    plainest = _PLAINEST.get(READERS[channel.read].codec, channel.read)
    for reader in dict.fromkeys((plainest, channel.read)):
        simpler = Channel(read=reader)
        if garbles_to(after, before, simpler):
            return [reading._replace(layers=(simpler,)) for reading in readings]
    return readings


_PLAINEST = {"gbk": "gbk", "cp932": "cp932", "cp949": "cp949", "cp950": "big5", "big5hkscs": "big5"}
