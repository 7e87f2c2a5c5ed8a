"""How much of a text is read, and what is looked at first."""

from __future__ import annotations

import time

import pytest

from fixtext import Channel, gaps, repair
from fixtext.gaps import GAP, lattices_of, readable, sample_of, sample_of_long

TORN = Channel(read="iso-8859-1", scrubs=("c1",))
RUSSIAN = "Съешь же ещё этих мягких французских булок, да выпей чаю. "


def damaged(marked: list[str]) -> list[bool]:
    return [GAP in mark for mark in marked]


def seconds(text: str) -> float:
    # Time of this process alone, so that a busy machine changes little.
    started = time.process_time()
    repair(text)
    return time.process_time() - started


def test_candidates_are_counted_of_what_is_damaged() -> None:
    found, marked = readable("Ã© Ã", TORN)
    lattices, work = lattices_of("Ã© Ã", found, damaged(marked), TORN)
    assert [bool(edges) for edges in lattices] == [False, True]
    assert work > len(lattices[1][0][0].candidates) > 16


def test_of_many_candidates_not_all_lattices_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    line = TORN.garble(RUSSIAN)
    text = (line + "\n") * 10
    found, marked = readable(text, TORN)
    lattices, work = lattices_of(text, found, damaged(marked), TORN)
    assert len(lattices) == len(found)
    monkeypatch.setattr(gaps, "WORK_AT_ONCE", work // 2)
    monkeypatch.setattr(gaps, "_USUAL_WORK", 0)
    some, told = lattices_of(text, found, damaged(marked), TORN)
    assert some == lattices[: len(some)]
    assert len(found) / 3 < len(some) < len(found)
    # The others are like those, so what they all hold is known.
    assert 0.8 * work < told < 1.2 * work


def test_a_sample_is_taken_only_where_there_is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    text = TORN.garble(RUSSIAN)
    found, marked = readable(text, TORN)
    lattices, work = lattices_of(text, found, damaged(marked), TORN)
    assert sample_of(found, marked, lattices, work, len(text)) == ""
    monkeypatch.setattr(gaps, "_WORTH_A_LOOK", work)
    sample = sample_of(found, marked, lattices, work, len(text)).split("\n")
    assert sample
    texts = {stretch.text for stretch, mark in zip(found, marked, strict=True) if GAP in mark}
    assert all(any(text.startswith(part) for text in texts) for part in sample)


def test_a_sample_is_taken_of_long_damage_only_where_there_is_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Each of these letters may be damaged, and all are clean.
    clean = "né à l'été, déjà vu, où ça? " * 2_000
    found, marked = readable(clean, Channel(loss="dropped"))
    assert sum(damaged(marked)) > 5_000
    assert sample_of_long(found, damaged(marked)) == ""
    text = "\n".join([f"Ã{number}{'Ãâå' * 20}" for number in range(100)])
    found, marked = readable(text, Channel(loss="dropped"))
    assert sample_of_long(found, damaged(marked)) == ""
    monkeypatch.setattr(gaps, "_MUCH", 1_000)
    sample = sample_of_long(found, damaged(marked))
    assert 1_000 < len(sample) < len(text)
    assert all(part in text for part in sample.split("\n"))


def test_damage_that_makes_sense_is_read_after_a_look(monkeypatch: pytest.MonkeyPatch) -> None:
    garbled = Channel(loss="dropped").garble("关于我们的历史和文化，东方的智慧在这里。" * 3)
    expected = repair(garbled)
    assert expected.fills
    monkeypatch.setattr(gaps, "_WORTH_A_LOOK", 0)
    monkeypatch.setattr(gaps, "_DENSE", 0.0)
    assert repair(garbled) == expected


def test_nonsense_is_told_by_a_look() -> None:
    # 97 candidates a character, none of which makes sense.
    def nonsense(length: int) -> str:
        return "é" * length + "Ã©" + "é" * length

    seconds(nonsense(300))  # what is made on first use
    one = seconds(nonsense(300))
    assert any(seconds(nonsense(1500)) < 2 * one for _ in range(3))
