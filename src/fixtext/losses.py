"""What became of the bytes that a code page cannot show, and what was scrubbed afterwards.

Counting tells most of it: a sign that stands in the text was not scrubbed from it. Of what is
left, everything is allowed at first, and a sample of damaged places is read; what the believable
readings do without, the channel does without.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf, log2
from typing import TypeVar

from fixtext import codepages, scan
from fixtext.beam_search import KEPT_COST, best_path
from fixtext.channels import Channel
from fixtext.damage import evidence
from fixtext.edits import beside
from fixtext.identification import LEAST_LEAD, MOST_TEXT, language_of
from fixtext.invert import inverse, lattice
from fixtext.language import UNITS_PER_BIT, LanguageModel
from fixtext.lattice import Piece
from fixtext.ranking import cost_undone
from fixtext.scrubs import CASE_SCRUBS, scrub
from fixtext.sequences import beyond_ascii, sequence_pattern, shown_bytes
from fixtext.stretches import Stretch, stretches
from fixtext.unseen import without_unseen

_SAMPLE_PLACES = 16
_RIVAL_PLACES = 32
_DISPUTED_PLACES = 4
"""Damaged places that are read with each hypothesis: of all kinds, more of them where there are
several code pages, and such as only one of two leaves damaged."""

_MOST_PLACES = 400
"""Damaged places that those are chosen from."""

_BEFORE = 32
_BEHIND = re.compile(r"[^\n]{0,24}\S{0,24}\s?[!-~]?\n?")
"""What is read with a place: so many characters before it, and this."""

_BEAM = 8
"""Histories kept while a hypothesis is tried: enough to compare hypotheses by."""

_UNPAIRED_COST = 12 * UNITS_PER_BIT
"""Cost of taking for a byte a straight quote that has its counterpart."""

_SPACED_COST = 8 * UNITS_PER_BIT
"""Cost of two spaces, or of none, where one of a space and a no-break space was meant."""

_SCRUB_BITS = 8.0
"""Bits that a scrub must gain on the sample to be believed."""

_LOSS_BITS = 5.0
_TRACE_BITS = 8.0
"""What a loss gains less than a scrub to be believed; how many bits straight quotes behind torn
sequences speak for their having been curly."""

_HOPELESS_COST = 60 * UNITS_PER_BIT
"""Cost by which a code page may fall behind another while the sample is read."""

_SIGNS = {"fffd": "\ufffd", "question": r"\?"}
_USUAL_SHARE = 0.5
_LEAST_SHARE = 0.05
"""Shares of the broken sequences with U+FFFD or "?" in them: above, that is what became of lost
bytes; below, it is not."""


_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class _Fit:
    """A part as a channel has it: its cost, and which bytes it says are there."""

    cost: float
    bytes: frozenset[int]
    read: str


class _Trial:
    """A sample as a channel has it, read as far as somebody asks."""

    def __init__(self, channel: Channel, sample: Sequence[str], model: LanguageModel) -> None:
        self.channel = channel
        self._sample = sample
        self._model = model
        self._fits: dict[int, _Fit] = {}

    def fit(self, number: int) -> _Fit:
        """How the channel explains a part of the sample."""
        found = self._fits.get(number)
        if found is None:
            found = self._fits[number] = _fit(self._sample[number], self.channel, self._model)
        return found

    def cost(self) -> float:
        """The cost of all parts."""
        return sum(self.fit(number).cost for number in range(len(self._sample)))

    def behind(self, rival: _Trial) -> float:
        """By how much it costs more than another one; not all when it is much."""
        behind = 0.0
        for number in range(len(self._sample)):
            behind += self.fit(number).cost - rival.fit(number).cost
            if abs(behind) > _HOPELESS_COST:
                break
        return behind

    def simplified(self) -> _Trial:
        """The simplest channel that explains the sample about as well."""
        trial = self
        while True:
            # What is missed least goes first.
            others = [trial._without(channel) for channel in _simpler(trial.channel)]
            worse, simpler = min(others, key=lambda item: item[0], default=(inf, trial))
            if worse > _SCRUB_BITS * UNITS_PER_BIT:
                return trial
            trial = simpler

    def _without(self, channel: Channel) -> tuple[float, _Trial]:
        """What a simpler channel explains the sample worse by; not all when it is much."""
        simpler = _Trial(channel, self._sample, self._model)
        more = {byte for byte, _ in _fates(self.channel) ^ _fates(channel)}
        trims = {*self.channel.scrubs} - {*channel.scrubs} == {"trim"}
        # A loss is as usual as any scrub that could stand for it.
        worse = _LOSS_BITS * UNITS_PER_BIT * (self.channel.loss != channel.loss)
        for number, part in enumerate(self._sample):
            if trims and not _HIGH_AT_LINE_END.search(part):
                continue
            fit = self.fit(number)
            if not fit.bytes.isdisjoint(more):
                worse += simpler.fit(number).cost - fit.cost
                # Fewer possibilities never cost less.
                if worse > _SCRUB_BITS * UNITS_PER_BIT:
                    break
        return worse, simpler


_SURE_LEAD = 2 * LEAST_LEAD
"""What is garbled says nothing here, and the rest may be in another language."""

_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")


def is_whole(text: str, page: str) -> bool:
    """Whether nothing that the code page shows stands outside whole sequences."""
    return sequence_pattern().sub(b"", shown_bytes(text, page)).isascii()


def best_channel(text: str, pages: Sequence[str], model: LanguageModel) -> Channel:
    """The channel through one of the code pages that explains the damaged places best."""
    if is_whole(text, pages[0]):
        # It may be whole through others too, and be something else.
        pages = [
            page
            for page in pages
            if page == pages[0] or (_contradicted(text, pages[0], page) and is_whole(text, page))
        ]
        if len(pages) == 1 and not _cases(text):
            return Channel(read=pages[0])
    sample = damaged_parts(text, pages)
    model = _localized(text, model)
    best: _Trial | None = None
    for page in pages:
        trial = _best_trial(text, page, sample, model, best)
        if trial is None:
            continue
        if best is not None:
            more = _prior_bits(text, trial.channel) - _prior_bits(text, best.channel)
            if trial.behind(best) + more * UNITS_PER_BIT >= 0:
                continue
        best = trial
    return best.channel if best else Channel(read=pages[0])


def _contradicted(text: str, page: str, other: str) -> list[int]:
    """Where what is whole through one code page has other bytes through another."""
    data, rival = shown_bytes(text, page), shown_bytes(text, other)
    spans = (match.span() for match in sequence_pattern().finditer(data))
    return [start for start, end in spans if data[start:end] != rival[start:end]]


def _prior_bits(text: str, channel: Channel) -> float:
    """Bits of disbelief in a channel, before anything is read."""
    return scan.page_bits(channel.read) + _silence(text, channel)


def gains(text: str, channel: Channel, model: LanguageModel) -> list[tuple[float, float]]:
    """What parts of the text around damaged places gain, read through a channel.

    (bits, and what remains: bits for each character beyond ASCII) of each part.
    """
    model = _localized(text, model)
    found = []
    for part in damaged_parts(text, [channel.read]):
        fit = _fit(part, channel, model)
        beyond = beyond_ascii(fit.read)
        gained = model.text_cost(part + "\n") - fit.cost
        found.append((gained / UNITS_PER_BIT, fit.cost / UNITS_PER_BIT / max(beyond, 1)))
    return found


def _localized(text: str, model: LanguageModel) -> LanguageModel:
    """The model in the language of the text, where words of ASCII tell it.

    What a language expects tells losses apart.
    """
    language = language_of(
        _BEYOND_ASCII.sub("\ufffd", text[:MOST_TEXT]), model, _SURE_LEAD, LEAST_LEAD
    )
    return model if language is None else model.in_language(language)


def damaged_parts(text: str, pages: Sequence[str]) -> list[str]:
    """Distinct parts of the text around damaged places, of all kinds, evenly over it."""
    data = shown_bytes(text, pages[0])
    places = _places(data, text, pages[0])
    kinds: dict[tuple[bytes, str], list[int]] = {}
    for place in _evenly(places, _MOST_PLACES):
        kinds.setdefault(_kind(text, data, place), []).append(place)
    most = _RIVAL_PLACES if len(pages) > 1 else _SAMPLE_PLACES
    each = most // (len(kinds) or 1) + 1
    chosen = _evenly([place for of in kinds.values() for place in _evenly(of, each)], most)
    if _cases(text):
        # What is whole may have been two other signs in the other case.
        chosen += _evenly([match.start() for match in sequence_pattern().finditer(data)], most)
    here = set(places)
    for page in pages[1:]:
        there = set(_places(shown_bytes(text, page), text, page))
        for disputed in (there - here, here - there, _contradicted(text, pages[0], page)):
            chosen += _evenly(sorted(disputed), _DISPUTED_PLACES)
    sample: dict[str, None] = {}
    done = 0
    for place in sorted(chosen):
        if place >= done:
            start, done = _around(text, data, place)
            sample[text[start:done] + "\n" * (done == len(text))] = None
    return list(sample)


def _kind(text: str, data: bytes, place: int) -> tuple[bytes, str]:
    """What tells most about what was lost: what is left of a sequence, and what comes next."""
    end = place + 1 + (0x80 <= data[place + 1 : place + 2].ljust(1)[0] <= 0xBF)
    following = text[end : end + 1]
    return data[place:end], following if following in "\n ?\ufffd" else ""


def _evenly(items: list[_Item], most: int) -> list[_Item]:
    """So many of the items at most, from all over the list."""
    return items[:: max(len(items) - 1, 0) // most + 1]


def _places(data: bytes, text: str, page: str) -> list[int]:
    """Where sequences break off; where tails stand alone, if lead bytes may be lost."""
    leads = evidence(text, Channel(read=page)).leads
    known = bytes(b for b in range(0xC2, 0xF5) if leads.get(codepages.kept_table(page)[b]))
    places = [match.start() for match in _BROKEN.finditer(data)]
    # Signs that never begin a whole sequence are clean for the most part, where they stand alone.
    likely = [p for p in places if data[p] in known or (p and 0x80 <= data[p - 1] <= 0xBF)]
    if likely and not any(0xC2 <= byte <= 0xF4 for byte in codepages.undefined_bytes(page)):
        return likely
    return sorted([*(likely or places), *(match.start() for match in _ALONE.finditer(data))])


_BROKEN = re.compile(
    rb"[\xc2-\xdf](?![\x80-\xbf])|[\xe0-\xef](?![\x80-\xbf]{2})|[\xf0-\xf4](?![\x80-\xbf]{3})"
)
_ALONE = re.compile(rb"(?<![\x80-\xf4])[\x80-\xbf]")


def _around(text: str, data: bytes, place: int) -> tuple[int, int]:
    """The part of a line, with the line's ends, around a place; it begins with no torn sequence."""
    line = text.rfind("\n", 0, place)
    start = max(line, place - _BEFORE, 0)
    space = text.find(" ", start, place)
    if start > line and space >= 0:
        start = space
    while start < place and 0x80 <= data[start] <= 0xBF:
        start += 1
    behind = _BEHIND.match(text, place)
    return start, behind.end() if behind else len(text)


