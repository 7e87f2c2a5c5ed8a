"""How the language model sees characters: small letters, classes of characters, words.

All tables are filled as they are asked: a text has few distinct characters.
"""

from __future__ import annotations

from unicodedata import category

UNCASED, SMALL, CAPITAL, SEPARATOR = range(4)
"""Kinds of characters that are predicted."""

QUOTES = "\xab\xbb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a"
"""Which of them it is depends on what follows."""

ENDING_LENGTH = 3
"""Characters at the end of a word that agree with its neighbours."""

CASE_CLASSES = 7
"""Classes of characters by what they say of the case of a letter behind them."""

LINE_START, _SPACE, _SMALL, _CAPITAL, _DIGIT, _SENTENCE_END, _OTHER = range(CASE_CLASSES)

_FOLD = {**dict.fromkeys("123456789", "0"), "\t": " ", "\r": "\n", "\x0b": " ", "\x0c": " "}


class _Folding(dict[int, str]):
    """Code point to the character that the model takes it for, filled as it is asked."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        small = char.lower()
        folded = self[point] = _FOLD.get(char, small if len(small) == 1 else char)
        return folded


class _ContextPoints(dict[str, int]):
    """Character to the code point that it is in the context of others, filled as it is asked.

    There, all that sets words apart is a space: what stands before a word changes little in it.
    """

    def __missing__(self, char: str) -> int:
        folded = _FOLDING[ord(char)]
        point = self[char] = 0x20 if _sets_words_apart(folded) else ord(folded)
        return point


class _LastPoints(dict[str, int]):
    """As _ContextPoints for the last character of a context: a quotation mark is itself there.

    Which one it is depends on what follows it.
    """

    def __missing__(self, char: str) -> int:
        point = self[char] = ord(char) if char in QUOTES else CONTEXT_POINTS[char]
        return point


def _sets_words_apart(char: str) -> bool:
    if char <= "\x7f":
        return not char.isalnum()
    return char in "\xa0\xab\xbb" or "\u2010" <= char <= "\u2027"


class _Forms(dict[str, tuple[str, int]]):
    """Character to what it is when predicted: (folded character, kind).

    Punctuation of ASCII is one: it is never lost, so all that matters is how well a word ends
    there.
    """

    def __missing__(self, char: str) -> tuple[str, int]:
        folded = _FOLDING[ord(char)]
        if char <= "\x7f" and _sets_words_apart(folded):
            folded, kind = (" ", UNCASED) if char.isspace() else (".", SEPARATOR)
        elif folded != char and char.isalpha():
            kind = CAPITAL
        else:
            kind = SMALL if char.islower() else UNCASED
        form = self[char] = (folded, kind)
        return form


class _CaseClasses(dict[str, int]):
    """Character to what it says of the case of a letter that follows it."""

    def __missing__(self, char: str) -> int:
        found = self[char] = _case_class(char)
        return found


def _case_class(char: str) -> int:
    if char in "\n\r":
        return LINE_START
    if char.isspace():
        return _SPACE
    if char.isdigit():
        return _DIGIT
    if char in ".!?:\u2026\u061f\u0964":
        return _SENTENCE_END
    kind = FORMS[char][1]
    return _CAPITAL if kind == CAPITAL else _SMALL if kind == SMALL else _OTHER


_FOLDING = _Folding()
FORMS = _Forms()
CONTEXT_POINTS = _ContextPoints()
"""What a character is in the context of others, but for the last place: a code point."""

LAST_POINTS = _LastPoints()
"""What a character is right before the one that is predicted: a code point."""

CASE_CLASS_OF = _CaseClasses()


def predicted_point(char: str) -> int:
    """The code point that a character is when it is predicted from others."""
    return ord(FORMS[char][0])


def case_of(char: str) -> int:
    """UNCASED, SMALL, CAPITAL or SEPARATOR."""
    return FORMS[char][1]


def fold(text: str) -> str:
    """`text` as n-grams have it, the same length.

    Letters are small, digits are one class, white space two.
    """
    return text.translate(_FOLDING)


class _WordCharacters(dict[str, bool]):
    def __missing__(self, char: str) -> bool:
        found = self[char] = _is_word_character(char)
        return found


def _is_word_character(char: str) -> bool:
    point = ord(char)
    if 0x0E00 <= point < 0x0F00 or 0x1000 <= point < 0x10A0 or 0x1780 <= point < 0x1800:
        return False  # Thai, Lao, Myanmar, Khmer: words are not set apart
    if 0x2E80 <= point < 0xA000 or 0xF900 <= point < 0xFB00 or point >= 0x20000:
        return False
    return char.isalpha() or category(char)[0] == "M" or char in "\u200c\u200d"


IS_WORD_CHARACTER = _WordCharacters()
"""Whether a character is part of words that white space and punctuation set apart."""


def ending_of(word: str) -> str:
    """What of a folded word agrees with its neighbours: its end, or a short word whole."""
    return word[-ENDING_LENGTH:] if len(word) > ENDING_LENGTH else " " + word


def ending_before(before: str) -> str:
    """What a word's ending agrees with: the ending of the word before, or what sets it apart."""
    before = fold(before[-ENDING_LENGTH - 2 :])
    if before[-1:] != " ":
        return before[-1:] or "\n"
    end = start = len(before) - 1
    while start and IS_WORD_CHARACTER[before[start - 1]]:
        start -= 1
    if start == end:
        return before[end - 1 : end] or "\n"
    return ending_of(before[start:end])
