"""Fuzz the laws of a repair, guided by coverage.

    pip install atheris hypothesis pytest
    python benchmarks/fuzz.py [--cases FOLDER] [--heavy] CORPUS [-max_len=300 and the like]

CORPUS is a folder, made and filled with the characters of the fixtures and of the tests where it
is not there; what reaches new code is added to it. --cases names a folder of JSON lines whose
"input" is added too. Every input is a text, a text garbled by layers that its first bytes choose,
or bytes; laws are those that the tests check: proof, clean text the same object, spans that rebuild
both texts, a repair of the result finds nothing, and nothing is raised but NotTextError. --heavy
has long texts' ways of reading taken for short ones too. Stop it by -max_total_time=SECONDS; an
input that breaks a law is written to a file crash-… in the current folder, and
`python benchmarks/fuzz.py crash-…` runs it again.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import atheris  # type: ignore[import-not-found]

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["fixtext"]):
    import fixtext
    from fixtext import (
        Channel,
        codepage_readings,
        codepages,
        gaps,
        multibyte,
        multibyte_paths,
        multibyte_readings,
    )
    from fixtext.channels import LOSSES, Layers
    from fixtext.decoding import NotTextError, decode_document, encode_repair
    from fixtext.scrubs import SCRUBS
    from tests import test_documents
    from tests.laws import test_laws

LONGEST = 120
"""Characters of a text, so that many are tried."""

AS_IT_IS, AS_BYTES = 0, 1
READERS = (*codepages.NAMES, *sorted(multibyte.READERS))
WRITTEN = ("utf-8", "utf-8", "utf-8", *codepages.NAMES, "gb18030", "big5", "cp932", "cp949")


def channel_of(data: bytes) -> Channel:
    """The channel that four bytes choose."""
    written, read, loss, scrub = data
    chosen = WRITTEN[written % len(WRITTEN)], READERS[read % len(READERS)]
    scrubs = (*SCRUBS[scrub % len(SCRUBS) :][:1],) if scrub & 128 else ()
    try:
        return Channel(*chosen, LOSSES[loss % len(LOSSES)], scrubs)
    except ValueError:
        return Channel(read="windows-1252")


def text_of(data: bytes) -> str:
    """The text that bytes stand for: how many layers, those, and the text itself."""
    many = data[0] % 4
    layers: Layers = tuple(channel_of(data[at : at + 4]) for at in range(1, 1 + 4 * many, 4))
    text = data[1 + 4 * many :].decode("utf-8", "ignore")[:LONGEST]
    return fixtext.garble(text, layers)[: 2 * LONGEST] if layers else text


def check(data: bytes) -> None:
    """Raise AssertionError where a law does not hold."""
    if len(data) < 16:
        return
    if data[0] == AS_BYTES:
        check_bytes(data[1 : 1 + 2 * LONGEST])
        return
    text = text_of(data)
    result = fixtext.repair(text)
    test_laws.check_laws(text, result)
    test_laws.check_idempotent(result)
    assert fixtext.detect(text).spans == result.spans
    if data[0] & 128:
        check_options(text, data[1])


def check_options(text: str, number: int) -> None:
    """The laws with what a caller may ask for."""
    lossy = fixtext.repair(text, lossy="off")
    test_laws.check_laws(text, lossy)
    assert not lossy.fills
    sure = fixtext.repair(text, min_confidence=0.9, expect=[("ru", "de", "ja")[number % 3]])
    test_laws.check_laws(text, sure)
    assert all(fill.confidence >= 0.9 for fill in sure.fills)


def check_bytes(data: bytes) -> None:
    """The laws for bytes."""
    try:
        result = fixtext.repair(data)
    except NotTextError:
        return
    if result.encoding not in ("utf-8", "utf-8-sig"):
        # The law is one of the bytes that stand in a file of UTF-8.
        assert result.repaired_spans or encode_repair(decode_document(data), result) == data
        return
    repaired = test_documents.check_laws(data, result)
    again = fixtext.repair(repaired)
    assert not again.repaired_spans


def seeds(cases: Path | None) -> Iterator[bytes]:
    """Inputs to begin with: parts of fixtures, strings of tests, cases."""
    for path in (ROOT / "fixtures").glob("*/*"):
        data = path.read_bytes()
        yield bytes([AS_BYTES]) + data[:LONGEST]
        lines = [line for line in data.decode("utf-8", "replace").split("\n") if len(line) > 8]
        for line in [line for line in lines if not line.isascii()][:4]:
            yield bytes([AS_IT_IS]) + line[:LONGEST].encode()
            yield bytes([2, *range(8)]) + line[:LONGEST].encode()
    for path in (ROOT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield bytes([AS_IT_IS]) + node.value[:LONGEST].encode("utf-8", "ignore")
            elif isinstance(node, ast.Constant) and isinstance(node.value, bytes):
                yield bytes([AS_BYTES]) + node.value[:LONGEST]
    for path in sorted(cases.glob("*.jsonl")) if cases else []:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield bytes([AS_IT_IS]) + json.loads(line).get("input", "")[:LONGEST].encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--cases", type=Path)
    parser.add_argument("--heavy", action="store_true")
    parser.add_argument("corpus", type=Path)
    options, rest = parser.parse_known_args()
    if not options.corpus.exists():
        options.corpus.mkdir(parents=True)
        for data in {seed for seed in seeds(options.cases) if len(seed) >= 16}:
            (options.corpus / hashlib.sha1(data).hexdigest()).write_bytes(data)  # noqa: S324 (a name)
    if options.heavy:
        gaps._WORTH_A_LOOK = codepage_readings.WIDE_WORK = 50
        multibyte_paths._MUCH_TEXT = multibyte_readings.MOST_WORK = 50
    atheris.Setup([sys.argv[0], *rest, str(options.corpus)], check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
