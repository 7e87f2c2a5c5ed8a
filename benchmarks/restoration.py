"""How much of what was lost comes back? Documents of 20 lines, garbled, repaired, compared.

    python benchmarks/restoration.py PATH [--languages ru zh-Hans] [--channels 1254-drop]

PATH is a folder of LANG.txt or LANG.txt.xz files of clean text that no model was built from, or
one such file. Columns: characters that lost a byte, the share of them restored right, the share
of all other characters that came out right, documents exact, character error rate before and
after, and characters a second; then the share that ftfy and plsfix restore of the same
characters. Below: the same by script, and how the probabilities compare with outcomes.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import ftfy
from corpus import documents, language_files
from rapidfuzz.distance import Levenshtein

from fixtext import Channel, Repair, garble, multibyte, repair
from fixtext.identification import script_of

try:
    import plsfix
except ImportError:
    plsfix = None

CHANNELS = {
    "1252-drop": Channel(read="windows-1252", loss="dropped", scrubs=("soft-hyphens",)),
    "1254-drop": Channel(read="windows-1254", loss="dropped", scrubs=("soft-hyphens",)),
    "1252-fffd": Channel(read="windows-1252", loss="fffd"),
    "1252-?": Channel(read="windows-1252", loss="question"),
    "latin1-c1": Channel(read="iso-8859-1", scrubs=("c1", "soft-hyphens")),
    "1251-drop": Channel(read="windows-1251", loss="dropped", scrubs=("soft-hyphens",)),
    "1252": Channel(read="windows-1252"),
    "gbk-fffd": Channel(read="gbk", loss="fffd"),
    "gbk-question": Channel(read="windows-936", loss="question"),
    "gb18030-fffd": Channel(read="gb18030", loss="fffd"),
    "cp932-fffd": Channel(read="cp932", loss="fffd"),
    "cp932-dot": Channel(read="windows-932", loss="middle-dot"),
    "euc-jp-fffd": Channel(read="euc-jp", loss="fffd"),
    "cp949-fffd": Channel(read="cp949", loss="fffd"),
    "cp949-question": Channel(read="windows-949", loss="question"),
    "big5-fffd": Channel(read="big5", loss="fffd"),
}
"""Through a multi-byte encoding, characters share what is shown, so none is counted as lost: the
share of all other characters is that of all."""

Peer = Callable[[str], str]
PEERS: dict[str, Peer] = {"ftfy": lambda text: ftfy.fix_text(text, uncurl_quotes=False)}
if plsfix is not None:
    PEERS["plsfix"] = plsfix.fix_text


@dataclass(slots=True)
class Score:
    """What came of some documents; counts of characters unless they say otherwise."""

    lost: int = 0
    back: int = 0
    others: int = 0
    others_right: int = 0
    documents: int = 0
    exact: int = 0
    size: int = 0
    errors_before: int = 0
    errors_after: int = 0
    seconds: float = 0.0
    peers: Counter[str] = field(default_factory=Counter)

    def add(self, other: Score) -> None:
        """Count another score in."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def row(self) -> str:
        """The columns of the table."""
        share = f"{self.back / self.lost:8.2%}" if self.lost else "       -"
        peers = [f"{self.peers[p] / self.lost:7.2%}" if self.lost else "      -" for p in PEERS]
        return (
            f"{self.lost:7} {share} {self.others_right / max(self.others, 1):9.3%} "
            f"{self.exact:4}/{self.documents:<4} {self.errors_before / max(self.size, 1):7.2%} "
            f"{self.errors_after / max(self.size, 1):7.3%} "
            f"{self.size / max(self.seconds, 1e-9):8.0f} " + " ".join(peers)
        )


class Reliability:
    """Fills by what was claimed of them: how many, the sum of claims, how many right."""

    LEAST = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99)

    def __init__(self) -> None:
        self.bins = [[0, 0.0, 0] for _ in self.LEAST]

    def add(self, result: Repair, text: str) -> None:
        """Count the fills of a repair whose text has the right length."""
        if len(result.text) == len(text):
            for fill in result.fills:
                row = self.bins[sum(fill.confidence >= least for least in self.LEAST) - 1]
                row[0] += 1
                row[1] += fill.confidence
                row[2] += text[fill.offset] == fill.char

    def table(self) -> str:
        """One line for each claim, and the expected calibration error."""
        lines = ["claimed from     fills  mean claim    right"]
        for least, (count, claims, right_ones) in zip(self.LEAST, self.bins, strict=True):
            if count:
                row = f"{claims / count:11.2%} {right_ones / count:8.2%}"
                lines.append(f"{least:12.2f} {count:9} {row}")
        count = sum(row[0] for row in self.bins)
        error = sum(abs(claims - good) for _, claims, good in self.bins) / max(count, 1)
        return "\n".join([*lines, f"expected calibration error {error:.4f} over {count} fills"])

    def surest(self) -> str:
        """What was right of the fills that were claimed most surely."""
        count, _, good = self.bins[-1]
        return f"{good / count:8.2%} of {count}" if count else "       -"


