"""What stands in a file of UTF-8 and is none: surrogate pairs, torn sequences, second marks."""

from __future__ import annotations

import codecs
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext.broken import MARK_CHANNEL, is_mostly_utf8, pieces
from fixtext.channels import Channel, encode, garble
from fixtext.decoding import decode_document
from fixtext.pieces import Piece

GERMAN = "Die Prüfung der Größe war schön, aber die Straße nach Köln ist für Fußgänger gesperrt.\n"
CESU = Channel("cesu-8", "utf-8", "fffd")

supplementary = st.text(st.characters(min_codepoint=0x10000), min_size=1, max_size=5)


def found_in(data: bytes) -> list[Piece]:
    return pieces(decode_document(data))


def test_there_is_nothing_in_clean_files() -> None:
    assert found_in(GERMAN.encode()) == []
    assert found_in(codecs.BOM_UTF8 + b"a\xef\xbb\xbf") == []


@given(supplementary)
def test_surrogate_pairs_are_read_exactly(text: str) -> None:
    data = GERMAN.encode() + encode(text, "cesu-8") + b"\n"
    (piece,) = found_in(data)
    assert piece.after == text
    assert piece.layers == (CESU,)
    assert piece.other is None
    shown = data.decode("utf-8", "replace")
    assert garble(text, piece.layers) == shown[piece.start : piece.end]


def test_a_file_with_surrogate_pairs_alone_is_utf8() -> None:
    assert is_mostly_utf8(encode("ok 😀", "cesu-8"))


@pytest.mark.parametrize(
    ("torn", "notes"),
    [
        (b"a\xc0\x80b", ["U+0000 as Java's modified UTF-8 writes it"]),
        (b"\xed\xa0\xbd\n", ["half a surrogate pair: bytes ED A0 BD"]),
        (b"\xe2\x82", ["a UTF-8 sequence cut off at the end of the file: bytes E2 82"]),
        (b"\xf0\x9f\x98", ["a UTF-8 sequence cut off at the end of the file: bytes F0 9F 98"]),
        (b"cut \xe2\x82\n", ["broken UTF-8: bytes E2 82"]),
        (b"gr\xc3\xc3\xb6\xc3\x9fer\n", ["broken UTF-8: byte C3"]),
        (b"\xc0\x80\xe2\x82", ["U+0000 as Java", "a UTF-8 sequence cut off"]),
    ],
)
def test_what_nothing_tells_is_named(torn: bytes, notes: list[str]) -> None:
    found = found_in(GERMAN.encode() + torn)
    assert [piece.after for piece in found] == [None] * len(notes)
    assert all(piece.note.startswith(note) for piece, note in zip(found, notes, strict=True))


def test_surrogates_beside_other_bytes() -> None:
    data = (
        GERMAN.encode() * 2 + b"x" + encode("😀", "cesu-8") + b"\xc0\x80" + encode("🎉", "cesu-8")
    )
    assert [piece.after for piece in found_in(data)] == ["😀", None, "🎉"]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_further_marks_are_exact(count: int) -> None:
    (piece,) = found_in(codecs.BOM_UTF8 * (count + 1) + GERMAN.encode())
    assert (piece.start, piece.end, piece.after) == (0, count, "")
    assert piece.layers == (MARK_CHANNEL,) * count
    assert garble("", piece.layers) == "\ufeff" * count


def test_a_legacy_file_is_not_utf8_for_what_is_valid_by_chance() -> None:
    # "Г©" and its like are valid sequences; capitals in GBK often are.
    russian = "Где ты? Город Пінск, Вітебськ, «Ёлка» і Ґанок. Добрий день, як справи?\n"
    assert not is_mostly_utf8(russian.encode("cp1251") * 3)
    assert not is_mostly_utf8("我们模型的能力，摸索毛利。测试猫咪\n".encode("gbk") * 3)


def test_every_piece_is_in_order_and_apart() -> None:
    data = codecs.BOM_UTF8 * 2 + GERMAN.encode() * 2 + GERMAN.encode("cp1252") + b"\xc0\x80 x\xe2"
    found = found_in(data)
    assert len(found) == 4
    for one, other in pairwise(found):
        assert one.end <= other.start
