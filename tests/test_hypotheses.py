"""Which mix-up: found on real text for many code pages, and on none that is clean."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext import codepages, ranking, repair
from fixtext.channels import LOSSES, Channel, garble
from fixtext.hypotheses import believable, find_channel
from fixtext.language import load
from fixtext.ranking import gain
from fixtext.scrubs import PLAIN_SCRUBS
from tools import build_fixtures
from tools.build_fixtures import FIXTURES, Pair

# Garbled as a whole, once, from UTF-8 read as a code page: what a single channel can explain.
PAIRS = [
    pair
    for pair in build_fixtures.read_pairs()
    if pair.lines == "all"
    and [layer.written for layer in pair.layers] == ["utf-8"]
    and pair.layers[0].read in codepages.NAMES
    and {*pair.layers[0].scrubs} <= {*PLAIN_SCRUBS}
]


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_the_channel_of_every_fixture(pair: Pair) -> None:
    lines = max(3, read(pair.twin)[:600].count("\n"))
    garbled, twin = (
        "\n".join(read(path).split("\n")[:lines]) for path in (pair.garbled, pair.twin)
    )
    found = find_channel(garbled, load())
    assert found is not None
    # Another channel that makes the same of this text is as good an answer.
    assert garble(twin, found) == garbled


CHANNELS = [
    ("fr", Channel()),
    ("fr", Channel(loss="dropped", scrubs=("nbsp",))),
    ("fr", Channel(read="mac-roman")),
    ("fr", Channel(read="cp850")),
    ("fr", Channel(read="windows-1251", loss="question")),
    ("pl", Channel(read="cp852")),
    ("pl", Channel(read="windows-1250", loss="fffd")),
    ("ru", Channel(read="cp866")),
    ("ru", Channel(read="iso-8859-1")),
    ("ru", Channel(read="windows-1252", loss="question", scrubs=("soft-hyphens",))),
    ("ja", Channel(read="windows-1254", loss="dropped", scrubs=("soft-hyphens",))),
    ("ja", Channel(read="windows-1251", loss="dropped")),
    ("ja", Channel(read="cp437")),
    ("ja", Channel(read="koi8-r")),
]
TWINS = {
    "fr": "fr-windows-1252.txt",
    "pl": "pl-headlines.txt",
    "ru": "ru-headlines.txt",
    "ja": "ja-windows-1252.txt",
}


@pytest.mark.parametrize(("language", "channel"), CHANNELS, ids=str)
def test_a_channel_is_recognised(language: str, channel: Channel) -> None:
    twin = read(FIXTURES / "twins" / TWINS[language])
    garbled = channel.garble(twin)
    assert garbled != twin
    found = find_channel(garbled, load())
    assert found is not None
    assert found.garble(twin) == garbled, found


def test_the_losses_and_scrubs_of_the_deck_by_name() -> None:
    found = find_channel(read(FIXTURES / "garbled" / "deck.md"), load())
    assert found == Channel("utf-8", "windows-1254", "dropped", ("soft-hyphens",))


@pytest.mark.parametrize(
    "path",
    [*sorted((FIXTURES / "clean").iterdir()), *sorted((FIXTURES / "twins").iterdir())],
    ids=lambda path: path.name,
)
def test_clean_text_has_none(path: Path) -> None:
    assert find_channel(read(path), load()) is None


@pytest.mark.parametrize("text", ["", "plain ASCII", "\n\n", "Ünïcödé", "中文", "Ã", "â€", "©"])
def test_short_clean_text_has_none(text: str) -> None:
    assert find_channel(text, load()) is None


@pytest.mark.parametrize("text", ["café", "Grüße aus Köln", "Привет, мир", "中文字", "dès l’été"])
def test_a_few_words_are_enough(text: str) -> None:
    assert find_channel(Channel().garble(text), load()) == Channel()


# The measure.


@pytest.mark.parametrize("text", ["é", "größer", "что", "中国", "を"])
def test_the_right_reading_gains_and_the_wrong_one_loses(text: str) -> None:
    garbled = Channel().garble(text)
    assert gain(garbled, text, " ", " ", load()) > 5
    assert gain(text, garbled[::-1], " ", " ", load()) < -5
    assert gain(text, text, " ", " ", load()) == 0
    # What one more layer explains is no worse than that layer is unlikely.
    assert gain(text, garbled, " ", " ", load()) == -ranking.HIT_COST


@given(st.text("aé中 \n", max_size=8), st.text("aé中 \n", max_size=8))
def test_what_is_gained_one_way_is_lost_the_other(one: str, other: str) -> None:
    there, back = (gain(a, b, "x", "y", load()) for a, b in ((one, other), (other, one)))
    assert there == -back


def test_real_text_is_believable_and_noise_is_not() -> None:
    model = load()
    for path in sorted((FIXTURES / "clean").glob("??.txt")):
        for line in read(path).splitlines():
            assert believable(line, "\n", model), line
    for text in ("ꙀꝎ꜅Ꝏ", "ߊ܍ߊݠ", "𐩐𐠀𐡀"):
        assert not believable(text, "\n", model)


MANY_LOSSES = ("windows-1250", "windows-1252", "windows-1253", "windows-1254", "windows-1257")


@pytest.mark.parametrize(
    ("read_as", "loss"),
    [(page, "kept") for page in codepages.NAMES]
    + [(page, loss) for page in MANY_LOSSES for loss in LOSSES[1:]],
)
def test_one_sentence_through_every_code_page(read_as: str, loss: str) -> None:
    channel = Channel(read=read_as, loss=loss)
    text = "Das Café «Zürich» öffnet früh: Ñandú, größere Brötchen, süße Äpfel, déjà vu à Genève."
    garbled = channel.garble(text)
    found = find_channel(garbled, load())
    assert found is not None
    assert found.garble(text) == garbled


def test_the_page_that_explains_more_is_tried_first(monkeypatch: pytest.MonkeyPatch) -> None:
    # Gains are of a sample, and may favour a page that shows fewer sequences whole.
    def page_gain(_: str, page: str, *__: object) -> tuple[float, float, str]:
        return (60.0 if page == "windows-1252" else 80.0), 50.0, ""

    monkeypatch.setattr(ranking, "_page_gain", page_gain)
    text = "Ao longo dos anos — unicamente. A situación é difícil, pero a poboación aínda confía."
    assert find_channel(Channel().garble(text), load()) == Channel()


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("y esto merece cada vez más atención", "iso-8859-7"),
        ("kısaca görünüyor ve röportaj yapılmadan önce gözlüğünü takarken", "iso-8859-7"),
        ("V teologickom kurze sa učil gréčtinu a hebrejčinu", "iso-8859-4"),
        ("Banke očekuju da kreditne kartice dožive najspektakularniji rast", "cp850"),
        ("prexudican á maioría, unha vez máis", "iso-8859-2"),
    ],
)
def test_pages_that_both_explain_all_are_told_apart_by_what_it_would_be(
    text: str, page: str
) -> None:
    found = find_channel(Channel(read=page).garble(text), load())
    assert found is not None
    assert found.garble(text) == Channel(read=page).garble(text)


@pytest.mark.parametrize(
    ("text", "inner", "outer"),
    [
        # Through iso-8859-16 in one step, "å±" is a letter and a sign; with two, "ı" is one.
        ("Galyalılar ordusu fethedildi.", "windows-1250", "windows-1250"),
        ("Anton Beriša sastao se u utorak sa predsednikom", "windows-1250", "mac-roman"),
        ("men Jørgensen er altså en lousy rockmusiker", "windows-1250", "windows-1252"),
    ],
)
def test_nonsense_between_two_layers_says_nothing_against_the_outer_one(
    text: str, inner: str, outer: str
) -> None:
    assert repair(garble(text, (Channel(read=inner), Channel(read=outer)))).text == text
