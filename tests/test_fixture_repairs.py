"""Every garbled fixture is repaired and compared with its twin; what is known to fail, fails."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

import fixtext

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAIRS: list[dict[str, Any]] = tomllib.loads(
    (FIXTURES / "manifest.toml").read_text(encoding="utf-8")
)["pair"]

FEW_LETTERS = "one of many lost letters is filled in wrongly; the fill says how sure it is"
CAPITALS = "letters lost in headlines in capitals, of which the model has seen few"

KNOWN_FAILURES: dict[str, str] = {
    "vi-windows-1258": FEW_LETTERS,
    "el-windows-1253": FEW_LETTERS,
    "he-windows-1255": FEW_LETTERS,
    "hi-windows-1252": FEW_LETTERS,
    "th-windows-874": FEW_LETTERS,
    "ko-windows-1252": FEW_LETTERS,
    "en-release-notes": "two lost emoji are filled in with others, and said to be uncertain",
    "pl-headlines": CAPITALS,
    "zh-hans-gbk": "two rare characters that lost a byte are filled in with commoner ones",
}


def bytes_of(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def text_of(name: str) -> str:
    return bytes_of(name).decode("utf-8")


@pytest.mark.parametrize(
    "pair",
    [
        pytest.param(
            pair,
            id=pair["name"],
            marks=[pytest.mark.xfail(reason=KNOWN_FAILURES[pair["name"]], strict=True)]
            if pair["name"] in KNOWN_FAILURES
            else [],
        )
        for pair in PAIRS
    ],
)
def test_repair_gives_the_twin(pair: dict[str, Any]) -> None:
    context = [text_of(name) for name in pair.get("context", ())]
    result = fixtext.repair(bytes_of(pair["garbled"]), context=context)
    assert result.text == text_of(pair["twin"])


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["name"])
def test_repair_never_makes_it_worse(pair: dict[str, Any]) -> None:
    data, twin = bytes_of(pair["garbled"]), text_of(pair["twin"])
    garbled = data.decode("utf-8", "replace")
    result = fixtext.repair(data)
    assert fixtext.compare(result.text, twin).cer <= fixtext.compare(garbled, twin).cer


def test_what_is_called_exact_is_right() -> None:
    for pair in PAIRS:
        twin = text_of(pair["twin"])
        result = fixtext.repair(bytes_of(pair["garbled"]))
        if len(result.text) != len(twin):
            continue
        grown = 0
        for span in result.spans:
            start = span.start + grown
            grown += len(span.after) - len(span.before)
            if span.kind == "exact":
                assert span.after == twin[start : start + len(span.after)], pair["name"]
