"""Decoding files, and telling what is none of ours."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext.decoding import (
    BrokenRun,
    Document,
    decode_any,
    decode_document,
    detect_encoding,
    encode_document,
    encode_repair,
    encode_stretch,
)
from fixtext.errors import NotTextError
from fixtext.repairer import repair

MARKS = {
    "utf-8": b"",
    "utf-8-sig": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}

GERMAN = "Die Prüfung der Größe war schön, aber die Straße nach Köln ist für Fußgänger gesperrt.\n"
RUSSIAN = "Съешь же ещё этих мягких французских булок, да выпей чаю. Погода сегодня хорошая.\n"
JAPANESE = "これは日本語の文章です。今日は天気がいいので、散歩に行きましょう。\n"

real_texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\r\n\t\v\f"))
bytes_of_any_kind = st.one_of(
    st.binary(max_size=80),
    st.binary(max_size=80).map(lambda data: codecs.BOM_UTF8 + data),
    st.binary(max_size=80).map(lambda data: codecs.BOM_UTF16_LE + data),
    st.binary(max_size=80).map(lambda data: codecs.BOM_UTF16_BE + data),
    st.binary(max_size=80).map(lambda data: codecs.BOM_UTF32_LE + data),
    st.text().map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text().map(lambda text: text.encode("utf-16-le", "surrogatepass")),
    st.text().map(lambda text: text.encode("utf-32-be", "surrogatepass")),
    st.text().map(lambda text: text.encode("gb18030", "replace")),
    st.lists(st.integers(0x80, 0xFF), max_size=60).map(bytes),
)


def _complaint(data: bytes) -> str:
    with pytest.raises(NotTextError) as caught:
        decode_document(data)
    message = str(caught.value)
    assert message.isprintable()
    return message


@given(real_texts, st.sampled_from(sorted(MARKS)))
def test_text_survives_in_every_encoding(text: str, encoding: str) -> None:
    data = encode_document(Document("", encoding, MARKS[encoding]), text)
    assert data.startswith(MARKS[encoding])
    if encoding == "utf-8" and text.startswith("\ufeff"):
        encoding, text = "utf-8-sig", text[1:]
    document = decode_document(data)
    assert document == Document(text, encoding, MARKS[encoding])
    assert encode_document(document, text) == data
    assert detect_encoding(data) == encoding


@given(bytes_of_any_kind)
def test_what_is_decoded_is_encoded_alike(data: bytes) -> None:
    try:
        document = decode_document(data)
    except NotTextError:
        _complaint(data)
        return
    assert encode_document(document, document.text) == data
    assert detect_encoding(data) == document.encoding


@given(bytes_of_any_kind)
def test_detection_never_raises_and_names_an_encoding_that_fits(data: bytes) -> None:
    encoding = detect_encoding(data)
    if encoding is None:
        return
    text = data.decode(encoding, "replace")
    if not encoding.startswith("utf-8"):
        assert data.decode(encoding) == text


def test_empty_and_ascii_are_utf8() -> None:
    assert decode_document(b"") == Document("", "utf-8")
    assert detect_encoding(b"") == "utf-8"
    assert detect_encoding(b"plain\r\ntext\n") == "utf-8"
    assert decode_document(codecs.BOM_UTF8) == Document("", "utf-8-sig", codecs.BOM_UTF8)


def test_line_ends_stay() -> None:
    assert decode_document(b"a\r\nb\rc\n").text == "a\r\nb\rc\n"


def test_utf32_mark_is_not_taken_for_utf16() -> None:
    data = codecs.BOM_UTF32_LE + "häh".encode("utf-32-le")
    assert decode_document(data) == Document("häh", "utf-32-le", codecs.BOM_UTF32_LE)


def test_second_mark_is_text() -> None:
    data = codecs.BOM_UTF8 * 2 + b"a"
    assert decode_document(data) == Document("\ufeffa", "utf-8-sig", codecs.BOM_UTF8)


def test_lone_surrogates_cannot_be_written() -> None:
    for encoding, mark in MARKS.items():
        with pytest.raises(NotTextError, match=r"U\+DC80 at character 2"):
            encode_document(Document("", encoding, mark), "ab\udc80")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "looks binary: NUL byte at offset 8"),
        (codecs.BOM_UTF8 + b"ab\0", "looks binary: NUL byte at offset 5"),
        (
            b"ab\x01\x02\x03\x04",
            (
                "looks binary: 4 of its first 6 bytes are control characters "
                "(the first is 0x01 at offset 2)"
            ),
        ),
        (
            b"\xfe\x01\x02\xc0aaaa",
            (
                "looks binary: 2 of its first 8 bytes are control characters "
                "(the first is 0x01 at offset 1)"
            ),
        ),
        (codecs.BOM_UTF16_LE + b"a\0\0\0", "looks binary: U+0000 in UTF-16-LE at offset 4"),
        (
            codecs.BOM_UTF16_LE + b"a\0b",
            "not UTF-16-LE, though it begins with its byte order mark: truncated data at offset 4",
        ),
        (
            codecs.BOM_UTF16_BE + b"\xd8\x00\x00a",
            (
                "not UTF-16-BE, though it begins with its byte order mark: "
                "illegal UTF-16 surrogate at offset 2"
            ),
        ),
        (
            codecs.BOM_UTF8 + b"ok\nf\xfcr",
            (
                "not UTF-8 (byte 0xFC at offset 7, line 2); its encoding is not clear: "
                "convert it to UTF-8 first"
            ),
        ),
    ],
)
def test_complaints(data: bytes, message: str) -> None:
    assert _complaint(data) == message
    if "UTF-16-LE at offset" not in message:
        assert detect_encoding(data) is None


@pytest.mark.parametrize(
    ("text", "encoding", "iconv"),
    [
        (GERMAN, "windows-1252", "WINDOWS-1252"),
        (GERMAN, "mac-roman", "MACINTOSH"),
        (RUSSIAN, "windows-1251", "WINDOWS-1251"),
        (JAPANESE, "cp932", "CP932"),
    ],
)
def test_legacy_encodings_are_named(text: str, encoding: str, iconv: str) -> None:
    data = ("plain\n" + text * 2).encode(encoding)
    start = next(i for i, byte in enumerate(data) if byte >= 0x80)
    assert detect_encoding(data) == encoding
    assert _complaint(data) == (
        f"not UTF-8 (byte 0x{data[start]:02X} at offset {start}, line 2); it seems to be "
        f"{encoding}: convert it first, for example with iconv -f {iconv} -t UTF-8"
    )


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp850"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN, "mac-cyrillic"),
        (JAPANESE, "euc-jp"),
    ],
)
def test_legacy_encodings_are_told_well_enough_to_decode(text: str, encoding: str) -> None:
    # The answer may be a relative in which these bytes mean the same, as KOI8-U for KOI8-R.
    data = text.encode(encoding)
    detected = detect_encoding(data)
    assert detected is not None
    assert data.decode(detected) == text
    assert f"it seems to be {detected}:" in _complaint(data)


def test_legacy_text_behind_much_ascii_is_found() -> None:
    assert detect_encoding(b"nothing to see here\n" * 50_000 + GERMAN.encode("cp1252")) == (
        "windows-1252"
    )


def test_an_opinion_must_fit_the_whole_file() -> None:
    # 0x81 is not defined in windows-1252, and far behind the bytes that the opinions see.
    data = GERMAN.encode("cp1252") * 2000 + b"\x81\n"
    encoding = detect_encoding(data)
    assert encoding != "windows-1252"
    assert encoding is None or data.decode(encoding)


def test_what_is_not_utf8_in_utf8_is_kept_beside_the_text() -> None:
    data = GERMAN.encode() + b"cut \xc3\nand \xe4\xbd\xff\n" + RUSSIAN.encode() + b"\xf0\x9f"
    document = decode_document(data)
    assert document.text == data.decode("utf-8", "replace")
    assert (document.encoding, document.bom, document.damaged) == ("utf-8", b"", True)
    at = len(GERMAN)
    end = len(document.text)
    assert document.broken == (
        BrokenRun(at + 4, at + 5, b"\xc3"),
        BrokenRun(at + 10, at + 12, b"\xe4\xbd\xff"),
        BrokenRun(end - 1, end, b"\xf0\x9f"),
    )
    assert encode_document(document, document.text) == data
    assert detect_encoding(data) == "utf-8"
    assert detect_encoding(codecs.BOM_UTF8 + data) == "utf-8-sig"
    with pytest.raises(NotTextError, match="bytes that are not UTF-8"):
        encode_document(document, "another text")


@given(real_texts, st.lists(st.tuples(st.integers(0, 99), st.binary(min_size=1, max_size=3))))
def test_broken_bytes_come_back_wherever_they_are(text: str, put: list[tuple[int, bytes]]) -> None:
    data = (GERMAN * 2 + text).encode()
    for at, some in put:
        data = data[: at % len(data)] + some.replace(b"\0", b"") + data[at % len(data) :]
    try:
        document = decode_document(data)
    except NotTextError:
        return
    text = document.text
    assert encode_document(document, text) == data
    if not document.broken:
        return
    assert text == data[len(document.bom) :].decode("utf-8", "replace")
    for run in document.broken:
        assert text[run.start : run.end] == "\ufffd" * (run.end - run.start)
        assert encode_stretch(document, run.start, run.end) == run.data
        assert (
            encode_stretch(document, run.start, run.end, mark=True).decode()
            == (text[run.start : run.end])
        )
    result = repair(data)
    new = encode_repair(document, result)
    assert (new == data) == (not result.repaired_spans)
    assert encode_repair(document, result, mark=True).decode("utf-8-sig") == (
        result.text.removeprefix("\ufeff" if not document.bom else "")
    )


def test_half_a_file_in_another_encoding_is_no_legacy_file() -> None:
    lines = RUSSIAN.encode() + RUSSIAN.encode("cp1251") * 3
    assert decode_document(lines).encoding == "utf-8"
    assert detect_encoding(RUSSIAN.encode("cp1251") * 4) == "windows-1251"


def test_a_second_mark_is_damage() -> None:
    assert decode_document(codecs.BOM_UTF8 * 2).damaged
    assert not decode_document(codecs.BOM_UTF8 + b"a").damaged
    assert not decode_document("a\ufeff".encode()).damaged


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text", [GERMAN + RUSSIAN, JAPANESE, JAPANESE[:12], "plain\r\n", "GrÃ¼ÃŸe, KÃ¶ln\n"]
)
def test_wide_text_without_a_mark_is_recognised(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert detect_encoding(data) == encoding
    assert decode_document(data) == Document(text, encoding)
    assert encode_document(Document("", encoding), text) == data


def test_any_encoding_can_be_decoded_to_look_at_it() -> None:
    assert decode_any(RUSSIAN.encode("koi8-r")).text == RUSSIAN
    assert decode_any(RUSSIAN.encode("koi8-r")).encoding in ("koi8-r", "koi8-u")
    assert decode_any(b"plain").encoding == "utf-8"
    with pytest.raises(NotTextError, match="binary"):
        decode_any(b"\x89PNG\0")


@pytest.mark.parametrize(
    ("text", "encoding"), [(JAPANESE, "iso2022_jp"), ("한국어 문장입니다.\n", "iso2022_kr")]
)
def test_seven_bit_encodings_are_not_taken_for_ascii(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert data.isascii()
    assert detect_encoding(data) == encoding.replace("_", "-")
    assert f"iconv -f {encoding.upper().replace('2022_', '-2022-')}" in _complaint(data)


@pytest.mark.parametrize(
    "data",
    [
        b"name\0value\0other\0thing\0",
        b"\0" * 64,
        bytes(range(256)) * 4,
        b"abcdefg\0",
        # UTF-16 by form, but with U+0000, control characters, or a code point not assigned.
        ("Hello there\n" * 5 + "\0").encode("utf-16-le"),
        ("Hello there\n" * 5 + "\x01\x02\x03\x04").encode("utf-16-le"),
        "㓱꥖䖞㳬d\U0003fffd".encode("utf-16-be"),
        b"4\xf1\xa9VE\x9e<\xec\x00d",
    ],
)
def test_other_data_with_nul_bytes_is_binary(data: bytes) -> None:
    assert detect_encoding(data) is None
    assert _complaint(data).startswith("looks binary: NUL byte at offset ")


def test_terminal_logs_are_text() -> None:
    data = b"\x1b[1mbold\x1b[0m\x0c\x08\x1b$B and \x1b$?\n"
    assert decode_document(data).text == data.decode()