def lost(text: str, channel: Channel) -> set[int]:
    """Offsets of the characters that the channel shows with a byte missing or masked."""
    if channel.read in multibyte.READERS:
        return set()
    whole = Channel(read=channel.read)
    known = {c: garble(c, channel) != garble(c, whole) for c in set(text) if c > "\x7f"}
    return {i for i, c in enumerate(text) if known.get(c)}


def right(text: str, result: str) -> set[int]:
    """Offsets of the characters of `text` that `result` has in the same place."""
    if len(text) == len(result):
        return {i for i, (a, b) in enumerate(zip(text, result, strict=True)) if a == b}
    blocks = Levenshtein.opcodes(text, result)
    return {i for b in blocks if b.tag == "equal" for i in range(b.src_start, b.src_end)}


def script_label(text: str) -> str:
    """The script of most letters beyond ASCII; JAPANESE for what has kana."""
    if any("\u3040" <= char <= "\u309f" for char in text):
        return "JAPANESE"
    letters = "".join(char for char in text if char > "\x7f" and char.isalpha())
    return (script_of(letters) or "ASCII").upper()


def scored(
    text: str, channel: Channel, peers: dict[str, Peer], reliability: list[Reliability]
) -> Score:
    """One document: garbled, repaired by everybody, compared."""
    garbled = garble(text, channel)
    started = time.perf_counter()
    result = repair(garbled)
    seconds = time.perf_counter() - started
    missing, good = lost(text, channel), right(text, result.text)
    for table in reliability:
        table.add(result, text)
    return Score(
        len(missing),
        len(missing & good),
        len(text) - len(missing),
        len(good - missing),
        1,
        int(result.text == text),
        len(text),
        Levenshtein.distance(garbled, text),
        Levenshtein.distance(result.text, text),
        seconds,
        Counter({p: len(missing & right(text, fix(garbled))) for p, fix in peers.items()}),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--languages", nargs="*", default=[])
    parser.add_argument("--channels", nargs="*", default=["1252-drop", "1254-drop"])
    parser.add_argument("--documents", type=int, default=8, help="a language at most")
    parser.add_argument("--lines", type=int, default=20)
    parser.add_argument("--no-peers", action="store_true")
    arguments = parser.parse_args()
    if arguments.no_peers:
        PEERS.clear()
    if arguments.path.is_dir():
        files = language_files(arguments.path, arguments.languages)
    else:
        files = {arguments.path.name.split(".")[0]: arguments.path}
    whole_reliability = Reliability()
    reliabilities: dict[str, Reliability] = {}
    header = (
        "   lost    right    others     exact  errors   after  chars/s "
        f"{' '.join(f'{p:>7}' for p in PEERS)}"
    )
    for name in arguments.channels:
        scripts: dict[str, Score] = {}
        print(f"\n{name:10}          {header}")
        for code, path in files.items():
            texts = documents(path, arguments.lines, arguments.documents)
            script = script_label("\n".join(texts))
            tables = [whole_reliability, reliabilities.setdefault(script, Reliability())]
            score = Score()
            for text in texts:
                score.add(scored(text, CHANNELS[name], PEERS, tables))
            scripts.setdefault(script, Score()).add(score)
            print(f"{name:10} {code:8} {score.row()}", flush=True)
        total = Score()
        for script, score in sorted(scripts.items()):
            total.add(score)
            print(f"{name:10} {script[:8]:8} {score.row()}")
        print(f"{name:10} all      {total.row()}")
    print(f"\n{whole_reliability.table()}\n\nright of those claimed from 0.99, by script:")
    for script, reliability in sorted(reliabilities.items()):
        print(f"{script:12} {reliability.surest()}")


if __name__ == "__main__":
    main()
