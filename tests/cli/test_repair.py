from __future__ import annotations

import codecs
import json
import os
import stat
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from fixtext.channels import Channel, garble
from fixtext.decoding import Document
from fixtext.options import Options
from tests.cli.conftest import CLEAN, GARBLED, LEFT, Run

NEW, OLD = CLEAN.encode(), GARBLED.encode()
LONG_AGO = 1_000_000_000


def age(path: Path) -> None:
    os.utime(path, (LONG_AGO, LONG_AGO))


def untouched(path: Path) -> bool:
    return path.stat().st_mtime == LONG_AGO


def test_a_garbled_file_is_repaired_in_place(run: Run, garbled: Path) -> None:
    garbled.chmod(0o640)
    ended = run("repair", "garbled.txt")
    assert ended.status == 0
    assert garbled.read_bytes() == NEW
    assert stat.S_IMODE(garbled.stat().st_mode) == 0o640
    assert len(ended.lines) == 1
    assert ended.lines[0].startswith("garbled.txt: UTF-8 read as windows-1252; ")
    assert " repaired, " in ended.lines[0]
    assert ended.errors == ["files: 1 repaired"]


def test_what_is_too_much_is_said_to_be_left(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = Channel(read="windows-1252", loss="dropped")
    (tmp_path / "long.txt").write_text(garble("华东师范大学的学生写的文字。\n", channel), "utf-8")
    monkeypatch.setattr("fixtext.codepage_readings.MOST_WORK", 10)
    for command in (["repair", "--check"], ["repair"]):
        ended = run(*command, "long.txt")
        assert ended.status == 1
        assert "UTF-8 read as windows-1252" in ended.lines[0]
        assert "1 span left garbled" in ended.lines[0]
        assert "takes too long" in ended.lines[0]
        assert ended.errors == ["files: 1 with damage left"]
    assert run("detect", "long.txt").status == 1


def test_repairing_twice_changes_nothing_more(run: Run, garbled: Path) -> None:
    run("repair", "garbled.txt")
    age(garbled)
    assert run("repair", "garbled.txt").status == 0
    assert untouched(garbled)


def test_a_clean_file_is_not_touched(run: Run, clean: Path) -> None:
    age(clean)
    inode = clean.stat().st_ino
    ended = run("repair", "clean.txt")
    assert (ended.status, ended.output, ended.errors) == (0, b"", ["files: 1 clean"])
    assert untouched(clean)
    assert clean.stat().st_ino == inode


def test_a_clean_file_is_never_opened_for_writing(
    run: Run, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fixtext import files

    def fail(*_: object) -> None:
        pytest.fail("a clean file was written")

    monkeypatch.setattr(files, "write_atomically", fail)
    assert run("repair", str(clean)).status == 0


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_encoding_and_byte_order_mark_stay(
    run: Run, garbled: Path, bom: bytes, encoding: str
) -> None:
    garbled.write_bytes(bom + GARBLED.encode(encoding))
    assert run("repair", "garbled.txt").status == 0
    assert garbled.read_bytes() == bom + CLEAN.encode(encoding)


def test_a_link_stays_a_link(run: Run, garbled: Path) -> None:
    link = garbled.with_name("link.txt")
    link.symlink_to("garbled.txt")
    assert run("repair", "link.txt").status == 0
    assert link.is_symlink()
    assert garbled.read_bytes() == NEW


def test_what_cannot_be_repaired_is_left_and_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "left.txt"
    path.write_bytes(LEFT.encode())
    age(path)
    ended = run("repair", "left.txt")
    assert ended.status == 1
    assert untouched(path)
    assert "left garbled: line 1 " in ended.lines[0]


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_check_and_diff_write_nothing(run: Run, garbled: Path, clean: Path, option: str) -> None:
    age(garbled)
    age(clean)
    assert run("repair", option, "garbled.txt").status == 1
    assert run("repair", option, "clean.txt").status == 0
    assert untouched(garbled)
    assert untouched(clean)
    assert garbled.read_bytes() == OLD


def test_check_says_what_would_be_done(run: Run, garbled: Path) -> None:
    ended = run("repair", "--check", str(garbled))
    assert len(ended.lines) == 1
    assert " would be repaired" in ended.lines[0]
    assert ended.errors == ["files: 1 would be repaired"]


def test_the_diff_alone_is_on_standard_output_and_applies(run: Run, garbled: Path) -> None:
    ended = run("repair", "--diff", "garbled.txt")
    assert ended.output.startswith(b"--- a/garbled.txt\n+++ b/garbled.txt\n@@ -1,3 +1,3 @@\n")
    assert any("would be repaired" in line for line in ended.errors)
    subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"],
        input=ended.output,
        cwd=garbled.parent,
        check=True,
        env={**os.environ, "GIT_CEILING_DIRECTORIES": str(garbled.parent.parent)},
    )
    assert garbled.read_bytes() == NEW


@pytest.mark.parametrize(
    ("before", "after"), [(OLD, NEW), (NEW, NEW), (b"", b""), (b"a\r\n", b"a\r\n")]
)
def test_standard_input_to_standard_output(run: Run, before: bytes, after: bytes) -> None:
    ended = run("repair", "-", stdin=before)
    assert ended.output == after
    assert ended.status == 0


def test_the_report_on_standard_input_is_on_standard_error(run: Run) -> None:
    ended = run("repair", "-", stdin=OLD)
    assert len(ended.errors) == 1
    assert ended.errors[0].startswith("<stdin>: UTF-8 read as windows-1252; ")


def test_checking_standard_input(run: Run) -> None:
    ended = run("repair", "--check", "-", stdin=OLD)
    assert ended.status == 1
    assert ended.lines[0].startswith("<stdin>: ")


def test_bad_standard_input_gives_no_output(run: Run) -> None:
    ended = run("repair", "-", stdin=b"caf\xe9 cr\xe8me\n")
    assert (ended.status, ended.output) == (2, b"")
    assert ended.errors[0].startswith("fixtext: <stdin>: not UTF-8")


def test_output_to_another_file(run: Run, garbled: Path, tmp_path: Path) -> None:
    ended = run("repair", "garbled.txt", "-o", "new.txt")
    assert ended.status == 0
    assert (tmp_path / "new.txt").read_bytes() == NEW
    assert garbled.read_bytes() == OLD


def test_output_of_a_clean_file_is_a_copy(run: Run, clean: Path, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_bytes(b"something else")
    assert run("repair", str(clean), "-o", "new.txt").status == 0
    assert (tmp_path / "new.txt").read_bytes() == NEW


def test_output_onto_the_clean_input_does_not_touch_it(run: Run, clean: Path) -> None:
    age(clean)
    assert run("repair", str(clean), "-o", "clean.txt").status == 0
    assert untouched(clean)


def test_output_onto_the_garbled_input_repairs_it(run: Run, garbled: Path) -> None:
    assert run("repair", str(garbled), "-o", "garbled.txt").status == 0
    assert garbled.read_bytes() == NEW


def test_output_to_standard_output(run: Run, garbled: Path) -> None:
    ended = run("repair", "garbled.txt", "-o", "-")
    assert ended.output == NEW
    assert garbled.read_bytes() == OLD


def test_output_to_a_folder_is_an_error(run: Run, garbled: Path) -> None:
    ended = run("repair", str(garbled), "-o", ".")
    assert ended.status == 2
    assert garbled.read_bytes() == OLD


@pytest.mark.parametrize(
    "arguments",
    [
        ["-", "a.txt"],
        ["a.txt", "b.txt", "-o", "c.txt"],
        [".", "--recursive", "-o", "c.txt"],
        ["a.txt", "--check", "-o", "c.txt"],
        ["a.txt", "--diff", "--format", "json"],
        ["-", "--format", "json"],
        ["a.txt", "--min-confidence", "2"],
        ["a.txt", "--min-confidence", "nan"],
        ["a.txt", "--lossy", "guess"],
        [],
    ],
)
def test_what_makes_no_sense_is_refused(run: Run, arguments: list[str]) -> None:
    ended = run("repair", *arguments)
    assert (ended.status, ended.output) == (2, b"")
    assert "fixtext repair: " in ended.errors[-1]


def test_context_may_stand_before_the_files(run: Run, garbled: Path, clean: Path) -> None:
    assert run("repair", "--context", str(clean), "garbled.txt").status == 0
    assert garbled.read_bytes() == NEW


@pytest.fixture
def seen_context(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The context that each repair is given."""
    seen = []
    module = import_module("fixtext.documents")
    real = module.repair_document

    def repair_document(document: Document, options: Options) -> object:
        seen.append(list(options.context))
        return real(document, options)

    monkeypatch.setattr(module, "repair_document", repair_document)
    return seen


def test_a_directory_as_context_means_its_clean_text_files(
    run: Run, garbled: Path, clean: Path, seen_context: list[list[str]]
) -> None:
    garbled.with_name("other.txt").write_bytes(OLD)
    garbled.with_name("image.png").write_bytes(b"\x89PNG\0\0")
    ended = run("repair", "--context", ".", str(garbled))
    assert ended.status == 0
    assert ended.errors == ["files: 1 repaired"]
    assert seen_context == [[clean.read_bytes().decode()]]


def test_a_file_is_not_its_own_context(
    run: Run, clean: Path, tmp_path: Path, seen_context: list[list[str]]
) -> None:
    (tmp_path / "second.txt").write_bytes(b"Second.\n")
    run("repair", "--format", "json", "--context", ".", "--context", "clean.txt", str(clean))
    assert seen_context == [["Second.\n"]]


def test_garbled_context_is_not_used(
    run: Run, garbled: Path, clean: Path, seen_context: list[list[str]]
) -> None:
    ended = run("repair", "--format", "json", "--context", str(garbled), str(clean))
    assert ended.status == 0
    assert ended.errors[0] == f"fixtext: {garbled}: is garbled itself, not used as context"
    assert seen_context == [[]]


def test_without_its_context_nothing_is_repaired(run: Run, garbled: Path) -> None:
    ended = run("repair", "--context", "missing.md", "garbled.txt")
    assert ended.status == 2
    assert ended.errors == ["fixtext: missing.md: No such file or directory"]
    assert garbled.read_bytes() == OLD


def test_options_reach_the_repair(run: Run, garbled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = []
    module = import_module("fixtext.documents")
    real = module.repair_document

    def repair_document(document: Document, options: Options) -> object:
        given.append(options)
        return real(document, options)

    monkeypatch.setattr(module, "repair_document", repair_document)
    options = ("--lossy", "mark", "--min-confidence", "0.75", "--expect", "ru", "--expect", "uk")
    run("repair", *options, str(garbled))
    assert given == [Options((), "mark", 0.75, ("ru", "uk"))]


def test_lost_bytes_can_be_marked_or_left(run: Run, tmp_path: Path) -> None:
    # "\u201d" is E2 80 9D; 9D is one of the bytes that windows-1252 does not have.
    text = garble(
        CLEAN + "„Пойдём домой” сказал он мне.\n", Channel("utf-8", "windows-1252", "fffd")
    )
    path = tmp_path / "lossy.txt"
    path.write_bytes(text.encode())
    ended = run("repair", "--lossy", "mark", "lossy.txt", "-o", "marked.txt")
    assert ended.status == 1
    assert "\ufffd" in (tmp_path / "marked.txt").read_bytes().decode()
    ended = run("repair", "--lossy", "off", "lossy.txt")
    assert ended.status == 1
    assert "left garbled" in ended.lines[0]


def test_bad_input_gets_one_line_each_and_the_rest_is_done(
    run: Run, garbled: Path, clean: Path, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\r")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "legacy.txt").write_bytes(("Déjà vu, à côté de l'été. " * 5).encode("cp1252"))
    names = ["missing.txt", "folder", "image.png", "empty.txt", "legacy.txt"]
    ended = run("repair", *names, clean.name, garbled.name)
    assert ended.status == 2
    assert garbled.read_bytes() == NEW
    assert len(ended.errors) == len(names) + 1
    for name, line in zip(names, ended.errors, strict=False):
        assert line.startswith(f"fixtext: {name}: ")
    missing, folder, image, empty, legacy, tally = ended.errors
    assert missing.endswith("No such file or directory")
    assert "--recursive" in folder
    assert "binary" in image
    assert "empty" in empty
    assert "not UTF-8" in legacy
    assert tally == "files: 1 repaired, 2 clean, 4 in error"


def test_an_empty_file_is_no_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    ended = run("repair", "empty.txt")
    assert ended.status == 0
    assert ended.errors == ["fixtext: empty.txt: empty, nothing to do", "files: 1 clean"]


def test_an_unreadable_file_does_not_stop_the_others(
    run: Run, garbled: Path, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fixtext import files

    real = files.read_bytes

    def read_bytes(path: str) -> bytes:
        if path == clean.name:  # as mode 000 does for everybody but root
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(files, "read_bytes", read_bytes)
    ended = run("repair", "clean.txt", "garbled.txt")
    assert ended.status == 2
    assert ended.errors[0] == "fixtext: clean.txt: Permission denied"
    assert garbled.read_bytes() == NEW


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read anything")
def test_a_file_of_mode_000(run: Run, garbled: Path) -> None:
    garbled.chmod(0)
    ended = run("repair", "garbled.txt")
    assert ended.status == 2
    assert ended.errors[0] == "fixtext: garbled.txt: Permission denied"


def test_a_file_that_changes_meanwhile_is_left_alone(
    run: Run, garbled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = b"what another program wrote"
    real = os.fsync

    def fsync(descriptor: int) -> None:
        garbled.write_bytes(other)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    ended = run("repair", "garbled.txt")
    assert (ended.status, ended.output) == (2, b"")
    assert ended.errors[0].startswith("fixtext: garbled.txt: was changed by another program")
    assert garbled.read_bytes() == other


def test_a_full_disk_is_told_and_the_old_bytes_stay(
    run: Run, garbled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fsync(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    ended = run("repair", "garbled.txt")
    assert (ended.status, ended.output) == (2, b"")
    assert ended.errors[0] == "fixtext: garbled.txt: No space left on device"
    assert garbled.read_bytes() == OLD
    assert [path.name for path in garbled.parent.iterdir()] == ["garbled.txt"]


def test_a_directory_with_recursive(run: Run, tmp_path: Path) -> None:
    for name, data in {
        "docs/a.txt": OLD,
        "docs/deep/b.txt": NEW,
        "docs/image.png": b"\x89PNG\0\0",
        "docs/empty.txt": b"",
        "docs/ignored.txt": OLD,
        "docs/.gitignore": b"ignored.txt\n",
        "docs/.git/c.txt": OLD,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    ended = run("repair", "--recursive", "docs")
    assert ended.status == 0
    assert (tmp_path / "docs/a.txt").read_bytes() == NEW
    assert (tmp_path / "docs/ignored.txt").read_bytes() == OLD
    assert (tmp_path / "docs/.git/c.txt").read_bytes() == OLD
    assert ended.errors == ["files: 1 repaired, 3 clean"]


def test_a_directory_without_text_files(run: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert run("repair", "-r", "folder").errors == ["files: none"]


def test_quiet_prints_errors_alone(run: Run, garbled: Path) -> None:
    ended = run("repair", "--quiet", str(garbled), "missing.txt")
    assert (ended.status, ended.output) == (2, b"")
    assert ended.errors == ["fixtext: missing.txt: No such file or directory"]
    assert garbled.read_bytes() == NEW


def test_json_is_one_object_for_each_file(run: Run, garbled: Path, clean: Path) -> None:
    ended = run("repair", "--format", "json", "garbled.txt", "clean.txt")
    first, second = map(json.loads, ended.lines)
    assert (first["path"], first["verdict"]) == ("garbled.txt", "garbled")
    assert (first["changed"], first["written"], first["encoding"]) == (True, True, "utf-8")
    assert "".join(span["before"] for span in first["spans"])
    assert (second["path"], second["verdict"]) == ("clean.txt", "clean")
    assert (second["changed"], second["written"], second["spans"]) == (False, False, [])
    assert garbled.read_bytes() == NEW == clean.read_bytes()


def test_json_of_a_check_says_that_nothing_was_written(run: Run, garbled: Path) -> None:
    ended = run("repair", "--format", "json", "--check", str(garbled))
    value = json.loads(ended.lines[0])
    assert (value["changed"], value["written"]) == (True, False)


MIXED = (CLEAN.encode() + CLEAN.encode("cp1251")) * 2


def test_lines_of_another_encoding_are_repaired(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mixed.txt").write_bytes(MIXED)
    ended = run("repair", "mixed.txt")
    assert ended.status == 0
    assert ended.lines == [
        "mixed.txt: UTF-8 with 4 lines of windows-1251 (4, 6, 10, 12); 4 spans repaired, all exact"
    ]
    assert (tmp_path / "mixed.txt").read_bytes() == NEW * 4
    assert run("repair", "mixed.txt").errors == ["files: 1 clean"]


def test_bytes_that_nothing_tells_stay_or_are_marked(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "torn.txt"
    torn = NEW + b"x \xe2\x82 y\n"
    path.write_bytes(torn + OLD)
    ended = run("repair", "torn.txt")
    assert ended.status == 1
    assert "left garbled: line 4 '\ufffd' (broken UTF-8: bytes E2 82)" in ended.lines[0]
    assert path.read_bytes() == torn + NEW
    age(path)
    assert run("repair", "torn.txt").status == 1
    assert untouched(path)
    ended = run("repair", "--lossy", "mark", "--format", "json", "torn.txt")
    assert json.loads(ended.lines[0])["changed"]
    assert path.read_bytes() == torn.replace(b"\xe2\x82", "\ufffd".encode()) + NEW


def test_the_diff_of_bytes_shows_what_utf8_shows(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mixed.txt").write_bytes(MIXED)
    ended = run("repair", "--diff", "mixed.txt")
    assert ended.status == 1
    assert ended.output.decode().count("\n-\ufffd") == 4
    assert (tmp_path / "mixed.txt").read_bytes() == MIXED


def test_a_legacy_file_is_refused_with_what_to_do(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "legacy.txt"
    path.write_bytes(CLEAN.encode("koi8-r"))
    age(path)
    ended = run("repair", "legacy.txt")
    assert ended.status == 2
    assert "iconv -f KOI8-" in ended.errors[0]
    assert untouched(path)
