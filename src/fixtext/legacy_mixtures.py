"""Documents of which some lines only are in one legacy encoding read as another.

Somebody appended lines in another encoding, and all was saved as one. The clean lines tell the
language, and they are proof against no pair: what is no word of the language as it stands, and is
one as a pair makes it, was garbled, and what is one as it stands is clean. Lines are garbled as a
whole, so in a line with the one there is hardly any of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from fixtext.language import LanguageModel
from fixtext.legacy_documents import (
    DOUBT,
    LEAD,
    MOST_BITS,
    MOST_OF_ONE,
    SHARE_OF_LIKE,
    TELLING,
    Evidence,
    Made,
    changed_places,
    gain,
    is_like,
    lead_of,
    made_of,
    rank_pairs,
    words_at,
)
from fixtext.legacy_languages import told_languages
from fixtext.legacy_snippets import LONGEST_SNIPPET, WORD, has_high_letter, telling_words


class Verdict(Enum):
    """What a word is, for the language of its document: garbled, clean, or either."""

    GARBLED = 1
    CLEAN = -1
    OPEN = 0


@dataclass(frozen=True, slots=True)
class Mixture(Evidence):
    """A pair of encodings, and how it explains some of the words of a document.

    strange: of the words that the lexicon has then, those that were words of no language.
    garbled_lines, doubtful_lines: lines with a word that looks like one of the language then, and
    those of them in which about as many words are clean.
    """

    garbled_lines: int
    doubtful_lines: int

    @property
    def is_believable(self) -> bool:
        """Whether lines of the document are garbled like that."""
        return (
            (self.like_words >= _LEAST_LIKE or self.strange >= _LEAST_STRANGE)
            and self.like_words >= SHARE_OF_LIKE * self.better
            and self.known >= _SHARE_OF_KNOWN * self.like_words
            and self.bits >= _MARGIN
            and self.lead >= LEAD
            and self.doubtful_lines <= _SHARE_OF_DOUBTFUL * self.garbled_lines
        )


_LEAST_LIKE = 3
_LEAST_STRANGE = 2
_SHARE_OF_KNOWN = 0.4
_MARGIN = 24.0
_SHARE_OF_DOUBTFUL = 0.2
"""Words that must become like those of the language, of any words and of words of no language;
the share of them that its lexicon has; bits to gain; and the share of the lines with one of them
in which others are clean."""

_SURELY_TOLD = 100.0
"""Bits by which words of ASCII tell a language where it has no other word of the text."""


def mixture(text: str, model: LanguageModel) -> Mixture | None:
    """The pair that explains best what in a text is no word of its language, believable or not.

    None where no words of ASCII tell the language, or hardly any word is none of it.
    """
    words = telling_words(text)
    found = []
    for code, bits in told_languages(text, model).items():
        local = model.in_language(code)
        odd = [word for word in words if not is_fine(word, local)]
        if len(odd) == len(words) and bits < _SURELY_TOLD:
            # Nothing is clean but some words of ASCII, which stand in any text.
            continue
        if len(odd) >= _LEAST_STRANGE and (ranked := rank_pairs(odd, code, local, is_mixed=True)):
            found.append(_mixture(text, odd, ranked, code, local))
    return max(found, key=lambda one: (one.like_words, one.bits), default=None)


def _mixture(
    text: str, words: list[str], ranked: list[Made], code: str, model: LanguageModel
) -> Mixture:
    bits, written, read, made = ranked[0]
    gains = {
        (word, one): gained
        for word, one in zip(words, made, strict=True)
        if one is not None and one != word and (gained := gain(word, one, model)) > TELLING
    }
    better = [one if (word, one) in gains else None for word, one in zip(words, made, strict=True)]
    # Pairs that differ in what is clean are the same for what is garbled.
    lead = lead_of(better, bits, ranked[1:], len(gains))
    letters = [pair for pair in gains if _changes_words(*pair)]
    like = {
        tuple(words_at(one, changed_places(word, one))): (word, one)
        for word, one in letters
        if _is_made_like(word, one, gains[word, one], code, model)
    }
    known = [(word, one) for word, one in like.values() if is_fine(one, model)]
    strange = sum(bool(_STRANGE.search(word)) for word, _ in known)
    total = sum(min(gained, MOST_OF_ONE) for gained in gains.values())
    garbled, doubtful = 0, 0
    # Of what is not believable anyhow, no line is looked at.
    is_possible = total >= _MARGIN and len(like) >= _LEAST_STRANGE
    for line in text[:_MOST_TEXT].split("\n") if is_possible else ():
        verdicts = list(_verdicts(line, written, read, code, model))
        if Verdict.GARBLED in verdicts:
            garbled += 1
            doubtful += not is_garbled(verdicts)
    return Mixture(
        written,
        read,
        code,
        total,
        lead,
        len(letters),
        len(like),
        len(known),
        strange,
        garbled,
        doubtful,
    )


_MOST_TEXT = 20_000
"""Characters of a text that are looked at line by line."""


def _verdicts(
    line: str, written: str, read: str, code: str, model: LanguageModel
) -> Iterator[Verdict]:
    for match in WORD.finditer(line):
        word = match[0][:LONGEST_SNIPPET]
        yield verdict(word, made_of(word, written, read), code, model)


def verdict(word: str, made: str | None, code: str, model: LanguageModel) -> Verdict:
    """What a word is, of which a pair makes something, or None, in a text of a language.

    model: the language's own.
    """
    if made is None:
        return Verdict.CLEAN if has_high_letter(word) else Verdict.OPEN
    if not _changes_words(word, made):
        return Verdict.OPEN
    gained = gain(word, made, model)
    if (gained < -DOUBT and _has_word(word)) or is_clean(word, made, model):
        return Verdict.CLEAN
    if gained <= TELLING or is_fine(word, model):
        return Verdict.OPEN
    is_word = _is_made_like(word, made, gained, code, model)
    return Verdict.GARBLED if is_word else Verdict.OPEN


def _is_made_like(word: str, made: str, gained: float, code: str, model: LanguageModel) -> bool:
    """Whether a word that gains some bits looks like one of a language then."""
    most_bits = MOST_BITS if gained < _MUCH else _MOST_BITS_OF_MUCH
    return bool(is_like(word, made, model, code, most_bits))


_MUCH = 20.0
_MOST_BITS_OF_MUCH = 4.0
"""Bits by which a word becomes much better, and bits that a character of it may cost then."""


def _changes_words(word: str, made: str) -> bool:
    """Whether a pair makes letters of anything, or anything of letters."""
    places = changed_places(word, made)
    return any(word[place].isalpha() or made[place].isalpha() for place in places)


def _has_word(word: str) -> bool:
    """Whether letters beyond ASCII are in a word of several, or by themselves: not at digits."""
    return bool(_high_words(word)) or (
        sum(map(str.isalpha, word)) == 1 and not any(map(str.isdigit, word))
    )


def is_garbled(verdicts: Iterable[Verdict]) -> bool:
    """Whether a line is garbled whose words are what some verdicts say."""
    found = list(verdicts)
    garbled = found.count(Verdict.GARBLED)
    return garbled > _MOST_CLEAN * found.count(Verdict.CLEAN)


_MOST_CLEAN = 3
"""Words that are garbled for each that seems to be clean, in a line that is garbled."""


def is_clean(word: str, made: str, model: LanguageModel) -> bool:
    """Whether a word is known to a language as it stands, and not as a pair makes it."""
    return is_fine(word, model) and not is_fine(made, model)


def is_fine(word: str, model: LanguageModel) -> bool:
    """Whether the lexicon of a language has a word; quotes and the like may be around it."""
    words = _high_words(word)
    return bool(words) and not _STRANGE.search(word) and all(map(model.knows, words))


_STRANGE = re.compile(
    r"[^\W\d_][^\w\x00-\x7f\xa0«»‹›“”„‘’‚–—…]|[^\w\x00-\x7f\xa0«»‹›“”„‘’‚–—…¿¡][^\W\d_]"
    r"|[^\W\d_][«»‹›“”„‘‚…][^\W\d_]"
    r"|[^\W\d_][²³¹¼½¾]|[²³¹¼½¾][^\W\d_]"
)
"""A sign that stands at a letter by no custom."""


def _high_words(word: str) -> list[str]:
    return words_at(word, [place for place, char in enumerate(word) if char > "\x7f"])
