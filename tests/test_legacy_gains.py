"""What pairs of legacy encodings gain: what is told early is what would be told at length."""

from __future__ import annotations

import pytest

from fixtext.language import load
from fixtext.legacy_gains import any_may_gain, gain, touching_scripts


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("plain", 0),
        ("größe", 0),
        ("да", 0),
        ("дa", 1),
        ("aдa", 2),
        ("дi", 0),
        ("α1д", 0),
        ("αд語", 2),
        ("한あ", 1),
        ("", 0),
    ],
)
def test_scripts_that_touch(text: str, times: int) -> None:
    assert touching_scripts(text) == times


@pytest.mark.parametrize(
    ("before", "made"),
    [
        ("Ïðèâåò", "Привет"),
        ("süchtig", "sьchtig"),
        ("Gr\x81áe", "Grüße"),
        ("äà", "да"),
        ("ok", "ок"),
    ],
)
def test_no_pair_that_gains_is_given_up(before: str, made: str) -> None:
    model = load()
    bits = gain(before, made, model)
    assert any_may_gain([(0.0, [made])], [before], bits - 0.5, -6.0, model)
    assert any_may_gain([(90.0, [None]), (1.0, [made])], [before], bits - 1.5, -6.0, model)


def test_most_pairs_are_given_up() -> None:
    model = load()
    assert not any_may_gain([(0.0, ["sьchtig"]), (0.0, [None])], ["süchtig"], 4.0, -6.0, model)
    assert not any_may_gain([(400.0, ["Привет"])], ["Ïðèâåò"], 4.0, -6.0, model)
