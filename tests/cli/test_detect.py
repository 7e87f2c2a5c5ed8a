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


GERMAN = "Die Prüfung der Größe war schön, aber die Straße nach Köln ist gesperrt.\n"


def test_lines_of_another_encoding_are_named(run: Run, tmp_path: Path) -> None:
    mixed = GERMAN.encode() + GERMAN.encode("cp1252") + GERMAN.encode() + GERMAN.encode("cp1252")
    (tmp_path / "mixed.txt").write_bytes(mixed)
    ended = run("detect", "mixed.txt")
    assert ended.status == 1
    assert ended.lines[0] == (
        "mixed.txt:2:5: exact: 'Pr\ufffdfung der Gr\ufffd\ufffde war sch\ufffdn, aber die "
        "Stra\ufffde nach K\ufffdln' should be 'Prüfung der Größe war schön, aber die Straße nach "
        "Köln'"
    )
    assert ended.lines[-1] == (
        "mixed.txt: garbled: UTF-8 with 2 lines of windows-1252 (2, 4); 2 spans: 2 exact"
    )


def test_what_nothing_tells_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cut.txt").write_bytes(GERMAN.encode() + b"x \xe2\x82")
    ended = run("detect", "cut.txt")
    assert ended.status == 1
    assert ended.lines == [
        (
            "cut.txt:2:3: unrecoverable: '\ufffd': a UTF-8 sequence cut off at the end of the "
            "file: bytes E2 82"
        ),
        "cut.txt: unrecoverable: damage that nothing explains; 1 span: 1 unrecoverable",
    ]


def test_a_second_mark_and_surrogate_pairs(run: Run, tmp_path: Path) -> None:
    (tmp_path / "marks.txt").write_bytes(b"\xef\xbb\xbf" * 2 + GERMAN.encode())
    assert run("detect", "marks.txt").lines[-1] == (
        "marks.txt: garbled: UTF-8 with a byte order mark kept as text; 1 span: 1 exact"
    )
    (tmp_path / "pairs.txt").write_bytes(b"ok \xed\xa0\xbd\xed\xb8\x80\n")
    assert run("detect", "pairs.txt").lines[-1] == (
        "pairs.txt: garbled: UTF-8 with 1 line of CESU-8 (1); 1 span: 1 exact"
    )


def test_a_file_in_another_encoding_is_not_garbled(run: Run, tmp_path: Path) -> None:
    (tmp_path / "legacy.txt").write_bytes(GERMAN.encode("cp1252"))
    (tmp_path / "wide.txt").write_bytes(GERMAN.encode("utf-16-be"))
    (tmp_path / "marked.txt").write_bytes(GERMAN.encode("utf-16"))
    ended = run("detect", "legacy.txt", "wide.txt", "marked.txt")
    assert (ended.status, ended.errors) == (0, [])
    assert ended.lines == [
        (
            "legacy.txt: clean, in windows-1252, not UTF-8: convert it first, for example with "
            "iconv -f WINDOWS-1252 -t UTF-8"
        ),
        "wide.txt: clean, in utf-16-be without a byte order mark",
        "marked.txt: clean",
    ]
    ended = run("detect", "--recursive", ".")
    assert len(ended.lines) == 2
    ended = run("detect", "--format", "json", "legacy.txt")
    assert json.loads(ended.lines[0])["encoding"] == "windows-1252"


def test_a_garbled_file_in_another_encoding(run: Run, tmp_path: Path) -> None:
    (tmp_path / "wide.txt").write_bytes(GARBLED.encode("utf-16-le"))
    ended = run("detect", "wide.txt")
    assert ended.status == 1
    assert ended.lines[-1].endswith(", in utf-16-le without a byte order mark")