_HIGH_AT_LINE_END = re.compile("[^\x00-\x7f]\r?\n")


def _best_trial(
    text: str, page: str, sample: Sequence[str], model: LanguageModel, rival: _Trial | None
) -> _Trial | None:
    """What explains the sample best with a code page.

    rival: what does with another one; a page that falls far behind it is given up early.
    """
    trials = [_Trial(channel, sample, model) for channel in _hypotheses(text, page)]
    if rival is not None:
        trials = [trial for trial in trials if trial.behind(rival) <= _HOPELESS_COST]
    if len(trials) > 1:
        trials = [min(trials, key=_less_traces)]
    return trials[0].simplified() if trials else None


def _less_traces(trial: _Trial) -> float:
    """The cost of a trial, less what straight quotes behind torn sequences speak for it."""
    channel = trial.channel
    straightened = "quotes" in channel.scrubs or "double-quotes" in channel.scrubs
    return trial.cost() - _TRACE_BITS * UNITS_PER_BIT * (straightened and channel.loss == "kept")


def _silence(text: str, channel: Channel) -> float:
    """Bits against a channel for the tails that it would show and that the text has nowhere.

    The more of the tails a text has, the stranger it is that it should lack the others.
    """
    tails = {sign for sign, of in inverse(channel).bytes_of.items() if 0x80 <= of[0] <= 0xBF}
    missing = len(tails - set(text))
    return -missing * log2((missing + 1) / (len(tails) + 1))


