"""Which code pages may a text have been read through? Those that make it more believable.

The evidence is the model's: how many bits more believable is what a whole stretch would have been
than what it is. Clean text in some scripts has whole stretches by chance, and leaves here: nothing
is imported that only a repair needs.
"""

from __future__ import annotations

from math import inf
from unicodedata import category

from fixtext import scan, sequences
from fixtext.codepages import kept_table
from fixtext.ngrams import UNITS_PER_BIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from fixtext.language import LanguageModel

FIRST_MARGIN = 10.0
"""Bits that the best stretch of a text must gain, beyond what its code page is unlikely by."""

HIT_COST = 4.0
"""Bits of disbelief in each stretch's being garbled, whatever the code page."""

CAPITALS_COST = 4 * UNITS_PER_BIT
"""Cost of taking a stretch for text in capitals."""

_SAMPLE_HITS = 30
_SAMPLE_CHARACTERS = 160
_SAMPLE_SIZE = 8
_OTHERS = 8
"""Stretches, or characters in them, that are weighed to choose the code page; characters of one
that are; and stretches that stand for the others, if the first ones gain anything."""

_PLENTY = 1000.0
"""Bits that the sample may gain until it is large enough."""

_HOPELESS_HITS = 6
_HOPELESS_BITS = 120.0
"""When so many stretches gain nothing, or lose so much, the others are not weighed."""

_MOST_FOREIGN = 5
"""Signs in whole sequences of the likeliest code page, which another one that is worth weighing
may lack. More would each cost it more than all that speaks for it."""

WORTH_TRYING = 0.7
"""Share of the best page's gain that a page needs to be tried with all losses."""

_MOST_GAIN = 25.0
"""Bits that a character of garbled text gains at most, when many are put right."""


def ranked_pages(
    found: tuple[str, dict[str, int]], model: LanguageModel
) -> list[tuple[float, str]]:
    """(bits gained, code page) for the believable ones of those that scan.suspects found."""
    scanned, covered = found
    ranked: list[tuple[float, str]] = []
    known: dict[tuple[str, str, str, str], float] = {}
    most = 0.0
    explained = ""
    for page in sorted(covered, key=lambda page: -covered[page]):
        if ranked and _MOST_GAIN * covered[page] < most * WORTH_TRYING:
            break
        if explained and sequences.shown_bytes(explained, page).count(b"?") > _MOST_FOREIGN:
            continue
        bits, best, told = _page_gain(scanned, page, covered[page], model, known)
        if best >= FIRST_MARGIN + scan.page_bits(page):
            ranked.append((bits - scan.page_bits(page), page))
            most = max(most, ranked[-1][0])
            explained = explained or told
    return sorted(ranked, key=lambda item: (-item[0], scan.page_bits(item[1]), item[1]))


def _page_gain(
    text: str,
    page: str,
    covered: int,
    model: LanguageModel,
    known: dict[tuple[str, str, str, str], float],
) -> tuple[float, float, str]:
    """(bits that all whole stretches gain, from a sample; most bits gained on one of them; those).

    covered: characters in whole stretches. known: gains that other pages have been told.
    """

    def weighed(hit: sequences.Hit) -> float:
        before = text[max(hit.start - 6, 0) : hit.start]
        asked = (hit.before, hit.after, before, text[hit.end : hit.end + 3])
        if asked not in known:
            known[asked] = gain(*asked, model) - HIT_COST
        return known[asked]

    # Several stretches may begin alike, and each of them counts.
    gaining: list[str] = []
    gained = lost = best = 0.0
    sampled = 0
    # The longest tell most; what clean text has by chance is short.
    for number, hit in enumerate(sequences.longest(text, page, _SAMPLE_HITS, _SAMPLE_SIZE)):
        bits = weighed(hit)
        if bits > 0:
            gaining.append(hit.before)
            gained += bits
            best = max(best, bits)
        else:
            lost -= bits
        sampled += len(hit.before)
        is_hopeless = number == _HOPELESS_HITS or lost >= _HOPELESS_BITS
        enough = sampled >= _SAMPLE_CHARACTERS or gained >= _PLENTY
        if enough or (is_hopeless and not gaining):
            break
    if not gaining:
        return 0.0, 0.0, ""
    rate = gained / sampled
    if others := sequences.others(text, page, number + 1, _OTHERS, _SAMPLE_SIZE):
        rate = sum(max(weighed(hit), 0.0) for hit in others)
        rate /= sum(len(hit.before) for hit in others)
    return gained + rate * (covered - sampled), best, "".join(dict.fromkeys(gaining))


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
    cost = cost_undone(after, history, following, model)
    most = cost + enough * UNITS_PER_BIT
    bits = (_cost(before, history, following, model, most) - cost) / UNITS_PER_BIT
    is_sum = before in _CYRILLIC_SUMS and following[:1].isdigit() and not history[-1:].isalpha()
    is_product = before == "Ã—" and not history[-1:].isalpha()
    return bits + _NEVER_BITS * (is_sum or is_product or never_clean(before, history[-1:]))


