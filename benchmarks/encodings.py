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
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import chardet
import charset_normalizer
from corpus import language_files, read_lines
from encoded import LANGUAGES, samples

from fixtext.decoding import detect_encoding

PROGRAMS: dict[str, Callable[[bytes], str | None]] = {
    "fixtext": detect_encoding,
    "chardet": lambda data: chardet.detect(data)["encoding"],
    "normalizer": lambda data: getattr(
        charset_normalizer.from_bytes(data).best(), "encoding", None
    ),
}


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
