"""The laws of a repair for files whose bytes are damaged."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fixtext import Channel, Repair, garble, repair
from fixtext.decoding import decode_document, encode_repair, encode_stretch
from fixtext.documents import repair_document
from fixtext.errors import NotTextError
from fixtext.options import Options

GERMAN = "Die Prüfung der Größe war schön, aber die Straße nach Köln ist für Fußgänger gesperrt.\n"
RUSSIAN = "Сегодня хорошая погода, и мы идём гулять в парк.\n"
GARBLED = garble(RUSSIAN, Channel())

lines = st.sampled_from(
    [
        GERMAN.encode(),
        GERMAN.encode("cp1252"),
        RUSSIAN.encode(),
        RUSSIAN.encode("cp1251"),
        GARBLED.encode(),
        b"Gr\xc3\xbc\xc3\x9fe und K\xf6ln\n",
        b"cut \xe2\x82\n",
        b"\xc0\x80 and \xed\xa0\xbd\xed\xb8\x80\n",
        b"plain ASCII\r\n",
        "a\ufffdb and \ufffd\n".encode(),
        "今日は天気がいいので、公園へ散歩に行きましょう。\n".encode("cp932"),
    ]
)
files = st.builds(
    lambda bom, some, end: bom + GERMAN.encode() + b"".join(some) + end,
    st.sampled_from([b"", codecs.BOM_UTF8, codecs.BOM_UTF8 * 2]),
    st.lists(lines, max_size=8),
    st.sampled_from([b"", b"\xf0\x9f", b"\xe9"]) | st.binary(max_size=6),
)


def check_laws(data: bytes, result: Repair) -> bytes:
    """The repaired file, when all laws hold."""
    document = decode_document(data)
    text = document.text
    rebuilt, done = [document.bom], 0
    for span in result.spans:
        assert text[span.start : span.end] == span.before
        assert span.start >= done
        if span.kind != "unrecoverable":
            assert garble(span.after, span.layers) == span.before
            is_broken = any(span.start <= run.start < span.end for run in document.broken)
            if is_broken and span.layers[-1].written != "utf-8-sig":
                # The proof of bytes: these, and no others, are what the text was written in.
                seen = encode_stretch(document, span.start, span.end)
                assert seen == Channel(span.layers[-1].written, "iso-8859-1").garble(
                    span.after
                ).encode("latin-1")
        # Nothing else changes, byte for byte.
        rebuilt.append(encode_stretch(document, done, span.start))
        changed = span.after != span.before
        rebuilt.append(
            span.after.encode() if changed else encode_stretch(document, span.start, span.end)
        )
        done = span.end
    rebuilt.append(encode_stretch(document, done, len(text)))
    new = encode_repair(document, result)
    assert new == b"".join(rebuilt)
    assert (new == data) == (not result.repaired_spans)
    return new


@given(files)
@example("n\u251c\u00aappe volde Dansk Supermarked og st".encode() + b"\xe2\x94")
@example(garble("ИЗВЕСТИЯ НАУКИ", Channel(read="windows-1251", loss="fffd")).encode() + b"\xef\xbf")
def test_the_laws_hold_for_bytes(data: bytes) -> None:
    try:
        result = repair(data)
    except NotTextError:
        return
    new = check_laws(data, result)
    again = repair(new)
    assert again.repaired_spans == ()
    assert encode_repair(decode_document(new), again) == new


def test_lines_of_another_encoding_are_repaired_exactly() -> None:
    data = GERMAN.encode() + RUSSIAN.encode("cp1251") + RUSSIAN.encode() + GERMAN.encode("cp1252")
    result = repair(data)
    assert (result.verdict, result.encoding) == ("garbled", "utf-8")
    assert [(span.line, span.kind, span.layers[0].written) for span in result.spans] == [
        (2, "exact", "windows-1251"),
        (4, "exact", "windows-1252"),
    ]
    assert check_laws(data, result).decode() == GERMAN + RUSSIAN * 2 + GERMAN
    assert result.text == GERMAN + RUSSIAN * 2 + GERMAN


def test_garbled_text_beside_lines_of_another_encoding() -> None:
    data = GERMAN.encode() + GERMAN.encode("cp1252") + GARBLED.encode() + b"x \xe2\x82 y\n"
    result = repair(data)
    assert check_laws(data, result) == (GERMAN * 2 + RUSSIAN).encode() + b"x \xe2\x82 y\n"
    assert result.left_spans[0].note == "broken UTF-8: bytes E2 82"
    assert next(span.line for span in result.spans) == 2
    assert result.spans[-1].line == 4


def test_places_are_those_of_the_input() -> None:
    data = codecs.BOM_UTF8 * 2 + GERMAN.encode("cp1252") + GERMAN.encode() * 3 + GARBLED.encode()
    document = decode_document(data)
    result = repair_document(document, Options())
    for span in result.spans:
        assert document.text[span.start : span.end] == span.before
        assert document.text.count("\n", 0, span.start) + 1 == span.line
    assert result.text == GERMAN * 4 + RUSSIAN


def test_what_is_left_can_be_marked() -> None:
    data = GERMAN.encode() + b"x \xe2\x82 y\n\xf0\x9f\x98"
    document = decode_document(data)
    result = repair(data, lossy="mark")
    assert encode_repair(document, result) == data
    marked = encode_repair(document, result, mark=True)
    assert marked.decode() == GERMAN + "x \ufffd y\n\ufffd"


def test_a_guess_is_labelled_and_may_be_refused() -> None:
    data = GERMAN.encode() * 3 + "Käse\n".encode("mac-roman")
    result = repair(data)
    for span in result.repaired_spans:
        if span.kind == "inferred":
            assert result.fills
            assert not repair(data, min_confidence=1.0).repaired_spans
            assert not repair(data, lossy="off").repaired_spans


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_file_of_utf16_without_a_mark_stays_one(encoding: str) -> None:
    data = (GERMAN + GARBLED).encode(encoding)
    result = repair(data)
    assert result.encoding == encoding
    new = encode_repair(decode_document(data), result)
    assert new.decode(encoding) == GERMAN + RUSSIAN


def test_the_text_of_a_clean_file_is_the_same_object() -> None:
    document = decode_document((GERMAN + RUSSIAN).encode())
    assert repair_document(document, Options()).text is document.text


def test_text_in_legacy_lines_that_is_garbled_is_left() -> None:
    # A line of windows-1252 whose text was garbled before.
    line = garble("größere Häuser und schöne Gärten", Channel(read="mac-roman"))
    data = GERMAN.encode() * 2 + line.encode("mac-roman", "ignore") + b"\n"
    new = check_laws(data, repair(data))
    assert repair(new).repaired_spans == ()
