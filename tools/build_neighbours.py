"""Build src/fixtext/data/neighbours.table from a corpus of clean text.

    python tools/build_neighbours.py CORPUS

CORPUS has train/LANG.txt.xz. For each character of the code pages, the table says between which
classes of neighbours it stands in clean text (fixtext.neighbours describes it). A neighbourhood
counts when one language has it often enough: chance and names of other languages do not.
"""

from __future__ import annotations

import argparse
import lzma
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from fixtext import codepages, neighbours  # noqa: E402

TARGET = ROOT / "src" / "fixtext" / "data" / "neighbours.table"

OTHER_PAGES = ("cp737", "cp775", "cp857", "cp862")
"""Code pages of Python's that text is written in, beside those of fixtext.codepages."""

MOST_TEXT = 4_000_000
"""Characters of a language that are looked at."""

LEAST_TIMES = 2
LEAST_SHARE = 1e-6
"""How often a neighbourhood must be met in a language, and for what share of its characters."""

WITHOUT_BASE = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "t",
    "ß": "s",
    "æ": "a",
    "œ": "o",
    "ı": "i",
    "ħ": "h",
    "ŧ": "t",
}
"""Latin letters that Unicode does not decompose."""

_CONTEXT = re.compile("[^\x00-\x7f](?<=(?=(...))..)", re.DOTALL)


def characters() -> str:
    """All characters beyond ASCII that a code page shows, in order."""
    found = {char for name in codepages.NAMES for char in codepages.decoding_table(name)[0x80:]}
    for name in OTHER_PAGES:
        found |= set(bytes(range(0x80, 0x100)).decode(name, "ignore"))
    return "".join(sorted(found - {codepages.UNDEFINED}))


def latin_letters() -> dict[str, str]:
    """The letters of Latin script beyond ASCII, each with its class."""
    found = {}
    for point in (*range(0x80, 0x250), *range(0x1E00, 0x1F00)):
        char = chr(point)
        if char.isalpha():
            base = unicodedata.normalize("NFD", char)[0].lower()
            base = base if base.isascii() else WITHOUT_BASE.get(base, "*")
            found[char] = base if base.isalpha() else "*"
    return found


def neighbourhoods(path: Path, shown: str, classes: neighbours.Classes) -> set[tuple[str, int]]:
    """The (character, bit) pairs that the text of one language has often enough."""
    text = lzma.decompress(path.read_bytes()).decode("utf-8")[:MOST_TEXT]
    counts: Counter[tuple[str, int]] = Counter()
    for context, times in Counter(_CONTEXT.findall(f"\n{text}\n")).items():
        before, char, after = context
        if char in shown:
            counts[char, classes[before] * len(neighbours.CLASSES) + classes[after]] += times
    least = max(LEAST_TIMES, LEAST_SHARE * len(text))
    return {found for found, times in counts.items() if times >= least}


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the table of neighbours.")
    parser.add_argument("corpus", type=Path)
    corpus = parser.parse_args().corpus
    letters = latin_letters()
    classes = neighbours.Classes("".join(letters), "".join(letters.values()))
    shown = characters()
    rows = {char: bytearray(neighbours.ROW_SIZE) for char in shown}
    for path in sorted((corpus / "train").glob("*.txt.xz")):
        for char, bit in neighbourhoods(path, shown, classes):
            rows[char][bit >> 3] |= 1 << (bit & 7)
    lines = (neighbours.CLASSES, shown, "".join(letters), "".join(letters.values()))
    TARGET.write_bytes(
        "".join(line + "\n" for line in lines).encode() + b"".join(bytes(rows[c]) for c in shown)
    )
    print(f"wrote {TARGET}: {len(shown)} characters")


if __name__ == "__main__":
    main()
