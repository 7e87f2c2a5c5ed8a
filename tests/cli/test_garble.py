from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from fixtext.channels import LOSSES, Channel, garble
from fixtext.scrubs import SCRUBS
from tests.cli.conftest import CLEAN, Run

TURKISH = Channel("utf-8", "windows-1254", "dropped", ("soft-hyphens", "nbsp"))


def test_one_layer(run: Run, clean: Path) -> None:
    options = [
        "--read",
        "cp1254",
        "--loss",
        "dropped",
        "--scrub",
        "nbsp",
        "--scrub",
        "soft-hyphens",
    ]
    ended = run("garble", clean.name, *options)
    assert (ended.status, ended.errors) == (0, [])
    assert ended.output == garble(CLEAN, TURKISH).encode()


def test_several_layers(run: Run, clean: Path) -> None:
    ended = run(
        "garble",
        "--layer",
        "read=windows-1254,loss=dropped,scrubs=soft-hyphens+nbsp",
        "--layer",
        "written=utf-8,read=koi8-r",
        clean.name,
    )
    assert ended.output == garble(CLEAN, (TURKISH, Channel("utf-8", "koi8-r"))).encode()


def test_written(run: Run, clean: Path) -> None:
    ended = run("garble", clean.name, "--written", "cp1251", "--read", "latin-1")
    assert ended.output == garble(CLEAN, Channel("windows-1251", "iso-8859-1")).encode()


def test_standard_input_and_output_file(run: Run, tmp_path: Path) -> None:
    data = codecs.BOM_UTF8 + CLEAN.encode()
    ended = run("garble", "-", "--read", "cp437", "-o", "out.txt", stdin=data)
    assert (ended.status, ended.output) == (0, b"")
    expected = codecs.BOM_UTF8 + garble(CLEAN, Channel("utf-8", "cp437")).encode()
    assert (tmp_path / "out.txt").read_bytes() == expected


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "--read"),
        (["--read", "cp9999"], "unknown code page 'cp9999'"),
        (["--read", "utf-8"], "UTF-8 read as UTF-8 is no mix-up"),
        (["--read", "utf-16"], "not a single-byte code page"),
        (["--read", "cp1252", "--written", "klingon"], "klingon"),
        (["--read", "cp1252", "--loss", "burnt"], "unknown loss 'burnt'"),
        (["--read", "cp1252", "--scrub", "soap"], "unknown scrub 'soap'"),
        (["--read", "cp1252", "--layer", "read=cp1252"], "--layer cannot be mixed"),
        (["--layer", "loss=dropped"], "read= is missing"),
        (["--layer", "read=cp1252,read=cp437"], "read= is given twice"),
        (["--layer", "read=cp1252,color=red"], "'color=red' is none of"),
        (["--layer", "read=cp1252,loss="], "'loss=' is none of"),
        (["--layer", ""], "'' is none of"),
    ],
)
def test_a_channel_that_makes_no_sense(
    run: Run, clean: Path, options: list[str], words: str
) -> None:
    ended = run("garble", clean.name, *options)
    assert (ended.status, ended.output, len(ended.errors)) == (2, b"", 1)
    assert ended.errors[0].startswith("fixtext garble: ")
    assert words in ended.errors[0]


def test_help_names_every_loss_and_scrub(run: Run) -> None:
    words = run("garble", "--help").output.decode()
    assert [name for name in (*LOSSES, *SCRUBS) if name not in words] == []


def test_a_missing_file(run: Run) -> None:
    ended = run("garble", "missing.txt", "--read", "cp1252")
    assert (ended.status, ended.errors) == (2, ["fixtext: missing.txt: No such file or directory"])


def test_output_that_cannot_be_written(run: Run, clean: Path, tmp_path: Path) -> None:
    ended = run("garble", clean.name, "--read", "cp1252", "-o", str(tmp_path))
    assert ended.status == 2
    assert ended.errors[0].startswith(f"fixtext: {tmp_path}: ")
