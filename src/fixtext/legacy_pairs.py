"""The pair of legacy encodings that could have made the odd words of a text, or none.

Where the words of the text tell its language, that language's model says which pair explains the
text, all of it or some of its lines. Else the model of all languages weighs what the promising
ones make of the odd words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from fixtext import codepages
from fixtext.inventories import is_table
from fixtext.language import LanguageModel
from fixtext.legacy_bytes import decode, encode
from fixtext.legacy_candidates import (
    Candidate,
    all_candidates,
    distinct_candidates,
    made_words,
    promising,
)
from fixtext.legacy_documents import (
    SMALL_DIFFERENCE,
    Evidence,
    Explanation,
    differences,
    explanation,
)
from fixtext.legacy_gains import any_may_gain, cost, gain, strange_bits
from fixtext.legacy_languages import likeliest_language, possible_languages
from fixtext.legacy_mixtures import Mixture, mixture
from fixtext.legacy_pages import LANGUAGES, LATIN, MULTI_BYTE, READ_BITS, WRITTEN_BITS
from fixtext.legacy_snippets import (
    LONGEST_SNIPPET,
    WORD,
    has_high_letter,
    snippets_of,
    telling_words,
)
from fixtext.legacy_words import are_words, differs_in_accents, is_known, is_of_no_language
from fixtext.neighbours import MOST_LATIN
from fixtext.sequences import beyond_ascii

FIRST_MARGIN = 18.0
"""Bits that the odd words of a text must gain, beyond what the pair is unlikely by."""

EXPECTED_MARGIN = 4.0
"""As FIRST_MARGIN, for encodings of a language that the caller expects."""

_SOLE_MARGIN = 8.0
_TOLD = -8.0
_TOLD_SOLE = -4.0
_OTHER_LANGUAGE = 8.0
"""Bits that are asked for beside the margin: where there is one odd word only; instead, where the
text is in a language of the encoding, for several odd words and for one; where it is in another."""

LEAD = 5.0
"""Bits that the best pair must be ahead of one that makes something else."""

MOST_DOUBT = 6.0
"""Bits that one snippet may speak against a pair: it may be clean."""

_WORTH_A_LOOK = 4.0
"""Bits that the odd words must gain, so that other words are looked at."""

_MOST_GAIN = 12.0
"""Bits that one word counts at most, when all words are counted."""

_RIVAL = 12.0
"""Bits that a pair may be behind the best on the odd words, and be compared on all."""

_FEW_SNIPPETS = 3
_BEST_PAIRS = 5
"""The promising pairs are weighed on a few snippets, and so many, the best of all, on all."""


class Pair(NamedTuple):
    """A mix-up of two legacy encodings, the bits that it gains in a sample, and what it makes.

    code: the language of a text in which it explains all words.
    is_mixed: there are clean words beside those that it explains.
    """

    written: str
    read: str
    bits: float
    made: tuple[str | None, ...]
    behind: float = 0.0
    code: str | None = None
    is_mixed: bool = False


@lru_cache(maxsize=4)
def find_pair(
    text: str, odd: tuple[int, ...], model: LanguageModel, expected: frozenset[str]
) -> Pair | None:
    """The pair that explains the words around odd places best, or None when none is believable.

    expected: encodings that the caller thinks likely. The last answers are remembered, since a
    text is looked at before and after others had their turn.
    """
    if not odd:
        return None
    snippets = snippets_of(text, odd)
    told = None if _is_hardly_odd(text, odd) else _told_pair(text, snippets, model)
    if told is not None:
        return told
    scored = _scored(snippets, model, expected) if snippets else []
    if not scored or scored[0].bits < min(_WORTH_A_LOOK, _margin(scored[0], expected)):
        return None
    rivals = [pair for pair in scored if pair.bits > scored[0].bits - _RIVAL]
    ranked = _compared(text, snippets, rivals, model, expected)
    best, behind = ranked[0], ranked[1:]
    whole = _explained_by_made(text, best, model)
    if whole is not None:
        return _told(whole, snippets)
    margin = _margin(best, expected)
    if best.written not in expected:
        margin += _language_margin(text, snippets, best, model)
    known = _known_bits(best, snippets, model)
    if best.bits + known < margin:
        return None
    for pair in behind:
        if pair.behind + known - _known_bits(pair, snippets, model) < LEAD:
            return None
    if best.written in expected:
        return best
    if best.written in LATIN and _has_other_latin(text, best.read):
        return None
    if _is_table_of_bytes(snippets, best.read):
        return None
    languages = possible_languages(_sample(text, best), model)
    bits = min(best.bits, _score(best, snippets, range(len(snippets)), model))
    usual = WRITTEN_BITS[best.written] + READ_BITS[best.read] <= _USUAL_PAIR
    if are_words(best.written, bits, snippets, best.made, languages, model, is_usual=usual):
        return best
    return None


def _is_hardly_odd(text: str, odd: Sequence[int]) -> bool:
    """Whether so few of many letters are odd that no line and no document is garbled."""
    return beyond_ascii(text[:MOST_LATIN]) > _LETTERS_TO_ODD * len(odd)


_LETTERS_TO_ODD = 60


def _told_pair(text: str, snippets: Sequence[str], model: LanguageModel) -> Pair | None:
    """The pair that explains a document of a language that is told, all of it or some lines."""
    whole = explanation(text, model)
    if whole is not None and not whole.is_believable:
        whole = None
    if whole is not None and whole.like_words >= _MANY_LIKE:
        return _told(whole, snippets)
    mixed = mixture(text, model)
    if mixed is None or not mixed.is_believable:
        return _told(whole, snippets) if whole is not None else None
    if whole is not None and mixed.like_words <= whole.like_words:
        return _told(whole, snippets)
    return _told(mixed, snippets)


_MANY_LIKE = 8
"""Words that become like those of the language, so that a pair which makes them of a document as a
whole is no chance. Of fewer, another may make more and let what is clean be."""


def _told(found: Evidence, snippets: Sequence[str]) -> Pair:
    """The pair that explains a document, or some words of it and lets the others be."""
    made = tuple(made_words(snippets, Candidate(0.0, found.written, found.read, ())))
    is_mixed = isinstance(found, Mixture)
    return Pair(found.written, found.read, found.bits, made, code=found.code, is_mixed=is_mixed)


def _explained_by_made(text: str, pair: Pair, model: LanguageModel) -> Explanation | None:
    """What explains a text in the language that a pair makes of its words.

    Only where nothing tells another, and what was found is no words: of a language that is not
    known, those that are are most like words of one that is.
    """
    if pair.written not in LATIN:
        return None
    candidate = Candidate(0.0, pair.written, pair.read, ())
    made = [one for one in made_words(telling_words(text), candidate) if one is not None]
    code = likeliest_language(made, pair.written, model)
    if code is None or code not in (possible_languages(text, model) or [code]):
        return None
    whole = explanation(text, model, [code])
    if whole is None or not whole.is_believable or whole.like_words < _LEAST_LIKE:
        return None
    return whole


_LEAST_LIKE = 3
"""Words like those of a language that must be made, where no other words tell the language."""

_USUAL_PAIR = 4.0
"""Bits of disbelief in the pairs that are met most."""


def _is_table_of_bytes(snippets: Sequence[str], read: str) -> bool:
    """Whether the odd words are tables of what a code page shows, byte by byte."""
    encoded = [encode(snippet, read) for snippet in snippets]
    return all(data is not None and is_table(data.translate(None, _ASCII)) for data in encoded)


_ASCII = bytes(range(0x80))


def _has_other_latin(text: str, read: str) -> bool:
    """Whether many letters of Latin script are none that a code page shows, as Vietnamese ones."""
    letters = _LATIN_LETTERS.findall(text[:_MOST_COMPARED])
    shown = codepages.byte_of(read)
    return sum(letter not in shown for letter in letters) > _MOST_OTHER_LATIN * len(letters)


_LATIN_LETTERS = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_MOST_COMPARED = 20_000
_MOST_OTHER_LATIN = 0.3
"""Characters of a text that are looked at, and share of its letters beyond ASCII."""


def _known_bits(pair: Pair, snippets: Sequence[str], model: LanguageModel) -> float:
    """Bits that speak for a pair because it makes a word that some lexicon has, of one snippet."""
    made = pair.made[0]
    if len(snippets) > 1 or not made or not made.isalpha():
        return 0.0
    if len(made) < _LEAST_KNOWN and not is_of_no_language(snippets[0]):
        return 0.0
    if differs_in_accents(snippets[0], made):
        return 0.0
    codes = model.codes_of("latin")
    return _KNOWN_BITS * is_known(made, codes, model)


_LEAST_KNOWN = 4
_KNOWN_BITS = 8.0
"""Letters of a word that is in no lexicon by chance, and bits that a lexicon says: those of other
languages are asked too."""


def _language_margin(text: str, snippets: Sequence[str], pair: Pair, model: LanguageModel) -> float:
    """Bits that are asked for beside the margin, for what is known of the language of a text.

    In a document of a language that was written in the encoding, a strange letter is no name.
    """
    sole = _SOLE_MARGIN if len(snippets) == 1 else 0.0
    if pair.written not in LATIN:
        return sole
    sole += _OTHER_ACCENT if sole and differs_in_accents(snippets[0], pair.made[0]) else 0.0
    languages = possible_languages(_sample(text, pair), model)
    if not languages:
        return sole
    if not any(pair.written in LANGUAGES[code] for code in languages):
        return sole + _OTHER_LANGUAGE
    told = all(pair.written in LANGUAGES[code] for code in languages)
    if not told or not _WITHOUT_ACCENTS.isdisjoint(languages):
        return sole
    if not any(map(has_high_letter, snippets)):
        return sole
    if sole and snippets[0].islower() and not (pair.made[0] or "").islower():
        return sole
    return _TOLD_SOLE if sole else _TOLD


_OTHER_ACCENT = 4.0
"""Bits that are asked for beside, where one word has but another accent: many languages differ in
those, and what is clean in one is nearly a word of another."""


_WITHOUT_ACCENTS = frozenset(("en", "fil", "id", "ms", "sw", "xh"))
"""Languages whose few letters beyond ASCII are in words of others."""


def _sample(text: str, pair: Pair) -> str:
    """The beginning of a text as a pair makes it, to tell its language."""

    def made(match: re.Match[str]) -> str:
        data = encode(match[0], pair.read)
        return match[0] if data is None else decode(data, pair.written) or match[0]

    return WORD.sub(made, text[:_MOST_SAMPLED])


_MOST_SAMPLED = 800
"""Characters of a text by which its language is told."""


def _margin(pair: Pair, expected: frozenset[str]) -> float:
    return EXPECTED_MARGIN if pair.written in expected else FIRST_MARGIN


def _scored(snippets: Sequence[str], model: LanguageModel, expected: frozenset[str]) -> list[Pair]:
    """The pairs that gain most on the snippets, the best first."""
    pairs = promising(distinct_candidates(snippets, expected), snippets, model)
    least = min(_WORTH_A_LOOK, EXPECTED_MARGIN)
    if not any_may_gain([(c.prior, c.made) for c in pairs], snippets, least, -MOST_DOUBT, model):
        return []
    if len(snippets) > _FEW_SNIPPETS and len(pairs) > _BEST_PAIRS:
        few = range(0, len(snippets), -(-len(snippets) // _FEW_SNIPPETS))
        scores = {c: _score(c, snippets, few, model) for c in pairs}
        pairs = sorted(pairs, key=lambda c: -scores[c])[:_BEST_PAIRS]
    scored = [
        Pair(c.written, c.read, _score(c, snippets, range(len(snippets)), model), c.made)
        for c in pairs
    ]
    scored = [pair for pair in scored if _is_believable(pair, snippets, model)]
    return sorted(scored, key=lambda pair: -pair.bits)


def _compared(
    text: str,
    snippets: Sequence[str],
    rivals: list[Pair],
    model: LanguageModel,
    expected: frozenset[str],
) -> list[Pair]:
    """The rivals, and pairs that make the same of the snippets, by what they make of all words.

    Encodings that many languages share differ in few characters. The first is the best; the
    others say how far they are `behind`, and make something else of some word.
    """
    candidates = [
        candidate
        for candidate in all_candidates(snippets, expected)
        if any(not _differ(candidate.made, rival.made) for rival in rivals)
    ]
    words = telling_words(text)
    made = [made_words(words, candidate) for candidate in candidates]
    behind = [candidate.prior for candidate in candidates]
    gains = [-candidate.prior for candidate in candidates]
    for number, word in enumerate(words):
        choices = [m[number] for m in made]
        costs = {choice: _made_cost(choice, word, model) for choice in set(choices)}
        gained: dict[str, float] = {}
        for place, choice in enumerate(choices):
            behind[place] += costs[choice]
            if choice != word and choice is not None:
                if choice not in gained:
                    bits = gain(word[:LONGEST_SNIPPET], choice[:LONGEST_SNIPPET], model)
                    gained[choice] = min(max(bits, -MOST_DOUBT), _MOST_GAIN)
                gains[place] += gained[choice]
    best = behind.index(min(behind))
    _, written, read, shown = candidates[best]
    if written in LATIN:
        languages = possible_languages(_sample(text, Pair(written, read, 0.0, shown)), model)
        for place, candidate in enumerate(candidates):
            if languages and not any(candidate.written in LANGUAGES[code] for code in languages):
                behind[place] += _OTHER_LANGUAGE
    order = sorted(range(len(candidates)), key=lambda place: behind[place])
    best = order[0]
    changed = sum(one not in (None, word) for one, word in zip(made[best], words, strict=True))
    found = []
    for place in order:
        _, written, read, shown = candidates[place]
        bits = next((r.bits for r in rivals if not _differ(shown, r.made)), 0.0)
        lead = behind[place] - behind[best]
        if place == best:
            found.append(Pair(written, read, max(bits, gains[place]), shown))
        elif differences(made[place], made[best]) > SMALL_DIFFERENCE * changed:
            found.append(Pair(written, read, bits, shown, lead))
    return found


def _made_cost(made: str | None, word: str, model: LanguageModel) -> float:
    """Bits that a word costs as a pair makes it; as it is, and more, where it makes nothing."""
    if made is None:
        return cost(word[:LONGEST_SNIPPET], model) + MOST_DOUBT
    made = made[:LONGEST_SNIPPET]
    return cost(made, model) + strange_bits(made)


def _is_believable(pair: Pair, snippets: Sequence[str], model: LanguageModel) -> bool:
    """Whether what a pair makes may be anybody's text: not only better than the snippets."""
    changed = [
        made for made, snippet in zip(pair.made, snippets, strict=True) if made and made != snippet
    ]
    most = _MOST_BITS_OF_MANY if pair.written in MULTI_BYTE else _MOST_BITS
    if pair.written in MULTI_BYTE and _is_amid_latin("\n".join(changed)):
        return False
    if len(snippets) == 1 and pair.written in MULTI_BYTE and changed:
        words = re.findall(_WIDE, changed[0])
        size = sum(map(len, words))
        if size <= _FEW_WIDE and cost(" ".join(words), model) > _MOST_BITS_OF_WIDE * (size + 1):
            return False
    if len(snippets) == 1 and pair.written not in LATIN and most == _MOST_BITS:
        most = _MOST_BITS_OF_ONE
    if any("\N{REPLACEMENT CHARACTER}" in made for made in changed):
        most = _MOST_BITS_OF_TORN
    # Quotes and dashes by themselves are dear, and say nothing.
    changed = [made for made in changed if not _SIGNS.fullmatch(made)]
    bits = sum(cost(made, model) for made in changed)
    return bits <= most * sum(len(made) + 1 for made in changed)


