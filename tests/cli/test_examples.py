"""The examples of the command line in the documentation print what they show."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import fixtext

ROOT = Path(__file__).parent.parent.parent
PAGES = (ROOT / "README.md", ROOT / "docs" / "command-line.md")

CLEAN = "Grüße aus Köln, schönes Wetter\n"
FILES = {
    "notes.txt": "GrÃ¼ÃŸe aus KÃ¶ln\n".encode(),
    "repaired.txt": CLEAN.encode(),
    "twin.txt": CLEAN.encode(),
    "clean.txt": CLEAN.encode(),
    "lost.txt": b"abc\xef\xbf\xbd\n",
    "legacy.txt": "Привет, как дела? Сегодня хорошая погода.\n".encode("cp1251"),
    "wide.txt": CLEAN.encode("utf-16-le"),
    "mixed.txt": CLEAN.encode() + "Straße gesperrt für Fußgänger\n".encode("cp1252"),
}
"""What stands in the files of the examples."""

FIXTURES = {
    "deck.md": "garbled/deck.md",
    "twin.md": "twins/deck.md",
    "sibling-draft.md": "clean/deck-sibling-draft.md",
}


def examples() -> list[list[tuple[str, str]]]:
    """The commands of each block of the pages, with what they print, of blocks that show that.

    "…" stands for the rest of it.
    """
    blocks = [
        re.findall(r"^\$ (.*\n)((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
        for page in PAGES
        for block in re.findall(r"```console\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    ]
    return [block for block in blocks if any(output for _, output in block)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    for name, path in FIXTURES.items():
        (tmp_path / name).write_bytes((ROOT / "fixtures" / path).read_bytes())
    program = tmp_path / "bin" / "fixtext"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m fixtext "$@"\n')
    program.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("block", examples(), ids=lambda block: block[0][0].strip())
def test_an_example_prints_what_it_shows(folder: Path, block: list[tuple[str, str]]) -> None:
    source = Path(fixtext.__file__).parent.parent
    paths = {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(source)}
    for command, output in block:
        ended = subprocess.run(
            ["sh", "-c", command],
            cwd=folder,
            env={**os.environ, **paths, "PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        if output.endswith("\n…\n"):
            assert ended.stdout.startswith(output.removesuffix("…\n"))
        else:
            assert ended.stdout == output.rstrip("\n") + "\n"


def test_there_are_examples() -> None:
    assert len(examples()) > len(PAGES)
