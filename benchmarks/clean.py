"""Is clean text left alone? Every changed document is listed.

    python benchmarks/clean.py [PATH…]      files, or folders of text files (.xz and .gz too)

Without a path, the text that the machine has: the sources and documentation of Python and of its
packages, and where they are, those of the system, its translations, manuals, Perl, Vim and time
zones. Each file is tried whole, and in documents of 20 lines and of one; of files that are not
UTF-8, and of what was tried before, nothing is. .mo files are tried text by text.

Texts about garbled text change too: whether a change is wrong, only a reader can say. The number
that ftfy changes (with its default of straightening quotes off) stands beside ours.
"""

from __future__ import annotations

import argparse
import gettext
import gzip
import hashlib
import lzma
import sysconfig
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import ftfy

from fixtext import NotTextError, repair

SYSTEM = (
    *("/usr/share/doc", "/usr/share/locale", "/usr/share/i18n", "/usr/share/man"),
    *("/usr/share/perl", "/usr/share/perl5", "/usr/share/vim", "/usr/share/zoneinfo"),
    *("/usr/share/common-licenses", "/usr/share/dict", "/usr/include"),
)
_MOST_BYTES = 4_000_000
"""Larger files are data."""


def default_sources() -> list[Path]:
    """Folders with clean text that this machine has."""
    paths = sysconfig.get_paths()
    found = [Path(paths[name]) for name in ("stdlib", "purelib")]
    return [path for path in [*found, *map(Path, SYSTEM)] if path.is_dir()]


def text_files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.is_symlink())
        else:
            yield path


def texts_of(path: Path) -> list[str]:
    """The texts of a file; none of one that is not UTF-8 or too large."""
    try:
        data = path.read_bytes()
        if path.suffix == ".mo":
            with path.open("rb") as file:
                catalogue = gettext.GNUTranslations(file)
            texts = [str(text) for key, text in catalogue._catalog.items() if key]  # noqa: SLF001
            return ["\n".join(texts)]
        if path.suffix == ".xz":
            data = lzma.decompress(data)
        elif path.suffix == ".gz":
            data = gzip.decompress(data)
        if len(data) > _MOST_BYTES or b"\0" in data[:4096]:
            return []
        return [data.decode("utf-8")]
    except (
        OSError,
        ValueError,
        EOFError,
        LookupError,
        lzma.LZMAError,
        AttributeError,
        AssertionError,
    ):
        return []


def documents(text: str, lines: int) -> Iterator[str]:
    """Documents of so many lines each that have something beyond ASCII."""
    everything = text.splitlines(keepends=True)
    for start in range(0, len(everything), lines):
        document = "".join(everything[start : start + lines])
        if not document.isascii():
            yield document


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("paths", type=Path, nargs="*")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--no-lines", action="store_true", help="skip the documents of one line")
    parser.add_argument("--only-whole", action="store_true", help="only whole files")
    parser.add_argument("--part", default="1/1", help="n/m: the n-th of m parts of the files")
    arguments = parser.parse_args()
    part, parts = map(int, arguments.part.split("/"))
    changed: Counter[str] = Counter()
    tried = changed_by_ftfy = size = files = 0
    seconds = 0.0
    seen: set[bytes] = set()
    sizes = [20] if arguments.no_lines else [20, 1]
    for number, path in enumerate(text_files(arguments.paths or default_sources())):
        if number % parts != part - 1:
            continue
        for whole in texts_of(path):
            if whole.isascii():
                continue
            files += 1
            kinds = [iter([whole])]
            if not arguments.only_whole:
                kinds += [documents(whole, lines) for lines in sizes]
            for text in (text for kind in kinds for text in kind):
                digest = hashlib.sha1(text.encode("utf-8", "replace")).digest()  # noqa: S324
                if digest in seen:
                    continue
                seen.add(digest)
                tried += 1
                size += len(text.encode("utf-8", "replace"))
                started = time.perf_counter()
                try:
                    result = repair(text)
                except NotTextError as error:
                    print(f"{path}: {error}")
                    continue
                seconds += time.perf_counter() - started
                if result.text is not text:
                    changed[str(path)] += 1
                    span = result.repaired_spans[0]
                    print(
                        f"{path}:{span.line}: {text.count(chr(10))} lines: {span.layers[0]}: "
                        f"{text[max(span.start - 15, 0) : span.start]!r} "
                        f"{span.before[:60]!r} -> {span.after[:40]!r} ({span.confidence:.4f}) "
                        f"{text[span.end : span.end + 10]!r}",
                        flush=True,
                    )
                if not arguments.no_peers:
                    changed_by_ftfy += ftfy.fix_encoding(text) != text
    print(
        f"{files} files beyond ASCII, {tried} documents: {changed.total()} changed by fixtext, in "
        f"{len(changed)} files; {changed_by_ftfy} by ftfy.fix_encoding"
    )
    print(f"{size / max(seconds, 1e-9) / 1e6:.1f} MB/s")


if __name__ == "__main__":
    main()
