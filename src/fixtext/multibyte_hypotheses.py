"""Which multi-byte encoding was UTF-8 read as? The way of reading that explains most, or none.

The evidence is the model's, on parts of lines around suspicious places: how many bits more
believable is what they would have been than what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from fixtext.beam_search import best_path
from fixtext.channels import STAND_INS, Channel
from fixtext.language import LanguageModel
from fixtext.multibyte import READERS, SWALLOWING
from fixtext.multibyte_candidates import narrowed
from fixtext.multibyte_invert import lattice
from fixtext.multibyte_scan import first_suspicious
from fixtext.ranking import gain

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
        (2.0, "java-932", "fffd"),
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
        (24.0, "cp949", "question"),
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
_LONG_LINE = 288
"""Characters before a suspicious place that come with it, and of a line of which several parts are
looked at."""

BEAM = 8
"""Histories kept while hypotheses are tried."""

NEAR = 8
"""Characters before a reading that it is weighed with."""


class Stretch(NamedTuple):
    """A part of a line that is read as a whole. line: where the line begins in the text."""

    start: int
    end: int
    text: str
    line: int
    at_line_end: bool


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
    """Parts of some lines, evenly over the text, each from a suspicious place on.

    Of few lines, as one is where a reader swallowed their ends, there are several parts each.
    """
    sample = []
    parts = max(1, _SAMPLE // max(len(lines), 1))
    for start, end in lines[:: max(1, len(lines) // _SAMPLE)][:_SAMPLE]:
        length = max((end - start) // parts, _SAMPLE_CHARACTERS + 1)
        if end - start < _LONG_LINE:
            length = end - start
        for at in range(start, end, length):
            part = text[at : min(at + length, end)]
            if len(part) > _SAMPLE_CHARACTERS:
                first = first_suspicious(part, codecs)
                part = part[max(first - _SAMPLE_BEFORE, 0) :][:_SAMPLE_CHARACTERS]
            sample.append(part)
    if not any(_LOST in part for part in sample):
        sample += _around_lost(text, lines)
    return sample


def _around_lost(text: str, lines: Sequence[tuple[int, int]]) -> list[str]:
    """The part of the first of some lines with U+FFFD in which that stands, if there is one."""
    for start, end in lines:
        at = text.find(_LOST, start, end)
        if at >= 0:
            first = max(at - _SAMPLE_CHARACTERS // 2, start)
            return [text[first : min(first + _SAMPLE_CHARACTERS, end)]]
    return []


_LOST = "\ufffd"

_MOST_LOST = 0.55
"""Share of what lost bytes are shown as, among characters beyond ASCII, that leaves too little."""


def _is_hopeless(text: str, channel: Channel) -> bool:
    sign = STAND_INS[channel.loss]
    if not sign:
        return False
    lost = text.count(sign)
    beyond = len(_BEYOND_ASCII.findall(text)) + lost * (sign == "?")
    # Of quotes and apostrophes, most is lost, but little else is.
    return lost > _MOST_LOST * beyond and beyond > _QUOTES_SHARE * len(text)


_QUOTES_SHARE = 0.4
"""Share of a text that its quotes and dashes, three signs for each, may be."""

_BEYOND_ASCII = re.compile("[^\x00-\x7f]")

_LEAST_GAIN = 4.0
"""Bits that the sample must gain to be read at all; what is read is weighed again."""


def _hypotheses(codec: str, sample: str) -> Iterator[tuple[float, Channel]]:
    """The ways of reading that what is shown in a sample speaks for."""
    signs = [sign for sign in "\ufffd\u30fb" if sign in sample]
    asked = len(_QUESTION.findall(sample))
    if asked:
        signs.append("?")
    was_shown = "\ufffd" in signs or "\u30fb" in signs
    was_shown |= asked >= _MANY_ASKED * len(_BEYOND_ASCII.findall(sample))
    user_defined = bool(_USER_DEFINED.search(sample))
    some = False
    for bits, reader, loss in _HYPOTHESES[codec]:
        sign = STAND_INS[loss]
        if sign and sign not in signs and (signs or some):
            # Where nothing was lost, the first one is enough.
            continue
        if loss == "dropped" and was_shown:
            continue
        if codec == "gbk" and (
            user_defined > (reader in _SHOWS_USER_DEFINED) or user_defined < (reader in _SAME_ELSE)
        ):
            continue
        some = True
        yield bits, Channel(read=reader, loss=loss)


_MANY_ASKED = 0.1
"""Question marks beside characters beyond ASCII, for each of those, that are no questions."""

_QUESTION = re.compile(r"[^\x00-\x7f]\?|\?[^\x00-\x7f]")
_USER_DEFINED = re.compile("[\ue000-\uf8ff]")
_SHOWS_USER_DEFINED = ("windows-936", "java-gbk", "gb18030", "whatwg-gbk")
_SAME_ELSE = ("java-gbk", "gb18030")


def _gain(line: str, channel: Channel, model: LanguageModel) -> tuple[float, int]:
    """Bits by which a line is more believable when it is read through a channel, and how many
    wide characters of it are left as they are.
    """
    gained = 0.0
    if READERS[channel.read].rule == SWALLOWING:
        gained = -_SPACED_BITS * len(_SPACED.findall(line))
    kept = 0
    # Where a sample was cut there may be half a character, which tells nothing.
    whole = len(line) - (len(line) == _SAMPLE_CHARACTERS)
    for stretch in stretches(line, [(0, len(line))], channel):
        head = line[: stretch.start]
        found = lattice(stretch.text, channel, before=head, at_line_end=stretch.at_line_end)
        pieces = best_path(narrowed(found.edges, model), "\n" + head, "", model, BEAM)
        after = "".join([piece.char for piece in pieces])
        kept += sum(
            piece.kept
            and piece.char >= "\u2e80"
            and stretch.start + found.places[piece.start].at < whole
            for piece in pieces
        )
        if after != stretch.text:
            following = line[stretch.end : stretch.end + 3]
            before = without_signs(stretch.text, channel)
            gained += gain(before, undoubled(after), head[-NEAR:], following, model)
            gained += strangeness(line, stretch.start, stretch.end, after)
    return gained, kept


_SPACED = re.compile("鈥[?\ufffd] ")
_SPACED_BITS = 10.0
"""What follows a dash is a space: a reader that swallows one character would have swallowed it."""


def undoubled(text: str) -> str:
    """A text that is UTF-8 read as Latin-1 as what it will be when that is undone too."""
    if not _DOUBLED.search(text):
        return text
    return _DOUBLED.sub(lambda match: match[0].encode("latin-1").decode("utf-8"), text)


_DOUBLED = re.compile("[\u00c2\u00c3][\x80-\xbf]")


def without_signs(text: str, channel: Channel) -> str:
    """A text without what stands for lost bytes, which is no evidence of what was lost."""
    sign = STAND_INS[channel.loss]
    return text.replace(sign, "") if sign else text


# These are compiled when they are used: classes of so many characters take milliseconds.
_MARKS = "[鈥銆锛鈹鈺鈫鈭鈻鈼鉁鉂縺繧繝窶嚗]|馃[\u4e00-\u9fff\ue000-\uf8ff]"
MARK_BITS = 22.0
_MOST_MARK_BITS = 30.0
_WITHIN = "(?<=[a-z])[\u2e80-\ud7a3]{1,2}(?=[a-z])|(?<=[a-z])[ﾂ-ﾅ][｡-ｿ](?=[a-z])"
_APOSTROPHE = (
    "(?<=[a-z])[?\ufffd]{1,3}"
    "[셲셳셱셶셪셝셫\uea03\uea04\uea02\uea06\ue9fc\ue9f4\ue9fd](?![\u2e80-\ud7a3])"
)
"""What the last byte of an apostrophe is shown as with "s", "t", "r", "v", "l", "d", "m" through
cp949, and on Windows through Big5, right behind other letters of ASCII."""

_OPENS = "(?:^|[\\s\"'(>])[\u9686\u9a74](?=[A-Z])"
"""The marks that open a question or an exclamation in Spanish, through GBK."""

_WITHIN_BITS = 12.0


def strangeness(text: str, start: int, end: int, after: str) -> float:
    """Bits that speak against a stretch's being clean which the model knows nothing of.

    What E2 80, E3 80, EF BC, E2 94 and F0 9F are shown as through GBK, and E3 81 to E3 83 through
    Shift-JIS, are characters that hardly any text has. East Asian characters between small
    letters of ASCII are as rare.
    """
    found = len(re.findall(_MARKS, text[start:end])) - len(re.findall(_MARKS, after))
    bits = min(max(found, 0) * MARK_BITS, _MOST_MARK_BITS)
    around = text[max(start - 1, 0) : end + 1]
    if not re.search(_WIDE, after):
        if re.search(_APOSTROPHE, around):
            bits += MARK_BITS
        elif re.search(_WITHIN, around):
            bits += _WITHIN_BITS
        elif re.search(_OPENS, around):
            bits += MARK_BITS
    return bits


_WIDE = "[\u2e80-\ud7a3]"


def stretches(text: str, lines: Iterable[tuple[int, int]], channel: Channel) -> list[Stretch]:
    """The parts of lines from the first character beyond ASCII to the last one; of long lines, in
    parts that end with ASCII, which is no part of a character.
    """
    found = []
    pattern = _stretch_pattern(STAND_INS[channel.loss] == "?")
    for start, end in lines:
        match = pattern.search(text, start, end)
        if not match:
            continue
        done, stop = match.span()
        while stop - done > LONGEST:
            boundary = _BOUNDARY.search(text, done + LONGEST, stop)
            if not boundary:
                break
            found.append(Stretch(done, boundary.end(), text[done : boundary.end()], start, False))  # noqa: FBT003
            done = boundary.end()
        at_end = text[stop:end].strip("\r") == ""
        found.append(Stretch(done, stop, text[done:stop], start, at_end))
    return found


LONGEST = 4_000
"""Characters of a line that are read at once, where it can be parted."""

_BOUNDARY = re.compile("[\x20-\x3e\x40-\x7e]{2}")


@lru_cache(maxsize=2)
def _stretch_pattern(question: bool) -> re.Pattern[str]:  # noqa: FBT001 (private)
    if question:
        return re.compile(r"\?*[^\x00-\x7f](?:[^\n]*[^\x00-\x7f])?(?:\s?\?+)*")
    return re.compile(r"[^\x00-\x7f](?:[^\n]*[^\x00-\x7f])?")
