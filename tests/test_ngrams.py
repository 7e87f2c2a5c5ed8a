"""What is remembered of the n-grams is what the tables say, however it is asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext import ngrams
from fixtext.language import MOST_CONTEXT, LanguageModel, load

TEXTS = "Привет, мир! été « où » 日本語の会議 한국어 7.\n“Ёж” naïve ไทย"


def models() -> st.SearchStrategy[LanguageModel]:
    codes = st.sampled_from(["", "ru", "uk", "fr", "de", "el"])
    return codes.map(lambda code: load().in_language(code) if code else load())


@given(model=models(), history=st.text(TEXTS, max_size=8), chars=st.text(TEXTS, min_size=1))
def test_each_way_to_ask_for_a_cost_gives_the_same(
    model: LanguageModel, history: str, chars: str
) -> None:
    costs = model.costs(history, tuple(chars))
    for char, cost in zip(chars, costs, strict=True):
        assert model.cost(history[-MOST_CONTEXT:] + char) == cost
        assert model.after(history)[char] == cost


@given(history=st.text(TEXTS, max_size=8), char=st.sampled_from(TEXTS))
def test_what_is_remembered_is_what_would_be_found_anew(history: str, char: str) -> None:
    model = load().in_language("ru")
    known = model.after(history)[char]
    for remembered in (model.ngrams, model.ngrams.windows, model.ngrams.near):
        remembered.clear()
    assert model.after(history)[char] == known


@given(model=models(), history=st.text(TEXTS, max_size=8), char=st.sampled_from(TEXTS))
def test_histories_share_only_costs_that_are_the_same(
    model: LanguageModel, history: str, char: str
) -> None:
    history = history[-MOST_CONTEXT:]
    alone = ngrams.AfterHistory(model.ngrams, history)
    assert model.ngrams[history][char] == alone[char]


def test_in_nonsense_most_histories_share_their_costs() -> None:
    model = load()
    histories = [f"ش漢ж{a}{b}" for a in "אבגד" for b in "ÃÐæ"]
    shared = {id(model.after(history)) for history in histories}
    assert len(shared) < len(histories)
    chars = tuple("éжの")
    assert all(model.costs(h, chars) == [model.after(h)[c] for c in chars] for h in histories)


def test_no_more_is_remembered_than_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_MOST_WINDOWS", "_MOST_HISTORIES", "_MOST_ENDS"):
        monkeypatch.setattr(ngrams, name, 20)
    model = load()
    for char in map(chr, range(0x4E00, 0x4E80)):
        model.cost("日本" + char + "の")
        model.costs("日本" + char, ("の", "は"))
    for remembered in (model.ngrams, model.ngrams.windows, model.ngrams.near):
        assert len(remembered) <= 21 + MOST_CONTEXT


def test_no_fingerprint_makes_a_character_usual_that_was_never_seen() -> None:
    model = load()
    never = [char for char in map(chr, range(0x1F700, 0x1F774)) if not model.ngrams.is_seen(char)]
    assert never
    for history in ("Use ", "it ", "a", "\n", "1, ", "的"):
        least = model.unigram_cost("∀") / 2
        assert all(model.cost(history[-MOST_CONTEXT:] + char) >= least for char in never)
