"""Whether readings may be chance: what other text than UTF-8, or clean text, has in it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fixtext.damage import Evidence
from fixtext.identification import script_of
from fixtext.ranking import never_clean

if TYPE_CHECKING:
    from fixtext.readings import Reading

SOLE_MARGIN = 25.0
CAPITALS_MARGIN = 8.0
LETTERS_MARGIN = 20.0
"""Bits that one character must gain when there is no other damage; more within capitals, and of
letters alone: alphabets have several beyond ASCII in a row."""

LEAST_CONFIDENCE = 0.6
"""A guess must be so certain where it is all the evidence there is, or where one sign alone that
never begins others is taken for a character."""

_MOST_BROKEN = 50
"""Broken sequences for each whole one; where all C1 controls are gone, there may be 20."""


def may_be_chance(readings: list[Reading], text: str, counts: Evidence) -> bool:
    """Whether other text than UTF-8 may have such sequences in it.

    The signs that begin them stand alone all over a clean text: French has "é" everywhere, and
    once, before a no-break space and a closing quote, it is a whole character of Chinese.
    """
    if counts.broken > _MOST_BROKEN * counts.whole:
        return True
    if not counts.overwhelming and _are_fragments(readings, text):
        return True
    distinct = {(reading.before, reading.after): reading for reading in readings}
    if len(distinct) == 1:
        return _is_doubtful(readings[0], text)
    return 0 < len(distinct) <= _FEW and all(map(_is_weak, distinct.values()))


_FEW = 3
"""So many different readings may be chance together."""


def is_guess(reading: Reading) -> bool:
    """Whether a reading is for the most part what a model hardly believes."""
    unsure = sum(choice.confidence < LEAST_CONFIDENCE for choice in reading.choices)
    return 2 * unsure >= len(reading.after)


def _is_weak(reading: Reading) -> bool:
    """Whether a reading is a guess, or of letters that stand in a row in an alphabet."""
    if is_guess(reading):
        return True
    is_letter = len(reading.after) == 1 and reading.after.isalpha()
    margin = SOLE_MARGIN + LETTERS_MARGIN
    return is_letter and reading.before.isalpha() and reading.bits < margin


_CLEAN_BESIDE = frozenset("\xa0«»“”„‘’‚–—…•·°®™©€£")
"""Signs that clean text has beside a word, and so beside garbled text that is partly clean."""


def _are_fragments(readings: list[Reading], text: str) -> bool:
    """Whether most readings are parts of words of which the rest makes no sense.

    Text of a legacy encoding that was read as another has whole sequences by chance.
    """
    taken = {reading.start for reading in readings} | {-reading.end for reading in readings}
    fragments = 0
    for reading in readings:
        before = text[max(reading.start - 1, 0) : reading.start]
        behind = text[reading.end : reading.end + 1]
        fragments += (
            before > "\x7f" and before not in _CLEAN_BESIDE and -reading.start not in taken
        ) or (behind > "\x7f" and behind not in _CLEAN_BESIDE and reading.end not in taken)
    return 2 * fragments > len(readings)


def _is_doubtful(reading: Reading, text: str) -> bool:
    """Whether a reading that is all the evidence there is may be clean text after all.

    One character is little to go by: "IRMÃ”" and "É™" are clean. In a word in capitals a sign
    for a lead byte is a letter like the others. But no clean text has C1 controls; and where no
    letters that end in signs stand behind small ones, as "Â" and "Ã" do in no language, the pair
    is what garbled text is known by.
    """
    if is_guess(reading):
        return True
    if len(reading.after) > 1:
        return False
    lead, tails = reading.before[0], list(reading.before[1:])
    before = text[max(reading.start - 1, 0) : reading.start]
    behind = text[reading.end : reading.end + 1]
    if max(before, behind) > "\x7f":
        return reading.bits < SOLE_MARGIN
    if any("\x80" <= sign <= "\x9f" for sign in tails) or not lead.isalpha():
        return False
    if never_clean(reading.before):
        return False
    if before.isupper() and not behind.islower():
        return reading.bits < SOLE_MARGIN + CAPITALS_MARGIN
    quotes = _QUOTES_BEHIND_SPACE if "\xa0" in tails else _QUOTES
    if len(tails) > 1 and reading.before.isalpha() and reading.after.isalpha():
        return reading.bits < SOLE_MARGIN + LETTERS_MARGIN
    usual = all(sign in quotes or (sign.isalpha() and sign not in _RAISED) for sign in tails)
    if len(tails) == 1 and not usual:
        usual = lead not in _NEVER_ALONE and not before.islower()
    return usual and reading.bits < SOLE_MARGIN


_NEVER_ALONE = "ÂÃĂ"
"""Letters that no language writes as a word, or as its end but in capitals, before a sign."""

_QUOTES = frozenset("«»‹›")
_QUOTES_BEHIND_SPACE = frozenset("\xa0«»‹›“”„‘’…–—")
_RAISED = "ªºµ"
"""Signs that may stand behind any letter, and signs that count as letters."""


def is_strange(after: str, before: str, behind: str, script: str | None) -> bool:
    """Whether a reading makes of a part of a word what no word has.

    before, behind: what stands around it in the result. script: that of most of the text.
    A letter of another script than most of the text touches letters of ASCII, or a sign stands
    between letters.
    """
    beside = before[-1:] + behind
    if beside.isascii() and any(map(str.isalpha, beside)) and script in _WITH_ASCII:
        return any(char.isalpha() and script_of(char) not in _WITH_ASCII for char in after)
    within = len(beside) == 2 and beside.isalpha() and len(after) == 1
    return within and not after.isalpha() and after not in _WITHIN_WORDS


_WITH_ASCII = ("latin",)
"""Scripts whose words have letters of ASCII."""

_WITHIN_WORDS = "\xad·’‘‐‑–—\u200c\u200d\ufe0f…/|→"
"""Signs that stand between letters."""
