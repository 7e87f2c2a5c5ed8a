"""Texts read back through a multi-byte encoding: which one, and which readings to believe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from math import log2
from typing import NamedTuple

from fixtext.adaptation import adapt
from fixtext.calibration import calibrate
from fixtext.channels import STAND_INS, Channel
from fixtext.hypotheses import FIRST_MARGIN, HIT_COST, JUDGED, gain
from fixtext.identification import language_of
from fixtext.language import UNITS_PER_BIT, LanguageModel, Model
from fixtext.lattice import Edge, Piece, best_path
from fixtext.multibyte import READERS, SWALLOWING
from fixtext.multibyte_invert import Lattice, Place, lattice
from fixtext.multibyte_scan import first_suspicious, suspicious_lines
from fixtext.readings import NEXT_MARGIN, SOLE_MARGIN, Choice, Reading, garbles_to
from fixtext.swallowed import NOTHING, guess

_HYPOTHESES: dict[str, tuple[tuple[float, str, str], ...]] = {
    "gbk": (
        (0.0, "windows-936", "question"),
        (1.0, "gbk", "fffd"),
        (1.0, "java-gbk", "fffd"),
        (2.0, "whatwg-gbk", "fffd"),
        (8.0, "windows-936", "fffd"),
        (3.0, "gb18030", "fffd"),
        (12.0, "gbk", "question"),
        (13.0, "gb18030", "question"),
        (6.0, "gbk", "dropped"),
        (7.0, "gb18030", "dropped"),
    ),
    "cp932": (
        (1.0, "windows-932", "middle-dot"),
        (1.0, "cp932", "fffd"),
        (2.0, "whatwg-shift-jis", "fffd"),
        (3.0, "windows-932", "question"),
        (8.0, "windows-932", "fffd"),
        (9.0, "cp932", "question"),
        (6.0, "cp932", "dropped"),
    ),
    "cp949": (
        (2.0, "windows-949", "question"),
        (2.0, "cp949", "fffd"),
        (2.0, "java-949", "fffd"),
        (3.0, "whatwg-euc-kr", "fffd"),
        (8.0, "windows-949", "fffd"),
        (9.0, "cp949", "question"),
        (8.0, "cp949", "dropped"),
    ),
    "big5": (
        (3.0, "windows-950", "question"),
        (3.0, "big5", "fffd"),
        (4.0, "whatwg-big5", "fffd"),
    ),
    "euc_jp": ((5.0, "euc-jp", "fffd"), (7.0, "euc-jp", "question")),
}
"""Bits of disbelief in each way of reading, before any evidence."""

_SAMPLE = 8
_SAMPLE_CHARACTERS = 72
"""Lines that hypotheses are tried on, and characters of each, from a suspicious one on."""

_SAMPLE_BEFORE = 8

_BEAM = 8
"""Histories kept while hypotheses are tried."""

_SHARE_OF_LINES = 0.3
"""Where so many of the lines with characters beyond ASCII are suspicious, all of them are read."""

_NEAR = 8
_AHEAD = 24
"""Characters before and behind a reading that it is weighed with."""

_LANGUAGE_TOLD_BY = 400
"""Characters that the language of a text is told by."""

_MOST_PRIOR = 8.0

_CHOICE_COST = 6.0
"""Bits that a reading gains by there being many candidates, where nothing came through whole."""



class _Stretch(NamedTuple):
    """A part of a line that is read as a whole. line: where the line begins in the text."""

    start: int
    end: int
    text: str
    line: int
    at_line_end: bool


def read(
    text: str, found: dict[str, int], static: LanguageModel, context: Iterable[str] = ()
) -> list[Reading]:
    """The believable readings of `text`, in order, not overlapping.

    found: what multibyte_scan says of the text.
    """
    lines = _lines(text, found)
    channel = find_channel(text, lines, found, static)
    return read_through(text, lines, channel, static, context) if channel else []


def _lines(text: str, found: dict[str, int]) -> list[tuple[int, int]]:
    """Start and end of the lines that are worth reading."""
    suspicious = suspicious_lines(text, found)
    wide = [match.span() for match in _WIDE_LINE.finditer(text)]
    if len(suspicious) >= _SHARE_OF_LINES * len(wide):
        return wide
    return [span for span in wide if span[0] in suspicious]


_WIDE_LINE = re.compile(r"^[^\n]*?[^\x00-\x7f\n][^\n]*$", re.MULTILINE)


def find_channel(
    text: str, lines: Sequence[tuple[int, int]], found: dict[str, int], model: LanguageModel
) -> Channel | None:
    """The channel that explains the lines best, or None when none is believable."""
    sample = _sample(text, lines, found)
    best: tuple[float, Channel] | None = None
    left = 1
    together = "\n".join(sample)
    for codec in sorted(found, key=lambda codec: -found[codec]):
        for bits, channel in _hypotheses(codec, together):
            if channel.loss == "dropped" and not left:
                continue
            if _is_hopeless(together, channel):
                continue
            gained, kept = -bits, 0
            for line in sample:
                more, left_there = _gain(line, channel, model)
                gained += more
                kept += left_there
            if best is None or gained > best[0]:
                best = gained, channel
                left = kept
    if best is None or best[0] < _LEAST_GAIN:
        return None
    return best[1]


def _sample(text: str, lines: Sequence[tuple[int, int]], codecs: Iterable[str]) -> list[str]:
    """Parts of some lines, evenly over the text, each from a suspicious place on."""
    sample = []
    for start, end in lines[:: max(1, len(lines) // _SAMPLE)][:_SAMPLE]:
        line = text[start:end]
        if len(line) > _SAMPLE_CHARACTERS:
            at = first_suspicious(line, codecs)
            line = line[max(at - _SAMPLE_BEFORE, 0) :][:_SAMPLE_CHARACTERS]
        sample.append(line)
    return sample


_MOST_LOST = 0.55
"""Share of what lost bytes are shown as, among characters beyond ASCII, that leaves too little."""


def _is_hopeless(text: str, channel: Channel) -> bool:
    sign = STAND_INS[channel.loss]
    if not sign:
        return False
    lost = text.count(sign)
    return lost > _MOST_LOST * (len(_BEYOND_ASCII.findall(text)) + lost * (sign == "?"))


_BEYOND_ASCII = re.compile("[^\x00-\x7f]")

_LEAST_GAIN = 4.0
"""Bits that the sample must gain to be read at all; what is read is weighed again."""


def _hypotheses(codec: str, sample: str) -> Iterator[tuple[float, Channel]]:
    """The ways of reading that what is shown in a sample speaks for."""
    signs = [sign for sign in "\ufffd\u30fb" if sign in sample]
    if _QUESTION.search(sample):
        signs.append("?")
    user_defined = bool(_USER_DEFINED.search(sample))
    some = False
    for bits, reader, loss in _HYPOTHESES[codec]:
        sign = STAND_INS[loss]
        if sign and sign not in signs and (signs or some):
            # Where nothing was lost, the first one is enough.
            continue
        if loss == "dropped" and ("\ufffd" in signs or "\u30fb" in signs):
            continue
        if codec == "gbk" and (
            user_defined > (reader in _SHOWS_USER_DEFINED) or user_defined < (reader in _SAME_ELSE)
        ):
            continue
        some = True
        yield bits, Channel(read=reader, loss=loss)


_QUESTION = re.compile(r"[^\x00-\x7f]\?|\?[^\x00-\x7f]")
_USER_DEFINED = re.compile("[\ue000-\uf8ff]")
_SHOWS_USER_DEFINED = ("windows-936", "java-gbk", "gb18030", "whatwg-gbk")
_SAME_ELSE = ("java-gbk", "gb18030")


def _gain(line: str, channel: Channel, model: LanguageModel) -> tuple[float, int]:
    """Bits by which a line is more believable when it is read through a channel, and how many
    wide characters of it are left as they are."""
    gained = 0.0
    kept = 0
    for stretch in _stretches(line, [(0, len(line))], channel):
        head = line[: stretch.start]
        found = lattice(stretch.text, channel, before=head, at_line_end=stretch.at_line_end)
        pieces = best_path(_narrowed(found.edges, model), "\n" + head, "", model, _BEAM)
        after = "".join([piece.char for piece in pieces])
        kept += sum(piece.kept and piece.char >= "\u2e80" for piece in pieces)
        if after != stretch.text:
            following = line[stretch.end : stretch.end + 3]
            before = _without_signs(stretch.text, channel)
            gained += gain(before, _undoubled(after), head[-_NEAR:], following, model)
            gained += strangeness(line, stretch.start, stretch.end, after)
    return gained, kept


def _undoubled(text: str) -> str:
    """A text that is UTF-8 read as Latin-1 as what it will be when that is undone too."""
    if not _DOUBLED.search(text):
        return text
    return _DOUBLED.sub(lambda match: match[0].encode("latin-1").decode("utf-8"), text)


_DOUBLED = re.compile("[\u00c2\u00c3][\x80-\xbf]")


def _without_signs(text: str, channel: Channel) -> str:
    """A text without what stands for lost bytes: that it is strange is no evidence of what it was."""
    sign = STAND_INS[channel.loss]
    return text.replace(sign, "") if sign else text


_MARKS = re.compile("[鈥銆锛鈹鈺縺繧繝]|馃[\u4e00-\u9fff\ue000-\uf8ff]")
_MARK_BITS = 22.0
_MOST_MARK_BITS = 30.0
_WITHIN = re.compile("(?<=[a-z])[\u2e80-\ud7a3]{1,2}(?=[a-z])|(?<=[a-z])[ﾂ-ﾅ][｡-ｿ](?=[a-z])")
_WITHIN_BITS = 12.0


def strangeness(text: str, start: int, end: int, after: str) -> float:
    """Bits that speak against a stretch's being clean which the model knows nothing of.

    What E2 80, E3 80, EF BC, E2 94 and F0 9F are shown as through GBK, and E3 81 to E3 83 through
    Shift-JIS, are characters that hardly any text has. East Asian characters between small
    letters of ASCII are as rare.
    """
    found = len(_MARKS.findall(text, start, end)) - len(_MARKS.findall(after))
    bits = min(max(found, 0) * _MARK_BITS, _MOST_MARK_BITS)
    around = text[max(start - 1, 0) : end + 1]
    if _WITHIN.search(around) and not _WIDE.search(after):
        bits += _WITHIN_BITS
    return bits


_WIDE = re.compile("[\u2e80-\ud7a3]")


_MOST_CANDIDATES = 64
_FEWER_CANDIDATES = 32
_MORE_CANDIDATES = 160
_LEAST_BEAM = 5
_HEAVY = 30
_LONG = 200
"""Candidates of one edge that are weighed, the most frequent ones. Where there are more than
_HEAVY for each place: how many then, in a text of more than _LONG places and in a shorter one, and
how many histories are kept in a long one."""


def _narrowed(
    edges: list[list[Edge]],
    model: Model,
    absent: re.Pattern[str] | None = None,
    *,
    is_long: bool = True,
) -> list[list[Edge]]:
    """The edges with no more candidates than can be weighed in reasonable time.

    absent: matches characters that the document does not seem to have.
    """
    most = _MOST_CANDIDATES
    if _weight(edges) > _HEAVY:
        most = _FEWER_CANDIDATES if is_long else _MORE_CANDIDATES
    for here in edges:
        for i, edge in enumerate(here):
            candidates = edge.candidates
            if absent is not None and len(candidates) > 1:
                candidates = tuple([c for c in candidates if not absent.match(c)]) or candidates
            if len(candidates) > most:
                candidates = model.likeliest(candidates, most)
            if len(candidates) < len(edge.candidates):
                here[i] = replace(edge, candidates=candidates)
    return edges


def _weight(edges: list[list[Edge]]) -> float:
    """Candidates to weigh for each place."""
    total = sum(min(len(edge.candidates), _MOST_CANDIDATES) for here in edges for edge in here)
    return total / max(len(edges), 1)


_SCRIPTS = ("\u3041-\u30ff", "\u3400-\u9fff", "\uac00-\ud7a3")
_LEAST_TELLING = 8
_ABSENT_SHARE = 0.02
"""A script is absent that has less than this share of so many East Asian characters."""


def _absent(certain: str) -> re.Pattern[str] | None:
    """Matches the East Asian scripts that are not in a text, where there is enough of it."""
    counts = {script: len(re.findall(f"[{script}]", certain)) for script in _SCRIPTS}
    total = sum(counts.values())
    if total < _LEAST_TELLING:
        # Too little to tell kana from Han characters, but hardly any text has both them and Hangul.
        kana, han, hangul = _SCRIPTS
        absent = [] if not total else [kana, han] if counts[hangul] * 2 > total else [hangul]
        return re.compile(f"[{''.join(absent)}]") if absent else None
    absent = [script for script, count in counts.items() if count < _ABSENT_SHARE * total]
    return re.compile(f"[{''.join(absent)}]") if absent else None


def _stretches(
    text: str, lines: Iterable[tuple[int, int]], channel: Channel
) -> list[_Stretch]:
    """The parts of lines from the first character beyond ASCII to the last one."""
    found = []
    pattern = _stretch_pattern(STAND_INS[channel.loss] == "?")
    for start, end in lines:
        match = pattern.search(text, start, end)
        if match:
            at_end = text[match.end() : end].strip("\r") == ""
            found.append(_Stretch(match.start(), match.end(), match[0], start, at_end))
    return found


@lru_cache(maxsize=2)
def _stretch_pattern(question: bool) -> re.Pattern[str]:  # noqa: FBT001 (private)
    if question:
        return re.compile(r"\?*[^\x00-\x7f](?:[^\n]*[^\x00-\x7f])?(?:\s?\?+)*")
    return re.compile(r"[^\x00-\x7f](?:[^\n]*[^\x00-\x7f])?")


def read_through(
    text: str,
    lines: Sequence[tuple[int, int]],
    channel: Channel,
    static: LanguageModel,
    context: Iterable[str] = (),
) -> list[Reading]:
    """The believable readings of some lines through a channel."""
    found = _stretches(text, lines, channel)
    lattices = [
        lattice(s.text, channel, before=text[s.line : s.start], at_line_end=s.at_line_end)
        for s in found
    ]
    first_look = _first_look(found, lattices, static)
    language = language_of(first_look, static)
    model = adapt(static, context, first_look, language)
    absent = _absent(first_look)
    ends = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    is_long = sum(len(graph.edges) for graph in lattices) > _LONG
    runs: list[_Run] = []
    for stretch, graph in zip(found, lattices, strict=True):
        head = text[stretch.line : stretch.start]
        following = text[stretch.end : stretch.end + _AHEAD]
        edges = _narrowed(graph.edges, model, absent, is_long=is_long)
        beam = _LEAST_BEAM if is_long and _weight(edges) > _HEAVY else None
        pieces = best_path(edges, "\n" + head, following, model, beam)
        runs += _runs(text, stretch, graph.places, pieces, head, ends, channel)
    whole = sum(run.whole for run in runs if run.changed)
    clean = sum(run.whole for run in runs if not run.changed)
    prior = min(max(log2((whole + 1) / (clean + 1)), 0.0), _MOST_PRIOR)
    readings = []
    best = 0.0
    for run in runs:
        if not run.changed or run.start == run.end:
            continue
        before = text[run.start : run.end]
        alone = _weigh(_without_signs(before, channel), run, text, static) - HIT_COST
        alone += strangeness(text, run.start, run.end, run.after)
        best = max(best, alone if run.whole else alone - _CHOICE_COST)
        if alone + prior >= NEXT_MARGIN:
            readings.append(
                Reading(
                    run.start,
                    run.end,
                    before,
                    run.after,
                    (channel,),
                    tuple(run.choices),
                    alone + prior,
                )
            )
    if best < FIRST_MARGIN:
        return []
    if len({(r.before, r.after) for r in readings}) == 1 and _is_doubtful(readings[0], text):
        return []
    return _simplified(readings, channel)


def _is_doubtful(reading: Reading, text: str) -> bool:
    """Whether a reading that is all the evidence there is may be clean text after all."""
    if len(reading.after) > 1:
        return False
    within = strangeness(text, reading.start, reading.end, reading.after) > _MARK_BITS
    return reading.bits < (FIRST_MARGIN if within else SOLE_MARGIN)


def _first_look(
    found: Sequence[_Stretch], lattices: Sequence[Lattice], model: LanguageModel
) -> str:
    parts = []
    left = _LANGUAGE_TOLD_BY
    for stretch, graph in zip(found, lattices, strict=True):
        edges = _narrowed([list(here) for here in graph.edges], model)
        pieces = best_path(edges, "\n", "", model, _BEAM)
        parts.append("".join([_certain(piece) for piece in pieces]))
        left -= len(stretch.text)
        if left < 0:
            break
    return "\n".join(parts)


def _certain(piece: Piece) -> str:
    return "\ufffd" if piece.inferred and piece.char > "\x7f" else piece.char


class _Run(NamedTuple):
    """Characters in a row that a channel changed, or did not.

    whole: characters beyond ASCII that lost nothing.
    """

    start: int
    end: int
    after: str
    changed: bool
    whole: int
    choices: list[Choice]
    history: str


def _runs(
    text: str,
    stretch: _Stretch,
    places: Sequence[Place],
    pieces: Sequence[Piece],
    head: str,
    ends: str,
    channel: Channel,
) -> list[_Run]:
    """The runs of a path."""
    runs = []
    history = head
    for is_clean, group in groupby(pieces, lambda piece: _is_clean(piece, places, stretch.text)):
        run = list(group)
        first, last = places[run[0].start].at, places[run[-1].end].at
        after = ""
        whole = 0
        choices: list[Choice] = []
        for piece in run:
            if places[piece.start].swallowed:
                following = stretch.text[places[piece.end].at :] + _line_rest(text, stretch.end)
                ranked = guess(history + after, following, at_line_end=False, ends=ends)
                choices.append(Choice(len(after), *ranked[0], tuple(ranked[1:])))
                after += ranked[0][0]
                continue
            whole += piece.char > "\x7f" and not piece.inferred
            if piece.inferred and not is_clean:
                confidence, others = calibrate(piece.confidence, piece.alternatives)
                choices.append(Choice(len(after), piece.char, confidence, others))
            after += piece.char
        if not is_clean and last == len(stretch.text) and _may_lack(stretch, run, channel):
            ranked = guess(history + after, "", at_line_end=True, ends=ends)
            char, confidence = ranked[0]
            if char != NOTHING:
                choices.append(Choice(len(after), char, confidence, tuple(ranked[1:])))
                after += char
        runs.append(
            _Run(
                stretch.start + first,
                stretch.start + last,
                after,
                not is_clean,
                whole,
                choices,
                history[-_NEAR:],
            )
        )
        history += after
    return runs


def _may_lack(stretch: _Stretch, run: Sequence[Piece], channel: Channel) -> bool:
    """Whether something may have been swallowed right at the end of a line."""
    return (
        stretch.at_line_end
        and READERS[channel.read].rule == SWALLOWING
        and run[-1].inferred
        and stretch.text[-1:] == STAND_INS[channel.loss]
    )


def _line_rest(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[at : end if end >= 0 else len(text)]


def _is_clean(piece: Piece, places: Sequence[Place], shown: str) -> bool:
    start, end = places[piece.start], places[piece.end]
    if piece.kept:
        return True
    return start.in_step and end.in_step and shown[start.at : end.at] == piece.char


def _weigh(before: str, run: _Run, text: str, model: Model) -> float:
    """Bits by which a run is more believable than what it would replace."""
    after = _undoubled(run.after)
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
