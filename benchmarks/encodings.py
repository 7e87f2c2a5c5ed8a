"""Is the encoding of a file told right? Beside chardet and charset-normalizer.

    python benchmarks/encodings.py FOLDER [--encodings cp1251 gbk] [--samples 4] [--sizes 50 200]

FOLDER holds LANG.txt or LANG.txt.xz files of clean text. Every encoding is tried with the
languages that are written in it, on samples of so many bytes: whole lines, the last one cut
between characters, only of lines that the encoding can write and that hold more than ASCII.
An answer is right when it decodes to the text that was encoded; so a relative in which these
bytes mean the same is right, and what Python cannot decode with is wrong.

The last column is the share that the better of the two others gets right in that row. "few" is
UTF-8 with hardly anything beyond ASCII, which old detectors took for Windows-1254.
"""

from __future__ import annotations

import argparse
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import chardet
import charset_normalizer
from corpus import language_files, read_lines

from fixtext.decoding import detect_encoding

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

PROGRAMS: dict[str, Callable[[bytes], str | None]] = {
    "fixtext": detect_encoding,
    "chardet": lambda data: chardet.detect(data)["encoding"],
    "normalizer": lambda data: getattr(
        charset_normalizer.from_bytes(data).best(), "encoding", None
    ),
}


def samples(lines: list[str], encoding: str, size: int, most: int) -> Iterator[tuple[str, bytes]]:
    """Texts with their bytes, `size` of them or a few less, evenly over the lines."""
    codec = CODECS.get(encoding, encoding)
    fit = [line for line in map(_spelling(codec), lines) if _fits(line, encoding, codec)]
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


def _spelling(codec: str) -> Callable[[str], str]:
    """How text is written for a codec: Windows-1258 has Vietnamese tones as combining marks."""
    if codec != "windows-1258":
        return str
    return lambda line: "".join(map(_tones_apart, line))


_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _tones_apart(char: str) -> str:
    marks = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in marks[1:] if mark in _TONES), "")
    return unicodedata.normalize("NFC", marks.replace(tone, "")) + tone if tone else char


def _fits(line: str, encoding: str, codec: str) -> bool:
    beyond = sum(char > "\x7f" for char in line)
    if beyond == 0 and not codec.startswith("utf-16"):
        return False
    if encoding == "few" and beyond > FEW * len(line):
        return False
    try:
        return line.encode(codec).decode(codec) == line
    except UnicodeError:
        return False


def is_right(answer: str | None, text: str, data: bytes) -> bool:
    try:
        return answer is not None and data.decode(answer) == text
    except (LookupError, ValueError):
        return False


def print_row(label: str, tried: int, right: Counter[str]) -> None:
    shares = {name: 100 * right[name] / tried for name in PROGRAMS}
    best = max(share for name, share in shares.items() if name != "fixtext")
    print(
        f"{label:14}{tried:7}"
        + "".join(f"{share:12.1f}" for share in shares.values())
        + f"{best:8.1f}{'' if shares['fixtext'] >= best else '  <'}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--encodings", nargs="*", default=list(LANGUAGES))
    parser.add_argument("--samples", type=int, default=4, help="of a size and language")
    parser.add_argument("--sizes", type=int, nargs="*", default=[50, 200, 1000], help="bytes")
    parser.add_argument("--wrong", action="store_true", help="list what fixtext gets wrong")
    arguments = parser.parse_args()
    files = language_files(arguments.folder, [])
    seconds: Counter[str] = Counter()
    by_size: dict[int, tuple[Counter[str], Counter[str]]] = {}
    print(f"{'':14}{'tried':>7}" + "".join(f"{name:>12}" for name in PROGRAMS) + f"{'best':>8}")
    for encoding in arguments.encodings:
        tried, right = Counter[str](), Counter[str]()
        for code in LANGUAGES[encoding].split():
            if code not in files:
                continue
            lines = read_lines(files[code])
            for size in arguments.sizes:
                total, good = by_size.setdefault(size, (Counter(), Counter()))
                for text, data in samples(lines, encoding, size, arguments.samples):
                    tried["all"] += 1
                    total["all"] += 1
                    for name, detect in PROGRAMS.items():
                        started = time.perf_counter()
                        answer = detect(data)
                        seconds[name] += time.perf_counter() - started
                        if is_right(answer, text, data):
                            right[name] += 1
                            good[name] += 1
                        elif arguments.wrong and name == "fixtext":
                            print(f"  {encoding} {code} {size}: {answer}: {text[:70]!r}")
        if tried["all"]:
            print_row(encoding, tried["all"], right)
    print()
    everything, right = Counter[str](), Counter[str]()
    for size, (total, good) in sorted(by_size.items()):
        print_row(f"{size} bytes", total["all"], good)
        everything += total
        right += good
    print_row("all", everything["all"], right)
    spent = "".join(f"{1e3 * seconds[name] / everything['all']:12.1f}" for name in PROGRAMS)
    print(f"{'ms a sample':21}{spent}")


if __name__ == "__main__":
    main()
