"""Which neighbours a character usually has: signs of text in one encoding read as another.

Such text has letters where no language has them: "ø" before "e" is Danish, but "ì" between "n" and
"k" is nothing but a Czech "ě". For each character of the code pages a table says between which
neighbours it has been seen in clean text; what stands elsewhere is odd. That is no proof: a
foreign name is odd too. But most clean text has nothing odd at all, and needs no model.

The table is made by tools/build_neighbours.py and read as it is. Neighbours are classes: letters of
Latin script are their base letter, other scripts one class or one for each case.

The file: the classes, one character each; the characters that have a row; the letters beyond
ASCII that have a class of their own; the class of each of these, a line each in UTF-8; then the
rows, ROW_SIZE bytes each: bit (class before) * (number of classes) + (class behind).
"""

from __future__ import annotations

import os
import re
from functools import lru_cache

OTHER_CLASSES = " 0.*γΓкКℵ"
"""White space, digits, other ASCII, other signs; letters: Greek and Cyrillic, small and capital,
any other. Before them stand the letters of ASCII."""

CLASSES = "abcdefghijklmnopqrstuvwxyz" + OTHER_CLASSES
ROW_SIZE = (len(CLASSES) ** 2 + 7) // 8

MOST_LATIN = 8_192
_MOST_OTHER = 1_024
"""Characters that are looked at, in texts with few beyond ASCII and in others: each of those
takes 150 ns, each of ASCII 7."""

_PARTS = 8
"""Of longer texts, so many parts are looked at."""

_SAMPLE = 256
_LATIN = 1.2
"""Characters from the middle of a text, and UTF-8 bytes a character, that tell which it is."""

_SHARE = 30
"""One odd neighbourhood among so many is chance; of fewer, one is enough."""

_NEAR = 24
"""Two odd neighbourhoods within so many characters are no chance."""

_MOST_KNOWN = 50_000
"""Usual neighbourhoods that are remembered."""


class Classes(dict[str, int]):
    """Character to its class, filled as it is asked."""

    def __init__(self, letters: str, classes: str) -> None:
        super().__init__(zip(letters, map(CLASSES.index, classes), strict=True))

    def __missing__(self, char: str) -> int:
        found = self[char] = CLASSES.index(_class_of(char))
        return found


def _class_of(char: str) -> str:
    if char.isspace():
        return " "
    if char <= "\x7f":
        return char.lower() if char.isalpha() else "0" if char.isdigit() else "."
    if not char.isalpha():
        return "*"
    if "\u0370" <= char <= "\u03ff":
        return "Γ" if char.isupper() else "γ"
    if "\u0400" <= char <= "\u052f":
        return "К" if char.isupper() else "к"
    # The other letters of Latin script are in the table.
    return "ℵ"


@lru_cache(maxsize=None)
def _table() -> tuple[Classes, dict[str, bytes], re.Pattern[str]]:
    path = os.path.join(os.path.dirname(__file__), "data", "neighbours.table")
    with open(path, "rb") as file:
        data = file.read()
    start = 0
    lines = []
    for _ in range(4):
        end = data.index(b"\n", start)
        lines.append(data[start:end].decode())
        start = end + 1
    classes, chars, letters, their_classes = lines
    if classes != CLASSES or len(data) != start + ROW_SIZE * len(chars):
        raise ValueError(f"{path} is not of this version of fixtext")
    rows = {
        char: data[start + ROW_SIZE * number : start + ROW_SIZE * (number + 1)]
        for number, char in enumerate(chars)
    }
    # Begins with the character in the middle: most characters of most texts are none of these.
    contexts = re.compile(f"[{re.escape(chars)}](?<=(?=(...))..)", re.DOTALL)
    return Classes(letters, their_classes), rows, contexts


_KNOWN: set[str] = set()
"""Neighbourhoods that are known to be usual."""


