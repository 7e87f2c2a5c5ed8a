"""Alphabets, classes of regexes and tables are told from words."""

from __future__ import annotations

import pytest

from fixtext.inventories import is_inventory, is_table, without_classes


@pytest.mark.parametrize(
    "text",
    [
        "АБВГДЕЖЗИЙКЛМНОП",
        "אבגדהוזחטיכלמנסעפצקרשת",
        "ÁáBbCcČčDdĎďEeÉé",
        "zZyYxXwWvVüÜúÚuU",
        "äöüßÄÖÜ",
        "[áàâ éèê íìî óòô]",
        '"ÈèÊê"',
        "ãõáéíóúâêôàç",
        "ăâîşţĂÂÎŞŢ",
    ],
)
def test_letters_in_order_and_in_both_cases_are_inventories(text: str) -> None:
    assert is_inventory(text)


@pytest.mark.parametrize(
    "text",
    [
        "Привет",
        "зручно",
        "文件大小不能超过",
        "개별종목실패시스킵",
        "áàðèìò",
        "ÄãºÃ",
        "¼òÌåÖÐÎÄ",
        "¶ÔÖÐÎÄ±àÂë",
        "integração",
        "pokušate",
        "päällä",
        "abc",
        "",
    ],
)
def test_words_are_none_garbled_or_not(text: str) -> None:
    assert not is_inventory(text)


def test_what_is_numbered_in_a_row_is_a_table() -> None:
    assert is_table("袀袁袂袃袄袅袆袇")
    assert is_table(bytes(range(0x80, 0x90)))
    assert not is_table("中文")
    assert not is_table("鐢ㄦ埛")


@pytest.mark.parametrize(
    "pattern", ["kv[ěe]/i", "[čc]vn", "[^À-ÿ]", "/^[lúubdkčcszřrlp]/", "[äöüß]+", "p[řr](ed)"]
)
def test_classes_of_regexes_are_left_out(pattern: str) -> None:
    assert without_classes(pattern).isascii()


@pytest.mark.parametrize("text", ["[Привет]", "[Ïðèâåò](there)", "a [Ïðèâåò] b", "x[1] é"])
def test_other_brackets_are_none(text: str) -> None:
    assert without_classes(text) == text or "é" in without_classes(text)
