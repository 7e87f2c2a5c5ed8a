"""The code-page tables against the codecs of the running interpreter, names and inverses."""

from __future__ import annotations

import codecs

import pytest

from fixtext import codepages
from tools import build_codepages

HIGH = range(0x80, 0x100)
OF_PYTHON = [name for name in codepages.NAMES if not name.startswith("whatwg-")]


def shown_by_python(codec: str, byte: int) -> str:
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return codepages.UNDEFINED


@pytest.mark.parametrize("name", OF_PYTHON)
def test_tables_agree_with_the_codecs_of_python(name: str) -> None:
    assert codepages.decoding_table(name) == "".join(
        shown_by_python(build_codepages.CODE_PAGES[name], byte) for byte in range(0x100)
    )


def test_every_code_page_asked_for_is_there() -> None:
    wanted = {f"windows-{number}" for number in (*range(1250, 1259), 874)}
    wanted |= {f"iso-8859-{part}" for part in range(1, 17) if part != 12}
    wanted |= {"koi8-r", "koi8-u", "mac-roman", "mac-cyrillic"}
    wanted |= {"cp437", "cp850", "cp852", "cp855", "cp866"}
    assert wanted <= set(codepages.NAMES)


@pytest.mark.parametrize(
    ("variant", "base", "differences"),
    [
        ("whatwg-koi8-u", "koi8-u", {0xAE: "ў", 0xBE: "Ў"}),
        ("whatwg-windows-1255", "windows-1255", {0xCA: "\N{HEBREW POINT HOLAM HASER FOR VAV}"}),
    ],
)
def test_whatwg_variants_differ_only_where_the_standard_does(
    variant: str, base: str, differences: dict[int, str]
) -> None:
    ours, python = codepages.decoding_table(variant), codepages.decoding_table(base)
    found = {byte: ours[byte] for byte in range(0x100) if ours[byte] != python[byte]}
    assert found == differences


@pytest.mark.parametrize("name", codepages.NAMES)
def test_no_character_has_two_bytes(name: str) -> None:
    table = codepages.decoding_table(name)
    defined = [shown for shown in table if shown != codepages.UNDEFINED]
    assert len(table) == 0x100
    assert len(set(defined)) == len(defined)


@pytest.mark.parametrize("name", codepages.NAMES)
def test_undefined_bytes_and_inverses_agree_with_the_table(name: str) -> None:
    table = codepages.decoding_table(name)
    undefined = codepages.undefined_bytes(name)
    byte_of = codepages.byte_of(name)
    encoding_map = codepages.encoding_map(name)
    assert {byte_of[table[byte]] for byte in HIGH if byte not in undefined} == set(HIGH) - undefined
    assert len(byte_of) + len(undefined) == len(HIGH)
    for byte in range(0x100):
        if byte in undefined:
            assert table[byte] == codepages.UNDEFINED
        else:
            encoded = codecs.charmap_encode(table[byte], "strict", encoding_map)[0]
            assert encoded == bytes([byte])


def test_undefined_bytes_of_the_pages_that_lose_most() -> None:
    assert codepages.undefined_bytes("windows-1252") == {0x81, 0x8D, 0x8F, 0x90, 0x9D}
    assert codepages.undefined_bytes("windows-1254") == {
        *(0x81, 0x8D, 0x8E, 0x8F, 0x90, 0x9D, 0x9E)
    }
    assert codepages.undefined_bytes("windows-1251") == {0x98}
    assert codepages.undefined_bytes("iso-8859-1") == frozenset()
    assert codepages.undefined_bytes("cp437") == frozenset()


@pytest.mark.parametrize("name", codepages.NAMES)
def test_a_canonical_name_is_its_own(name: str) -> None:
    assert codepages.canonical_name(name) == name


@pytest.mark.parametrize(("name", "codec"), build_codepages.CODE_PAGES.items())
def test_the_names_of_python_are_aliases(name: str, codec: str) -> None:
    assert codepages.canonical_name(codec) == name
    assert codepages.canonical_name(codecs.lookup(codec).name) == name


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("cp1254", "windows-1254"),
        ("Windows_1254", "windows-1254"),
        (" WINDOWS-1254 ", "windows-1254"),
        ("1252", "windows-1252"),
        ("cp874", "windows-874"),
        ("cp855", "cp855"),
        ("latin-1", "iso-8859-1"),
        ("latin1", "iso-8859-1"),
        ("L1", "iso-8859-1"),
        ("iso_8859_15", "iso-8859-15"),
        ("L9", "iso-8859-15"),
        ("KOI8_R", "koi8-r"),
        ("macroman", "mac-roman"),
        ("IBM437", "cp437"),
        ("tis-620", None),
        ("utf-8", None),
        ("ascii", None),
        ("gbk", None),
        ("klingon", None),
        ("", None),
        ("rot13", None),
    ],
)
def test_aliases_and_unknown_names(alias: str, name: str | None) -> None:
    if name is not None:
        assert codepages.canonical_name(alias) == name
        assert codepages.decoding_table(alias) == codepages.decoding_table(name)
        return
    with pytest.raises(LookupError) as error:
        codepages.canonical_name(alias)
    assert repr(alias) in str(error.value)
    assert "\n" not in str(error.value)


def test_regenerating_the_tables_changes_nothing() -> None:
    assert build_codepages.render() == build_codepages.TARGET.read_text(encoding="ascii")
