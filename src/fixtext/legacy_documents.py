"""The pair of legacy encodings that explains all of a document in a language that is known.

Of a document of many words the language is told by those of ASCII, whatever became of the others.
Then its own model weighs them: what a pair makes of them must be the language's words and what is
found must not, all over the document. So a name, a foreign word or a sign says little for a pair
or against it, where single words by the model of all languages would have to agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from fixtext.language import UNITS_PER_BIT, LanguageModel
from fixtext.legacy_bytes import decode, encode
from fixtext.legacy_gains import cost, strange_bits
from fixtext.legacy_languages import told_languages
from fixtext.legacy_pages import LANGUAGES, LATIN, READ_BITS, WRITTEN_BITS
from fixtext.legacy_snippets import telling_words
from fixtext.legacy_words import has_sign_amid, is_of_no_language
from fixtext.placement import SIGNS, bits_before, bits_behind


@dataclass(frozen=True, slots=True)
class Evidence:
    """A pair of encodings, and what speaks for it among the words of a document in a language.

    code: the language.
    bits: by how much cheaper the words become that it explains.
    lead: bits that the next best pair is behind which makes something else of several of them.
    better: distinct words that become so, and leave no doubt about it; none that only have other
    signs then.
    like_words: those of them that look like words of the language then. known: those of these that
    its lexicon has then. strange: those that were words of no language.
    """

    written: str
    read: str
    code: str
    bits: float
    lead: float
    better: int
    like_words: int
    known: int
    strange: int


@dataclass(frozen=True, slots=True)
class Explanation(Evidence):
    """A pair of encodings, and how it explains all words of a document.

    bits: less what the pair is unlikely by.
    worse: distinct words that become so, and leave no doubt about it.
    changed: all distinct words that become others.
    foreign: those of `better` in small letters whose own letters the language does not have, and
    has those that they become. own: words beyond ASCII of its lexicon that stay as they are.
    amid: those of `like_words` that had a sign between small letters, and have none then.
    told: bits by which the words of ASCII tell the language.
    """

    worse: int
    changed: int
    foreign: int
    own: int
    amid: int
    told: float

    @property
    def is_believable(self) -> bool:
        """Whether the document is garbled like that, all of it."""
        if self._is_told_by_letters:
            return True
        if self.like_words < _SEVERAL:
            is_told = self.told >= _SURE or (self.amid > 0 and self.known > 0)
            is_doubtful = (
                self.worse > 0 or self.changed > 1 or self.lead < _SOLE_LEAD or not is_told
            )
        else:
            is_doubtful = (
                self.like_words < SHARE_OF_LIKE * self.better
                or self.worse > _SHARE_OF_WORSE * self.better
                or self.lead < LEAD
                or max(self.known, self.amid) < _SHARE_OF_KNOWN * self.like_words
            )
        if self.told < _SURE and 2 * self.strange <= self.changed:
            # Of a language that is not known, words are most like those of one that is.
            return False
        return self.like_words > 0 and self.bits >= _MARGIN and not is_doubtful

    @property
    def _is_told_by_letters(self) -> bool:
        """Whether several words have letters that the language, well known, only has then."""
        return (
            self.foreign > 0
            and self.own >= _OWN_TO_FOREIGN * self.foreign
            and 2 * self.like_words >= self.better
            and self.worse == 0
            and self.told >= _SURELY_TOLD
            and self.lead >= (LEAD if self.foreign >= _SEVERAL else _SOLE_LEAD)
            and self.bits >= _MARGIN_OF_LETTERS
        )


_SEVERAL = 2
SHARE_OF_LIKE = 0.6
_SHARE_OF_KNOWN = 0.2
_OWN_TO_FOREIGN = 2
_SHARE_OF_WORSE = 0.1
_MARGIN = 12.0
_MARGIN_OF_LETTERS = 8.0
LEAD = 5.0
_SOLE_LEAD = 8.0
_SURE = 25.0
"""Of so many words like those of the language that a pair makes, which share of the words that
become better they are at least, which share of them its lexicon has, how many words of it stay for
each that has letters of another, and the words that become worse at most; bits to gain, less where
letters tell, and to lead by, with several words and with one; and bits that tell the language,
unless most of what was found is words of none.
Of the pairs that explain 34,800 clean sentences best, none makes two words that are better and
like those of the language, and none is believable."""


def explanation(text: str, model: LanguageModel, codes: Sequence[str] = ()) -> Explanation | None:
    """The pair that explains the words of a text best, believable or not.

    codes: languages that it may be in; without any, those that its words of ASCII tell.
    None where they tell none, or no pair changes the text.
    """
    told = dict.fromkeys(codes, 0.0) or told_languages(text, model)
    if not told:
        return None
    words = telling_words(text)
    found = [
        found
        for code, bits in told.items()
        if (found := _best(words, code, bits, model.in_language(code)))
    ]
    return max(found, key=lambda one: (one.like_words, one.bits), default=None)


MOST_OF_ONE = 16.0
_MOST_COMPARED = 60.0
_MOST_OF_SIGNS = 3.0
"""Bits that a word counts at most for a pair, and where pairs are compared; and that one in which
only signs are made counts against it."""


class Made(NamedTuple):
    """What a pair makes of words, None where it makes nothing, and the bits that they gain."""

    bits: float
    written: str
    read: str
    words: tuple[str | None, ...]


def _best(words: list[str], code: str, told: float, model: LanguageModel) -> Explanation | None:
    """The pair that explains words best in a language, which other words tell by so many bits."""
    ranked = rank_pairs(words, code, model)
    if not ranked:
        return None
    best = ranked[0]
    bits, written, read, made = best
    pairs = [
        (word, one)
        for word, one in zip(words, made, strict=True)
        if one is not None and one != word
    ]
    lead = lead_of(made, bits, ranked[1:], len(pairs))
    bits = _total(words, made, model, MOST_OF_ONE) - _prior(written, read)
    gains = [gain(word, one, model) for word, one in pairs]
    better = [pair for pair, gained in zip(pairs, gains, strict=True) if gained > TELLING]
    worse = made.count(None) + sum(
        gained < -DOUBT and sum(map(str.isalpha, one)) > 1
        for (_, one), gained in zip(pairs, gains, strict=True)
    )
    foreign = sum(_has_foreign_letters(word, one, model) for word, one in better)
    is_sure = told >= _SURELY_TOLD and (len(pairs) > 1 or foreign > 0)
    most_bits = _MOST_BITS_TOLD if is_sure else MOST_BITS
    verdicts = [is_like(word, one, model, code, most_bits) for word, one in better]
    like = [pair for pair, verdict in zip(better, verdicts, strict=True) if verdict]
    count = len(better) - verdicts.count(None)
    like_words = len(like) - _unpaired_quotes(like) - _repeated(like)
    strange = sum(_is_strange(word) for word, _ in like)
    known = sum(_is_known(word, one, model) for word, one in like)
    own = sum(
        one == word and word.isalpha() and model.knows(word)
        for word, one in zip(words, made, strict=True)
    )
    return Explanation(
        written=written,
        read=read,
        code=code,
        bits=bits,
        lead=lead,
        better=count,
        like_words=like_words,
        known=known,
        strange=strange,
        worse=worse,
        changed=len(pairs),
        foreign=foreign,
        own=own,
        amid=sum(has_sign_amid(word) and one.isalpha() for word, one in like),
        told=told,
    )


def _has_foreign_letters(word: str, made: str, model: LanguageModel) -> bool:
    """Whether a pair makes letters of the language out of such as it does not have, in small ones.

    Names have letters of any language.
    """
    changed = changed_places(word, made)
    return made.islower() and all(
        word[place].isalpha()
        and made[place].isalpha()
        and model.cost(word[place]) >= _FOREIGN_LETTER
        and model.cost(made[place]) <= _OWN_LETTER
        for place in changed
    )


_FOREIGN_LETTER = 17 * UNITS_PER_BIT
_OWN_LETTER = 15 * UNITS_PER_BIT
"""What a letter costs at least that a language does not have, and at most that it has."""


def _is_known(word: str, made: str, model: LanguageModel) -> bool:
    """Whether the language has all words that a pair makes of one, or only signs are made."""
    changed = changed_places(word, made)
    return all(one.isalpha() and model.knows(one) for one in words_at(made, changed))


def rank_pairs(
    words: list[str], code: str, model: LanguageModel, *, is_mixed: bool = False
) -> list[Made]:
    """What the best pairs make of words in a language, the best first; each thing once.

    is_mixed: words that become worse, or nothing at all, are clean and say nothing.
    """
    few = _varied(words)
    total = _total_of_better if is_mixed else _total
    rough = []
    for written, read in _pairs(code):
        some = [made_of(word, written, read) for word in few]
        if is_mixed or 2 * some.count(None) <= len(some):
            rough.append((total(few, some, model) - _prior(written, read), written, read))
    found: dict[tuple[str | None, ...], Made] = {}
    for _, written, read in sorted(rough, reverse=True)[:_MOST_PAIRS]:
        made = tuple([made_of(word, written, read) for word in words])
        bits = total(words, made, model) - _prior(written, read)
        if made != tuple(words) and (made not in found or found[made].bits < bits):
            found[made] = Made(bits, written, read, made)
    return sorted(found.values(), key=lambda one: -one.bits)


def lead_of(made: Sequence[str | None], bits: float, others: Sequence[Made], changed: int) -> float:
    """Bits that the next best pair is behind which makes something else of several words.

    made: what the best one makes of the words, with so many bits. others: the best first. changed:
    how many words become others.
    """
    for other in others:
        if differences(made, other.words) > SMALL_DIFFERENCE * changed:
            return bits - other.bits
    return bits


def differences(made: Sequence[str | None], other: Sequence[str | None]) -> int:
    """Of how many words two pairs make different things."""
    return sum(None not in both and both[0] != both[1] for both in zip(made, other, strict=True))


def _is_strange(word: str) -> bool:
    """Whether a word has signs within it, or is of no language."""
    return bool(_SIGN_IN_WORD.search(word)) or is_of_no_language(word)


_SIGN_IN_WORD = re.compile(r"[^\W\d_][^\w\x00-\x7f’·‐-]|[^\w\x00-\x7f«“„‘‚¿¡][^\W\d_]")


def _repeated(like: list[tuple[str, str]]) -> int:
    """How many words are others once more, with other signs around them."""
    words = [
        tuple(words_at(one.lower(), [at for at, char in enumerate(one) if char > "\x7f"]))
        for _, one in like
    ]
    telling = [some for some in words if some]
    return len(telling) - len(set(telling))


def _unpaired_quotes(like: list[tuple[str, str]]) -> int:
    """How many words only have quotes then, where none opens or none closes.

    C1 controls are no clean signs, whatever they are.
    """
    quoted = [
        one
        for word, one in like
        if not (_changes_letters(word, one) or _APOSTROPHE.search(one) or _C1.search(word))
    ]
    return len(quoted) if len({one[-1].isalnum() for one in quoted}) < _BOTH_SIDES else 0


_APOSTROPHE = re.compile(r"[^\W\d_]’[^\W\d_]")
_C1 = re.compile("[\x80-\x9f]")


def _varied(words: Sequence[str]) -> list[str]:
    """Some of the words: first those with a character that none before them has."""
    seen: set[str] = set()
    new: list[str] = []
    rest: list[str] = []
    for word in words:
        high = {char for char in word if char > "\x7f"}
        (rest if high <= seen else new).append(word)
        seen |= high
    return (new + rest)[:_FEW]


_BOTH_SIDES = 2
_FEW = 16
_MOST_PAIRS = 6
"""Words that all pairs are tried on, and pairs that are tried on all words."""

SMALL_DIFFERENCE = 0.05
"""Share of the changed words in which a rival may make something else."""

TELLING = 4.0
DOUBT = 6.0
"""Bits by which a word becomes better, and worse, without a doubt."""


def _pairs(code: str) -> Iterator[tuple[str, str]]:
    for written in LANGUAGES[code]:
        if written in LATIN:
            for read in READ_BITS:
                if read != written and not (written in _SYSTEMS and read in _SYSTEMS):
                    yield written, read


_SYSTEMS = ("mac-roman", "cp437", "cp850", "cp852")
"""Encodings of systems other than Windows, which hardly exchanged files with one another."""


def _prior(written: str, read: str) -> float:
    return WRITTEN_BITS[written] + READ_BITS[read]


def made_of(word: str, written: str, read: str) -> str | None:
    """What a word was that was written in one encoding and read as another; None if nothing."""
    data = _bytes_of(word, read)
    return None if data is None else decode(data, written)


_bytes_of = lru_cache(maxsize=1 << 12)(encode)
"""Each word is read as each page, and then written in all encodings of a language."""


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
            total -= DOUBT
        elif one != word:
            least = -most if _changes_letters(word, one) else -_MOST_OF_SIGNS
            total += max(min(gain(word, one, model), most), least)
    return total


def _total_of_better(
    words: Sequence[str], made: Sequence[str | None], model: LanguageModel
) -> float:
    """Bits that those of some words gain which gain any, each so many at most.

    Clean signs that stand by themselves would often be better as letters, and are not.
    """
    return sum(
        max(min(gain(word, one, model), _MOST_COMPARED), 0.0)
        for one, word in zip(made, words, strict=True)
        if one is not None and one != word and not _is_sign(word)
    )


def _is_sign(word: str) -> bool:
    return not any(char.isalpha() or "\x80" <= char <= "\x9f" for char in word)


def _changes_letters(word: str, made: str) -> bool:
    return any(b.isalpha() for a, b in zip(word, made, strict=True) if a != b)


def gain(word: str, made: str, model: LanguageModel) -> float:
    """Bits by which a word is more believable as a pair makes it, soft hyphens and all."""
    return _cost(word, model) - _cost(made, model)


@lru_cache(maxsize=1 << 14)
def _cost(word: str, model: LanguageModel) -> float:
    # Each word is weighed for each pair, and many pairs make the same of it.
    return cost(word, model) + strange_bits(word)


def is_like(word: str, made: str, model: LanguageModel, code: str, most_bits: float) -> bool | None:
    """Whether what a pair changes in a word makes it look like one of the language.

    Letters, and apostrophes between letters, are told by the words that they are in; quotes by
    where they stand. None where only other signs are made, or a letter by itself.
    """
    changed = changed_places(word, made)
    if (
        len(word) > 1
        and changed == [0, len(word) - 1]
        and word[0] == word[-1]
        and not word[0].isalpha()
    ):
        # The same sign encloses the word, as dots and bullets do.
        return False
    placed = [place for place in changed if made[place] in _PLACED]
    words = words_at(made, changed)
    if not words and not placed:
        return None
    if not all(_is_well_placed(made, place, code) for place in placed):
        return False
    return all(
        (one.isalpha() and model.knows(one)) or cost(one, model) <= most_bits * len(one)
        for one in words
    )


def changed_places(word: str, made: str) -> list[int]:
    """Where a pair makes another character of a word."""
    return [place for place, (a, b) in enumerate(zip(word, made, strict=True)) if a != b]


def words_at(made: str, places: Sequence[int]) -> list[str]:
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

MOST_BITS = 2.5
_MOST_BITS_TOLD = 4.5
_SURELY_TOLD = 100.0
"""Bits that a character costs at most in words like those of a language; where other words tell
the language, by so many bits, that is more."""
