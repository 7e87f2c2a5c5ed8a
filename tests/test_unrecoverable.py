"""Damage that nothing brings back, and texts that only speak of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext.unrecoverable import wrecks


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("", []),
        ("plain, déjà vu, 中文", []),
        ("caf\ufffd", ["\ufffd"]),
        ("\ufffdber", ["\ufffd"]),
        ("na\ufffdve caf\ufffd", ["\ufffd", "\ufffd"]),
        ("\ufffd\ufffd\ufffd", ["\ufffd\ufffd\ufffd"]),
        ("1\ufffd2", ["\ufffd"]),
        ("锟斤拷", []),
        ("用户锟斤拷名", ["锟斤拷"]),
        ("锟斤拷锟斤拷", ["锟斤拷锟斤拷"]),
        ("锟斤拷锟斤", ["锟斤拷锟斤"]),
        ("烫烫", []),
        ("烫烫烫烫", ["烫烫烫烫"]),
        ("水很烫，烫得很", []),
        ("屯屯屯", ["屯屯屯"]),
    ],
)
def test_what_is_found(text: str, stretches: list[str]) -> None:
    assert [text[wreck.start : wreck.end] for wreck in wrecks(text)] == stretches


@pytest.mark.parametrize(
    "text",
    [
        "U+FFFD (\ufffd) stands for what could not be decoded.",
        "a \ufffd b",
        "'\ufffd'",
        "\ufffd",
        "| \ufffd |",
        "“锟斤拷”",
    ],
)
def test_a_sign_that_is_mentioned_is_no_damage(text: str) -> None:
    assert wrecks(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("caf\ufffd", "U+FFFD"),
        ("锟斤拷锟斤拷", "GBK"),
        ("烫烫烫", "memory"),
        ("屯屯屯", "memory"),
    ],
)
def test_each_has_its_name(text: str, words: str) -> None:
    assert [words in wreck.name for wreck in wrecks(text)] == [True]


@given(st.text(st.sampled_from("\ufffd锟斤拷烫屯 aé中\n"), max_size=30))
def test_stretches_are_in_order_and_apart(text: str) -> None:
    done = -1
    for wreck in wrecks(text):
        assert done < wreck.start < wreck.end <= len(text)
        assert set(text[wreck.start : wreck.end]) <= set("\ufffd锟斤拷烫屯")
        done = wreck.end - 1
    # Two or more in a row are always damage.
    covered = {at for wreck in wrecks(text) for at in range(wreck.start, wreck.end)}
    for at in range(len(text) - 1):
        if text[at] == text[at + 1] == "\ufffd":
            assert {at, at + 1} <= covered


@given(st.text(st.characters(exclude_characters="\ufffd锟烫屯")))
def test_without_its_signs_there_is_none(text: str) -> None:
    assert wrecks(text) == []
