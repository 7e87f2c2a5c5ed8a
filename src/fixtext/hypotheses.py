"""Which mix-up could have made a text? One channel that explains it best, or none.

The evidence is the model's: how many bits more believable is what a stretch would have been
than what it is. Pages are ranked on stretches that came through whole; the losses and scrubs of
the best pages are then chosen by reading a sample of damaged stretches with each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from fixtext import codepages, scan, sequences
from fixtext.channels import Channel
from fixtext.invert import inverse, lattice
from fixtext.language import UNITS_PER_BIT, LanguageModel
from fixtext.lattice import KEPT_COST, best_path

FIRST_MARGIN = 10.0
"""Bits that the best stretch of a text must gain, beyond what its code page is unlikely by."""

HIT_COST = 4.0
"""Bits of disbelief in each stretch's being garbled, whatever the code page."""

_MOST_BITS_OF_FIRST = 26.0
_MOST_BITS = 13.0
"""Bits that a believable text costs at most: its first character beyond ASCII, each further one."""

JUDGED = 48
"""Characters of a text that are judged; more would only say the same again."""

CAPITALS_COST = 4 * UNITS_PER_BIT
"""Cost of taking a stretch for text in capitals."""

_SAMPLE_HITS = 30
_MOST_SCANNED = 400_000
"""Characters of a text that are looked at to choose the code page."""

_SAMPLE_PARTS = 24
_PART = re.compile(r"[^\n]{0,8}[^\x00-\x7f][^\n]{0,40}\S{0,30}")
_BEAM = 8
"""Histories kept while a hypothesis is tried: enough to compare hypotheses by."""

_BEST_PAGES = 4
_WORTH_TRYING = 0.7
"""Share of the best page's gain that a page needs to be tried with all losses."""
_SCRUB_BITS = 6.0
"""Bits that a scrub must gain on the sample to be believed."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A maximal run of characters that a channel can show, and what stands behind it."""

    start: int
    end: int
    text: str
    following: str

    @property
    def at_line_end(self) -> bool:
        """Nothing follows on the line."""
        return self.following[:1] in ("", "\n", "\r")


def stretches(text: str, channel: Channel) -> list[Stretch]:
    """All runs of characters that `channel` shows for bytes beyond ASCII."""
    return [
        Stretch(
            match.start(),
            match.end(),
            match.group(),
            text[match.end() : match.end() + 8],
        )
        for match in _stretch_pattern(channel).finditer(text)
    ]


@lru_cache(maxsize=256)
def _stretch_pattern(channel: Channel) -> re.Pattern[str]:
    known = inverse(channel)
    high = re.escape("".join(sorted(known.high)))
    also = re.escape("".join(sorted(c for c in known.bytes_of if c <= "\x7f")))
    if not also:
        return re.compile(f"[{high}]+")
    # Characters that may stand for a lost byte join a run, but do not make one.
    return re.compile(f"[{also}]?[{high}][{high}{also}]*")


def find_channel(text: str, model: LanguageModel) -> Channel | None:
    """The channel over UTF-8 that explains `text` best, or None when none is believable."""
    ranked = []
    for page in scan.suspicious_pages(text):
        gain, best = _page_gain(text, page, model)
        if best >= FIRST_MARGIN + scan.page_bits(page):
            ranked.append((gain - scan.page_bits(page), page))
    if not ranked:
        return None
    ranked.sort(key=lambda item: (-item[0], scan.page_bits(item[1]), item[1]))
    worth = [page for bits, page in ranked if bits >= ranked[0][0] * _WORTH_TRYING]
    found = [_best_loss(text, page, model) for page in worth[:_BEST_PAGES]]
    return min(found, key=lambda item: item[0])[1]


def _page_gain(text: str, page: str, model: LanguageModel) -> tuple[float, float]:
    """(bits that all whole stretches gain, from a sample; most bits gained on one of them)."""
    seen: dict[tuple[str, str], float] = {}
    sampled = 0
    for hit in sequences.hits(text[:_MOST_SCANNED], page):
        key = (hit.before, text[max(hit.start - 1, 0) : hit.start])
        if key not in seen:
            before = text[max(hit.start - 6, 0) : hit.start]
            following = text[hit.end : hit.end + 3]
            seen[key] = gain(hit.before, hit.after, before, following, model)
            sampled += len(hit.before)
            if len(seen) == _SAMPLE_HITS:
                break
    gains = [bits - HIT_COST for bits in seen.values() if bits > HIT_COST]
    if not gains:
        return 0.0, 0.0
    covered = sequences.covered(text[:_MOST_SCANNED], page)
    return sum(gains) * covered / sampled, max(gains)


