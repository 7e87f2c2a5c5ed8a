"""Which languages are written in which encoding, and samples of them, for the benchmarks."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

WESTERN = "de fr es it pt nl sv da nb nn fi is ca gl eu ga af id en"
CENTRAL = "pl cs sk hu hr sl bs sr-Latn sq ro"
CYRILLIC = "ru bg uk be mk sr"

LANGUAGES: dict[str, str] = {
    **dict.fromkeys(("windows-1252", "iso-8859-1", "iso-8859-15", "mac-roman"), WESTERN),
    **dict.fromkeys(("cp437", "cp850"), WESTERN),
    **dict.fromkeys(("windows-1250", "iso-8859-2", "cp852"), CENTRAL),
    **dict.fromkeys(("windows-1251", "koi8-r", "iso-8859-5", "cp866"), CYRILLIC),
    **dict.fromkeys(("mac-cyrillic", "cp855"), CYRILLIC),
    "koi8-u": "uk",
    **dict.fromkeys(("windows-1253", "iso-8859-7"), "el"),
    **dict.fromkeys(("windows-1254", "iso-8859-9"), "tr az"),
    **dict.fromkeys(("windows-1255", "iso-8859-8"), "he"),
    "windows-1256": "ar fa ur",
    "iso-8859-6": "ar",
    **dict.fromkeys(("windows-1257", "iso-8859-13", "iso-8859-4"), "lt lv et"),
    "windows-1258": "vi",
    **dict.fromkeys(("windows-874", "iso-8859-11"), "th"),
    "iso-8859-3": "mt eo",
    "iso-8859-10": "is fo",
    "iso-8859-14": "cy ga gd",
    "iso-8859-16": "ro",
    **dict.fromkeys(("gbk", "gb18030"), "zh-Hans"),
    "big5": "zh-Hant",
    **dict.fromkeys(("shift-jis", "cp932", "euc-jp", "iso-2022-jp"), "ja"),
    **dict.fromkeys(("euc-kr", "cp949"), "ko"),
    **dict.fromkeys(("utf-16-le", "utf-16-be"), "en de ru ar th ja ko zh-Hans"),
    "utf-8": f"{WESTERN} {CENTRAL} {CYRILLIC} el tr he ar fa lt lv vi th hi ta ja ko zh-Hans",
    "few": f"{WESTERN} {CENTRAL} tr vi",
}
"""Encoding to the languages written in it. ISO 8859-6 lacks the letters of Persian and Urdu."""

CODECS = {"few": "utf-8", "windows-874": "cp874"}
FEW = 0.03
"""Share of characters beyond ASCII in a line that has few of them."""


def samples(lines: list[str], encoding: str, size: int, most: int) -> Iterator[tuple[str, bytes]]:
    """Texts with their bytes, `size` of them or a few less, evenly over the lines."""
    codec = CODECS.get(encoding, encoding)
    fit = [line for line in map(spelling(codec), lines) if fits(line, encoding, codec)]
    step = max(1, len(fit) // most)
    for start in range(0, step * most, step):
        text = ""
        for line in fit[start:]:
            text += line + "\n"
            if len(text.encode(codec)) >= size:
                break
        while len(text.encode(codec)) > size:
            text = text[:-1]
        if not text.isascii() and len(text.encode(codec)) > size * 0.8:
            yield text, text.encode(codec)


def spelling(codec: str) -> Callable[[str], str]:
    """How text is written for a codec: Windows-1258 has Vietnamese tones as combining marks."""
    if codec != "windows-1258":
        return str
    return lambda line: "".join(map(_tones_apart, line))


_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _tones_apart(char: str) -> str:
    marks = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in marks[1:] if mark in _TONES), "")
    return unicodedata.normalize("NFC", marks.replace(tone, "")) + tone if tone else char


def fits(line: str, encoding: str, codec: str) -> bool:
    beyond = sum(char > "\x7f" for char in line)
    if beyond == 0 and not codec.startswith("utf-16"):
        return False
    if encoding == "few" and beyond > FEW * len(line):
        return False
    try:
        return line.encode(codec).decode(codec) == line
    except UnicodeError:
        return False
