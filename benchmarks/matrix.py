"""Every mix-up in every language that goes through it: what comes back is counted.

    python benchmarks/matrix.py FOLDER [--groups kept Cyrillic] [--read gbk] [--languages ru ja]
        [--sizes word sentence lines] [--cells 60] [--documents 1] [--show 5] [--each]

FOLDER holds LANG.txt or LANG.txt.xz files of clean text, one sentence or paragraph a line. A cell
is a mix-up of benchmarks/mixups.py and a language. Of each group so many cells are tried, the same
ones every time, with so many documents of a word, of a sentence and of 20 lines each. Documents
that the mix-up leaves as they are, or whose characters its `written` lacks, are not counted.

exact: every character right, none of them a guess. inferred: every character right. guessed: only
characters that are labelled as guesses are wrong, in a mix-up that loses bytes. partly: what was
changed is right (or labelled, as before), the rest is left garbled; or not all layers are undone.
refused: unchanged. wrong: something else. chars: share of all characters of the clean texts that
came right. For ftfy (fix_encoding) and plsfix: right, the same as before, something else.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import ftfy
from corpus import language_files, read_lines
from mixups import GROUPS, Mixup
from rapidfuzz.distance import Hamming, Levenshtein, Opcode

from fixtext import Repair, garble, repair

try:
    import plsfix
except ImportError:
    plsfix = None

Peer = Callable[[str], str]
PEERS: dict[str, Peer] = {"ftfy": ftfy.fix_encoding}
if plsfix is not None:
    PEERS["plsfix"] = plsfix.fix_text

OUTCOMES = ("exact", "inferred", "guessed", "partly", "refused", "wrong")
PEER_OUTCOMES = ("right", "unchanged", "other")
SIZES = ("word", "sentence", "lines")

PYTHON_NAMES = {"windows-874": "cp874"}
"""Code pages that Python calls otherwise."""

_LINES = 20
_LONGEST_WORD = 12
_LONGEST_SENTENCE = 200
"""Characters; of what is longer, the beginning."""


@dataclass(slots=True)
class Score:
    """What came of some documents."""

    outcomes: Counter[str] = field(default_factory=Counter)
    peers: Counter[tuple[str, str]] = field(default_factory=Counter)
    documents: int = 0
    characters: int = 0
    right: int = 0
    seconds: float = 0.0

    def add(self, other: Score) -> None:
        """Count another score in."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def row(self) -> str:
        """The columns of the table."""
        ours = " ".join(f"{self.outcomes[name]:8}" for name in OUTCOMES)
        share = self.right / max(self.characters, 1)
        peers = " |".join(
            "".join(f"{self.peers[name, outcome]:6}" for outcome in PEER_OUTCOMES) for name in PEERS
        )
        return f"{self.documents:6} {ours} {share:8.2%} {self.seconds:7.1f} |{peers}"


def header() -> str:
    """The names of the columns."""
    ours = " ".join(f"{name:>8}" for name in OUTCOMES)
    peers = " |".join(f"{name:>6}{'same':>6}{'other':>6}" for name in PEERS)
    return f"{'docs':>6} {ours} {'chars':>8} {'seconds':>7} |{peers}"


@lru_cache(maxsize=None)
def lines_of(path: Path) -> list[str]:
    """The lines of a file that have something beyond ASCII."""
    return [line for line in read_lines(path) if not line.isascii()]


def documents(path: Path, size: str, mixup: Mixup, most: int, chance: random.Random) -> list[str]:
    """Documents of a file that the mix-up can write, and that it garbles."""
    lines = lines_of(path)
    written = mixup.layers[0].written
    found: list[str] = []
    for _ in range(most * 4):
        start = chance.randrange(len(lines)) if lines else 0
        usable = (line for line in lines[start:] + lines[:start] if _writes(written, line))
        if size == "lines":
            text = "".join(f"{line}\n" for line, _ in zip(usable, range(_LINES), strict=False))
        else:
            text = next(usable, "")[:_LONGEST_SENTENCE]
            if size == "word":
                words = [word for word in text.split() if not word.isascii()]
                text = chance.choice(words)[:_LONGEST_WORD] if words else ""
        if text and text not in found and garble(text, mixup.layers) != text:
            found.append(text)
            if len(found) == most:
                break
    return found


def _writes(written: str, line: str) -> bool:
    """Whether an encoding has all characters of a line."""
    try:
        line.encode(PYTHON_NAMES.get(written, written))
    except UnicodeEncodeError:
        return False
    return True


def right_and_blamed(text: str, result: Repair) -> tuple[int, int, int]:
    """(characters that came right, wrong ones in repaired spans, labelled and not)."""
    changed: set[int] = set()
    grown = 0
    for span in result.spans:
        start = span.start + grown
        if span.after != span.before:
            changed.update(range(start, start + len(span.after)))
        grown += len(span.after) - len(span.before)
    labelled = {fill.offset for fill in result.fills}
    right = guessed = wrong = 0
    for block, start in aligned(text, result.text):
        if block.tag == "equal":
            right += block.src_end - block.src_start
            continue
        # A character that is missing is blamed on those beside it.
        at = range(block.dest_start, block.dest_end)
        places = set(at or (block.dest_start - 1, block.dest_start))
        here = {start + place for place in places}
        if not at and not here <= changed:
            continue
        guessed += len(here & labelled)
        wrong += len(here & changed - labelled) if at or not here & labelled else 0
    return right, guessed, wrong


