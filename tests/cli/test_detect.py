from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import GARBLED, LEFT, Run


def test_a_clean_file(run: Run, clean: Path) -> None:
    ended = run("detect", clean.name)
    assert (ended.status, ended.lines, ended.errors) == (0, ["clean.txt: clean"], [])


def test_a_garbled_file_has_its_places_and_a_verdict(run: Run, garbled: Path) -> None:
    ended = run("detect", garbled.name)
    assert ended.status == 1
    *places, verdict = ended.lines
    assert places
    assert places[0].startswith("garbled.txt:1:1: exact: 'Ð¡")
    assert all(place.startswith(("garbled.txt:1:", "garbled.txt:3:")) for place in places)
    assert verdict.startswith("garbled.txt: garbled: UTF-8 read as windows-1252; ")


def test_what_cannot_be_recovered_is_found_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "left.txt").write_bytes(LEFT.encode())
    ended = run("detect", "left.txt")
    assert ended.status == 1
    assert ended.lines[0].startswith("left.txt:1:8: unrecoverable: ")
    assert ended.lines[-1].startswith("left.txt: unrecoverable: ")


def test_standard_input_among_files(run: Run, clean: Path) -> None:
    ended = run("detect", "-", clean.name, stdin=GARBLED.encode())
    assert ended.status == 1
    assert ended.lines[-2].startswith("<stdin>: garbled: ")
    assert ended.lines[-1] == "clean.txt: clean"


def test_an_error_outweighs_a_find(run: Run, garbled: Path) -> None:
    ended = run("detect", "missing.txt", garbled.name, "folder/none.txt")
    assert ended.status == 2
    assert ended.lines[-1].startswith("garbled.txt: garbled")
    assert ended.errors == [
        "fixtext: missing.txt: No such file or directory",
        "fixtext: folder/none.txt: No such file or directory",
    ]


def test_of_a_directory_only_what_is_garbled_is_told(
    run: Run, garbled: Path, clean: Path, tmp_path: Path
) -> None:
    ended = run("detect", "-r", str(tmp_path))
    assert ended.status == 1
    assert not any(str(clean) in line for line in ended.lines)
    assert ended.lines[-1].startswith(f"{garbled}: garbled: ")


def test_a_directory_alone_is_an_error(run: Run, tmp_path: Path) -> None:
    ended = run("detect", str(tmp_path))
    assert ended.status == 2
    assert "--recursive" in ended.errors[0]


def test_quiet_leaves_the_exit_status(run: Run, garbled: Path) -> None:
    ended = run("detect", "--quiet", garbled.name)
    assert (ended.status, ended.output, ended.errors) == (1, b"", [])


def test_json(run: Run, garbled: Path, clean: Path) -> None:
    ended = run("detect", "--format", "json", garbled.name, clean.name)
    first, second = map(json.loads, ended.lines)
    assert first["verdict"] == "garbled"
    assert first["layers"] == [
        {"written": "utf-8", "read": "windows-1252", "loss": "kept", "scrubs": []}
    ]
    for span in first["spans"]:
        assert GARBLED[span["start"] : span["end"]] == span["before"]
    assert (second["verdict"], second["spans"]) == ("clean", [])


def test_nothing_is_written(run: Run, garbled: Path) -> None:
    before = garbled.stat()
    run("detect", garbled.name)
    after = garbled.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
