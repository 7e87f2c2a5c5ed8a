"""Byte order marks that were read as text."""

from __future__ import annotations

import pytest

from fixtext import Channel, clean, detect, garble, repair
from fixtext.marks import MARK, suspects

PAGES = (
    *("windows-1252", "windows-1251", "windows-1250", "windows-1253", "windows-1254"),
    *("windows-1255", "windows-1256", "windows-1257", "windows-874", "iso-8859-9", "iso-8859-15"),
    *("cp437", "cp850", "cp852", "cp866", "koi8-r"),
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("text", ["name,age\n", "Привет, как дела?\n", '{"a": 1}\n', "# Été\n"])
def test_a_mark_before_clean_text(text: str, page: str) -> None:
    shown = garble(MARK, Channel(read=page))
    assert suspects(shown + text) == [0]
    assert not clean.is_clean(shown + text)
    assert repair(shown + text).text == MARK + text


@pytest.mark.parametrize("page", ["gbk", "cp949", "big5"])
@pytest.mark.parametrize("text", ["using System;\n", "import os\n", "name,age\n"])
def test_a_mark_that_took_the_first_letter(text: str, page: str) -> None:
    shown = garble(MARK + text, Channel(read=page))
    assert len(shown) == len(text) + 1
    assert not clean.is_clean(shown)
    result = repair(shown)
    assert result.text == MARK + text
    assert not result.fills


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("癤?# Title\n", "# Title\n"),
        ("锘�#include <a>\n", "#include <a>\n"),
        ("・ｿname,age\n", "name,age\n"),
    ],
)
def test_a_mark_that_lost_a_byte_is_a_guess(shown: str, text: str) -> None:
    assert not clean.is_clean(shown)
    result = repair(shown)
    assert result.text == MARK + text
    assert [fill.char for fill in result.fills] == [MARK]


def test_a_mark_behind_one_that_is_known() -> None:
    assert suspects(MARK + "п»їtext") == [1]
    assert repair(MARK + "п»їtext").text == MARK + MARK + "text"


@pytest.mark.parametrize("mark", ["ï»¿", "п»ї", "∩╗┐"])
def test_marks_of_files_that_were_put_together(mark: str) -> None:
    text = f"первый файл\n{mark}второй файл\n{mark}third file\n"
    result = repair(text)
    assert result.text == text.replace(mark, MARK)
    assert len(result.spans) == 2


def test_what_stands_behind_is_repaired_too() -> None:
    text = MARK + "Привет, как дела?\n"
    assert repair(garble(text, Channel(read="windows-1251"))).text == text
    mixed = "п»їcafÃ© noir\n"
    assert repair(mixed).text == MARK + "café noir\n"
    assert detect(mixed).verdict == "garbled"


@pytest.mark.parametrize(
    "text",
    ["пїњ", "ďťż", "»ї", "锘 (Antimon)", "嚜 咩", "癤", "?", "・ﾃｽﾄ", "x ï", "中文", "п»"],
)
def test_other_beginnings_are_none(text: str) -> None:
    assert not suspects(text)
    assert repair(text).text is text
