from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import fixtext
from fixtext.cli import build_parser, main
from tests.cli.conftest import CLEAN, GARBLED, Run

COMMANDS = ("detect", "repair", "diff", "verify", "garble", "explain")


def program(
    *arguments: str, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """`python -m fixtext` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "fixtext", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_version(run: Run) -> None:
    ended = run("--version")
    assert (ended.status, ended.lines) == (0, [f"fixtext {fixtext.__version__}"])


def test_help_documents_every_exit_status(run: Run) -> None:
    ended = run("--help")
    assert ended.status == 0
    words = ended.output.decode()
    for command in COMMANDS:
        assert re.search(rf"^  {command} +0 ", words, re.MULTILINE), command
    assert "2 something could not be read" in words


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(run: Run, command: str) -> None:
    ended = run(command, "--help")
    assert ended.status == 0
    assert b"exit status: 0 " in ended.output
    assert b"2 error" in " ".join(ended.output.decode().split()).encode()


@pytest.mark.parametrize("arguments", [[], ["mend"], ["detect"], ["detect", "--fast", "a"]])
def test_a_call_that_is_not_understood(run: Run, arguments: list[str]) -> None:
    ended = run(*arguments)
    assert (ended.status, ended.output) == (2, b"")
    assert ended.errors[0].startswith("usage: fixtext")


def test_every_command_of_the_grammar_can_be_loaded() -> None:
    words = build_parser().format_help()
    for command in COMMANDS:
        assert f"    {command}" in words
        assert callable(import_module(f"fixtext.commands.{command}").run)


def test_as_a_program(tmp_path: Path) -> None:
    path = tmp_path / "garbled.txt"
    path.write_bytes(GARBLED.encode())
    assert program("detect", str(path)).returncode == 1
    ended = program("repair", str(path))
    assert (ended.returncode, path.read_bytes()) == (0, CLEAN.encode())
    assert program("detect", str(path)).returncode == 0


def test_a_terminal_that_cannot_show_the_text(tmp_path: Path) -> None:
    path = tmp_path / "garbled.txt"
    path.write_bytes(GARBLED.encode())
    ended = program("explain", str(path), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ended.returncode == 1
    assert b"\\u0421" in ended.stdout
    assert ended.stderr == b""
    # The repaired bytes and the diff are in UTF-8 all the same.
    ended = program("repair", "-", stdin=GARBLED.encode(), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ended.stdout == CLEAN.encode()
    ended = program("repair", "--diff", str(path), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert f"+{CLEAN[:10]}".encode() in ended.stdout


@pytest.mark.skipif(os.name != "posix", reason="file names are bytes on POSIX alone")
def test_a_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        with open(path, "wb") as file:  # noqa: PTH123 - a name of bytes
            file.write(GARBLED.encode())
    except OSError as error:
        pytest.skip(f"this file system wants names in UTF-8: {error}")
    ended = program("detect", os.fsdecode(path), os.fsdecode(path) + "-missing")
    assert ended.returncode == 2
    assert b"caf\\udce9.txt: garbled: " in ended.stdout
    assert b"caf\\udce9.txt-missing: No such file or directory" in ended.stderr


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    paths = []
    for number in range(200):
        path = tmp_path / f"{number}.txt"
        path.write_bytes(GARBLED.encode())
        paths.append(str(path))
    with subprocess.Popen(
        [sys.executable, "-m", "fixtext", "detect", *paths],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_standard_output_that_is_full() -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "fixtext", "repair", "-"],
            input=GARBLED.encode(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ended.returncode == 2
    assert b"Traceback" not in ended.stderr
    assert b"No space left on device" in ended.stderr


def test_an_interrupt(garbled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    assert main(["repair", str(garbled)]) == 130
    assert garbled.read_bytes() == GARBLED.encode()
    assert [path.name for path in garbled.parent.iterdir()] == ["garbled.txt"]


def test_a_clean_file_loads_nothing_heavy(tmp_path: Path) -> None:
    path = tmp_path / "clean.txt"
    path.write_bytes(CLEAN.encode())
    code = (
        "import sys; before = set(sys.modules); from fixtext.cli import main\n"
        "status = main(['repair', '--quiet', sys.argv[1]])\n"
        "print(status, *set(sys.modules) - before)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    status, *loaded = ended.stdout.split()
    assert status == "0"
    assert set(loaded) & HEAVY == set()


HEAVY = {
    "chardet",
    "charset_normalizer",
    "difflib",
    "fixtext.report",
    "fixtext.twins",
    "ftfy",
    "json",
    "pathlib",
    "pathspec",
    "rapidfuzz",
    "regex",
    "shutil",
    "subprocess",
    "tempfile",
    "tomllib",
}
"""Modules that a clean file has no use for, each some milliseconds of the start."""
