from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import CLEAN, GARBLED, Run

MANIFEST = """
[[pair]]
name = "russian"
garbled = "garbled/a.txt"
twin = "twins/a.txt"
context = ["clean/c.txt"]
layers = [{ written = "utf-8", read = "windows-1252", loss = "kept" }]

[[clean]]
path = "clean/c.txt"
source = "ours"
"""


@pytest.fixture
def fixtures(tmp_path: Path) -> Path:
    folder = tmp_path / "fixtures"
    for name, text in {"garbled": GARBLED, "twins": CLEAN}.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "a.txt").write_bytes(text.encode())
    (folder / "clean").mkdir()
    (folder / "clean/c.txt").write_bytes(CLEAN.encode())
    (folder / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    return folder


@pytest.mark.parametrize("place", ["fixtures", "fixtures/manifest.toml"])
def test_a_manifest(run: Run, fixtures: Path, place: str) -> None:
    before = (fixtures / "garbled/a.txt").stat().st_mtime_ns
    ended = run("verify", place)
    assert ended.status == 0
    pair, clean = ended.lines
    assert pair.startswith("russian: equal (")
    assert clean == f"{Path('fixtures') / 'clean/c.txt'}: left alone"
    assert ended.errors == ["2 fixtures, 2 as expected"]
    assert (fixtures / "garbled/a.txt").stat().st_mtime_ns == before


def test_a_manifest_in_the_current_folder(
    run: Run, fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(fixtures)
    assert run("verify", "manifest.toml").status == 0


def test_folders_of_equal_names(run: Run, fixtures: Path) -> None:
    (fixtures / "manifest.toml").unlink()
    ended = run("verify", "fixtures")
    assert ended.status == 0
    assert [line.partition(":")[0] for line in ended.lines] == ["a.txt", "fixtures/clean/c.txt"]


def test_a_twin_that_differs(run: Run, fixtures: Path) -> None:
    (fixtures / "twins/a.txt").write_bytes(CLEAN.replace("чаю", "чай").encode())
    ended = run("verify", "fixtures")
    assert ended.status == 1
    assert ended.lines[0].startswith("russian: 1 difference, error rate 0.")
    assert ended.errors == ["2 fixtures, 1 as expected"]


def test_a_twin_with_another_byte_order_mark(run: Run, fixtures: Path) -> None:
    (fixtures / "twins/a.txt").write_bytes(b"\xef\xbb\xbf" + CLEAN.encode())
    ended = run("verify", "fixtures")
    assert ended.status == 1
    assert ended.lines[0] == "russian: differs in encoding or byte order mark alone"


def test_a_clean_fixture_that_is_not_left_alone(run: Run, fixtures: Path) -> None:
    (fixtures / "clean/c.txt").write_bytes(GARBLED.encode())
    ended = run("verify", "fixtures")
    assert ended.status == 1
    assert ended.lines[1].startswith("fixtures/clean/c.txt: changed, though it is clean: line 1")


@pytest.mark.parametrize("name", ["garbled/a.txt", "twins/a.txt", "clean/c.txt"])
def test_a_file_that_is_missing(run: Run, fixtures: Path, name: str) -> None:
    (fixtures / name).unlink()
    ended = run("verify", "fixtures")
    assert ended.status == 2
    assert ended.errors[0] == f"fixtext: fixtures/{name}: No such file or directory"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "lists no fixtures"),
        (b"pair = 3\n", "pair is not an array of tables"),
        (b"[[pair\n", "is no manifest"),
        (b"\xff", "is no manifest"),
        (b'[[pair]]\nname = "a"\ngarbled = "g"\n', "pair 1: twin is missing"),
        (b"[[pair]]\nname = 1\n", "pair 1: name is missing or no text"),
        (
            b'[[pair]]\nname="a"\ngarbled="g"\ntwin="t"\ncontext="c"\n',
            "pair 1: context is not an array",
        ),
        (b"[[clean]]\n", "clean 1: path is missing"),
    ],
)
def test_a_manifest_that_makes_no_sense(
    run: Run, fixtures: Path, content: bytes, words: str
) -> None:
    (fixtures / "bad.toml").write_bytes(content)
    ended = run("verify", "fixtures/bad.toml", "fixtures")
    assert ended.status == 2
    assert ended.errors[0].startswith("fixtext: fixtures/bad.toml: ")
    assert words in ended.errors[0]
    assert ended.errors[1:] == ["2 fixtures, 2 as expected"]


def test_folders_that_make_no_sense(run: Run, fixtures: Path, tmp_path: Path) -> None:
    (fixtures / "manifest.toml").unlink()
    (tmp_path / "nothing").mkdir()
    ended = run("verify", "nothing", "missing")
    assert ended.status == 2
    assert ended.errors[:2] == [
        "fixtext: nothing: has neither manifest.toml nor the folders garbled and twins",
        "fixtext: missing: No such file or directory",
    ]
    (fixtures / "twins/b.txt").write_bytes(b"alone\n")
    ended = run("verify", "fixtures")
    assert ended.status == 2
    assert ended.errors[0].startswith("fixtext: fixtures: b.txt is in one of garbled and twins")
