"""Half undone readings: one layer of two."""

from __future__ import annotations

import pytest

from fixtext import garble, repair
from fixtext.channels import Channel
from fixtext.halves import labelled
from fixtext.readings import Reading

INNER, OUTER = Channel(loss="dropped"), Channel(read="windows-1250")
DEEP = (INNER, OUTER)


def reading(start: int, before: str, after: str, *layers: Channel) -> Reading:
    return Reading(start, start + len(before), before, after, layers, (), 20.0)


def test_signs_of_the_layer_below_are_poor_guesses() -> None:
    deep = [reading(9 * n, garble("čaj", DEEP), "čaj", *DEEP) for n in range(9)]
    half = reading(99, garble("Äinić", OUTER), "Äinić", OUTER)
    found = labelled([*deep, half])
    assert found[:9] == deep
    (choice,) = found[9].choices
    assert (choice.offset, choice.char) == (0, "Ä")
    assert choice.confidence < 0.5


def test_torn_signs_that_nothing_else_was_undone_with() -> None:
    deep = [reading(9 * n, garble("čaj", DEEP), "čaj", *DEEP) for n in range(9)]
    # The minus sign, without its middle byte.
    half = reading(99, garble("â’", OUTER), "â’", OUTER)
    whole = reading(120, garble("pâté", OUTER), "pâté", OUTER)
    found = labelled([*deep, half, whole])
    assert [(choice.offset, choice.char) for choice in found[9].choices] == [(0, "â"), (1, "’")]
    assert all(choice.confidence < 0.6 for choice in found[9].choices)
    assert found[10] == whole


def test_other_signs_and_other_layers_are_as_they_were() -> None:
    deep = reading(0, garble("čaj", DEEP), "čaj", *DEEP)
    other = reading(20, garble("ö", OUTER), "ö", OUTER)
    strange = reading(40, garble("Ä", Channel(read="cp437")), "Ä", Channel(read="cp437"))
    assert labelled([deep, other, strange]) == [deep, other, strange]
    alone = reading(0, garble("Ä", OUTER), "Ä", OUTER)
    assert labelled([alone]) == [alone]


def test_a_document_with_a_half_undone_word() -> None:
    text = (
        "Članovi porodice čekaju u redu, a zvaničnici pričaju o početku večeri.\n"
        "Čovek čita časopis i čuva čistu čašu. Ničić.\n"
    )
    result = repair(garble(text, DEEP))
    labels = {fill.offset: fill for fill in result.fills}
    assert all(i in labels for i, char in enumerate(result.text) if char == "Ä")
    assert repair(result.text).text is result.text


@pytest.mark.parametrize("sign", [*"»«ıêú×⚠", "à"])
@pytest.mark.parametrize("line", ["{}", "x {} y", 'foo("{}")', "10{}", "// word{} next"])
def test_what_is_whole_once_more_is_undone_too(line: str, sign: str) -> None:
    text = line.replace("{}", sign)
    garbled = garble(text, (Channel(), Channel()))
    result = repair(garbled)
    assert result.text == text
    assert all(garble(span.after, span.layers) == span.before for span in result.spans)


def test_capitals_before_other_signs_are() -> None:
    text = "Mode ÉQUILIBRÉ : Emojis"
    assert repair(garble(text, (Channel(), Channel()))).text == text
    assert repair(garble("LIBRÉ : Emojis", (Channel(), Channel()))).text == "LIBRÉ : Emojis"


def test_capitals_before_a_closing_quote_are_not() -> None:
    text = "\u201cA MINHA IRM\u00c3\u201d foi.\n"
    assert repair(Channel().garble(text)).text == text