def _simpler(channel: Channel) -> list[Channel]:
    """The channel without its loss, and without each of its scrubs."""
    found = [replace(channel, loss="kept")] if channel.loss != "kept" else []
    for name in channel.scrubs:
        # What drops undefined bytes scrubs soft hyphens as well as not, and the sample may have
        # none. Allowing for them costs little; not doing so garbles each of them.
        # Making one space of several includes that of a no-break space; the lesser is kept longer.
        needed = (channel.loss, name) == ("dropped", "soft-hyphens")
        if not needed and not (name == "nbsp" and "spaces" in channel.scrubs):
            others = tuple(other for other in channel.scrubs if other != name)
            found += [replace(channel, scrubs=others)]
    return found


def _hypotheses(text: str, page: str) -> list[Channel]:
    """All that may have happened, with each loss; if quotes were straightened, also that alone."""
    losses = possible_losses(text, page)
    found = [Channel(read=page, loss=loss, scrubs=_scrubs(text, page, loss)) for loss in losses]
    if losses[0] != "kept" and any(name in found[0].scrubs for name in ("quotes", "double-quotes")):
        found.append(replace(found[0], loss="kept"))
    return found


def possible_losses(text: str, page: str) -> list[str]:
    """What may have become of the bytes that the code page leaves undefined."""
    undefined = codepages.undefined_bytes(page)
    if not undefined or any(chr(byte) in text for byte in undefined):
        return ["kept"]
    found = []
    broken = len(_broken_pattern(page, "").findall(text))
    for loss, sign in _SIGNS.items():
        share = len(_broken_pattern(page, sign).findall(text)) / broken if broken else 0.0
        if share > _USUAL_SHARE:
            return [loss]
        if share > _LEAST_SHARE or (share and loss == "fffd"):
            found.append(loss)
    return ["dropped", *found]


