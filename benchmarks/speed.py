"""How fast is clean text let through, and garbled text repaired? Beside ftfy and plsfix.

    python benchmarks/speed.py FOLDER [--languages fr ru ja] [--documents 4] [--size 100000]

FOLDER holds LANG.txt or LANG.txt.xz files of clean text. Documents have about `size` bytes of
UTF-8, and every program sees each of them once, so nothing is answered from a cache. The first
document of a language is not timed: it pays for what is made on first use. Speeds are
medians, in MB (10^6 bytes of the text as UTF-8, garbled text as it is then) a second of processor
time; "x" is the speed of fixtext.repair against the faster of the two others.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import ftfy
from corpus import language_files, read_lines

from fixtext import Channel, garble, repair
from fixtext.scan import suspicious_pages

try:
    import plsfix
except ImportError:
    plsfix = None

PEERS: dict[str, Callable[[str], object]] = {"ftfy": ftfy.fix_encoding}
if plsfix is not None:
    PEERS["plsfix"] = plsfix.fix_text

LANGUAGES = [
    *("en", "de", "fr", "es", "pl", "cs", "vi", "tr", "ru", "uk", "bg", "el", "he", "ar", "th"),
    *("ja", "ko", "zh-Hans"),
]
GARBLED = Channel(read="windows-1252")


def sized_documents(path: Path, size: int, most: int) -> list[str]:
    """Documents of at least `size` bytes from consecutive lines; shorter when there are few."""
    found: list[str] = []
    lines: list[str] = []
    length = 0
    for line in read_lines(path):
        lines.append(line)
        length += len(line.encode()) + 1
        if length >= size:
            found.append("\n".join(lines) + "\n")
            lines, length = [], 0
            if len(found) == most:
                return found
    return found or ["\n".join(lines) + "\n"]


def speed(run: Callable[[str], object], texts: list[str]) -> float:
    """Median over the texts but the first, in MB/s."""
    rates = []
    for text in texts:
        # A new object, so that neither its hash nor its UTF-8 is known already.
        fresh = text.encode().decode()
        started = time.process_time()
        run(fresh)
        rates.append(len(text.encode()) / (time.process_time() - started) / 1e6)
    return statistics.median(rates[1:] or rates)


def table(
    title: str, programs: dict[str, Callable[[str], object]], documents: dict[str, list[str]]
) -> None:
    print(f"\n{title}, MB/s\n{'':8}" + "".join(f"{name:>12}" for name in programs) + f"{'x':>8}")
    times: dict[str, list[float]] = {name: [] for name in programs}
    for code, texts in documents.items():
        rates = {name: speed(run, texts) for name, run in programs.items()}
        for name, rate in rates.items():
            times[name].append(1 / rate)
        print_row(code, rates)
    # Over as many bytes of each language.
    print_row("all", {name: len(spent) / sum(spent) for name, spent in times.items()})


def print_row(label: str, rates: dict[str, float]) -> None:
    best = max(rate for name, rate in rates.items() if name in PEERS)
    print(
        f"{label:8}"
        + "".join(f"{rate:12.1f}" for rate in rates.values())
        + f"{rates['repair'] / best:8.1f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--languages", nargs="*", default=LANGUAGES)
    parser.add_argument("--documents", type=int, default=4, help="a language at most")
    parser.add_argument("--size", type=int, default=100_000, help="bytes of UTF-8")
    parser.add_argument("--no-garbled", action="store_true")
    arguments = parser.parse_args()
    documents = {
        code: sized_documents(path, arguments.size, arguments.documents)
        for code, path in language_files(arguments.folder, arguments.languages).items()
    }
    ascii_text = "All of this text is ASCII, as most of what there is.\n" * 200_000
    print(f"ASCII: {speed(suspicious_pages, [ascii_text] * 3) / 1000:.0f} GB/s")
    table("clean", {"scan": suspicious_pages, "repair": repair, **PEERS}, documents)
    if not arguments.no_garbled:
        garbled = {code: [garble(t, GARBLED) for t in ts] for code, ts in documents.items()}
        table("garbled, nothing lost", {"repair": repair, **PEERS}, garbled)


if __name__ == "__main__":
    main()
