"""How much of what was lost comes back? Documents of 20 lines, garbled, repaired, compared.

    python benchmarks/restoration.py FOLDER [--languages ru zh-Hans] [--channels 1254-drop]

FOLDER holds LANG.txt or LANG.txt.xz files of clean text that no model was built from.
Columns: characters that lost a byte, the share of them restored right, the share of all other
characters that came out right, documents exact, and characters a second; then the share that
ftfy and plsfix restore of the same characters. Below: reliability of the probabilities.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import ftfy
from corpus import documents, language_files
from rapidfuzz.distance import Levenshtein

from fixtext import Channel, garble, repair

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
}

Peer = Callable[[str], str]
PEERS: dict[str, Peer] = {"ftfy": lambda text: ftfy.fix_text(text, uncurl_quotes=False)}
if plsfix is not None:
    PEERS["plsfix"] = plsfix.fix_text


def lost(text: str, channel: Channel) -> set[int]:
    """Offsets of the characters that the channel shows with a byte missing or masked."""
    whole = Channel(read=channel.read)
    known = {c: garble(c, channel) != garble(c, whole) for c in set(text) if c > "\x7f"}
    return {i for i, c in enumerate(text) if known.get(c)}


def right(text: str, result: str) -> set[int]:
    """Offsets of the characters of `text` that `result` has in the same place."""
    if len(text) == len(result):
        return {i for i, (a, b) in enumerate(zip(text, result, strict=True)) if a == b}
    blocks = Levenshtein.opcodes(text, result)
    return {i for b in blocks if b.tag == "equal" for i in range(b.src_start, b.src_end)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--languages", nargs="*", default=[])
    parser.add_argument("--channels", nargs="*", default=["1252-drop", "1254-drop"])
    parser.add_argument("--documents", type=int, default=8, help="a language at most")
    parser.add_argument("--lines", type=int, default=20)
    parser.add_argument("--no-peers", action="store_true")
    arguments = parser.parse_args()
    peers = {} if arguments.no_peers else PEERS
    reliability = [[0, 0.0, 0] for _ in range(11)]
    print(
        f"{'channel':10} {'language':8} {'lost':>6} {'right':>7} {'others':>8} {'exact':>6} "
        f"{'chars/s':>8} " + " ".join(f"{name:>7}" for name in peers)
    )
    for name in arguments.channels:
        channel = CHANNELS[name]
        totals = [0, 0]
        for code, path in language_files(arguments.folder, arguments.languages).items():
            gone = back = others = others_right = exact = size = 0
            seconds = 0.0
            peers_back = dict.fromkeys(peers, 0)
            texts = documents(path, arguments.lines, arguments.documents)
            for text in texts:
                garbled = garble(text, channel)
                started = time.perf_counter()
                result = repair(garbled)
                seconds += time.perf_counter() - started
                missing = lost(text, channel)
                good = right(text, result.text)
                gone += len(missing)
                back += len(missing & good)
                others += len(text) - len(missing)
                others_right += len(good - missing)
                exact += result.text == text
                size += len(text)
                for peer, fix in peers.items():
                    peers_back[peer] += len(missing & right(text, fix(garbled)))
                if len(result.text) == len(text):
                    for fill in result.fills:
                        row = reliability[min(int(fill.confidence * 10), 9)]
                        if fill.confidence >= 0.99:
                            row = reliability[10]
                        row[0] += 1
                        row[1] += fill.confidence
                        row[2] += text[fill.offset] == fill.char
            totals[0] += gone
            totals[1] += back
            share = f"{back / gone:7.2%}" if gone else "      -"
            print(
                f"{name:10} {code:8} {gone:6} {share} {others_right / others:8.3%} "
                f"{exact:3}/{len(texts):<2} {size / seconds:8.0f} "
                + " ".join(f"{n / gone:7.2%}" if gone else "      -" for n in peers_back.values()),
                flush=True,
            )
        print(f"{name:10} {'all':8} {totals[0]:6} {totals[1] / max(totals[0], 1):7.2%}")
    count = sum(row[0] for row in reliability)
    print("\nclaimed       fills   mean claim   right")
    error = 0.0
    for i, (n, claimed, correct) in enumerate(reliability):
        if n:
            label = ">= 0.99" if i == 10 else f"{i / 10:.1f}-{i / 10 + 0.1:.1f}"
            print(f"{label:10} {n:8} {claimed / n:11.2%} {correct / n:8.2%}")
            error += abs(claimed - correct)
    print(f"expected calibration error {error / max(count, 1):.4f} over {count} fills")


if __name__ == "__main__":
    main()
