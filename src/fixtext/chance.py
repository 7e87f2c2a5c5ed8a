"""Whether readings may be chance: what other text than UTF-8, or clean text, has in it too."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from unicodedata import category

from fixtext.damage import Evidence
from fixtext.edits import beside
from fixtext.identification import script_of
from fixtext.legacy_gains import touching_scripts
from fixtext.ranking import never_clean
from fixtext.readings import Reading
from fixtext.scan import page_bits

SOLE_MARGIN = 25.0
CAPITALS_MARGIN = 8.0
LETTERS_MARGIN = 20.0
LETTERS_TOGETHER = 80.0
WORD_MARGIN = 60.0
LESS_DOUBT = 10.0
"""Bits that one character must gain when there is no other damage; more within capitals, and of
letters alone: alphabets have several beyond ASCII in a row; bits that letters, each in a
word of ASCII, must gain together. Bits that what may be a word by itself must gain; and those that
what no clean text has around a character speaks for it."""

LEAST_CONFIDENCE = 0.6
"""A guess must be so certain where it is all the evidence there is, or where one sign alone that
never begins others is taken for a character."""


def may_be_chance(
    readings: list[Reading], text: str, counts: Evidence, *, is_sample: bool = False
) -> bool:
    """Whether other text than UTF-8 may have such sequences in it.

    is_sample: the text is parts of one, cut anywhere, so that fragments say nothing.
    """
    if counts.is_chance:
        return True
    if not (counts.overwhelming or is_sample) and are_fragments(readings, text, _is_odd_beside):
        return True
    if all(_ends_latin_word(reading, text) or _is_drawn(reading, text) for reading in readings):
        return True
    distinct = {(reading.before, reading.after): reading for reading in readings}
    if len(distinct) == 1:
        return _is_doubtful(readings[0], text)
    if not 0 < len(distinct) <= _FEW:
        return False
    strong = [reading for reading in distinct.values() if not _is_weak(reading, text)]
    if not strong:
        return sum(_bits_of_letter(reading, text) for reading in readings) < LETTERS_TOGETHER
    return len(strong) == 1 and _is_doubtful(strong[0], text)


_FEW = 3
"""So many different readings may be chance together."""


def _bits_of_letter(reading: Reading, text: str) -> float:
    """Bits that a reading gains which puts one small letter into a word of small letters."""
    word = "".join(beside(reading, text))
    is_one = len(reading.after) == 1 and reading.after.islower() and not is_guess(reading)
    return reading.bits if is_one and word.isascii() and word.islower() else 0.0


def is_guess(reading: Reading) -> bool:
    """Whether a reading is for the most part what a model hardly believes."""
    unsure = sum(choice.confidence < LEAST_CONFIDENCE for choice in reading.choices)
    return 2 * unsure >= len(reading.after)


def is_alone(reading: Reading, text: str) -> bool:
    """Whether a text has no letter and no digit but those of a reading."""
    return not (_ALNUM.search(text, 0, reading.start) or _ALNUM.search(text, reading.end))


_ALNUM = re.compile(r"[^\W_]")


def _is_mixed(reading: Reading, text: str) -> bool:
    """Whether a letter of another script, but no small one, is put behind a small one of ASCII."""
    before, behind = beside(reading, text)
    lead = reading.before[0]
    is_other = lead > "\u036f" and (lead.isupper() or (_has_no_case(lead) and behind.isascii()))
    return before.isascii() and before.islower() and is_other


def _has_no_case(char: str) -> bool:
    return char.isalpha() and not char.islower() and not char.isupper()


def _is_weak(reading: Reading, text: str) -> bool:
    """Whether a reading is a guess, or of letters that stand in a row in an alphabet.

    A sign by itself is a guess too, however sure: what it lost is no evidence.
    """
    if len(reading.before) == 1 or is_guess(reading) or _is_mark(reading):
        return True
    if _is_drawn(reading, text):
        return True
    if reading.before[0] <= "\x7f":
        # A straight quote may have been curly, but hardly ever is it all that shows a mix-up.
        return True
    if _is_mixed(reading, text):
        return False
    is_letter = len(reading.after) == 1 and reading.after.isalpha()
    margin = SOLE_MARGIN + LETTERS_MARGIN
    return is_letter and reading.before.isalpha() and reading.bits < margin


def _is_drawn(reading: Reading, text: str) -> bool:
    """Whether a reading is of lines in a drawing, beside no letter and with other lines around."""
    if not _DRAWN.fullmatch(reading.before) or any(map(str.isalpha, beside(reading, text))):
        return False
    # The next line of a drawing is near, the end of the text's line may be far.
    behind = _LINE_OR_END.search(text, reading.end)
    if behind and behind[0] != "\n":
        return True
    start = text.rfind("\n", 0, reading.start) + 1
    return _LINE.search(text, start, reading.start) is not None


_DRAWN = re.compile("[├┬][│┤┐»«]")
_LINE = re.compile("[─│┌┐└┘├┤┬┴┼]")
_LINE_OR_END = re.compile("[─│┌┐└┘├┤┬┴┼\n]")


def _is_mark(reading: Reading) -> bool:
    """Whether a reading is of a mark on the letter before, and there is little to show it.

    Accents written by themselves have C1 controls in them, and keycaps are five signs.
    """
    is_short = len(reading.before) < _LONG_MARK and not _CONTROLS.search(reading.before)
    return is_short and category(reading.after[0])[0] == "M"


_LONG_MARK = 4
"""Signs of which so many stand for no mark by chance."""

_CLEAN_BESIDE = frozenset("\xa0«»“”„‘’‚–—…•·°®™©€£")
"""Signs that clean text has beside a word, and so beside garbled text that is partly clean."""


def are_fragments(
    readings: Sequence[Reading], text: str, is_telling: Callable[[str], bool]
) -> bool:
    """Whether most readings stand right beside something that they should have taken as well.

    is_telling: whether a character that no reading takes is such a thing; "" stands for none.
    """
    taken = {reading.start for reading in readings} | {-reading.end for reading in readings}
    fragments = 0
    for reading in readings:
        before, behind = beside(reading, text)
        fragments += (-reading.start not in taken and is_telling(before)) or (
            reading.end not in taken and is_telling(behind)
        )
    return 2 * fragments > len(readings)


def _is_odd_beside(char: str) -> bool:
    """Whether a character beside a reading is of the same word, and makes no sense.

    Text of a legacy encoding that was read as another has whole sequences by chance.
    """
    return char > "\x7f" and char not in _CLEAN_BESIDE


def _ends_latin_word(reading: Reading, text: str) -> bool:
    """Whether one letter of another script would end a word of ASCII, or stand within one.

    "ë…”", and "é" before a no-break space and "»", are the ends of clean words and of quotations,
    and whole characters too; "ı¡" in a Czech word, read as another page, is one of Armenian.
    """
    before, behind = beside(reading, text)
    after = reading.after
    if len(after) > 1 or not after.isalpha() or not reading.before[0].isalpha():
        return False
    if not (before.isascii() and before.isalpha()) or script_of(after) in _WITH_ASCII:
        return False
    # Uzbek has a modifier letter within words. A low quote or the like is within none.
    is_word = category(after) != "Lm" and all(sign not in _NEVER_WITHIN for sign in reading.before)
    within = behind.isascii() and behind.isalpha() and is_word
    return within or not behind.isalpha()


_NEVER_WITHIN = frozenset("„‚…†‡‰‹›•™¤¦§©«¬®±¶»")
"""Signs that stand between letters in no text."""


def _is_quoted(reading: Reading, text: str) -> bool:
    """Whether the last sign closes a quotation that was opened in the same line."""
    opening = _OPENING.get(reading.before[-1])
    if opening is None:
        return False
    line = text[max(text.rfind("\n", 0, reading.start), reading.start - _LONG_QUOTE, 0) :]
    quoted = line[: len(line) - len(text) + reading.start]
    return max(map(quoted.rfind, opening)) > quoted.rfind(reading.before[-1])


def is_quoted_letter(reading: Reading, text: str) -> bool:
    """Whether a reading is of a letter in quotes, with the one that closes behind it or without."""
    if reading.before[0].isalpha() and not reading.before[1:].strip(_SPACES):
        # In French, no-break spaces stand within the quotes.
        head = text[max(reading.start - _NEAR, 0) : reading.start].rstrip(_SPACES)
        behind = text[reading.end : reading.end + _NEAR].lstrip(_SPACES)
        if head[-1:] and head[-1:] in _OPENING.get(behind[:1], ""):
            return True
    before, behind = beside(reading, text)
    signs = reading.before + behind if len(reading.before) == 1 else reading.before
    opening = _OPENING.get(signs[-1], "")
    return len(signs) == _PAIR and signs[0].isalpha() and before != "" and before in opening


_SPACES = " \xa0\u202f"
_NEAR = 3
"""Spaces within quotes, and characters among which the quote stands behind them."""

_OPENING = {"”": "“„”", "“": "„", "’": "‘‚", "‘": "‚", "»": "«", "«": "»", "›": "‹", "‹": "›"}
"""Signs that close a quotation, and those that open one before them."""

_LONG_QUOTE = 200
"""Characters before a sign in which its partner is looked for."""


def _may_be_word(reading: Reading, text: str) -> bool:
    """Whether signs of a rare code page may be a word by themselves, of clean text.

    That is letters of one script, all of one case but for the first, and no other around them.
    """
    signs = reading.before.rstrip(_BEHIND_WORDS)
    if never_clean(reading.before, beside(reading, text)[0]):
        return False
    if page_bits(reading.layers[-1].read) <= _COMMON_PAGE or touching_scripts(signs):
        return False
    in_case = signs.islower() or signs.isupper() or signs.istitle()
    if not signs.isalpha() or not (in_case or len(signs) <= _PAIR):
        return False
    return not any(one.isascii() and one.isalpha() for one in beside(reading, text))


def _is_mathematical(reading: Reading, text: str) -> bool:
    """Whether there are other signs of mathematics in the same line."""
    start = text.rfind("\n", 0, reading.start) + 1
    end = text.find("\n", reading.end)
    line = text[start : reading.start] + text[reading.end : end if end >= 0 else len(text)]
    others = {char for char in line[:_LONG_QUOTE] if char > "\x7f"} - set(reading.before)
    return any(category(char) == "Sm" for char in others)


_CLEAN_PUNCTUATION = "€‘’“”„–—"
_CLEAN_LEADS = _CLEAN_PUNCTUATION + "¬"
"""Signs that stand before others in clean text, and for lead bytes in rare code pages; those that
stand between words."""

_OPERATORS = "×≈÷∆⁄◊"
_ROOTS = "√¬"
"""Signs of mathematics that stand before others, and for lead bytes in code pages; those that in
Mac Roman stand for the commonest."""

_PAIR = 2
_COMMON_PAGE = 5.0
_USUAL_PAGE = 1.0
"""Bits of disbelief in code pages that text is often read in, and in those through which a pair of
signs is what garbled text is known by."""

_SHORT = 80
"""Characters of a text that may be a title, a label or an entry of a list."""


def _is_doubtful(reading: Reading, text: str) -> bool:
    """Whether a reading that is all the evidence there is may be clean text after all.

    One character is little to go by: "IRMÃ”" and "É™" are clean. In a word in capitals a sign
    for a lead byte is a letter like the others. But no clean text has C1 controls; and where no
    letters that end in signs stand behind small ones, as "Â" and "Ã" do in no language, the pair
    is what garbled text is known by.
    """
    before, behind = beside(reading, text)
    if is_guess(reading) or _is_mark(reading) or _is_drawn(reading, text):
        return True
    is_formula = reading.before[0] in _ROOTS and _is_mathematical(reading, text)
    if never_clean(reading.before, before) and not is_formula:
        return False
    if _may_be_word(reading, text) and reading.bits < WORD_MARGIN:
        return True
    if len(reading.after) > 1 or _is_mixed(reading, text):
        return False
    lead, tails = reading.before[0], list(reading.before[1:])
    if _is_quoted(reading, text):
        return True
    is_usual = page_bits(reading.layers[-1].read) <= _USUAL_PAGE and lead in "ÂÃ"
    is_clean = lead.isalpha() or lead in _CLEAN_LEADS or category(lead)[0] == "M"
    may_be_clean = is_clean and tails != ["µ"] and not is_usual
    if len(tails) == 1 and may_be_clean and len(text) <= _SHORT and is_alone(reading, text):
        return reading.bits < SOLE_MARGIN + LETTERS_MARGIN
    is_operator = (lead in _OPERATORS or is_formula) and (
        not (before.isalpha() or behind.isalpha())
    )
    if is_operator or lead in _CLEAN_PUNCTUATION:
        return reading.bits < SOLE_MARGIN + LETTERS_MARGIN
    if max(before, behind) > "\x7f":
        return reading.bits < SOLE_MARGIN
    if _CONTROLS.search(reading.before, 1) or not lead.isalpha():
        return False
    if before.isupper() and not behind.islower():
        return reading.bits < SOLE_MARGIN + CAPITALS_MARGIN
    if "\u0391" <= lead <= "\u03a9" and len(tails) == 1 and not tails[0].isalpha():
        # Greek letters stand for quantities, with an exponent or a unit behind.
        return reading.bits < SOLE_MARGIN + LETTERS_MARGIN
    quotes = _QUOTES_BEHIND_SPACE if "\xa0" in tails else _QUOTES
    if len(tails) > 1 and reading.before.isalpha() and category(reading.after)[0] in "LM":
        return reading.bits < SOLE_MARGIN + LETTERS_MARGIN
    usual = all(sign in quotes or (sign.isalpha() and sign not in _RAISED) for sign in tails)
    if len(tails) == 1 and not usual:
        usual = lead.islower() or (lead not in _NEVER_ALONE and not before.islower())
    # Nobody writes a space behind a no-break space, and hardly anybody such a word before it.
    both_spaces = tails[-1] == "\xa0" and behind == " " and before in OPENS
    # "Â»" without its "«" is no letter in quotes, and no end of a word in small letters.
    unquoted = is_usual and tails[0] in "«»" and not before.isupper()
    is_less_doubtful = both_spaces or unquoted
    return usual and reading.bits < SOLE_MARGIN - LESS_DOUBT * is_less_doubtful


OPENS = ("", *" \t\n\"'`([{>*#|")
"""What stands before a word that is whole, "" at the beginning of a text."""

_NEVER_ALONE = "ÂÃĂ"
"""Letters that no language writes as a word, or as its end but in capitals, before a sign."""

_QUOTES = frozenset("«»‹›")
_QUOTES_BEHIND_SPACE = frozenset("\xa0«»‹›“”„‘’…–—€")
_BEHIND_WORDS = "®™©»”’…"
_RAISED = "ªºµ"
"""Signs that may stand behind any letter, and signs that count as letters."""


def is_strange(
    after: str,
    before: str,
    behind: str,
    script: str | None,
    *,
    is_told: bool,
    is_utf8: bool = True,
) -> bool:
    """Whether a reading makes of a part of a word what no word has.

    before, behind: what stands around it in the result. script: that of most of the text.
    is_told: what was found is UTF-8 that lost little. is_utf8: it is UTF-8.
    A letter of another script than most of the text touches letters of ASCII, or a sign stands
    between letters, or one of mathematics beside one, where no UTF-8 tells it. Greek letters, and
    the micro sign, touch those of units and formulas. Where the text is in another script, letters
    of it stand between those of ASCII, but seldom; as seldom as a capital behind a small letter.
    And marks stand on something.
    """
    if category(after[:1] or " ")[0] == "M" and (not before or before[-1] in _BARE):
        return True
    if not is_utf8 and _SIGN_AT_LETTER.search(before[-1:] + after + behind):
        return True
    if not is_told:
        whole = before[-1:] + after + behind
        humps = sum(map(_is_hump, pairwise(whole)))
        mixed = len(_BOTH_SCRIPTS.findall(whole))
        if humps * _LETTERS_TO_HUMP > len(after) or mixed * _LETTERS_TO_MIXED > len(after):
            return True
    around = before[-1:] + behind
    if _CONTROLS.search(around):
        return True
    within = len(around) == 2 and around.isalpha()
    if around.isascii() and any(map(str.isalpha, around)):
        scripts = {script_of(char) for char in {*after} if char.isalpha()}.difference(_WITH_ASCII)
        if script in _WITH_ASCII:
            return bool(scripts if within else scripts.difference(_IN_FORMULAS))
        may_touch = is_utf8 and _is_text_around_words(after, scripts, script)
        if scripts and within and not is_told and not may_touch:
            return True
    is_sign = len(after) == 1 and category(after)[0] not in "LM"
    if is_told and _FULL_WIDTH.match(after):
        return False
    return within and is_sign and after not in _WITHIN_WORDS


_MATHEMATICAL = "≠≤≥∞∂∑∏∫√∆≈÷◊"
_HIGH_LETTER = r"(?=[^\x00-\x7f])[^\W\d_]"
_SIGN_AT_LETTER = re.compile(f"{_HIGH_LETTER}[{_MATHEMATICAL}]|[{_MATHEMATICAL}]{_HIGH_LETTER}")
"""Signs of Mac encodings for what other ones have letters for, beside letters."""


def _is_text_around_words(after: str, scripts: set[str | None], script: str | None) -> bool:
    """Whether some text without spaces stands between words of ASCII."""
    return script in WITHOUT_SPACES and len(after) > 2 and scripts <= WITHOUT_SPACES


WITHOUT_SPACES: frozenset[str | None] = frozenset(
    ("cjk", "hiragana", "katakana", "thai", "lao", "khmer", "myanmar")
)
"""Scripts that set no space between their words and those of others, so that words of ASCII stand
right beside them."""


def _is_hump(pair: tuple[str, str]) -> bool:
    """Whether a capital stands behind a small letter; in names made of ASCII they do."""
    return pair[0].islower() and pair[1].isupper() and max(pair) > "\x7f"


_LETTERS_TO_HUMP = 6
"""Letters to each capital within a word that names have at least."""

_LETTERS_TO_MIXED = 60
"""Characters to each word of two scripts: "\\n" stands before words of Cyrillic in messages."""

_CYRILLIC = "\u0400-\u045f"
_OF_LATIN_ALONE = "bdfghjklmnqrstuvwz"
_BOTH_SCRIPTS = re.compile(
    f"[{_CYRILLIC}][A-Za-z{_CYRILLIC}]*[{_OF_LATIN_ALONE}]"
    f"|(?<![\\\\%])[{_OF_LATIN_ALONE}][A-Za-z{_CYRILLIC}]*[{_CYRILLIC}]"
)
"""Cyrillic letters in a word with small ones of ASCII that look like none of them; "i" is written
for its double in Ukrainian and Belarusian, "\\n" and "%s" for what messages have in them."""

_FULL_WIDTH = re.compile("[\u3000-\u303f\uff00-\uffef]")
"""Marks that have their space in them, and stand between words of ASCII in Chinese and Japanese."""

_CONTROLS = re.compile("[\x80-\x9f]")
"""C1 controls, which are garbled too: what stands right beside them is not explained by half."""

_BARE = " \t\n?\"'([{<,;:"
"""What no mark is put on."""

_WITH_ASCII = ("latin", "feminine", "masculine")
"""Scripts whose words have letters of ASCII, and what the raised letters are called."""

_IN_FORMULAS = ("greek", "micro", "ohm")

_WITHIN_WORDS = "\xad·’‘‐‑–—\u200c\u200d\ufe0f…/|→"
"""Signs that stand between letters."""
