"""The laws of a repair, on generated and on real text, through every code page and loss.

Law 6, nothing lost whatever goes wrong, is about files: see tests/test_files.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import fixtext
from fixtext import Channel, Repair, codepages, garble
from fixtext.channels import LOSSES
from tests.strategies import layers, multibyte_channels, texts

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
TWINS = sorted((FIXTURES / "twins").iterdir())
CLEAN = sorted((FIXTURES / "clean").iterdir())


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


REAL_LINES = [
    line for path in TWINS for line in read(path).split("\n") if line and not line.isascii()
]


def check_laws(text: str, result: Repair) -> None:
    for span in result.spans:
        assert text[span.start : span.end] == span.before
        # Law 1, proof.
        if span.kind != "unrecoverable":
            assert span.layers
            assert garble(span.after, span.layers) == span.before
        line = text.count("\n", 0, span.start) + 1
        assert (span.line, span.column) == (line, span.start - text.rfind("\n", 0, span.start))
    # Law 2, clean is sacred.
    if not result.repaired_spans:
        assert result.text is text
    # Law 3, only spans change.
    rebuilt, before, done = "", "", 0
    for span in result.spans:
        assert span.start >= done
        rebuilt += text[done : span.start] + span.after
        before += text[done : span.start] + span.before
        done = span.end
    assert rebuilt + text[done:] == result.text
    assert before + text[done:] == text
    # Law 5, no guess dressed as a fact.
    shift = 0
    for span in result.spans:
        start = span.start + shift
        shift += len(span.after) - len(span.before)
        inside = [f for f in result.fills if start <= f.offset < start + len(span.after)]
        assert (span.kind == "inferred") == bool(inside)
        assert 0.0 <= span.confidence <= 1.0
    for fill in result.fills:
        assert result.text[fill.offset] == fill.char
        assert 0.0 <= fill.confidence <= 1.0
        assert all(char != fill.char for char, _ in fill.alternatives)
        assert fill.confidence + sum(share for _, share in fill.alternatives) <= 1.001
    assert (result.verdict == "clean") == (not result.spans)


def check_idempotent(result: Repair) -> None:
    # Law 4.
    assert fixtext.repair(result.text).text is result.text


@given(texts(), layers(max_size=2))
@example("\u05bf\u05bf", (Channel(read="windows-1255", loss="dropped"),))
@example(
    "áàοÀ",
    (
        Channel(read="iso-8859-8", scrubs=("soft-hyphens", "c1", "nbsp")),
        Channel(read="windows-1250"),
    ),
)
def test_generated_text_through_any_layers(text: str, mix_up: tuple[Channel, ...]) -> None:
    garbled = garble(text, mix_up)
    result = fixtext.repair(garbled)
    check_laws(garbled, result)
    check_idempotent(result)


@settings(max_examples=60)
@given(texts(max_size=24), multibyte_channels())
def test_generated_text_through_multi_byte_encodings(text: str, channel: Channel) -> None:
    garbled = garble(text, channel)
    result = fixtext.repair(garbled)
    check_laws(garbled, result)
    check_idempotent(result)


@settings(max_examples=30)
@given(
    st.lists(st.sampled_from(REAL_LINES).map(lambda line: line[:60]), min_size=1, max_size=3),
    multibyte_channels(),
    st.integers(0, 2),
)
def test_real_lines_through_multi_byte_encodings_beside_clean_ones(
    lines: list[str], channel: Channel, clean: int
) -> None:
    garbled = "\n".join([*lines[:clean], garble("\n".join(lines[clean:]), channel)])
    result = fixtext.repair(garbled)
    check_laws(garbled, result)
    check_idempotent(result)


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(REAL_LINES), min_size=1, max_size=4),
    layers(max_size=2),
    st.integers(0, 3),
)
def test_real_lines_garbled_beside_clean_ones(
    lines: list[str], mix_up: tuple[Channel, ...], clean: int
) -> None:
    garbled = "\n".join([*lines[:clean], garble("\n".join(lines[clean:]), mix_up)])
    result = fixtext.repair(garbled)
    check_laws(garbled, result)
    check_idempotent(result)


@given(texts(), st.sampled_from(["fill", "mark", "off"]), st.floats(0, 1))
def test_any_text_with_any_options(text: str, lossy: str, min_confidence: float) -> None:
    result = fixtext.repair(text, lossy=lossy, min_confidence=min_confidence)  # type: ignore[arg-type]
    check_laws(text, result)
    assert all(fill.confidence >= min_confidence for fill in result.fills)
    if lossy != "fill":
        assert not result.fills


@given(st.sampled_from(REAL_LINES), layers(max_size=1), st.sampled_from(["mark", "off"]))
def test_marks_and_left_spans_on_real_text(
    line: str, mix_up: tuple[Channel, ...], lossy: str
) -> None:
    garbled = garble(line, mix_up)
    result = fixtext.repair(garbled, lossy=lossy)  # type: ignore[arg-type]
    check_laws(garbled, result)
    assert not result.fills
    if lossy == "mark":
        for span in result.spans:
            assert set(span.after) == {"\ufffd"} or span.note or span.kind == "exact"


@pytest.mark.parametrize("path", [*TWINS, *CLEAN], ids=lambda path: path.name)
def test_clean_documents_come_back_as_the_same_object(path: Path) -> None:
    text = read(path)
    result = fixtext.repair(text)
    assert result.text is text
    check_laws(text, result)


@pytest.mark.parametrize("read_as", codepages.NAMES)
@pytest.mark.parametrize("loss", LOSSES)
def test_every_code_page_and_loss_on_real_text(read_as: str, loss: str) -> None:
    text = "\n".join(REAL_LINES[:: len(REAL_LINES) // 5])
    garbled = Channel(read=read_as, loss=loss).garble(text)
    result = fixtext.repair(garbled)
    check_laws(garbled, result)
    check_idempotent(result)
