"""The program that fetches sources keeps books of them; nothing is downloaded here."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

from tools import fetch_sources
from tools.source_store import Store

HEAD = "lang\tsource\tlicence\tlines\tbytes"


def first(store: Store, _corpus: Path | None) -> None:
    store.text("de", "one", ["Guten Morgen", "Gute Nacht"], "pack 1.0 (Debian)\tMIT")


def second(store: Store, _corpus: Path | None) -> None:
    store.weights("words", "fr", "two", {"été": 3, "âge": 1}, "other 2.0 (PyPI)\tGPL")


@pytest.fixture
def dest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one download, and two parts that need none."""
    monkeypatch.setattr(fetch_sources, "PARTS", (first, second))
    (tmp_path / "downloads").mkdir()
    (tmp_path / "downloads" / "pack.deb").write_bytes(b"packed")
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["fetch_sources.py", *map(str, arguments)])
    return fetch_sources.main()


def rows(dest: Path) -> list[str]:
    head, *found = (dest / "SOURCES.tsv").read_text("utf-8").splitlines()
    assert head == HEAD
    return found


GERMAN = "de\tpack 1.0 (Debian) (text/de.one.txt)\tMIT\t2\t24"
FRENCH = "fr\tother 2.0 (PyPI) (words/fr.two.tsv)\tGPL\t2\t21"


def test_every_file_and_every_download_is_described(
    dest: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, dest) == 0
    assert rows(dest) == [GERMAN, FRENCH]
    assert (dest / "text" / "de.one.txt").read_text("utf-8") == "Guten Morgen\nGute Nacht\n"
    assert (dest / "words" / "fr.two.tsv").read_text("utf-8") == "été\t0.75\nâge\t0.25\n"
    checksum = hashlib.sha256(b"packed").hexdigest()
    assert (dest / "DOWNLOADS.tsv").read_text("utf-8") == f"{checksum}  pack.deb\n"
    assert capsys.readouterr().out == "first: 1 files so far\nsecond: 2 files so far\n"


def test_a_part_alone_keeps_what_is_said_of_the_others(
    dest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(monkeypatch, dest)
    run(monkeypatch, dest, "--only", "first")
    assert rows(dest) == [GERMAN, FRENCH]


def test_of_a_file_that_is_gone_nothing_is_said(
    dest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(monkeypatch, dest)
    (dest / "words" / "fr.two.tsv").unlink()
    run(monkeypatch, dest, "--only", "first")
    assert rows(dest) == [GERMAN]


def test_the_first_run_may_be_of_one_part(dest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, dest, "--only", "second")
    assert rows(dest) == [FRENCH]
