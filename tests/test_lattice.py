"""The search through a lattice, against counting every path of small ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum, inf
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fixtext import lattice
from fixtext.language import MOST_CONTEXT, UNITS_PER_BIT, fold
from fixtext.lattice import KEPT_COST, Edge, Piece, best_path

Step = tuple[int, Edge, str]
"""Where an edge starts, the edge, and which of its candidates."""


class Toy:
    """A bigram model of made-up costs: what a character costs depends on the one before it."""

    def __init__(self, seed: int = 0, spread: int = 40) -> None:
        self.seed = seed
        self.spread = spread
        self.asked: set[str] = set()

    def likeliest(self, candidates: tuple[str, ...], most: int) -> tuple[str, ...]:
        return candidates[:most]

    def context(self, history: str) -> str:
        self.asked.add(history)
        return history[-2:]

    def cost(self, context: Any, char: str) -> float:
        before, last = ("\n\n" + context)[-2:]
        mixed = ord(char) * 31 + ord(last) * 17 + ord(before) * 7 + self.seed * 101
        return (mixed * 2654435761 >> 7) % self.spread + 1


class Words:
    """Each listed word costs 1 a character, everything else 100."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def likeliest(self, candidates: tuple[str, ...], most: int) -> tuple[str, ...]:
        return candidates[:most]

    def context(self, history: str) -> str:
        return history

    def cost(self, context: Any, char: str) -> float:
        return 1 if any((context + char).endswith(word[: len(word)]) for word in self.words) else 90


def paths(edges: Sequence[Sequence[Edge]], at: int = 0) -> Iterator[list[Step]]:
    """Every path through a lattice."""
    if at == len(edges):
        yield []
        return
    for edge in edges[at]:
        for char in edge.candidates:
            for rest in paths(edges, at + edge.length):
                yield [(at, edge, char), *rest]


def path_cost(path: Sequence[Step], history: str, following: str, model: Any) -> float:
    total = 0.0
    history = fold(history)
    for _, edge, char in path:
        total += model.cost(model.context(history), fold(char)) + KEPT_COST * edge.kept
        history += fold(char)
    for char in fold(following)[:MOST_CONTEXT]:
        total += model.cost(model.context(history), char)
        if char == "\n":
            break
        history += char
    return total


@st.composite
def lattices(draw: Any) -> list[list[Edge]]:
    """Lattices in which every edge leads on to the end."""
    length = draw(st.integers(1, 5))
    edges: list[list[Edge]] = []
    for at in range(length):
        here = []
        for size in draw(st.lists(st.integers(1, min(3, length - at)), unique=True, max_size=2)):
            letters = draw(st.text("çéñ文中, 7", min_size=1, max_size=3))
            here.append(Edge(size, tuple(sorted(set(letters)))))
        if not here or draw(st.booleans()):
            here.append(Edge(1, ("Ã",), kept=True))
        edges.append(here)
    return edges


@pytest.fixture(name="no_beam", scope="module")
def widen_the_beam() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lattice, "BEAM", 100_000)
        patch.setattr(lattice, "BEAM_COST", inf)
        yield


@pytest.mark.usefixtures("no_beam")
@settings(max_examples=200)
@given(
    edges=lattices(),
    history=st.text("aé文\n", max_size=7),
    following=st.text("bé文\n", max_size=7),
    seed=st.integers(0, 1000),
    spread=st.sampled_from([2, 12, 60, 400]),
)
@example(
    edges=[[Edge(1, ("é", "ñ"))], [Edge(1, ("文",))]], history="", following="", seed=0, spread=9
)
def test_against_every_path(
    edges: list[list[Edge]], history: str, following: str, seed: int, spread: int
) -> None:
    model = Toy(seed, spread)
    found = best_path(edges, history, following, model)
    every = list(paths(edges))
    costs = [path_cost(path, history, following, model) for path in every]
    weights = [2.0 ** (-cost / UNITS_PER_BIT) for cost in costs]
    total = fsum(weights)

    # The edges are those of a path of the least cost.
    route = [(piece.start, piece.end, piece.kept) for piece in found]
    best = [
        [(at, at + edge.length, edge.kept) for at, edge, _ in path]
        for path, cost in zip(every, costs, strict=True)
        if cost <= min(costs) + 1e-9
    ]
    assert route in best

    # Each posterior is the share of the paths that go that way.
    shares: dict[tuple[int, int, str, bool], float] = {}
    for path, weight in zip(every, weights, strict=True):
        for at, edge, char in path:
            key = (at, at + edge.length, char, edge.kept)
            shares[key] = shares.get(key, 0.0) + weight / total
    for piece in found:
        key = (piece.start, piece.end, piece.char, piece.kept)
        assert piece.confidence == pytest.approx(shares[key], abs=1e-6)
        # No other character fits the path here and is more probable.
        rivals = [
            share
            for (start, end, _, kept), share in shares.items()
            if (start, end, kept) == (piece.start, piece.end, piece.kept)
        ]
        assert shares[key] >= max(rivals) - 1e-6
        # The alternatives are all other ways from here, by their character.
        others: dict[str, float] = {}
        for (start, end, char, kept), share in shares.items():
            if start == piece.start and (start, end, char, kept) != key and char != piece.char:
                others[char] = others.get(char, 0.0) + share
        ranked = sorted(others.values(), reverse=True)
        assert [share for _, share in piece.alternatives] == pytest.approx(
            [share for share in ranked[:5] if share >= 0.0005], abs=1e-6
        )
        for char, share in piece.alternatives:
            assert share == pytest.approx(others[char], abs=1e-6)


