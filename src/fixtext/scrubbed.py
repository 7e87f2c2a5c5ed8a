"""Mojibake that was scrubbed afterwards, known by what is left of the commonest characters.

Scrubs wear away what UTF-8 is recognised by: "â€™" becomes "â€TM", "GÇÖ" or "€™". Seldom is more
than one sign of a text left in that shape, so no counting helps. But it is always the same few
characters: accented letters of Western languages, curly quotes, dashes, signs. What each of them
looks like after the usual scrubs is a table of a few hundred strings, which hardly any clean text
has in it; the model says whether what they stand for is what was meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from math import exp, log
from operator import itemgetter

from fixtext.calibration import calibrate
from fixtext.chance import OPENS, is_alone
from fixtext.channels import Channel
from fixtext.codepages import kept_table
from fixtext.edits import beside
from fixtext.judge import NEXT_MARGIN
from fixtext.language import UNITS_PER_BIT, LanguageModel
from fixtext.ranking import CAPITALS_COST, HIT_COST, gain
from fixtext.readings import Choice, Reading
from fixtext.remains import contexts
from fixtext.scrubs import CASE_SCRUBS, scrub
from fixtext.usual import COMMON, LINES

CHANNELS = (
    Channel(scrubs=("double-quotes",)),
    Channel(scrubs=("quotes",)),
    Channel(scrubs=("quotes", "low-quotes")),
    Channel(read="iso-8859-1", scrubs=("c1",)),
    Channel(scrubs=("lead-e2",)),
    Channel(scrubs=("nfkc",)),
    Channel(read="cp437", scrubs=("best-fit",)),
    Channel(read="cp850", scrubs=("best-fit",)),
    Channel(loss="dropped"),
    Channel(loss="dropped", scrubs=("double-quotes",)),
    Channel(loss="dropped", scrubs=("quotes",)),
    Channel(loss="fffd"),
    Channel(loss="question"),
    Channel(scrubs=("nbsp",)),
    Channel(scrubs=("soft-hyphens",)),
    Channel(loss="dropped", scrubs=("nbsp",)),
    Channel(scrubs=("fold",)),
    Channel(scrubs=("lower",)),
    Channel(scrubs=("upper",)),
)
"""The mix-ups that are looked for, the usual ones first."""

_LONE = "Ã"
"""What "í" leaves without its soft hyphen: behind a small letter, where no language has it."""

_OPENING, _CLOSING = "â€œ", "â€"
"""What curly quotes leave where undefined bytes are dropped. Before a straight quote, what looks
like one that closes is a dash, unless one was opened."""

_BEHIND_SPACE = {"Ã ": " [a-z]", "âš ": "(?:ï¸| (?=\\S))", "ðŸ› ": "ï¸"}
"""Remains that end in a space, with what follows them: those of "à", which stands between French
and Italian words and at the end of some; those of signs in the style of emoji; and that of the
warning sign, where the space that is meant stands behind it."""

_WARNS = "âš "

_KNOWN_BY = {
    "double-quotes": ("Ã", "Ä", "Å", "â", "ðŸ"),
    "quotes": ("Ã", "Ä", "Å", "â", "ðŸ"),
    "c1": ("â",),
    "lead-e2": ("€",),
    "nfkc": ("â€TM", "â€..."),
    "best-fit": ("G", "+"),
    "fffd": ("â\ufffd", "â€\ufffd", "â†\ufffd", "ðŸ", "ï¸\ufffd"),
    "question": ("â€?",),
    "soft-hyphens": ("Ã",),
    "nbsp": (*_BEHIND_SPACE, "ï¸"),
    "dropped": ("ðŸ", "âŒ", "â€", "â†", "â±", "â°", "â³", "â¤", "â“", "â—", "â•", "Ã", "ï¸"),
    "fold": ("A", "a€"),
    "lower": ("ã", "â"),
    "upper": ("Â€",),
}
"""How those remains begin that clean text hardly has; others are let be."""

_LINES_BITS = 6.0
_OF_FILES = "📁📝🔍"
_FILES_BITS = 5.0
_DASH_BITS = 4.0
_SHARE_BITS = 20.0
_WARNING_BITS = 10.0
"""Bits for one of those, for the emoji of folders, notes and searches, which head every other list
of what a program does, for an em dash between spaces, against a share of no number, and for a sign
that heads what programs say, in the shape of a word of no language (none in 50 million words)."""

_QUOTED_BYTES = frozenset(range(0x91, 0x95))
"""The bytes that windows-1252 shows as curly quotes."""

_MARGIN = 20.0
_MARGIN_WITHIN = 6.0
_MARGIN_ALONE = 8.0
_MARGIN_INITIAL = 12.0
_MARGIN_WARNS = 12.0
"""Bits that the best reading must gain; inside a word, where signs are hardly ever clean; where
a letter with a sign behind it stands alone; where a letter begins a word of small ones; and of a
warning sign before a space."""

_SIGNS = re.compile("(?:â[^\\w\\s\"']|ï¸)+")
_TOGETHER = re.compile("[\"']|ï¸|^â[š¤±•]")
_TAILS = re.escape(kept_table("windows-1252")[0x80:0xC0])
"""What windows-1252 shows for continuation bytes."""

_CLOSES = ("", *" \t\r\n\"'`)]}<*|")

_SUMS = frozenset("0123456789 \xa0\u202f")
"""What stands before the sign of a currency, which a quote or a dash may follow."""

_SHARE_OF_OTHERS = 0.01
"""Probability that what is left is of a character that is not COMMON."""

_FAR = 10
"""Characters before what is left of one that it is weighed with."""


def suspects(text: str) -> tuple[Channel, ...]:
    """The channels of CHANNELS whose remains stand in `text`."""
    if text.isascii():
        return ()
    parts = contexts(text)
    if not parts:
        return ()
    found = [c for c in CHANNELS if _may_be_known(parts, c) and _pattern(c).search(parts)]
    return tuple(channel for channel in found if _pattern(channel).search(text))


def _known_by(channel: Channel) -> tuple[str, ...]:
    return _KNOWN_BY[(*channel.scrubs, channel.loss)[0]]


def _may_be_known(parts: str, channel: Channel) -> bool:
    """Whether anything begins as remains do; to make their table takes milliseconds."""
    return any(beginning in parts for beginning in _known_by(channel))


def read(text: str, channels: tuple[Channel, ...], model: LanguageModel) -> list[Reading]:
    """The believable readings through the one of the channels that gains most."""
    best: list[Reading] = []
    most = 0.0
    known: _Known = {}
    for channel in channels:
        readings = [r for r in _readings(text, channel, model, known) if r.bits >= NEXT_MARGIN]
        total = sum(reading.bits for reading in readings)
        starts = {reading.start for reading in readings}
        ends = {reading.end for reading in readings}
        if total > most and any(_is_sure(reading, text, starts, ends) for reading in readings):
            best, most = readings, total
    return best


def _is_sure(reading: Reading, text: str, starts: set[int], ends: set[int]) -> bool:
    """Whether a reading is evidence of the mix-up by itself, or with those right beside it.

    starts, ends: where readings begin and end.
    """
    together = _TOGETHER.search(reading.before) is not None
    before, after = beside(reading, text)
    if together and reading.start in ends:
        before = ""
    if together and reading.end in starts:
        after = ""
    if max(before, after) > "\x7f" or (reading.before[0] == "€" and before in _SUMS):
        return False
    if reading.before == _LONE and not before.isalpha():
        return reading.bits >= _MARGIN_INITIAL and after.islower()
    if reading.before[0] in "ÃÄÅ" and not before.isalpha() and reading.before not in _BEHIND_SPACE:
        # A letter in quotes.
        return False
    if is_alone(reading, text) and not _SIGNS.match(reading.before):
        # Signs by themselves, as in a list of currencies.
        return False
    if _SIGNS.fullmatch(reading.before) and before in OPENS and after in _CLOSES:
        # Clean text has no such letter with such a sign, all by themselves.
        return reading.bits >= _MARGIN_ALONE
    if reading.before == _WARNS:
        # A word that no language has, before two spaces.
        return reading.bits >= _MARGIN_WARNS and before in OPENS
    is_within = before.isalpha() and after.islower() and not reading.before.islower()
    return reading.bits >= (_MARGIN_WITHIN if is_within else _MARGIN)


_Chosen = tuple[str, float, Choice]
_Known = dict[tuple[tuple[str, ...], str, str, str], _Chosen]
"""For characters, remains of them, the history and what follows: which it is, what that gains, and
the choice. Lines of signs are many and alike."""


def _readings(
    text: str, channel: Channel, model: LanguageModel, known: _Known
) -> Iterator[Reading]:
    """What each of the remains may have been. known: is filled."""
    table = _table(channel)
    pattern = _pattern(channel)
    for match in pattern.finditer(text):
        start, end = match.span()
        before = match[0]
        if before[-1] in "\"'" and _closes(text, start, end, pattern):
            before, end = before[:-1], end - 1
            if before not in table:
                continue
        around = text[max(start - 1, 0) : start] + text[end : end + 1]
        quoted = before == _LONE and around in _IN_QUOTES
        if (
            quoted
            or not _is_in_case(text, start, end, channel)
            or (before == _CLOSING and text[end : end + 1] == '"' and _OPENING not in text[:start])
        ):
            continue
        history, following = text[max(start - _FAR, 0) : start], text[end : end + 4]
        key = table[before], before, history, following
        if key not in known:
            known[key] = _chosen(*key, model)
        after, bits, choice = known[key]
        yield Reading(start, end, before, after, (channel,), (choice,), bits)


def _is_in_case(text: str, start: int, end: int, channel: Channel) -> bool:
    """Whether what a channel put in one case stands among letters of that case.

    Those are the letters of ASCII in the same word, or else in the same line.
    """
    for name in CASE_SCRUBS:
        if name in channel.scrubs:
            for bounds in (_BLANKS, "\n"):
                before = re.split(f"[{bounds}]", text[max(start - _FAR_IN_LINE, 0) : start])[-1]
                behind = re.split(f"[{bounds}]", text[end : end + _FAR_IN_LINE], maxsplit=1)[0]
                letters = _LETTERS.sub("", before + behind)
                if letters:
                    return letters == scrub(letters, name)
    return True


_IN_QUOTES = ('""', "''")
_BLANKS = "\\s"
_LETTERS = re.compile("[^A-Za-z]+")
_FAR_IN_LINE = 100
"""Characters of a line that are looked at."""


def _chosen(
    chars: tuple[str, ...], before: str, history: str, following: str, model: LanguageModel
) -> _Chosen:
    """The most believable of some characters that leave the same remains."""
    gains = {
        char: gain(before, char, history, following, model) + _usual(char, history, following)
        for char in chars
    }
    after = max(gains, key=gains.__getitem__)
    bits = gains[after] - HIT_COST
    if before == _LONE and not following[:1].isalpha():
        # It may be "à" as well, whose no-break space is gone.
        bits -= max(gain(before, "à", history, following, model), 0.0)
        bits += _MARGIN
    if history[-1:].isupper() and not following[:1].islower():
        # Among capitals a sign for a lead byte is a letter like the others.
        bits -= CAPITALS_COST / UNITS_PER_BIT
    return after, bits, _choice(gains, after)


def _usual(char: str, history: str, following: str) -> float:
    """Bits by which a sign is more usual in code and its documents than in other text."""
    if char in LINES:
        return _LINES_BITS * (2 if char in "─═" else 1)
    if char in _OF_FILES:
        return _FILES_BITS
    if char == "⚠":
        return _WARNING_BITS
    if char == "‰":
        return 0.0 if history.rstrip()[-1:].isdigit() else -_SHARE_BITS
    return _DASH_BITS * (char == "—" and history[-1:] == following[:1] == " ")


def _closes(text: str, start: int, end: int, pattern: re.Pattern[str]) -> bool:
    """Whether the straight quote that remains end in closes one that was opened on the line.

    pattern: matches remains, of which other quotes are parts.
    """
    if not _CLOSED.match(text, end):
        return False
    quote = text[end - 1]
    line = text[text.rfind("\n", 0, start) + 1 : start]
    quotes = line.count(quote)
    for match in pattern.finditer(line):
        # What looks like remains may be a sign in quotes.
        if line[max(match.start() - 1, 0) : match.start()] != quote:
            quotes -= match[0].count(quote)
    return quotes % 2 == 1


_CLOSED = re.compile(r"\s*(?:[,;:)\]}>+]|$)", re.MULTILINE)


def _choice(gains: dict[str, float], chosen: str) -> Choice:
    """The choice among the characters that leave the same, and others that are not COMMON."""
    shares = {char: exp(log(2) * (bits - gains[chosen])) for char, bits in gains.items()}
    total = sum(shares.values()) / (1 - _SHARE_OF_OTHERS)
    others = sorted((share / total, char) for char, share in shares.items() if char != chosen)
    alternatives = tuple((char, share) for share, char in reversed(others) if share >= 0.0005)
    return Choice(0, chosen, *calibrate(shares[chosen] / total, alternatives))


@lru_cache(maxsize=None)
def _table(channel: Channel) -> dict[str, tuple[str, ...]]:
    """The remains that `channel` leaves, with the characters that leave them."""
    found: dict[str, list[str]] = {}
    known = COMMON
    if "quotes" in channel.scrubs or "double-quotes" in channel.scrubs:
        known += _symbols_with_quotes()
    if channel.loss != "kept":
        known += LINES + "\ufe0f"
    # All at once, each in a line of its own.
    chars = list(dict.fromkeys(known))
    lines = "\n".join(chars)
    unscrubbed = Channel(read=channel.read).garble(lines).split("\n")
    for char, shown, whole in zip(
        chars, channel.garble(lines).split("\n"), unscrubbed, strict=True
    ):
        # What was not scrubbed is known without this table.
        if (
            shown == whole
            or shown.isascii()
            or (shown != shown.strip() and shown not in _BEHIND_SPACE)
        ):
            continue
        if shown.startswith(_known_by(channel)) and (len(shown) > 1 or shown == _LONE):
            found.setdefault(shown, []).append(char)
    return {shown: tuple(chars) for shown, chars in found.items()}


@lru_cache(maxsize=1)
def _symbols_with_quotes() -> str:
    """The lines, arrows, dingbats and emoji with a byte that is shown as a curly quote."""
    blocks = (range(0x2190, 0x2200), range(0x2500, 0x2600), range(0x2600, 0x27C0))
    chars = [chr(point) for block in (*blocks, range(0x1F300, 0x1FB00)) for point in block]
    return "".join(
        char
        for char in chars
        if not _QUOTED_BYTES.isdisjoint(char.encode()[1:]) and unicodedata.category(char)[0] == "S"
    )


@lru_cache(maxsize=None)
def _pattern(channel: Channel) -> re.Pattern[str]:
    shown = sorted(_table(channel))
    longer = _any_of(shown)
    if "lead-e2" in channel.scrubs:
        longer = f"(?<!â)(?:{longer})"
    if "nbsp" in channel.scrubs:
        longer = "|".join(
            re.escape(remains)
            + (f"(?={_BEHIND_SPACE[remains]})" if remains in _BEHIND_SPACE else "")
            for remains in shown
        )
    if "soft-hyphens" in channel.scrubs:
        longer = f"(?<=[a-z])(?:{longer})(?![^\\Wa-z]|[{_TAILS}]|  )"
    if channel.loss == "question":
        # What stands right behind a question mark was not lost with it.
        longer = f"(?<=\\S)(?:{longer})(?=[\\s.,;:)\\]]|$)"
    if channel.loss == "dropped":
        # With what may be a third or fourth byte behind them, they are no remains.
        longer = f"(?:{longer})(?![?{_TAILS}])(?<!ðŸ(?=[\"'][{_TAILS}]))"
        longer += f"(?<!{_LONE})(?<!â•(?=[\"']))"
        if _LONE in shown:
            longer += f"|(?<!\\w){_LONE}(?=[a-z]{{2}})"
    return re.compile(longer)


def _any_of(strings: Sequence[str]) -> str:
    """A regex for the longest of some strings, in order, that stands at a place.

    Strings that begin alike are tried as one, where "|" between all would try each of them.
    """
    branches = []
    for first, some in groupby(strings, key=itemgetter(slice(1))):
        rest = [string[1:] for string in some]
        follows = _any_of([string for string in rest if string])
        branches.append(re.escape(first) + (f"{follows}?" if "" in rest and follows else follows))
    if len(branches) < 2:
        return "".join(branches)
    return f"(?:{'|'.join(branches)})"