def gain(before: str, after: str, history: str, following: str, model: LanguageModel) -> float:
    """Bits by which `after` is more believable than `before`, between the same neighbours."""
    found = _cost(before, history, following, model)
    return (found - _cost(after, history, following, model)) / UNITS_PER_BIT


def _cost(text: str, history: str, following: str, model: LanguageModel) -> float:
    cost = model.text_cost(text + following, history)
    beside = history[-1:] + following[:1]
    if text.isalpha() and text.isupper() and not any(map(str.islower, beside)):
        # Texts in capitals are rare, so the model thinks little of them; the same text in small
        # letters shows what they are worth.
        lowered = model.text_cost((text + following).lower(), history.lower())
        cost = min(cost, lowered + CAPITALS_COST)
    return cost


def believable(text: str, history: str, model: LanguageModel) -> bool:
    """Whether a text may be anybody's: not only better than what it would replace."""
    judged = text[:JUDGED]
    cost = model.text_cost(judged, history) / UNITS_PER_BIT
    return cost <= _MOST_BITS_OF_FIRST + _MOST_BITS * (len(judged) - 1)


def _best_loss(text: str, page: str, model: LanguageModel) -> tuple[float, Channel]:
    """The losses and scrubs that explain a sample best with this code page, and their cost.

    They are added one at a time, the most telling first, while each gains enough.
    """
    sample = _sample(text)
    best = Channel(read=page)
    best_cost, unexplained = _explain(sample, best, model)
    more = _lossier(best, text) if unexplained else []
    while more:
        cost, channel = min(
            ((_explain(sample, channel, model)[0], channel) for channel in more),
            key=lambda item: item[0],
        )
        if cost + _SCRUB_BITS * UNITS_PER_BIT >= best_cost:
            break
        best_cost, best = cost, channel
        more = _lossier(best, text)
    return best_cost + scan.page_bits(page) * UNITS_PER_BIT, best


def _lossier(channel: Channel, text: str) -> list[Channel]:
    """The channel with one more loss or scrub, of those that `text` does not speak against."""
    found = []
    if channel.loss == "kept" and codepages.undefined_bytes(channel.read):
        signs = {"dropped": "", "fffd": "\ufffd", "question": "?"}
        found += [replace(channel, loss=loss) for loss, sign in signs.items() if sign in text]
    shown = "".join(match.group() for match in _stretch_pattern(channel).finditer(text))
    for scrub, sign in (("c1", "[\x80-\x9f]"), ("soft-hyphens", "\xad"), ("nbsp", "\xa0")):
        if scrub not in channel.scrubs and not re.search(sign, shown):
            found.append(replace(channel, scrubs=(*channel.scrubs, scrub)))
    if "trim" not in channel.scrubs:
        found.append(replace(channel, scrubs=(*channel.scrubs, "trim")))
    return [other for other in found if inverse(other) != inverse(channel)]


def _sample(text: str) -> list[str]:
    """Distinct parts of lines with characters beyond ASCII, evenly over the text."""
    parts = list(dict.fromkeys(_PART.findall(text)))
    return parts[:: max(1, len(parts) // _SAMPLE_PARTS)]


def _explain(sample: Sequence[str], channel: Channel, model: LanguageModel) -> tuple[float, int]:
    """(cost of the best reading of the sample, characters in it that stay unexplained)."""
    total, unexplained = 0.0, 0
    for line in sample:
        read, done = "", 0
        for stretch in stretches(line, channel):
            read += line[done : stretch.start]
            edges = lattice(stretch.text, channel, at_line_end=stretch.at_line_end)
            pieces = best_path(edges, read, stretch.following, model, _BEAM)
            kept = sum(piece.kept for piece in pieces)
            unexplained += kept
            total += kept * KEPT_COST
            read += "".join(piece.char for piece in pieces)
            done = stretch.end
        total += model.text_cost(read + line[done:] + "\n")
    return total, unexplained
