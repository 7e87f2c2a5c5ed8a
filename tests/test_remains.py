"""Where scrubbed mojibake may stand: nothing that may be remains is passed over."""

from __future__ import annotations

import re

import pytest

from fixtext import scrubbed
from fixtext.channels import Channel
from fixtext.remains import _beginning_pattern, contexts


@pytest.mark.parametrize("channel", scrubbed.CHANNELS, ids=str)
def test_all_remains_begin_as_is_looked_for(channel: Channel) -> None:
    for remains in scrubbed._table(channel):
        assert _beginning_pattern().match(remains)


@pytest.mark.parametrize(
    "text",
    ["Güney Kore, 20 años, Gà", "ČŠŽ říká “ano”", "A — B… + 1", "Съешь ещё", "語 and more"],
)
def test_clean_text_has_none(text: str) -> None:
    assert contexts(text) == ""


@pytest.mark.parametrize("channel", scrubbed.CHANNELS, ids=str)
def test_the_longest_remains_are_found(channel: Channel) -> None:
    table = sorted(scrubbed._table(channel))
    one_by_one = "|".join(map(re.escape, sorted(table, key=len, reverse=True)))
    for remains in table:
        for text in (remains, remains + "x", remains + table[0], "x" + remains):
            expected = re.search(one_by_one, text)
            found = re.search(scrubbed._any_of(table), text)
            assert (found and found[0]) == (expected and expected[0])
