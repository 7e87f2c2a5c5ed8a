"""Which mix-up could have made a text? One channel that explains it best, or none.

The evidence is the model's: how many bits more believable is what a stretch would have been
than what it is. Pages are ranked on stretches that came through whole; fixtext.losses then says
what the best of them lost.
"""

from __future__ import annotations

import unicodedata
from math import inf

from fixtext import scan, sequences
from fixtext.channels import Channel
from fixtext.language import UNITS_PER_BIT, LanguageModel
from fixtext.losses import best_channel

FIRST_MARGIN = 10.0
"""Bits that the best stretch of a text must gain, beyond what its code page is unlikely by."""

HIT_COST = 4.0
"""Bits of disbelief in each stretch's being garbled, whatever the code page."""

_MOST_BITS_OF_FIRST = 26.0
_MOST_BITS = 13.0
_MOST_BITS_OF_SYMBOL = 28.0
"""Bits that a believable text costs at most: its first character beyond ASCII, each further one,
and each symbol, of which texts have few, in any order (one that the model has not seen: 29.5)."""

JUDGED = 48
"""Characters of a text that are judged; more would only say the same again."""

CAPITALS_COST = 4 * UNITS_PER_BIT
"""Cost of taking a stretch for text in capitals."""

_SAMPLE_HITS = 30
_SAMPLE_CHARACTERS = 160
_SAMPLE_SIZE = 8
"""Stretches, or characters in them, that are weighed to choose the code page; and characters of
one that are."""

_PLENTY = 1000.0
"""Bits that the sample may gain until it is large enough."""

_HOPELESS_HITS = 6
_HOPELESS_BITS = 120.0
"""When so many stretches gain nothing, or lose so much, the others are not weighed."""

_MOST_FOREIGN = 5
"""Signs in whole sequences of the likeliest code page, which another one that is worth weighing
may lack. More would each cost it more than all that speaks for it."""

_BEST_PAGES = 4
_WORTH_TRYING = 0.7
"""Share of the best page's gain that a page needs to be tried with all losses."""

_MOST_GAIN = 25.0
"""Bits that a character of garbled text gains at most, when many are put right."""


def find_channel(
    text: str, model: LanguageModel, found: tuple[str, dict[str, int]] | None = None
) -> Channel | None:
    """The channel over UTF-8 that explains `text` best, or None when none is believable.

    found: what scan.suspects says of the text, where that is known.
    """
    scanned, covered = found or scan.suspects(text)
    ranked: list[tuple[float, str]] = []
    known: dict[tuple[str, str, str, str], float] = {}
    most = 0.0
    explained = ""
    for page in sorted(covered, key=lambda page: -covered[page]):
        if ranked and _MOST_GAIN * covered[page] < most * _WORTH_TRYING:
            break
        if explained and sequences.shown_bytes(explained, page).count(b"?") > _MOST_FOREIGN:
            continue
        bits, best = _page_gain(scanned, page, covered[page], model, known)
        if best >= FIRST_MARGIN + scan.page_bits(page):
            ranked.append((bits - scan.page_bits(page), page))
            most = max(most, ranked[-1][0])
            explained = explained or sequences.whole(scanned, page)
    if not ranked:
        return None
    ranked.sort(key=lambda item: (-item[0], scan.page_bits(item[1]), item[1]))
    worth = [page for bits, page in ranked if bits >= ranked[0][0] * _WORTH_TRYING]
    # Gains are of a sample; of pages that gain about as much, those that explain more come first.
    worth.sort(key=lambda page: (-covered[page], scan.page_bits(page), page))
    return best_channel(text, worth[:_BEST_PAGES], model)


def _page_gain(
    text: str,
    page: str,
    covered: int,
    model: LanguageModel,
    known: dict[tuple[str, str, str, str], float],
) -> tuple[float, float]:
    """(bits that all whole stretches gain, from a sample; most bits gained on one of them).

    covered: characters in whole stretches. known: gains that other pages have been told.
    """
    gains = []
    lost = 0.0
    sampled = 0
    # The longest tell most; what clean text has by chance is short.
    for number, hit in enumerate(sequences.longest(text, page, _SAMPLE_HITS, _SAMPLE_SIZE)):
        before = text[max(hit.start - 6, 0) : hit.start]
        asked = (hit.before, hit.after, before, text[hit.end : hit.end + 3])
        if asked not in known:
            known[asked] = gain(*asked, model) - HIT_COST
        if known[asked] > 0:
            gains.append(known[asked])
        else:
            lost -= known[asked]
        sampled += len(hit.before)
        is_hopeless = number == _HOPELESS_HITS or lost >= _HOPELESS_BITS
        enough = sampled >= _SAMPLE_CHARACTERS or sum(gains) >= _PLENTY
        if enough or (is_hopeless and not gains):
            break
    if not gains:
        return 0.0, 0.0
    return sum(gains) * covered / sampled, max(gains)


def gain(
    before: str,
    after: str,
    history: str,
    following: str,
    model: LanguageModel,
    enough: float = inf,
) -> float:
    """Bits by which `after` is more believable than `before`, between the same neighbours.

    enough: of more than so many, no more are counted than is easy.
    """
    cost = _cost(after, history, following, model)
    most = cost + enough * UNITS_PER_BIT
    return (_cost(before, history, following, model, most) - cost) / UNITS_PER_BIT


def _cost(
    text: str, history: str, following: str, model: LanguageModel, most: float = inf
) -> float:
    cost = model.text_cost(text + following, history, most)
    beside = history[-1:] + following[:1]
    if text.isalpha() and text.isupper() and not any(map(str.islower, beside)):
        # Texts in capitals are rare, so the model thinks little of them; the same text in small
        # letters shows what they are worth.
        lowered = model.text_cost((text + following).lower(), history.lower(), most)
        cost = min(cost, lowered + CAPITALS_COST)
    return cost


def believable(text: str, history: str, model: LanguageModel, *, is_exact: bool = True) -> bool:
    """Whether a text may be anybody's: not only better than what it would replace.

    is_exact: nothing of it was chosen by the model; else rare symbols are no more to be believed
    than other rare characters.
    """
    judged = text[:JUDGED]
    cost = model.text_cost(judged, history) / UNITS_PER_BIT
    symbols = 0
    if is_exact:
        symbols = sum(unicodedata.category(char)[0] in "SP" for char in judged)
    most = _MOST_BITS * (len(judged) - symbols) + _MOST_BITS_OF_SYMBOL * symbols
    if symbols < len(judged):
        most += _MOST_BITS_OF_FIRST - _MOST_BITS
    return cost <= most
