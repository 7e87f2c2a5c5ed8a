"""The formats that packages keep words and texts in."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile

import pytest

from tools import source_readers as readers
from tools.source_tables import language_of


def tar(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def mo(messages: dict[str, str]) -> bytes:
    """A .mo file: header, two tables of lengths and offsets, the strings."""
    tables, strings = b"", b""
    start = 28 + 16 * len(messages)
    for texts in (messages.keys(), messages.values()):
        for data in (text.encode() for text in texts):
            tables += struct.pack("<2I", len(data), start + len(strings))
            strings += data + b"\0"
    sizes = (len(messages), 28, 28 + 8 * len(messages), 0, 0)
    return b"\xde\x12\x04\x95" + struct.pack("<6I", 0, *sizes) + tables + strings


def test_what_is_compressed_in_an_archive_is_unpacked() -> None:
    data = tar(plain=b"one", packed=gzip.compress(b"two"), other=b"three")
    assert list(readers.tar_files(data, "pl|pa")) == [("plain", b"one"), ("packed", b"two")]


def test_words_with_counts() -> None:
    data = "# a comment\nété\t12\tmore\nâge\nbad\tx\n".encode()
    assert readers.counted_words(data) == {"été": 12.0, "âge": 1.0}
    assert readers.counted_words(b"a 3\n", " ") == {"a": 3.0}
    rows = b"12 word\n3 two words\n5 <unk>\nhead\n"
    assert readers.onboard_words(rows) == {"word": 12.0}


def test_forms_of_a_hunspell_dictionary() -> None:
    aff = b"SET ISO8859-1\nSFX A Y 1\nSFX A e er e\nPFX U Y 1\nPFX U 0 u .\n"
    dic = "2\npæne/AU\nby/A\n".encode("latin-1")
    assert readers.hunspell_forms(aff, dic) == {"pæne", "pæner", "upæne", "by"}


def test_words_of_an_skk_dictionary() -> None:
    data = ";; a comment\nかな /仮名;note/kana/\n".encode("euc-jp")
    assert list(readers.skk_words(data)) == ["仮名"]


def test_a_trigram_model_as_joint_probabilities() -> None:
    data = b"\\1-grams:\n-1\ta\n-1\t<unk>\n\\2-grams:\n-0.3010299957\ta b\n"
    one, two, three = readers.arpa_shares(data, str.upper)
    assert one == pytest.approx({"A": 0.1})
    assert two == pytest.approx({"A B": 0.05})
    assert three == {}


def test_pairs_of_words() -> None:
    data = "\\item 1 <start> 16777219 阿 count 9\nelse\n".encode()
    assert list(readers.interpolation_pairs(data)) == [("<s> 阿", 9)]


def test_messages_that_are_translated() -> None:
    data = mo({"": "header", "same": "same", "one": "een\0twee"})
    assert list(readers.mo_messages(data)) == ["een", "twee"]
    assert list(readers.mo_messages(b"no such file")) == []
    path = "usr/share/locale/pt_BR/LC_MESSAGES/x.mo"
    assert list(readers.translations([(path, data)])) == [("pt", ["een", "twee"])]


def test_sayings_are_joined_and_verse_is_not() -> None:
    long = "A line that is as long as the lines of sayings are"
    data = f"{long}\nand goes on.\n-- Author\n%\nOf Linux.\n%\nlast".encode()
    assert list(readers.fortunes(data, " ")) == [f"{long} and goes on.", "Author", "last"]


def test_paragraphs_of_a_book_between_its_notices() -> None:
    data = b"\xef\xbb\xbfnotice\n*** START OF x ***\r\none _two_\r\n\r\nthree\r\n*** END OF x\nend"
    assert readers.book_paragraphs(data) == ["one two", "three\n"]


@pytest.mark.parametrize(
    ("locale", "language"),
    [("pt_BR.UTF-8", "pt"), ("zh_TW", "zh-Hant"), ("sr@latin", "sr-Latn"), ("xx", "")],
)
def test_languages_of_locales(locale: str, language: str) -> None:
    assert language_of(locale) == language
