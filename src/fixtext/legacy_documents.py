"""The pair of legacy encodings that explains all of a document in a language that is known.

Of a document of many words the language is told by those of ASCII, whatever became of the others.
Then its own model weighs them: what a pair makes of them must be the language's words and what is
found must not, all over the document. So a name, a foreign word or a sign says little for a pair
or against it, where single words by the model of all languages would have to agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fixtext.identification import language_costs
from fixtext.language import UNITS_PER_BIT, LanguageModel
from fixtext.legacy_bytes import decode, encode
from fixtext.legacy_gains import cost, strange_bits
from fixtext.legacy_pages import LANGUAGES, LATIN, READ_BITS, WRITTEN_BITS
from fixtext.legacy_snippets import telling_words
from fixtext.placement import SIGNS, bits_before, bits_behind


class Explanation(NamedTuple):
    """A pair of encodings, and how it explains the words of a document in a language.

    code: the language.
    bits: by how much cheaper the words become, less what the pair is unlikely by.
    lead: bits that the next best pair is behind which makes something else of several words.
    better, worse: distinct words that become so, and leave no doubt about it; none that only have
    other signs then.
    like_words: those of `better` that look like words of the language then.
    changed: all distinct words that become others.
    told: bits by which the words of ASCII tell the language.
    """

    written: str
    read: str
    code: str
    bits: float
    lead: float
    better: int
    worse: int
    like_words: int
    changed: int
    told: float

    @property
    def is_believable(self) -> bool:
        """Whether the document is garbled like that, all of it."""
        if self.like_words < _SEVERAL:
            is_doubtful = (
                self.worse > 0
                or self.changed > 1
                or self.lead < _SOLE_LEAD
                or self.told < _SOLE_TOLD
            )
        else:
            is_doubtful = (
                self.like_words < _SHARE_OF_LIKE * self.better
                or self.worse > _SHARE_OF_WORSE * self.better
                or self.lead < _LEAD
            )
        return self.like_words > 0 and self.bits >= _MARGIN and not is_doubtful


_SEVERAL = 2
_SHARE_OF_LIKE = 0.6
_SHARE_OF_WORSE = 0.1
_MARGIN = 12.0
_LEAD = 5.0
_SOLE_LEAD = 8.0
_SOLE_TOLD = 25.0
"""Of so many words like those of the language that a pair makes, which share of the words that
become better they are at least, and the words that become worse at most; bits to gain, and to
lead by, with several words and with one; and bits that tell the language then.
Of the pairs that explain 34,800 clean sentences best, none makes two words that are better and
like those of the language, and none is believable."""


def explanation(
    text: str, model: LanguageModel, codes: Sequence[str] = ()
) -> Explanation | None:
    """The pair that explains the words of a text best, believable or not.

    codes: languages that it may be in; without any, those that its words of ASCII tell.
    None where they tell none, or no pair changes the text.
    """
    told = dict.fromkeys(codes, 0.0) or _languages(text[:_MOST_SAMPLED], model)
    if not told:
        return None
    words = telling_words(text)
    found = [
        found
        for code, bits in told.items()
        if (found := _best(words, code, bits, model.in_language(code)))
    ]
    return max(found, key=lambda one: (one.like_words, one.bits), default=None)


def _languages(text: str, model: LanguageModel) -> dict[str, float]:
    """The languages of Latin script that a text may be in, with the bits that its words tell."""
    words = Counter(text.split())
    few = " ".join([word for word, times in words.items() for _ in range(min(times, _MOST_TIMES))])
    costs = language_costs(few, model.codes_of("latin"), model)
    best = min(costs.values(), default=0)
    if best > -_LEAST_TOLD:
        return {}
    found = [code for code, bits in costs.items() if bits <= best * _AS_GOOD]
    found = sorted(found, key=lambda code: costs[code])[:_MOST_LANGUAGES]
    return {code: -costs[code] / UNITS_PER_BIT for code in found}


def likeliest_language(words: Sequence[str], written: str, model: LanguageModel) -> str | None:
    """The language written in an encoding in which words beyond ASCII are cheapest."""
    telling = [word for word in words if any(char.isalpha() and char > "\x7f" for char in word)]
    codes = [
        code
        for code, pages in LANGUAGES.items()
        if written in pages and code in model.languages and model.languages[code][2]
    ]
    if len(telling) < _LEAST_TELLING or not codes:
        return None
    text = " ".join(telling[:_MOST_TELLING])
    return min(codes, key=lambda code: cost(text, model.in_language(code)))


_LEAST_TELLING = 2
_MOST_TELLING = 24
"""Words by which a language is told that no common words tell."""

_MOST_SAMPLED = 4_000
"""Characters of a text by which its language is told."""

_LEAST_TOLD = 15 * UNITS_PER_BIT
_AS_GOOD = 0.85
_MOST_LANGUAGES = 2
_MOST_TIMES = 4
"""By how much common words must make a text cheaper; share of that which is as good as it; so
many languages are tried, and so many times a word counts."""


_MOST_OF_ONE = 16.0
_MOST_COMPARED = 60.0
_MOST_OF_SIGNS = 3.0
"""Bits that a word counts at most for a pair, and where pairs are compared; and that one in which
only signs are made counts against it."""


def _best(words: list[str], code: str, told: float, model: LanguageModel) -> Explanation | None:
    """The pair that explains words best in a language, which other words tell by so many bits."""
    few = _varied(words)
    rough = []
    for written, read in _pairs(code):
        made = [_made(word, written, read) for word in few]
        if 2 * made.count(None) <= len(made):
            rough.append((_total(few, made, model) - _prior(written, read), written, read))
    rough.sort(reverse=True)
    # What each pair makes of the words, with the bits that it gains.
    seen: dict[tuple[str | None, ...], tuple[float, str, str]] = {}
    for _, written, read in rough[:_MOST_PAIRS]:
        made = tuple([_made(word, written, read) for word in words])
        if made == tuple(words):
            continue
        bits = _total(words, made, model) - _prior(written, read)
        if made not in seen or seen[made][0] < bits:
            seen[made] = (bits, written, read)
    if not seen:
        return None
    ranked = sorted(seen.items(), key=lambda item: -item[1][0])
    made, (bits, written, read) = ranked[0]
    changed = sum(one not in (None, word) for one, word in zip(made, words, strict=True))
    lead = bits
    for other, (less, _, _) in ranked[1:]:
        differs = sum(
            None not in both and both[0] != both[1] for both in zip(made, other, strict=True)
        )
        if differs > _SMALL_DIFFERENCE * changed:
            lead = bits - less
            break
    bits = _total(words, made, model, _MOST_OF_ONE) - _prior(written, read)
    most_bits = _MOST_BITS_TOLD if told >= _SURELY_TOLD and changed > 1 else _MOST_BITS
    better = worse = like = 0
    quoted = 0
    sides: set[bool] = set()
    for one, word in zip(made, words, strict=True):
        if one is None:
            worse += 1
        elif one != word:
            gained = gain(word, one, model)
            if gained > _TELLING:
                is_like = _is_like(word, one, model, code, most_bits)
                better += is_like is not None
                like += is_like is True
                if is_like and not _changes_letters(word, one) and "’" not in one[1:-1]:
                    quoted += 1
                    sides.add(one[-1].isalnum())
            elif gained < -_DOUBT and sum(map(str.isalpha, one)) > 1:
                worse += 1
    if len(sides) < _BOTH_SIDES:
        # Of quotes some open and some close.
        like -= quoted
    return Explanation(written, read, code, bits, lead, better, worse, like, changed, told)


def _varied(words: Sequence[str]) -> list[str]:
    """Some of the words: first those with a character that none before them has."""
    seen: set[str] = set()
    new, rest = [], []
    for word in words:
        high = {char for char in word if char > "\x7f"}
        (rest if high <= seen else new).append(word)
        seen |= high
    return (new + rest)[:_FEW]


_BOTH_SIDES = 2
_FEW = 16
_MOST_PAIRS = 6
_SMALL_DIFFERENCE = 0.05
_TELLING = 4.0
_DOUBT = 6.0


def _pairs(code: str) -> Iterator[tuple[str, str]]:
    for written in LANGUAGES[code]:
        if written in LATIN:
            for read in READ_BITS:
                if read != written:
                    yield written, read


def _prior(written: str, read: str) -> float:
    return WRITTEN_BITS[written] + READ_BITS[read]


def _made(word: str, written: str, read: str) -> str | None:
    data = encode(word, read)
    return None if data is None else decode(data, written)


def _total(
    words: Sequence[str],
    made: Sequence[str | None],
    model: LanguageModel,
    most: float = _MOST_COMPARED,
) -> float:
    """Bits that words gain, each so many at most."""
    total = 0.0
    for one, word in zip(made, words, strict=True):
        if one is None:
            total -= _DOUBT
        elif one != word:
            least = -most if _changes_letters(word, one) else -_MOST_OF_SIGNS
            total += max(min(gain(word, one, model), most), least)
    return total


def _changes_letters(word: str, made: str) -> bool:
    return any(b.isalpha() for a, b in zip(word, made, strict=True) if a != b)


def gain(word: str, made: str, model: LanguageModel) -> float:
    was = cost(word, model) + strange_bits(word)
    return was - cost(made, model) - strange_bits(made)


def _is_like(
    word: str, made: str, model: LanguageModel, code: str, most_bits: float
) -> bool | None:
    """Whether what a pair changes in a word makes it look like one of the language.

    Letters, and apostrophes between letters, are told by the words that they are in; quotes by
    where they stand. None where only other signs are made, or a letter by itself.
    """
    changed = [place for place, (a, b) in enumerate(zip(word, made, strict=True)) if a != b]
    placed = [place for place in changed if made[place] in _PLACED]
    words = _words_at(made, changed)
    if not words and not placed:
        return None
    if not all(_is_well_placed(made, place, code) for place in placed):
        return False
    return all(
        (one.isalpha() and model.knows(one)) or cost(one, model) <= most_bits * len(one)
        for one in words
    )


def _words_at(made: str, places: Sequence[int]) -> list[str]:
    """The words of several letters that some places are in."""
    return [
        match[0]
        for match in _WORD.finditer(made)
        if len(match[0]) > 1 and any(match.start() <= place < match.end() for place in places)
    ]


_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_PLACED = SIGNS | frozenset("…")


def _is_well_placed(made: str, place: int, code: str) -> bool:
    """Whether a quote, an apostrophe, a dash or dots are where those stand in a word."""
    sign = made[place]
    before, behind = made[:place][-1:], made[place + 1 : place + 2]
    if sign in "–—":
        return not before and not behind
    if sign == "…":
        return before.isalpha() and not behind
    if sign == "’" and before.isalpha() and behind.isalpha():
        return True
    opens = (not before or before in "([") and behind.isalnum()
    closes = (before.isalnum() or before in ".,!?…") and bool(before) and not behind.isalnum()
    bits = bits_behind(before, sign, code), bits_before(before + sign, behind or " ", code)
    return (opens or closes) and max(bits) <= _OTHER_STYLE


_OTHER_STYLE = 4
"""Bits of a quote that is where one stands, but that others use in the language."""

_MOST_BITS = 2.5
_MOST_BITS_TOLD = 4.5
_SURELY_TOLD = 100.0
"""Bits that a character costs at most in words like those of a language; where other words tell
the language, by so many bits, that is more."""
