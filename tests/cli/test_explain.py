from __future__ import annotations

from pathlib import Path

import pytest

from fixtext.channels import Channel
from fixtext.commands.explain import lost_bytes, span_explanation, spans_with_fills, split_line
from fixtext.results import Fill, Repair, Span
from tests.cli.conftest import LEFT, Run

TURKISH = Channel("utf-8", "windows-1254", "dropped", ("soft-hyphens",))


def test_a_garbled_file(run: Run, garbled: Path) -> None:
    ended = run("explain", garbled.name)
    assert ended.status == 1
    first = ended.lines[:6]
    assert first[0].startswith("garbled.txt:1:1: ")
    assert first[1] == "    kind    exact, the only plausible reading"
    assert first[2] == "    layers  UTF-8 read as windows-1252"
    assert first[3].startswith("    before  'Ð¡ÑŠÐµÑˆÑŒ")
    assert first[4].startswith("    after   'Съешь")
    assert first[5].startswith("    bytes   D0 A1 D1 8A D0 B5 D1 88 D1 8C")


def test_one_line_of_it(run: Run, garbled: Path) -> None:
    assert run("explain", f"{garbled.name}:3").lines[0].startswith("garbled.txt:3:")
    ended = run("explain", f"{garbled.name}:2")
    assert ended.status == 0
    assert ended.lines == ["garbled.txt:2: clean, nothing to explain"]


@pytest.mark.parametrize("line", ["0", "4", "99999999999999999999"])
def test_a_line_that_is_not_there(run: Run, garbled: Path, line: str) -> None:
    ended = run("explain", f"{garbled.name}:{line}")
    assert ended.status == 2
    assert ended.errors == [f"fixtext: garbled.txt: has no line {int(line)}, only 3 lines"]


def test_what_cannot_be_recovered(run: Run, tmp_path: Path) -> None:
    (tmp_path / "left.txt").write_bytes(LEFT.encode())
    ended = run("explain", "left.txt")
    assert ended.status == 1
    assert any(line.startswith("    kind    unrecoverable, left alone") for line in ended.lines)


def test_a_missing_file(run: Run) -> None:
    ended = run("explain", "missing.txt:12")
    assert (ended.status, ended.errors) == (2, ["fixtext: missing.txt: No such file or directory"])


def test_a_file_whose_name_ends_like_a_line(tmp_path: Path) -> None:
    path = tmp_path / "log:12"
    assert split_line(str(path)) == (str(tmp_path / "log"), 12)
    path.write_bytes(b"")
    assert split_line(str(path)) == (str(path), None)
    assert split_line("-:3") == ("-", 3)
    assert split_line(":3") == (":3", None)
    assert split_line("a:b") == ("a:b", None)


def test_lost_bytes_fills_and_alternatives_are_named() -> None:
    fill = Fill(1, "佳", 0.83, (("优", 0.09), ("住", 0.02)), 41, 2)
    span = Span(1, 3, "ä½", "佳", (TURKISH,), "inferred", 0.83, 41, 2)
    ascii_span = Span(5, 6, "é", "é", (), "unrecoverable", 0.0, 41, 6, "no mix-up")
    result = Repair("x佳yzé", "garbled with losses", None, (TURKISH,), (span, ascii_span), (fill,))
    assert list(spans_with_fills(result)) == [(span, (fill,)), (ascii_span, ())]
    # 佳 is E4 BD B3: nothing of it is lost in this channel; 作 is E4 BD 9C, neither.
    assert list(span_explanation("deck.md", span, (fill,))) == [
        "deck.md:41:2: 2 characters, 83 % sure",
        "    kind    inferred, a language model chose among several readings",
        "    layers  UTF-8 read as windows-1254, undefined bytes dropped, soft hyphens removed",
        "    before  'ä½'",
        "    after   '佳'",
        "    bytes   E4 BD B3",
        "    fill    line 41, column 2: '佳' 83 %; or '优' 9 %, '住' 2 %",
    ]
    assert list(span_explanation("deck.md", ascii_span, ())) == [
        "deck.md:41:6: 1 character",
        "    kind    unrecoverable, left alone: no mix-up",
        "    before  'é'",
    ]


def test_the_lost_byte_is_in_brackets_in_every_layer() -> None:
    inner = Channel("utf-8", "windows-1252", "dropped")
    span = Span(0, 4, "Ã", "Ý", (inner, Channel()), "inferred", 0.6, 1, 1)
    lines = list(span_explanation("a", span, ()))
    assert lines[-2:] == [
        "    bytes 1 C3 [9D] (1 of 2 bytes lost, in brackets)",
        "    bytes 2 C3 83",
    ]


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        (Channel("utf-8", "windows-1252", "kept"), b""),
        (Channel("utf-8", "windows-1252", "kept", ("c1",)), b"\x81\x8d\x8f\x90\x9d"),
        (Channel("utf-8", "windows-1252", "fffd"), b"\x81\x8d\x8f\x90\x9d"),
        (Channel("utf-8", "windows-1252", "question"), b"\x81\x8d\x8f\x90\x9d"),
        (TURKISH, b"\x81\x8d\x8e\x8f\x90\x9d\x9e\xad"),
        (Channel("utf-8", "iso-8859-1", "kept", ("nbsp", "trim")), b"\xa0"),
    ],
)
def test_which_bytes_a_channel_loses(channel: Channel, expected: bytes) -> None:
    assert lost_bytes(channel) == frozenset(expected)