@lru_cache(maxsize=256)
def _broken_pattern(page: str, sign: str) -> re.Pattern[str]:
    """A sequence that breaks off; right before what the regex `sign` matches."""
    table = codepages.kept_table(page)
    lead, longer = re.escape(table[0xC2:0xF5]), re.escape(table[0xE0:0xF5])
    tail = re.escape(table[0x80:0xC0])
    return re.compile(
        f"(?:[{lead}]|[{longer}][{tail}])(?![{tail}])" + (f"(?={sign})" if sign else "")
    )


@lru_cache(maxsize=1)
def _cases(text: str) -> tuple[str, ...]:
    """Which of CASE_SCRUBS changes nothing of a text that has letters of one case alone."""
    if text == text.swapcase():
        return ()
    return tuple(name for name in CASE_SCRUBS if text == scrub(text, name))


def _scrubs(text: str, page: str, loss: str) -> tuple[str, ...]:
    """All scrubs that the text does not speak against and that make a difference."""
    found = _cases(text)
    for name, sign in _SCRUBBED.items():
        more = (*found, name)
        changed = inverse(Channel(read=page, loss=loss, scrubs=more))
        if changed != inverse(Channel(read=page, loss=loss, scrubs=found)) and not re.search(
            sign, text
        ):
            trace = _TRACES.get(name)
            if trace is None or _broken_pattern(page, trace).search(text):
                found = more
    return found


