"""Lines and words of another encoding in a file of UTF-8."""

from __future__ import annotations

import pytest

from fixtext.broken import pieces
from fixtext.channels import encode, garble
from fixtext.decoding import Document, decode_document, encode_stretch
from tests.test_encodings import TEXTS, WRITTEN

GERMAN = (
    "Die Prüfung der Größe war schön, aber die Straße nach Köln ist für Fußgänger gesperrt.\n"
    "Über den Wolken muss die Freiheit wohl grenzenlos sein, hörte ich früher öfter.\n"
)


def applied(document: Document) -> str:
    """The text with all pieces read; each of them proven."""
    text, done, parts = document.text, 0, []
    for piece in pieces(document):
        assert piece.after is not None
        assert garble(piece.after, piece.layers) == text[piece.start : piece.end]
        written = piece.layers[0].written
        assert encode(piece.after, written) == encode_stretch(document, piece.start, piece.end)
        parts += [text[done : piece.start], piece.after]
        done = piece.end
    return "".join([*parts, text[done:]])


@pytest.mark.parametrize(("language", "encoding"), WRITTEN)
def test_a_line_of_another_encoding(language: str, encoding: str) -> None:
    line = TEXTS[language]
    data = GERMAN.encode() + line.encode(encoding) + GERMAN.encode()
    assert applied(decode_document(data)) == GERMAN + line + GERMAN


@pytest.mark.parametrize(("language", "encoding"), [("fr", "cp1252"), ("ru", "cp1251")])
def test_every_other_line_in_another_encoding(language: str, encoding: str) -> None:
    line = TEXTS[language]
    data = (line.encode() + line.encode(encoding)) * 5
    document = decode_document(data)
    assert applied(document) == line * 10
    assert len({piece.layers for piece in pieces(document)}) == 1


def test_words_of_another_encoding_in_a_line_of_utf8() -> None:
    data = GERMAN.encode() + "für ".encode() + "Müller".encode("cp1252") + " und Söhne\n".encode()
    document = decode_document(data)
    (piece,) = pieces(document)
    assert (document.text[piece.start : piece.end], piece.after) == ("M\ufffdller", "Müller")
    assert piece.layers[0].written == "windows-1252"


def test_a_doubtful_line_goes_with_the_others() -> None:
    clear = "Größere Häuser für fröhliche Mädchen, schöne Grüße aus Düsseldorf\n"
    doubtful = "caf\xe9s\n"
    alone = GERMAN.encode() + doubtful.encode("mac-roman") + b"\n"
    helped = GERMAN.encode() + doubtful.encode("mac-roman") + clear.encode("mac-roman")
    bits = [
        next((p.bits for p in pieces(decode_document(data)) if p.after == "cafés"), 0.0)
        for data in (alone, helped)
    ]
    assert bits[0] < bits[1]


@pytest.mark.parametrize(
    "torn",
    [
        b"Stra\xc3e\n",  # the second byte of a letter is gone
        b"Stra\x9fe\n",  # the first one
        b"sch\xc3\xb6ne Gr\xc3\xbc\xc3e\n",
        b"\xe4\xbd\n",
        b"\xff\n",
        b"x\xa0\n",
    ],
)
def test_torn_sequences_are_not_taken_for_another_encoding(torn: bytes) -> None:
    found = pieces(decode_document(GERMAN.encode() + torn + GERMAN.encode()))
    assert [piece.after for piece in found] == [None] * len(found)


def test_a_word_is_in_one_encoding() -> None:
    data = "Größe größer Größen\n".encode().replace("größ".encode(), b"gr\xf6\xc3\x9f")
    found = pieces(decode_document(GERMAN.encode() + data))
    assert [piece.after for piece in found] == [None]


def test_a_long_line_is_read_in_parts() -> None:
    line = TEXTS["fr"].replace("\n", " ") * 60 + "\n"
    document = decode_document(line.encode() + line.encode("cp1252"))
    assert applied(document) == line * 2
    assert len(pieces(document)) > 1
