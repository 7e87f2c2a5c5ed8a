"""Detect: the verdict on texts and on the bytes of files."""

from __future__ import annotations

import codecs

import pytest

from fixtext import Channel, detect, garble, repair

RUSSIAN = "Привет, как дела? Сегодня хорошая погода, и мы идём гулять в парк.\n"
DECK = Channel("utf-8", "windows-1254", "dropped", ("soft-hyphens",))
CHINESE = "这个项目的目标是修复乱码。我们重新设计了整个系统，并且添加了测试。🎉"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("", "clean"),
        ("plain ASCII", "clean"),
        ("Grüße, 中文", "clean"),
        ("GrÃ¼ÃŸe", "garbled"),
        (DECK.garble(CHINESE), "garbled with losses"),
        ("При\ufffdет, \ufffdир", "unrecoverable"),
        ("der K\ufffdnig", "garbled with losses"),
        ("锟斤拷锟斤拷", "unrecoverable"),
        ("GrÃ¼ÃŸe, \ufffd\ufffd\ufffd\ufffdx", "garbled"),
    ],
)
def test_verdicts_on_text(text: str, verdict: str) -> None:
    for given in (text, text.encode()):
        found = detect(given)
        assert found.verdict == verdict
        assert (verdict == "clean") == (found.spans == ())
        assert 0 <= found.confidence <= 1
        assert found.encoding == (None if isinstance(given, str) else found.encoding)


@pytest.mark.parametrize(
    "layers",
    [
        (Channel(),),
        (Channel(read="cp437"),),
        (Channel(), Channel()),
        (DECK,),
    ],
    ids=str,
)
def test_layers_and_spans_are_those_of_a_repair(layers: tuple[Channel, ...]) -> None:
    clean = CHINESE + "\nAquí, así, país, íntimo\n"
    text = garble(clean, layers)
    found, repaired = detect(text), repair(text)
    assert found.layers == layers == repaired.layers
    assert found.spans == repaired.spans
    assert found.verdict == repaired.verdict
    assert found.confidence > 0.9


@pytest.mark.parametrize(
    ("text", "mark", "written", "encoding"),
    [
        ("", b"", "ascii", "utf-8"),
        ("plain", b"", "ascii", "utf-8"),
        ("Grüße", b"", "utf-8", "utf-8"),
        ("Grüße", codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        ("Grüße", codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (RUSSIAN, b"", "cp1251", "cp1251"),
        (RUSSIAN, b"", "koi8-r", "koi8-r"),
    ],
)
def test_the_encoding_of_a_file(text: str, mark: bytes, written: str, encoding: str) -> None:
    data = mark + text.encode(written)
    found = detect(data)
    assert found.encoding is not None
    # By whatever alias, and UTF-16 with its byte order or without.
    name = codecs.lookup(found.encoding).name
    assert name.startswith(codecs.lookup(encoding).name)
    assert found.verdict == "clean"
    assert data.decode(found.encoding).removeprefix("\ufeff") == text


def test_a_garbled_file_in_a_legacy_encoding() -> None:
    text = RUSSIAN * 4 + Channel(read="windows-1251").garble("Сегодня хорошая погода")
    found = detect(text.encode("mac-cyrillic"))
    assert found.encoding == "mac-cyrillic"
    assert found.verdict.startswith("garbled")
    assert found.layers[-1].read == "windows-1251"


def test_a_file_with_lines_in_another_encoding() -> None:
    found = detect(RUSSIAN.encode() * 3 + RUSSIAN.encode("cp1251") + RUSSIAN.encode())
    assert (found.verdict, found.encoding) == ("garbled", "utf-8")
    assert found.layers == (Channel("windows-1251", "utf-8", "fffd"),)
    assert [span.line for span in found.spans] == [4]


def test_a_garbled_file_with_a_byte_order_mark() -> None:
    found = detect(codecs.BOM_UTF8 + "GrÃ¼ÃŸe".encode())
    assert (found.verdict, found.encoding) == ("garbled", "utf-8-sig")
    assert found.spans[0].start == 2
    assert found.layers == (Channel(),)


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 4, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", b"\0" * 64]
)
def test_binary_has_no_encoding(data: bytes) -> None:
    found = detect(data)
    assert (found.verdict, found.encoding, found.spans) == ("unrecoverable", None, ())
