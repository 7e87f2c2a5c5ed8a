"""Characters that UTF-8 could not show: the word tells what they were, or they are left."""

from __future__ import annotations

import pytest

from fixtext import Channel, fix_text, garble, repair

READ_AS_UTF_8 = Channel("windows-1252", "utf-8", "fffd")


@pytest.mark.parametrize(
    "text",
    [
        "Der König führt über die Brücke nach München",
        "le café est fermé depuis l'été",
        "I don’t know what it’s for",
        "São Paulo não a capital",
        "I’m",
        "you’re here",
        "Don’t!",
        "König",
        "café",
        "François, mañana, Wikipédia",
    ],
)
def test_the_word_tells(text: str) -> None:
    result = repair(READ_AS_UTF_8.garble(text))
    assert result.text == text
    assert result.verdict == "garbled with losses"
    assert {span.kind for span in result.spans} == {"inferred"}
    assert all(garble(span.after, span.layers) == span.before for span in result.spans)
    assert all(fill.confidence < 1 for fill in result.fills)


@pytest.mark.parametrize(
    "text",
    [
        "The sign \ufffd, or “\ufffd”, is U+FFFD.",
        "x\ufffdy = 3",
        "a \ufffd b",
        "\ufffd\ufffd\ufffd\ufffdab \ufffd\ufffd\ufffd",
        "При\ufffdет, \ufffdир",
        "Za\ufffd\ufffd\ufffd\ufffd",
    ],
)
def test_where_nothing_tells_it_is_left(text: str) -> None:
    assert fix_text(text) is text