def _is_amid_latin(made: str) -> bool:
    """Whether most characters beyond ASCII touch small Latin letters, as those of words do."""
    return 2 * len(_AMID_LATIN.findall(made)) > beyond_ascii(made)


_AMID_LATIN = re.compile(r"(?<=[a-z])[^\W\x00-\x7f]|[^\W\x00-\x7f](?=[a-z])")
_SIGNS = re.compile(r"[^\w\s]+")
_MOST_BITS = 6.2
_MOST_BITS_OF_ONE = 5.2
_MOST_BITS_OF_MANY = 11.0
_MOST_BITS_OF_TORN = 18.0
"""Bits that a character costs at most in text of alphabets, in one snippet of such text, in East
Asian text, and in such text that lost bytes, on average."""

_WIDE = "[\u3005-\u30ff\u3400-\ud7a3]+"
_FEW_WIDE = 5
_MOST_BITS_OF_WIDE = 10.5
"""Characters of East Asia that may be a word by themselves; bits that each of them costs at most
when they are all there is, so that of real words one in fourteen is refused."""


def _differ(made: Sequence[str | None], other: Sequence[str | None]) -> bool:
    """Whether two pairs make anything different where both make anything."""
    return any(None not in both and both[0] != both[1] for both in zip(made, other, strict=True))


def _score(
    candidate: Candidate | Pair,
    snippets: Sequence[str],
    chosen: range,
    model: LanguageModel,
) -> float:
    """Bits that a pair gains on some of the snippets."""
    total = -candidate.prior if isinstance(candidate, Candidate) else 0.0
    for number in chosen:
        made = candidate.made[number]
        if made is None:
            total -= MOST_DOUBT
        elif made != snippets[number]:
            total += max(gain(snippets[number], made, model), -MOST_DOUBT)
    return total
