"""The fixtures are what the manifest says, and no model was built from any of them."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from fixtext.channels import LOSSES, Channel, garble
from tools import build_fixtures
from tools.build_fixtures import FIXTURES, Pair, garble_lines

USUAL_SCRUBS = ("soft-hyphens", "c1", "nbsp", "trim")
PAIRS = build_fixtures.read_pairs()
MANIFEST = build_fixtures.read_manifest()
ENTRIES: list[dict[str, Any]] = [*MANIFEST["pair"], *MANIFEST["clean"]]
DATA = FIXTURES.parent / "src" / "fixtext" / "data"

pairs = pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)


@pairs
def test_a_garbled_fixture_is_what_the_layers_make_of_its_twin(pair: Pair) -> None:
    twin = pair.twin.read_bytes().decode()
    if pair.lines == "all":
        expected = garble(twin, pair.layers)
    else:
        assert pair.lines in ("odd", "odd-bytes")
        lines = twin.split("\n")
        lines[0::2] = [garble(line, pair.layers) for line in lines[0::2]]
        expected = "\n".join(lines)
    data = pair.garbled.read_bytes()
    # What UTF-8 shows of a file with other bytes in it.
    assert data.decode("utf-8", "replace" if pair.lines == "odd-bytes" else "strict") == expected
    assert expected != twin


def test_every_file_has_its_place_in_the_manifest() -> None:
    named = [path for pair in PAIRS for path in (pair.garbled, pair.twin)]
    named += [FIXTURES / entry["path"] for entry in MANIFEST["clean"]]
    found = [
        path for folder in ("garbled", "twins", "clean") for path in (FIXTURES / folder).iterdir()
    ]
    assert sorted(named) == sorted(found)
    assert len({pair.name for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize("entry", MANIFEST["pair"], ids=lambda entry: entry["name"])
def test_context_is_clean_text_of_the_manifest(entry: dict[str, Any]) -> None:
    clean = {other["path"] for other in MANIFEST["clean"]}
    assert set(entry.get("context", ())) <= clean


def test_every_text_has_a_source_and_a_licence() -> None:
    for entry in ENTRIES:
        source, _, licence = entry["source"].partition("; ")
        assert source, entry
        assert licence, entry


@pytest.mark.parametrize("path", [entry["path"] for entry in MANIFEST["clean"]])
def test_clean_fixtures_are_utf_8_and_not_empty(path: str) -> None:
    assert (FIXTURES / path).read_bytes().decode().strip()


def test_line_ends_and_byte_order_mark_were_not_converted() -> None:
    data = (FIXTURES / "clean" / "crlf-bom.txt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 6


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_costs_some_fixture_bytes(loss: str) -> None:
    other = "dropped" if loss != "dropped" else "kept"
    assert any(
        channel.loss == loss
        and channel.garble(text) != Channel(channel.written, channel.read, other).garble(text)
        for pair in PAIRS
        for channel in pair.layers[:1]
        if (text := pair.twin.read_bytes().decode())
    )


@pytest.mark.parametrize("scrub", USUAL_SCRUBS)
def test_every_usual_scrub_changes_some_fixture(scrub: str) -> None:
    def without(channel: Channel) -> Channel:
        rest = tuple(other for other in channel.scrubs if other != scrub)
        return Channel(channel.written, channel.read, channel.loss, rest)

    assert any(
        garble_lines(twin, pair.layers, pair.lines)
        != garble_lines(twin, tuple(map(without, pair.layers)), pair.lines)
        for pair in PAIRS
        if (twin := pair.twin.read_bytes().decode())
    )


def test_check_reports_a_stale_file_and_building_mends_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "fixtures"
    shutil.copytree(FIXTURES, folder)
    assert build_fixtures.main(["--check"], folder) == 0
    deck, missing = folder / "garbled" / "deck.md", folder / "garbled" / "fr-mixed.txt"
    before = deck.read_bytes()
    deck.write_bytes(before.replace(b"\n", b"\r\n", 1))
    missing.unlink()
    assert build_fixtures.main(["--check"], folder) == 1
    reported = capsys.readouterr().err.splitlines()
    assert [str(deck) in reported[0], str(missing) in reported[1]] == [True, True]
    assert build_fixtures.main([], folder) == 0
    assert deck.read_bytes() == before
    assert build_fixtures.main(["--check"], folder) == 0


def test_odd_lines_alone_are_garbled() -> None:
    assert garble_lines("é\né\né\n", (Channel(),), "odd") == "Ã©\né\nÃ©\n"
    with pytest.raises(ValueError, match="'even'"):
        garble_lines("é", (Channel(),), "even")


# What no model may be built from. The corpus is not here, so its record is: model.json has the
# name and the checksum of every file that a model was built from, SOURCES.tsv the source of
# every text in them.


@pytest.fixture(name="model")
def read_model() -> dict[str, Any]:
    model: dict[str, Any] = json.loads((DATA / "model.json").read_text(encoding="utf-8"))
    return model


@pytest.fixture(name="sources")
def read_sources() -> list[dict[str, str]]:
    with (DATA / "SOURCES.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_record_is_of_the_model_that_is_shipped(model: dict[str, Any]) -> None:
    data = (DATA / "language.model").read_bytes()
    assert model["sha256"] == hashlib.sha256(data).hexdigest()


def test_no_fixture_is_a_training_file(model: dict[str, Any]) -> None:
    trained_on = {checksum for _, checksum in model["training_files"]}
    assert trained_on
    assert all(re.fullmatch("[0-9a-f]{64}", checksum) for checksum in trained_on)
    fixtures = [path for path in FIXTURES.rglob("*") if path.is_file()]
    assert not [
        path for path in fixtures if hashlib.sha256(path.read_bytes()).hexdigest() in trained_on
    ]


def test_training_files_are_of_the_training_set_and_have_their_sources(
    model: dict[str, Any], sources: list[dict[str, str]]
) -> None:
    languages = {row["lang"] for row in sources}
    for name, _ in model["training_files"]:
        folder, _, file = name.partition("/")
        assert folder == "train", name
        assert file.removesuffix(".txt.xz") in languages, name
    assert all(row["source"] and row["licence"] for row in sources)


def test_no_source_of_a_fixture_is_a_source_of_a_model(sources: list[dict[str, str]]) -> None:
    trained_on = [row["source"].casefold() for row in sources]
    of_fixtures = {re.split("[,;]", entry["source"])[0].casefold() for entry in ENTRIES}
    assert not [
        (source, row)
        for source in of_fixtures
        for row in trained_on
        if source in row or row in source
    ]
