"""Is clean text left alone? Every changed document is listed.

    python benchmarks/clean.py PATH…        files, or folders of text files (.xz too)

Each file is tried whole and in documents of 1 and of 20 lines. The number that ftfy
changes (with its default of straightening quotes off) stands beside ours.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import ftfy
from corpus import documents, read_lines

from fixtext import repair


def text_files(paths: list[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--no-lines", action="store_true", help="skip the documents of one line")
    arguments = parser.parse_args()
    tried = changed = changed_by_ftfy = size = 0
    seconds = 0.0
    for path in text_files(arguments.paths):
        try:
            read_lines(path)
        except (UnicodeDecodeError, OSError):
            continue
        kinds = [documents(path, 10**9, 1), documents(path, 20, 10**9)]
        if not arguments.no_lines:
            kinds.append(documents(path, 1, 10**9))
        for texts in kinds:
            for text in texts:
                tried += 1
                size += len(text.encode())
                started = time.perf_counter()
                result = repair(text)
                seconds += time.perf_counter() - started
                if result.text is not text:
                    changed += 1
                    span = result.repaired_spans[0]
                    print(
                        f"{path.name}: {text.count(chr(10))} lines: {span.layers[0]}: "
                        f"{text[max(span.start - 15, 0) : span.start]!r} "
                        f"{span.before!r} -> {span.after!r} ({span.confidence:.4f}) "
                        f"{text[span.end : span.end + 10]!r}"
                    )
                if not arguments.no_peers:
                    changed_by_ftfy += ftfy.fix_encoding(text) != text
    print(
        f"{tried} documents, {changed} changed by fixtext, {changed_by_ftfy} by ftfy.fix_encoding"
    )
    print(f"{size / seconds / 1e6:.1f} MB/s")


if __name__ == "__main__":
    main()