def never_clean(text: str, before: str = "") -> bool:
    """Whether a text is signs that no text has behind one another, as "RÂ²", "Γ£ô" and "тЖТ".

    before: the character before it. What begins punctuation and symbols in UTF-8 are such letters
    in the code pages of consoles, and a small letter before capitals or quotes in Cyrillic ones.
    """
    is_within = before > "\x7f" and before.isalpha()
    if len(text) == 2:
        if text[0] in _BOXES:
            return text[1] > "\x7f" and not "\u2500" <= text[1] <= "\u259f"
        return text[1] in _NEVER_BEHIND.get(text[0], "")
    if len(text) != _SYMBOL:
        return text.startswith("ЁЯ") and len(text) == _EMOJI and not is_within
    page = _CONSOLES.get(text[0])
    if page is not None:
        return all(sign in kept_table(page)[0x80:0xC0] for sign in text[1:])
    page = _CYRILLIC.get(text[0])
    return page is not None and not is_within and _is_symbol(text, page)


def _is_symbol(text: str, page: str) -> bool:
    """Whether three signs of a Cyrillic code page are a sign, and their case or kind no word's."""
    table = kept_table(page)
    if not all(sign in table[0x80:0xC0] for sign in text[1:]) or text[1].islower():
        return False
    data = bytes([table.index(sign) for sign in text])
    return category(data.decode("utf-8", "replace")[0])[0] in "SP"


_CYRILLIC_SUMS = ("ВЈ", "ВҐ")
"""What windows-1251 shows for the signs of pound and yen: two capitals of different languages."""

_NEVER_BEHIND = {
    "Â": "²³¹°®©±µ½¼¾·˝˛",
    "Ă": "§©¨¶¤±ˇ®",
    "¬": "ß©£Æ∞∑ª",
    "√": "©®™ÆØßü§•¶¢£°",
}
_BOXES = "├┬"
_CONSOLES = {"Γ": "cp437", "Ô": "cp850"}
_CYRILLIC = {"т": "cp866", "в": "windows-1251"}
_SYMBOL = 3
_EMOJI = 4
_NEVER_BITS = 10.0
"""Signs that stand behind no letter with a circumflex or a breve, no negation and no root; what C2
and C3 are in code pages of consoles, before which lines stand, and behind which no letters do; what
E2 is there and in Cyrillic ones, and the length of what it begins; that of what F0 9F begins; and
what speaks for such signs' being none."""


def cost_undone(
    after: str, history: str, following: str, model: LanguageModel, depth: int = 1
) -> float:
    """The cost of what was found in a text, or of what can be found in that.

    Between two layers stands nonsense, which says nothing against the outer one. depth: how many
    more layers are looked for.
    """
    cost = _cost(after, history, following, model)
    for page, inner in inner_layers(after) if depth else ():
        bits = HIT_COST + scan.page_bits(page)
        undone = cost_undone(inner, history, following, model, depth - 1)
        cost = min(cost, undone + bits * UNITS_PER_BIT)
    return cost


def inner_layers(text: str) -> Iterator[tuple[str, str]]:
    """The usual code pages through which a text is UTF-8 once more, and what it would be then."""
    if not _LEAST_INNER <= len(text) <= _MOST_INNER:
        return
    for page in scan.suspicious_pages(text):
        if scan.page_bits(page) > _USUAL_BITS:
            break
        yield page, sequences.undone(text, page)


_LEAST_INNER = 2
_MOST_INNER = 1_000
_USUAL_BITS = 8.0
"""Characters of a text that another layer is looked for in, and disbelief in its code page."""


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
