"""Reading the clean text that the benchmarks garble: files of one paragraph or sentence a line."""

from __future__ import annotations

import lzma
from pathlib import Path


def read_lines(path: Path) -> list[str]:
    """The lines of a text file, .xz or plain, without empty ones."""
    data = path.read_bytes()
    if path.suffix == ".xz":
        data = lzma.decompress(data)
    return [line for line in data.decode("utf-8").split("\n") if line.strip()]


def documents(path: Path, lines: int, most: int) -> list[str]:
    """Documents of so many lines each, evenly over the file."""
    everything = read_lines(path)
    found = ["\n".join(everything[i : i + lines]) + "\n" for i in range(0, len(everything), lines)]
    return found[:: max(1, len(found) // most)][:most]


def language_files(folder: Path, languages: list[str]) -> dict[str, Path]:
    """LANG.txt or LANG.txt.xz files of a folder, by language; all when none is named."""
    files = {path.name.split(".")[0]: path for path in sorted(folder.glob("*.txt*"))}
    return {code: path for code, path in files.items() if not languages or code in languages}
