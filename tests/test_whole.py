"""Texts that came whole through code pages: undone at once, as the whole search would do it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fixtext
from fixtext import Channel, garble, repairer
from fixtext.edits import applied, places_in_result
from fixtext.whole import find_whole, readings_of, sizes_of, some_readings_of

TEXTS = {
    "cs": "Příliš žluťoučký kůň úpěl ďábelské ódy; vítr šuměl nad řekou a v údolí zněly zvony. ",
    "ru": "Съешь же ещё этих мягких французских булок, да выпей чаю: вечер долгий, и снег идёт. ",
    "el": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία, είπε ο γέρος, και κοίταξε τη θάλασσα. ",
    "ja": "いろはにほへと ちりぬるを。我が世たれぞ常ならむ、と書いてあった。春の夜の夢のようだ。 ",
    "en": "“It’s late”—so she said… “That’s £5, not €6”, he’d “guess” – they’re “fine”. ",
}
PAGES = ("windows-1252", "windows-1251", "iso-8859-1", "cp437", "mac-roman", "koi8-r")


def document(code: str, lines: int = 12) -> str:
    """Lines of words in an order that is always the same, each in another one."""
    chance = random.Random(code)  # noqa: S311 (the same ones every time)
    words = TEXTS[code].split(" ")
    found = []
    for _ in range(lines):
        chance.shuffle(words)
        found.append(" ".join(words))
    return "\n".join(found) + "\n"


@pytest.mark.parametrize("code", TEXTS)
@pytest.mark.parametrize("page", PAGES)
def test_what_was_garbled_is_found(code: str, page: str) -> None:
    text = document(code)
    whole = find_whole(garble(text, Channel(read=page)))
    assert whole is not None
    assert (whole.after, whole.layers) == (text, (Channel(read=page),))


def test_it_may_begin_with_much_ascii() -> None:
    text = "All of this is ASCII.\n" * 500 + document("cs")
    whole = find_whole(garble(text, Channel()))
    assert whole is not None
    assert whole.after == text


@pytest.mark.parametrize(
    "layers",
    [
        (Channel(), Channel()),
        (Channel(read="windows-1251"), Channel()),
        (Channel(), Channel(read="cp437"), Channel(read="iso-8859-1")),
    ],
)
def test_layers_are_undone_in_turn(layers: fixtext.Layers) -> None:
    text = document("cs")
    whole = find_whole(garble(text, layers))
    assert whole is not None
    assert whole.after == text
    assert garble(text, whole.layers) == whole.before
    assert len(whole.layers) == len(layers)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("clean", document("ru")),
        ("short", garble(TEXTS["ru"][:20], Channel())),
        ("always the same", garble("naïve é " * 100, Channel())),
        ("one letter is clean", garble(document("cs"), Channel()) + "é"),
        ("one character is of no code page", garble(document("cs"), Channel()) + "語"),
        ("a byte is lost", garble(document("cs"), Channel(loss="dropped"))),
        ("perhaps put in small letters", "ã‚œ ã\x81œ ã\x81ž ã\x81š âžœ " * 30),
        ("nothing beyond ASCII", "plain text " * 100),
        ("empty", ""),
    ],
)
def test_what_is_in_doubt_is_left_to_others(name: str, text: str) -> None:
    assert find_whole(text) is None, name


def test_two_code_pages_that_make_different_texts_are_a_doubt() -> None:
    # Both have all the signs, and some stand for other continuation bytes in each.
    text = " ".join(lead + tail for lead in "ÂĂÄĹĆÇČÉ" for tail in "ŠŚŤŽŹšśťžź")
    assert find_whole(text) is None
    # This one is of windows-1250 alone.
    whole = find_whole(f"{text} Â€")
    assert whole is not None
    assert whole.layers == (Channel(read="windows-1250"),)


@pytest.mark.parametrize("code", TEXTS)
def test_the_readings_are_all_of_it(code: str) -> None:
    whole = find_whole(garble(document(code), Channel()))
    assert whole is not None
    readings = readings_of(whole)
    assert applied(whole.before, readings) == whole.after
    assert all(garble(r.after, r.layers) == r.before for r in readings)
    assert all(whole.before[r.start : r.end] == r.before for r in readings)
    assert sizes_of(whole) == [len(reading.after) for reading in readings]
    places = places_in_result(readings)
    some = some_readings_of(whole, 3)
    assert [(r.before, r.after) for r in some] == [(r.before, r.after) for r in readings[::3]]
    assert [(r.start, r.end) for r in some] == places[::3]


def _search(text: str, monkeypatch: pytest.MonkeyPatch) -> fixtext.Repair:
    with monkeypatch.context() as patch:
        patch.setattr(repairer, "find_whole", lambda _: None)
        return fixtext.repair(text)


@pytest.mark.parametrize("code", TEXTS)
@pytest.mark.parametrize("layers", [(Channel(),), (Channel(), Channel())])
def test_the_result_is_that_of_the_whole_search(
    code: str, layers: fixtext.Layers, monkeypatch: pytest.MonkeyPatch
) -> None:
    garbled = garble(document(code), layers)
    result, searched = fixtext.repair(garbled), _search(garbled, monkeypatch)
    assert (result.text, result.verdict) == (searched.text, searched.verdict)
    assert (result.layers, result.fills) == (searched.layers, searched.fills)
    assert [span[:6] + span[7:] for span in result.spans] == [
        span[:6] + span[7:] for span in searched.spans
    ]
    assert min(span.confidence for span in result.spans) >= min(
        span.confidence for span in searched.spans
    )


def test_what_is_left_in_the_result_is_repaired_too(monkeypatch: pytest.MonkeyPatch) -> None:
    # A few lines went through two layers, the others through one.
    lines = document("cs", 30).split("\n")
    once = [
        garble(line, Channel()) if number % 10 == 0 else line for number, line in enumerate(lines)
    ]
    garbled = garble("\n".join(once), Channel())
    assert find_whole(garbled) is not None
    result = fixtext.repair(garbled)
    assert result.text == "\n".join(lines)
    assert result.text == _search(garbled, monkeypatch).text
    assert {len(span.layers) for span in result.spans} == {1, 2}


def test_a_layer_below_is_found_though_it_is_no_whole_text() -> None:
    # Of the quotes alone form does not tell enough, and between the layers they are nonsense.
    text = "He had said “so” and didn’t go, “late” as it was. " * 40
    garbled = garble(text, (Channel(read="cp437"), Channel(read="iso-8859-1")))
    whole = find_whole(garbled)
    assert whole is not None
    assert whole.after != text
    assert fixtext.fix_text(garbled) == text


@given(st.text("abc \nčřžšůéíäöüß“”–€жщы語あ", min_size=150, max_size=400), st.sampled_from(PAGES))
def test_what_is_found_is_proven(text: str, page: str) -> None:
    garbled = garble(text, Channel(read=page))
    whole = find_whole(garbled)
    if whole is not None:
        assert garble(whole.after, whole.layers) == garbled
        assert whole.after.isascii() == text.isascii()
