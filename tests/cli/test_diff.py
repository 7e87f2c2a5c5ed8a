from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import CLEAN, Run


def test_equal_files(run: Run, clean: Path, tmp_path: Path) -> None:
    (tmp_path / "twin.txt").write_bytes(clean.read_bytes())
    ended = run("diff", "clean.txt", "twin.txt")
    assert (ended.status, ended.lines) == (0, ["clean.txt: equal to twin.txt"])


def test_each_difference_has_its_place_kind_and_code_points(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"one\nCafe noir\n")
    (tmp_path / "b.txt").write_bytes("one\nCafé noir\n".encode())
    ended = run("diff", "a.txt", "b.txt")
    assert ended.status == 1
    difference, summary = ended.lines
    assert difference.startswith("a.txt:2:4 wrong fill: ")
    assert "U+00E9 LATIN SMALL LETTER E WITH ACUTE" in difference
    assert summary == "a.txt: 1 difference, error rate 7.14 %"


def test_equal_text_in_other_bytes_is_a_difference(run: Run, clean: Path, tmp_path: Path) -> None:
    (tmp_path / "marked.txt").write_bytes(b"\xef\xbb\xbf" + CLEAN.encode())
    ended = run("diff", "marked.txt", clean.name)
    assert ended.status == 1
    assert ended.lines == ["marked.txt: equal text, but the files are in utf-8-sig and utf-8"]


def test_standard_input_on_one_side(run: Run, clean: Path) -> None:
    assert run("diff", "-", clean.name, stdin=CLEAN.encode()).status == 0
    assert run("diff", clean.name, "-", stdin=CLEAN.encode()).status == 0
    ended = run("diff", "-", "-")
    assert ended.status == 2
    assert ended.errors == ["fixtext diff: only one of the two can be '-' (standard input)"]


def test_both_errors_are_told(run: Run, tmp_path: Path) -> None:
    ended = run("diff", "missing.txt", str(tmp_path))
    assert ended.status == 2
    assert ended.errors == [
        "fixtext: missing.txt: No such file or directory",
        f"fixtext: {tmp_path}: Is a directory",
    ]