def aligned(text: str, other: str) -> Iterator[tuple[Opcode, int]]:
    """What turns one text into the other, each with the offset its `dest` counts from."""
    parts = [text], [other]
    if text.count("\n") == other.count("\n"):
        parts = text.split("\n"), other.split("\n")
    start = 0
    for a, b in zip(*parts, strict=True):
        # Of as many characters, each was guessed in its place: nothing was inserted.
        distance = Hamming if len(a) == len(b) else Levenshtein
        for block in distance.opcodes(a, b):
            yield block, start
        start += len(b) + 1


def outcome(text: str, garbled: str, result: Repair, mixup: Mixup) -> tuple[str, int]:
    """(which of OUTCOMES, characters that came right)."""
    if result.text == text:
        return ("inferred" if result.fills else "exact"), len(text)
    right, guessed, wrong = right_and_blamed(text, result)
    if result.text == garbled:
        return "refused", right
    layers = mixup.layers
    if any(result.text == garble(text, layers[:n]) for n in range(1, len(layers))):
        return "partly", right
    if wrong or (guessed and not mixup.lossy):
        return "wrong", right
    left = any(span.after == span.before for span in result.spans)
    return ("guessed" if guessed and not left else "partly"), right


def scored(text: str, mixup: Mixup) -> tuple[Score, str, Repair]:
    """One document: garbled, repaired by everybody, compared."""
    garbled = garble(text, mixup.layers)
    started = time.perf_counter()
    result = repair(garbled)
    seconds = time.perf_counter() - started
    what, right = outcome(text, garbled, result, mixup)
    peers: Counter[tuple[str, str]] = Counter()
    for name, fix in PEERS.items():
        theirs = fix(garbled)
        kind = "right" if theirs == text else "unchanged" if theirs == garbled else "other"
        peers[name, kind] += 1
    return Score(Counter({what: 1}), peers, 1, len(text), right, seconds), what, result


def show(label: str, text: str, mixup: Mixup, what: str, result: Repair) -> None:
    """A document that did not come back, in short: the first line that differs."""
    garbled = garble(text, mixup.layers)
    rows = (text.split("\n"), garbled.split("\n"), result.text.split("\n"))
    if len({len(row) for row in rows}) > 1:
        rows = ([text], [garbled], [result.text])
    for clean, seen, got in zip(*rows, strict=True):
        if got != clean:
            print(f"    {what}: {label}: {mixup}; found: {result.layers and result.layers[0]}")
            print(f"      clean   {clean[:100]!r}\n      garbled {seen[:140]!r}")
            print(f"      result  {got[:100]!r}", flush=True)
            return


def cells(
    group: str, files: dict[str, Path], arguments: argparse.Namespace
) -> list[tuple[Mixup, str]]:
    """The mix-ups of a group with each of their languages: so many, the same ones every time."""
    found = [
        (mixup, code)
        for mixup in GROUPS[group]()
        if not arguments.read or any(c.read in arguments.read for c in mixup.layers)
        for code in mixup.languages or files
        if code in files
    ]
    random.Random(f"{arguments.seed} {group}").shuffle(found)  # noqa: S311 (a sample)
    return found[: arguments.cells]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--groups", nargs="*", default=list(GROUPS), choices=list(GROUPS))
    parser.add_argument("--read", nargs="*", default=[], help="only mix-ups with these readers")
    parser.add_argument("--languages", nargs="*", default=[])
    parser.add_argument("--sizes", nargs="*", default=list(SIZES), choices=SIZES)
    parser.add_argument("--cells", type=int, default=60, help="a group at most")
    parser.add_argument("--documents", type=int, default=1, help="a cell and size")
    parser.add_argument("--seed", type=int, default=0, help="another number, other cells")
    parser.add_argument("--show", type=int, default=0, help="documents of each group that failed")
    parser.add_argument("--only", nargs="*", default=["wrong"], choices=OUTCOMES, help="to show")
    parser.add_argument("--each", action="store_true", help="a row for each cell too")
    parser.add_argument("--no-peers", action="store_true")
    arguments = parser.parse_args()
    if arguments.no_peers:
        PEERS.clear()
    files = language_files(arguments.folder, arguments.languages)
    print(f"{'':24}{header()}")
    totals = {size: Score() for size in arguments.sizes}
    for group in arguments.groups:
        scores = {size: Score() for size in arguments.sizes}
        shown = 0
        for mixup, code in cells(group, files, arguments):
            for size in arguments.sizes:
                chance = random.Random(f"{mixup} {code} {size}")  # noqa: S311 (a sample)
                cell = Score()
                for text in documents(files[code], size, mixup, arguments.documents, chance):
                    score, what, result = scored(text, mixup)
                    cell.add(score)
                    if what in arguments.only and shown < arguments.show:
                        shown += 1
                        show(f"{code}, {size}", text, mixup, what, result)
                scores[size].add(cell)
                if arguments.each and cell.documents:
                    print(f"  {code:8} {size:13} {cell.row()}  {mixup}", flush=True)
        for size, score in scores.items():
            if score.documents:
                print(f"{group:14} {size:8} {score.row()}", flush=True)
                totals[size].add(score)
    for size, score in totals.items():
        print(f"{'all':14} {size:8} {score.row()}")


if __name__ == "__main__":
    main()
