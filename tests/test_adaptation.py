"""The model sharpened by clean text: the formula by hand, and what it is good for."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fixtext
from fixtext.adaptation import MOST_TEXT, STRENGTHS, AdaptedModel, adapt
from fixtext.channels import Channel
from fixtext.folding import fold
from fixtext.language import MOST_CONTEXT, UNITS_PER_BIT, load
from fixtext.lattice import Model

DECK = Channel("utf-8", "windows-1254", "dropped", ("soft-hyphens",))
WORDS = ("שלום", "שלומות", "שלבים", "מים", "שלום")
"""Of a script without capitals."""


def by_hand(words: tuple[str, ...], history: str, char: str) -> float:
    """Probability of `char` after `history` (in one word), after the module's formula."""
    static = load()
    p: float = 2.0 ** (-static.after(history)[char] / UNITS_PER_BIT)
    for length in range(min(len(history), MOST_CONTEXT) + 1):
        context = history[len(history) - length :]
        followers = [
            padded[at + length]
            for word in words
            for padded in [f" {word} "]
            for at in range(len(padded) - length)
            if padded.startswith(context, at) and at + length >= 1
        ]
        if not followers:
            break
        strength = STRENGTHS[length]
        p = (followers.count(char) + strength * p) / (len(followers) + strength)
    return p


def cost(model: Model, history: str, char: str) -> float:
    return model.cost(history[-MOST_CONTEXT:] + char)


@given(
    history=st.one_of(
        st.sampled_from([" " + word[:n] for word in WORDS for n in range(len(word))]),
        st.text("שלוםתבימ ", max_size=7),
    ),
    char=st.sampled_from("שלוםתבימ 中"),
)
def test_the_formula_by_hand(history: str, char: str) -> None:
    model = adapt(load(), [" ".join(WORDS[:3]), " ".join(WORDS[3:])], "")
    expected = -log2(by_hand(WORDS, history, char)) * UNITS_PER_BIT
    assert cost(model, history, char) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_probabilities_add_up_to_one_at_most() -> None:
    # Of a capital and a small letter, only one can have been what followed.
    letters = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    model = adapt(load(), ["Пупкин пупкин " * 50], "")
    for history in ("Вася ", "Вася П", "Вася Пу", "вася пу", "ВАСЯ ПУ"):
        total = sum(
            2 ** (-cost(model, history, char) / UNITS_PER_BIT) for char in letters + letters.upper()
        )
        assert total < 1.1


@pytest.mark.parametrize("history", ["Вася ", "Вася П", "Вася Пу", "\n"])
def test_what_is_learnt_of_a_letter_says_nothing_of_its_case(history: str) -> None:
    static, model = load(), adapt(load(), ["Пупкин " * 9], "")
    for char in "пужё":
        expected = cost(static, history, char.upper()) - cost(static, history, char)
        found = cost(model, history, char.upper()) - cost(model, history, char)
        assert found == pytest.approx(expected, abs=0.01)


def test_the_static_model_speaks_the_language_that_is_named() -> None:
    ru = load().in_language("ru")
    assert adapt(load(), [], "", "ru") is ru
    assert adapt(load(), [], "", None) is load()
    model = adapt(load(), ["Пупкин"], "", "ru")
    assert cost(model, "日本", "国") == pytest.approx(cost(ru, "日本", "国"), abs=0.1)
    assert cost(ru, "日本", "国") > cost(load(), "日本", "国") + UNITS_PER_BIT
    word, before = "слова", "эти "
    assert model.word_gain(word, before) == ru.word_gain(word, before) != 0
    assert adapt(load(), ["Пупкин"], "").word_gain(word, before) == 0


def test_an_unknown_language_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        adapt(load(), [], "", "xx")


@given(history=st.text("Вася Пупкин,\n", max_size=20), char=st.sampled_from("аяПп "))
def test_only_the_nearest_characters_count(history: str, char: str) -> None:
    model = adapt(load(), ["Вася Пупкин"], "")
    assert cost(model, history, char) == cost(model, history[-MOST_CONTEXT:], char)


def test_a_long_history_is_not_remembered_as_another() -> None:
    # The search gives all of an unfinished word; what is remembered is bounded by what counts.
    model = adapt(load(), ["Пупкин"], "")
    assert isinstance(model, AdaptedModel)
    for start in range(50):
        model.after("я" * start + "пупки")
    assert len(model._cache) <= MOST_CONTEXT + 1


@pytest.mark.parametrize("texts", [[], [""], ["plain ASCII", "\n\t123"]])
def test_without_anything_to_learn_the_static_model_speaks(texts: list[str]) -> None:
    assert adapt(load(), texts, "") is load()