def odd_places(text: str) -> list[int]:
    """Where characters of a text have unusual neighbours, as far as that is suspicious.

    Offsets, not all of them in order: each distinct neighbourhood once. None where they are so
    few among so many that they are chance.
    """
    if text.isascii():
        return []
    return _odd_places(text) or _alphabet_places(text) or _capital_places(text)


def _odd_places(text: str) -> list[int]:
    middle = text[len(text) // 2 : len(text) // 2 + _SAMPLE]
    is_latin = len(middle.encode("utf-8", "replace")) < _LATIN * len(middle)
    most = MOST_LATIN if is_latin else _MOST_OTHER
    if len(text) <= most:
        return _odd_within(f"\n{text}\n", -1)
    size = most // _PARTS
    found = []
    for at in range(0, len(text) - size, len(text) // _PARTS):
        found += _odd_within(text[at : at + size], at)
    return found


def _odd_within(text: str, offset: int) -> list[int]:
    classes, rows, pattern = _table()
    contexts = set(pattern.findall(text))
    new = contexts - _KNOWN
    odd = [found for found in new if _is_odd(found, classes, rows)]
    if len(_KNOWN) > _MOST_KNOWN:
        _KNOWN.clear()
    _KNOWN.update(new.difference(odd))
    if not odd:
        return []
    places = sorted(text.index(found) + 1 for found in odd)
    if len(odd) * _SHARE < len(contexts):
        places = [
            here
            for number, here in enumerate(places)
            if (number and here - places[number - 1] <= _NEAR)
            or (number + 1 < len(places) and places[number + 1] - here <= _NEAR)
        ]
    return [place + offset for place in places]


def _is_odd(context: str, classes: Classes, rows: dict[str, bytes]) -> bool:
    before, char, after = tuple(context)
    row = rows[char]
    bit = classes[before] * len(CLASSES) + classes[after]
    if row[bit >> 3] >> (bit & 7) & 1:
        return False
    small = char.lower()
    if small == char or before.islower():
        return True
    # A capital may stand wherever the small letter may, but not behind a small letter.
    row = rows.get(small, b"")
    return not row or not row[bit >> 3] >> (bit & 7) & 1


def _alphabet_places(text: str) -> list[int]:
    """Where Hungarian "ő" and "ű", and Estonian "š" and "ž" may stand as letters of others.

    No neighbours tell those. Portuguese and Estonian have "õ", French "û", Icelandic "ð" and "þ",
    Turkish "ğ" and "ş", but none of them with all the other letters of the text alone.
    """
    for wanted, telling, alphabet, strange in _ALPHABETS:
        if any(char in text for char in strange):
            letters = {char for char in set(text.lower()) if char > "\x7f" and char.isalpha()}
            if letters <= alphabet and letters & telling and wanted in letters:
                pattern = f"[{strange}{strange.upper()}]"
                return [match.start() for match in re.finditer(pattern, text[:MOST_LATIN])]
    return []


_ALPHABETS = (
    ("á", frozenset("öü"), frozenset("áéíóöúüõû"), "õû"),
    ("õ", frozenset("äöü"), frozenset("äöüõðþğş"), "ðþğş"),
)
"""A letter that a text must have, others of which it must have one, all that it may have, and
those among them that stand for others."""


def _capital_places(text: str) -> list[int]:
    """Where Cyrillic words begin in a text of capitals: KOI8 has small letters where others have
    capitals, and sentences with a capital letter or two are told by nothing else.
    """
    part = text[:_MOST_CAPITALS]
    words = [match.start() for match in _CAPITALS.finditer(part)]
    if not words:
        return []
    capitals = sum(map(len, _CAPITALS.findall(part)))
    small = sum(map(len, _SMALL.findall(part)))
    return words if capitals > _MOSTLY * small else []


_CAPITALS = re.compile("[\u0400-\u042f]{2,}")
_SMALL = re.compile("[\u0430-\u045f]+")
_MOST_CAPITALS = 2_048
_MOSTLY = 3