_SCRUBBED = {
    "soft-hyphens": "\xad",
    "c1": "[\x80-\x9f]",
    "double-quotes": "[“”]",
    "quotes": "[‘’“”]",
    "low-quotes": "[‚„]",
    "nbsp": "\xa0",
    "spaces": "\xa0|  ",
    "trim": "\xa0(?=\r?\n|$)",
}
"""What a text does not have that was scrubbed so."""

_TRACES = {"double-quotes": '"', "quotes": "'", "low-quotes": "[\"']", "spaces": " "}
"""What breaks a sequence off where these scrubs have been at work, which are not usual enough to
be thought of otherwise."""


def _fit(part: str, channel: Channel, model: LanguageModel) -> _Fit:
    """The best reading of a part of a line."""
    used: set[int] = set()
    read, done, kept, spaced, closing = "", 0, 0, 0, 0
    for stretch in stretches(part, channel):
        between = part[done : stretch.start]
        read += between
        # What a code page does not show is no better than what it shows and nothing garbled has.
        kept += beyond_ascii(between)
        at_line_end = stretch.following[:1] in ("\n", "\r")
        edges = lattice(stretch.text, channel, at_line_end=at_line_end)
        edges = without_unseen(edges, beside(stretch, part)[0])
        for piece in best_path(edges, read, stretch.following, model, _BEAM):
            closing += _closes(piece, stretch, read)
            read += piece.char
            kept += piece.kept
            if not piece.kept:
                data = piece.char.encode()
                used.update(data)
                spaced += _is_misspaced(piece, stretch, len(data))
        done = stretch.end
    read += part[done:]
    kept += beyond_ascii(part[done:])
    cost = cost_undone(read, "", "\n", model) + kept * KEPT_COST
    cost += (_unpaired(part, read) + closing) * _UNPAIRED_COST + spaced * _SPACED_COST
    return _Fit(cost, frozenset(used), read)


def _closes(piece: Piece, stretch: Stretch, read: str) -> bool:
    """Whether a straight quote is taken for a byte that closes what was opened before it."""
    quote = stretch.text[piece.end - 1]
    if quote not in "\"'" or piece.char == quote or read.count(quote) % 2 == 0:
        return False
    return _ENDS_STRING.match(stretch.text[piece.end :] + stretch.following) is not None


_ENDS_STRING = re.compile(r"\s*(?:[,;:)\]}]|$)")


def _is_misspaced(piece: Piece, stretch: Stretch, size: int) -> bool:
    """Whether a character of so many bytes leaves two spaces, or a sign that had one leaves none.

    What stands before two spaces and more text lacks one of them sooner than a byte that was lost.
    """
    behind = stretch.text[piece.end : piece.end + 3] + stretch.following
    if piece.end - piece.start < size:
        return _TWO_SPACES.match(behind) is not None
    had_one = stretch.text[piece.end - 1] == " "
    is_sign = piece.char > "\x7f" and not piece.char.isalpha()
    return had_one and is_sign and behind[:1].isalnum()


_TWO_SPACES = re.compile(r"  (?=\S)")


def _unpaired(part: str, read: str) -> int:
    """How many of the straight quotes are there in pairs, and are not so where it is read."""
    return sum(part.count(quote) % 2 == 0 and read.count(quote) % 2 for quote in "\"'")


@lru_cache(maxsize=256)
def _fates(channel: Channel) -> frozenset[tuple[int, str]]:
    """(byte, what became of it), in words or as the character that shows for it."""
    known = inverse(channel)
    fates = {(byte, shown) for shown, values in known.bytes_of.items() for byte in values}
    fates |= {(byte, "vanished") for byte in known.vanished}
    fates |= {(byte, "trimmed") for byte in known.trimmed}
    fates |= {(byte, "merged") for byte in known.merged}
    return frozenset(fates)