@given(history=st.text("中国的会议 abé\n", max_size=8), char=st.sampled_from("中国的会é9"))
def test_text_of_another_script_changes_next_to_nothing(history: str, char: str) -> None:
    model = adapt(load(), ["שלום עולם"], "")
    char = fold(char)
    assert cost(model, history, char) == pytest.approx(cost(load(), history, char), abs=0.1)


def test_what_the_author_wrote_gets_likelier_and_its_rivals_less_likely() -> None:
    static, model = load(), adapt(load(), ["Вася Пупкин и Вася Пупкин"], "")
    assert cost(model, "Вася Пупки", "н") < cost(static, "Вася Пупки", "н")
    assert cost(model, " Пуп", "к") < cost(static, " Пуп", "к") - UNITS_PER_BIT
    assert cost(model, " Пуп", "о") > cost(static, " Пуп", "о")


def test_more_of_it_says_more() -> None:
    costs = [cost(adapt(load(), ["Пупкин " * times], ""), " Пуп", "к") for times in (1, 2, 8)]
    assert costs == sorted(costs, reverse=True)
    assert costs[0] > costs[-1]


def test_a_word_ends_what_is_learnt() -> None:
    # Words are counted one by one, so nothing is learnt about which follows which.
    model = adapt(load(), ["мир труд май"], "")
    other = adapt(load(), ["май мир труд"], "")
    for history, char in (("мир ", "т"), ("труд ", "м"), (" ма", "й")):
        assert cost(model, history, char) == cost(other, history, char)


def test_text_beyond_the_limit_is_not_counted() -> None:
    filler = "мир " * (MOST_TEXT // 4)
    beyond = adapt(load(), [filler, "Пупкин"], "")
    within = adapt(load(), [filler[:-20], "Пупкин"], "")
    assert isinstance(beyond, AdaptedModel)
    assert cost(beyond, " Пуп", "к") > cost(within, " Пуп", "к") + UNITS_PER_BIT


def test_a_line_begins_a_word_and_nothing_is_matched_over_its_end() -> None:
    model = adapt(load(), ["Пупкин"], "")
    gained = {
        history: cost(load(), history, "у") - cost(model, history, "у")
        for history in (" П", "\nП", "П\n")
    }
    assert gained[" П"] > UNITS_PER_BIT / 2
    assert gained["\nП"] > UNITS_PER_BIT / 2
    assert gained["П\n"] < UNITS_PER_BIT / 8


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("王彝", "王彝的诗。"),
        ("徐聪", "徐聪来了，徐聪说。"),
    ],
)
def test_a_name_in_the_context_decides_a_fill(name: str, context: str) -> None:
    # The emoji tells windows-1254 from windows-1252, which loses other bytes.
    text = f"我们请{name}来讲课，他说可以。今天的天气很好，大家都来了。😀"
    garbled = DECK.garble(text)
    # The name lost bytes, and the static model has never heard of it.
    assert name not in fixtext.fix_text(garbled)
    repaired = fixtext.repair(garbled, context=[context])
    assert name in repaired.text
    # It is an inference all the same, and said to be one.
    at = repaired.text.index(name)
    assert any(at <= fill.offset < at + len(name) for fill in repaired.fills)


def test_the_clean_part_of_the_document_is_context_too() -> None:
    text = "我们请王彝来讲课，他说可以。今天的天气很好，大家都来了。"
    garbled = DECK.garble(text)
    assert "王彝" in fixtext.fix_text(f"王彝的诗。\n{garbled}\n王彝\n")


def test_a_latin_letter_that_stands_for_one_of_cyrillic_is_read_as_that() -> None:
    static = load().in_language("be")
    borrowed = "лiквiдацыя, рэспублiка, правiлы"
    model = adapt(load(), [], borrowed, "be")
    assert cost(model, " рэспублi", "к") == cost(static, " рэспублі", "к")
    assert model.word_gain("рэспублiка", "у ") == static.word_gain("рэспубліка", "у ") > 0
    assert cost(model, "рэспубл", "i") == cost(static, "рэспубл", "і")
    # Two are an accident, and beside Latin letters it is what it seems to be.
    for certain in ("лiк, правiлы", "wifi, Linux і Git, site", ""):
        assert adapt(load(), [], certain, "be") is static


def test_who_writes_the_endings_of_arabic_writes_all_of_them() -> None:
    static = load().in_language("ar")
    word = "بشكل"
    plain = adapt(load(), [], "هذا نص طويل", "ar")
    ended = adapt(load(), [], "كتابٌ كبيرٌ", "ar")
    assert cost(plain, word, "\u064d") == cost(static, word, "\u064d")
    assert cost(ended, word, "\u064d") < cost(static, word, "\u064d")
    assert cost(ended, word, "ف") == cost(static, word, "ف")
