"""The garbled deck, end to end: the document that the rest was built for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import fixtext
from fixtext import Channel, Repair, codepages

FIXTURES = Path(__file__).parent.parent / "fixtures"
GARBLED = FIXTURES / "garbled" / "deck.md"
TWIN = FIXTURES / "twins" / "deck.md"
DRAFT = FIXTURES / "clean" / "deck-sibling-draft.md"
CLEAN = [TWIN, *sorted((FIXTURES / "clean").iterdir())]

DECK = Channel("utf-8", "windows-1254", "dropped", ("soft-hyphens",))
LOST = codepages.undefined_bytes("windows-1254") | {0xAD}
"""The bytes that the mix-up lost: those that windows-1254 lacks, and the soft hyphen's."""


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def lost_bytes(char: str) -> int:
    """How many of its bytes a character lost."""
    return sum(byte in LOST for byte in char.encode())


def restored(result: Repair) -> tuple[int, int]:
    """(lost bytes whose character came out right, characters that are wrong but lost nothing).

    The repaired text and the twin stand character by character side by side.
    """
    twin = read(TWIN)
    assert len(result.text) == len(twin)
    pairs = list(zip(result.text, twin, strict=True))
    right = sum(lost_bytes(char) for found, char in pairs if found == char)
    wrong = sum(found != char and not lost_bytes(char) for found, char in pairs)
    return right, wrong


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fixtext", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(name="unaided", scope="module")
def repair_without_context() -> Repair:
    return fixtext.repair(GARBLED.read_bytes())


@pytest.fixture(name="aided", scope="module")
def repair_with_context() -> Repair:
    return fixtext.repair(GARBLED.read_bytes(), context=[read(DRAFT)])


def test_what_was_lost() -> None:
    twin = read(TWIN)
    assert sum(map(lost_bytes, twin)) == 87
    damaged = [line for line in twin.split("\n") if any(map(lost_bytes, line))]
    assert len(damaged) == 25
    assert fixtext.garble(twin, DECK).encode() == GARBLED.read_bytes()


def test_with_the_sibling_draft_the_deck_is_its_twin(aided: Repair) -> None:
    assert aided.text.encode() == TWIN.read_bytes()
    assert restored(aided) == (87, 0)
    assert fixtext.compare(aided.text, read(TWIN)).equal


def test_without_context_at_least_82_of_87_bytes_come_back(unaided: Repair) -> None:
    right, wrong = restored(unaided)
    assert wrong == 0
    assert right >= 82


def test_every_wrong_character_is_told_to_be_inferred(unaided: Repair) -> None:
    fills = {fill.offset for fill in unaided.fills}
    pairs = zip(unaided.text, read(TWIN), strict=True)
    assert {at for at, (found, char) in enumerate(pairs) if found != char} <= fills


def test_every_character_that_lost_bytes_is_an_inference(unaided: Repair, aided: Repair) -> None:
    for result in (unaided, aided):
        # No more and no fewer: what lost nothing has one reading.
        assert [fill.offset for fill in result.fills] == [
            at for at, char in enumerate(read(TWIN)) if lost_bytes(char)
        ]


def test_what_is_shown_as_certain_is_right(unaided: Repair) -> None:
    sure = [fill for fill in unaided.fills if fill.confidence > 0.99]
    assert len(sure) > 30
    assert all(read(TWIN)[fill.offset] == fill.char for fill in sure)


def test_the_right_character_is_mostly_among_the_alternatives(unaided: Repair) -> None:
    wrong = [fill for fill in unaided.fills if read(TWIN)[fill.offset] != fill.char]
    found = [fill for fill in wrong if read(TWIN)[fill.offset] in dict(fill.alternatives)]
    assert 2 * len(found) >= len(wrong)


def test_repaired_once_is_repaired(unaided: Repair, aided: Repair) -> None:
    for result in (unaided, aided):
        assert fixtext.repair(result.text).text is result.text


def test_spans_are_proven(unaided: Repair) -> None:
    text = read(GARBLED)
    for span in unaided.spans:
        assert span.layers == (DECK,)
        assert text[span.start : span.end] == span.before == DECK.garble(span.after)


@pytest.mark.parametrize("as_bytes", [True, False])
def test_the_channel_is_named(*, as_bytes: bool) -> None:
    found = fixtext.detect(GARBLED.read_bytes() if as_bytes else read(GARBLED))
    assert found.verdict == "garbled with losses"
    assert found.layers == (DECK,)
    assert found.encoding == ("utf-8" if as_bytes else None)
    assert found.confidence > 0.99


def test_the_command_line_names_it_too() -> None:
    done = run("detect", GARBLED)
    assert done.returncode == 1
    assert done.stderr == ""
    assert "UTF-8 read as windows-1254" in done.stdout
    assert "dropped" in done.stdout
    assert "soft hyphens removed" in done.stdout


def test_the_command_line_repairs_it(tmp_path: Path) -> None:
    deck = tmp_path / "deck.md"
    deck.write_bytes(GARBLED.read_bytes())
    done = run("repair", "--context", DRAFT, deck)
    assert done.returncode == 0
    assert deck.read_bytes() == TWIN.read_bytes()
    assert run("diff", deck, TWIN).returncode == 0


def test_the_command_line_leaves_clean_files_alone(tmp_path: Path) -> None:
    copies = [tmp_path / f"{at} {path.name}" for at, path in enumerate(CLEAN)]
    for path, copy in zip(CLEAN, copies, strict=True):
        copy.write_bytes(path.read_bytes())
    before = [(copy.read_bytes(), copy.stat().st_mtime_ns, copy.stat().st_ino) for copy in copies]
    assert run("detect", *copies).returncode == 0
    assert run("repair", *copies).returncode == 0
    after = [(copy.read_bytes(), copy.stat().st_mtime_ns, copy.stat().st_ino) for copy in copies]
    assert after == before


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.name)
def test_clean_files_are_found_clean(path: Path) -> None:
    found = fixtext.detect(path.read_bytes())
    assert found.verdict == "clean"
    assert found.spans == ()
    assert found.layers == ()