@given(edges=lattices(), seed=st.integers(0, 1000))
def test_pieces_cover_the_stretch(edges: list[list[Edge]], seed: int) -> None:
    found = best_path(edges, "\n", "\n", Toy(seed))
    assert [piece.start for piece in found] == [0, *(piece.end for piece in found[:-1])]
    assert found[-1].end == len(edges)
    for piece in found:
        here = edges[piece.start]
        fitting = [
            edge
            for edge in here
            if (edge.length, edge.kept) == (piece.end - piece.start, piece.kept)
        ]
        assert any(piece.char in edge.candidates for edge in fitting)
        readings = sum(len(edge.candidates) for edge in here if not edge.kept)
        if not piece.kept:
            assert piece.inferred == (readings > 1)


def test_without_a_choice_no_model_is_asked() -> None:
    model = Toy()
    edges = [[Edge(2, ("é",))], [], [Edge(1, ("文",))], [Edge(1, ("Ã",), kept=True)]]
    assert best_path(edges, "a", "b", model) == [
        Piece(0, 2, "é"),
        Piece(2, 3, "文"),
        Piece(3, 4, "Ã", kept=True),
    ]
    assert not model.asked


def test_no_path_is_no_piece() -> None:
    assert best_path([[]], "a", "b", Toy()) == []
    assert best_path([[], [Edge(1, ("é",))]], "a", "b", Toy()) == []


def test_an_empty_stretch_has_no_piece() -> None:
    assert best_path([], "a", "b", Toy()) == []


def test_what_stands_before_decides() -> None:
    edges = [[Edge(1, ("中", "文"))]]
    model = Words("国中", "语文", "a文")
    assert best_path(edges, "国", "", model)[0].char == "中"
    assert best_path(edges, "语", "", model)[0].char == "文"
    assert best_path(edges, "1a", "", model)[0].char == "文"


def test_what_follows_decides() -> None:
    edges = [[Edge(1, ("中", "文"))]]
    model = Words("中国", "文字")
    assert best_path(edges, "", "国", model)[0].char == "中"
    assert best_path(edges, "", "字", model)[0].char == "文"
    # What stands on the next line does not: it costs the same after either.
    first, second = (best_path(edges, "", following, model)[0] for following in ("\n国", "\n字"))
    assert first == second


def test_a_choice_reaches_over_what_is_certain() -> None:
    edges = [[Edge(1, ("中", "文"))], [Edge(1, ("的",))], [Edge(1, ("国", "字"))]]
    model = Words("中", "中的", "中的国")
    assert [piece.char for piece in best_path(edges, "", "", model)] == ["中", "的", "国"]


@pytest.mark.parametrize("margin", [-8, 8])
def test_keeping_a_character_costs(margin: int) -> None:
    class Flat:
        def likeliest(self, candidates: tuple[str, ...], most: int) -> tuple[str, ...]:
            return candidates[:most]

        def context(self, history: str) -> str:
            return history

        def cost(self, context: Any, char: str) -> float:  # noqa: ARG002
            return 10 + KEPT_COST + margin if char == "à" else 10

    piece = best_path([[Edge(1, ("à",)), Edge(1, ("Ã",), kept=True)]], "", "", Flat())[0]
    assert piece.kept == (margin > 0)
    assert piece.char == ("Ã" if margin > 0 else "à")
    assert piece.confidence == pytest.approx(2 / 3)
    # One reading beside the kept character is no inference.
    assert not piece.inferred


def test_the_model_sees_folded_text_alone() -> None:
    model = Toy()
    edges = [[Edge(1, ("é", "5"))], [Edge(1, ("ñ", "文"))]]
    best_path(edges, "x9\t", "7\t", model)
    assert model.asked
    assert all(history == fold(history) for history in model.asked)
    assert any("0 " in history for history in model.asked)


def test_a_narrow_beam_still_leads_through(monkeypatch: pytest.MonkeyPatch) -> None:
    letters = tuple(map(chr, range(0x4E00, 0x4E40)))
    edges = [[Edge(1, letters)] for _ in range(12)]
    for beam in (1, 2, 16):
        monkeypatch.setattr(lattice, "BEAM", beam)
        found = best_path(edges, "\n", "\n", Toy(3))
        assert len(found) == 12
        assert all(0.0 <= piece.confidence <= 1.0 for piece in found)
        assert all(
            piece.confidence + sum(share for _, share in piece.alternatives) <= 1 + 1e-9
            for piece in found
        )


def test_a_path_with_most_of_the_probability_is_the_answer() -> None:
    edges = [[Edge(1, ("中", "文", "国"))] for _ in range(6)]
    clear = 0
    for seed in range(40):
        model = Toy(seed, 200)
        every = list(paths(edges))
        costs = [path_cost(path, "\n", "\n", model) for path in every]
        weights = [2.0 ** (-cost / UNITS_PER_BIT) for cost in costs]
        if max(weights) > 0.6 * fsum(weights):
            clear += 1
            best = "".join(char for _, _, char in every[weights.index(max(weights))])
            assert "".join(piece.char for piece in best_path(edges, "\n", "\n", model)) == best
    assert clear > 20
