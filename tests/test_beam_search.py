"""The search through a lattice, against counting every path of small ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import fsum, inf
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fixtext import beam_search
from fixtext.beam_search import KEPT_COST, best_path
from fixtext.language import MOST_CONTEXT, UNITS_PER_BIT
from fixtext.lattice import Edge, Piece

Step = tuple[int, Edge, str]
"""Where an edge starts, the edge, and which of its candidates."""

WORD = re.compile("[a-zçéñÃא\u0301]+")
SINCE_WORD = re.compile("[a-zçéñÃא\u0301]*[^a-zçéñÃא\u0301]*$")


class Costs:
    """A model of which the cost of a character is all that is known."""

    def cost(self, window: str) -> float:
        raise NotImplementedError

    def costs(self, history: str, candidates: tuple[str, ...]) -> list[float]:
        return [self.cost(history[-MOST_CONTEXT:] + char) for char in candidates]

    def likeliest(self, candidates: tuple[str, ...], most: int) -> tuple[str, ...]:
        return candidates[:most]

    def word_gain(self, word: str, before: str) -> float:  # noqa: ARG002
        return 0


class Toy(Costs):
    """A trigram model of made-up costs, and of words whose gains depend on what stands before.

    gains: of how many units the gains are; 0 for a model without words.
    """

    def __init__(self, seed: int = 0, spread: int = 40, gains: int = 0) -> None:
        self.seed = seed
        self.spread = spread
        self.gains = gains
        self.asked: set[str] = set()
        self.words: list[tuple[str, str]] = []

    def cost(self, window: str) -> float:
        history, char = window[:-1], window[-1]
        self.asked.add(history)
        before, last = ("\n\n" + history)[-2], ("\n" + history)[-1]
        mixed = ord(char) * 31 + ord(last) * 17 + ord(before) * 7 + self.seed * 101
        return (mixed * 2654435761 >> 7) % self.spread + 1

    def word_gain(self, word: str, before: str) -> float:
        self.words.append((word, before))
        if not self.gains:
            return 0
        mixed = self.seed * 101
        last = SINCE_WORD.search(before)
        assert last is not None
        for char in last[0][-MOST_CONTEXT:] + "|" + word:
            mixed = (mixed * 31 + ord(char)) % 1_000_003
        return (mixed * 2654435761 >> 7) % self.gains - self.gains // 4


class Words(Costs):
    """The last character of each listed word costs 1, everything else 90."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def cost(self, window: str) -> float:
        return 1 if window.endswith(self.words) else 90


class Flat(Costs):
    """Every character costs 10, and some more; some words gain, after what ends in something."""

    def __init__(
        self,
        more: dict[str, float] | None = None,
        gains: dict[tuple[str, str], float] | None = None,
    ) -> None:
        self.more = more or {}
        self.gains = gains or {}

    def cost(self, window: str) -> float:
        return 10 + self.more.get(window[-1], 0)

    def word_gain(self, word: str, before: str) -> float:
        return sum(
            gain
            for (end, other), gain in self.gains.items()
            if other == word and before.endswith(end)
        )


class Sharing(Toy):
    """The same list of costs for all histories that end in the same two characters."""

    def __init__(self, seed: int, gains: int) -> None:
        super().__init__(seed, gains=gains)
        self.known: dict[tuple[str, tuple[str, ...]], list[float]] = {}

    def costs(self, history: str, candidates: tuple[str, ...]) -> list[float]:
        key = history[-2:], candidates
        return self.known.setdefault(key, super().costs(history, candidates))


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
    """Costs of the path and of what follows it on the line, less the gains of their words."""
    read = history + "".join(char for _, _, char in path)
    following = following[: following.find("\n") + 1 or None]
    whole = read + following
    total = KEPT_COST * sum(edge.kept for _, edge, _ in path)
    for at in range(len(history), len(whole)):
        total += model.cost(whole[max(at - MOST_CONTEXT, 0) : at + 1])
    for match in WORD.finditer(whole):
        # Words count that end behind the history, but for one that may go on behind what is
        # known; that in which the path ends is complete.
        if match.end() >= len(history) and (match.start() <= len(read) or match.end() < len(whole)):
            total -= model.word_gain(match[0], whole[: match.start()])
    return total


@st.composite
def lattices(draw: Any) -> list[list[Edge]]:
    """Lattices in which every edge leads on to the end."""
    length = draw(st.integers(1, 5))
    edges: list[list[Edge]] = []
    for at in range(length):
        here = []
        for size in draw(st.lists(st.integers(1, min(3, length - at)), unique=True, max_size=2)):
            letters = draw(st.text("çéñ文中א\u0301, 7", min_size=1, max_size=3))
            here.append(Edge(size, tuple(sorted(set(letters)))))
        if not here or draw(st.booleans()):
            here.append(Edge(1, ("Ã",), kept=True))
        edges.append(here)
    return edges


@settings(max_examples=200)
@given(
    edges=lattices(),
    history=st.text("aé文, \n", max_size=9),
    following=st.text("bé文, \n", max_size=9),
    seed=st.integers(0, 1000),
    spread=st.sampled_from([2, 12, 60, 400]),
    gains=st.sampled_from([0, 40, 300]),
)
@example(
    edges=[[Edge(1, ("é", "ñ"))], [Edge(1, ("文",))]],
    history="",
    following="",
    seed=0,
    spread=9,
    gains=0,
)
@example(
    # One way is forced to its end, which another way has reached before.
    edges=[[Edge(1, ("é",)), Edge(2, ("文",))], [Edge(1, ("中",))]],
    history="a",
    following="",
    seed=0,
    spread=60,
    gains=0,
)
def test_against_every_path(
    edges: list[list[Edge]], history: str, following: str, seed: int, spread: int, gains: int
) -> None:
    model = Toy(seed, spread, gains)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beam_search, "BEAM", 100_000)
        patch.setattr(beam_search, "BEAM_COST", inf)
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


@given(edges=lattices(), seed=st.integers(0, 1000), gains=st.sampled_from([0, 60]))
def test_pieces_cover_the_stretch(edges: list[list[Edge]], seed: int, gains: int) -> None:
    found = best_path(edges, "\n", "\n", Toy(seed, gains=gains))
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
    assert not model.words


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
@pytest.mark.parametrize("kept_cost", [KEPT_COST, 3 * KEPT_COST, 0.0])
def test_keeping_a_character_costs(margin: int, kept_cost: float) -> None:
    edges = [[Edge(1, ("à",)), Edge(1, ("Ã",), kept=True)]]
    piece = best_path(edges, "", "", Flat({"à": kept_cost + margin}), kept_cost=kept_cost)[0]
    assert piece.kept == (margin > 0)
    assert piece.char == ("Ã" if margin > 0 else "à")
    assert piece.confidence == pytest.approx(2 / 3)
    # One reading beside the kept character is no inference.
    assert not piece.inferred


def test_keeping_a_character_costs_as_a_rule_what_is_documented() -> None:
    edges = [[Edge(1, ("à",)), Edge(1, ("Ã",), kept=True)]]
    model = Flat({"à": KEPT_COST + 8})
    assert best_path(edges, "", "", model) == best_path(edges, "", "", model, kept_cost=KEPT_COST)


# Words.


@pytest.mark.parametrize(
    ("history", "edges", "following", "word"),
    [
        ("n", "é/ñ ,", "", ",né"),  # it ends in the stretch
        ("n", "é/ñ ,/;", "", ",né"),
        ("n", "é/ñ e ,", "", ",née"),
        ("n", "é/ñ e , x", " x", ",née"),
        ("n", "é/ñ", ", x", ",né"),  # right behind it
        ("n", "é/ñ", "e, x", ",née"),  # in what follows
        ("n", "é/ñ e", "s, x", ",nées"),
        ("n", "é/ñ", "\nx", ",né"),
        ("n", "é/ñ", "", ",né"),  # where all ends
        ("n", "é/ñ", "es", ",nées"),
        ("", "n é/ñ e", " ", ",née"),
        ("née", "é/,", "x ", ",néeéx"),  # or not: a mark ends the word before it
        ("née", "é/, x", "", ",néeéx"),
        # The next word goes with it.
        ("n", "é/ñ", " plus ", "né ,plus"),
        ("n", "é/ñ", ", plus ", "né, ,plus"),
        ("n", "é/ñ x", " plus\n", "néx ,plus"),
        ("n", "é/ñ , x", " ", "né,,x"),
        ("n", "é/ñ ,", "x ", "né,,x"),
    ],
)
def test_a_word_gains_once_when_it_ends(
    history: str, edges: str, following: str, word: str
) -> None:
    lattice_ = [[Edge(1, tuple(sorted(step.split("/"))))] for step in edges.split(" ")]
    before, _, gaining = word.rpartition(",")
    # Two bits: four times as probable as all else, not sixteen times.
    model = Flat(gains={(before.removeprefix(","), gaining): 2 * UNITS_PER_BIT})
    at = edges.split(" ").index(next(step for step in edges.split(" ") if "é/" in step))
    piece = best_path(lattice_, " " + history, following, model)[at]
    assert piece.char == "é"
    assert piece.confidence == pytest.approx(0.8)


def test_the_word_after_the_next_does_not_matter() -> None:
    model = Flat(gains={("", "troisième"): 80})
    piece = best_path([[Edge(1, ("é", "ñ"))]], "n", " deux troisième ", model)[0]
    assert piece.confidence == pytest.approx(0.5)


def test_a_word_that_is_complete_before_the_stretch_gains_nothing() -> None:
    model = Toy(gains=100)
    best_path([[Edge(1, ("é", "ñ"))]], "avant, ", ", x", model)
    assert {word for word, _ in model.words} <= {"é", "ñ", "x"}


def test_what_stands_before_a_word_is_told_with_it() -> None:
    model = Toy(spread=4)
    edges = [[Edge(1, ("é", "ñ"))], [Edge(1, ("e",))], [Edge(1, ("s", "r"))], [Edge(1, (",",))]]
    best_path(edges, "le livre, n", ", ", model)
    assert {before for _, before in model.words} == {"vre, "}
    assert {f"n{a}e{b}" for a in "éñ" for b in "sr"} <= {word for word, _ in model.words}


@pytest.mark.parametrize("length", [30, 43, 44, 48])
def test_a_long_word_is_told_with_what_stands_before_it(length: int) -> None:
    model = Toy(gains=100)
    edges = [[Edge(1, ("é",))] for _ in range(length - 1)]
    best_path([[Edge(1, ("é", "ñ"))], *edges, [Edge(1, (",",))]], "abcd ", "", model)
    assert {before for _, before in model.words} == {"abcd "}
    assert {len(word) for word, _ in model.words} == {length}


def test_words_that_are_not_set_apart_have_no_gain() -> None:
    model = Toy(gains=100)
    edges = [[Edge(1, ("中", "文"))], [Edge(1, ("国", "字"))], [Edge(1, ("。", "ก"))]]
    best_path(edges, "我们", "来了。", model)
    assert model.words == []


def test_a_word_without_end_stays_linear() -> None:
    # Words of no language: 16 histories differ in all their characters, so none ever meet.
    most = beam_search._LONGEST_WORD + 1
    calls = []
    for length in (200, 400, 800):
        model = Toy(5, 4)
        seen = 0

        def cost(window: str, model: Toy = model) -> float:
            nonlocal seen
            seen += 1
            return Toy.cost(model, window)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(model, "cost", cost)
            found = best_path(
                [[Edge(1, ("é", "ñ"))] for _ in range(length)], "a" * 500, "b" * 500 + ",", model
            )
        assert len(found) == length
        assert max(map(len, model.asked)) <= most + MOST_CONTEXT
        assert max(len(word) for word, _ in model.words) <= most
        calls.append(seen)
    assert calls[2] - calls[1] <= 2.1 * (calls[1] - calls[0])


def test_the_model_sees_the_text_as_it_is() -> None:
    model = Toy()
    edges = [[Edge(1, ("É", "5"))], [Edge(1, ("Ñ", "文"))]]
    best_path(edges, "Il y a X9\t", "7\tZ", model)
    readings = ["Il y a X9\t" + a + b + "7\tZ" for a in "É5" for b in "Ñ文"]
    assert "É" in {history[-1] for history in model.asked}
    for history in model.asked:
        assert len(history) >= MOST_CONTEXT
        assert any(history in reading for reading in readings)


def test_a_narrow_beam_still_leads_through(monkeypatch: pytest.MonkeyPatch) -> None:
    letters = tuple(map(chr, range(0x4E00, 0x4E40)))
    edges = [[Edge(1, letters)] for _ in range(12)]
    for beam in (1, 2, 16):
        monkeypatch.setattr(beam_search, "BEAM", beam)
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
    for seed in range(80):
        model = Toy(seed, 120)
        every = list(paths(edges))
        costs = [path_cost(path, "\n", "\n", model) for path in every]
        weights = [2.0 ** (-cost / UNITS_PER_BIT) for cost in costs]
        if max(weights) > 0.6 * fsum(weights):
            clear += 1
            best = "".join(char for _, _, char in every[weights.index(max(weights))])
            assert "".join(piece.char for piece in best_path(edges, "\n", "\n", model)) == best
    assert clear > 20


@given(st.integers(0, 1000), st.sampled_from([0, 200]), st.integers(2, 6))
def test_shared_costs_change_nothing(seed: int, gains: int, places: int) -> None:
    many = tuple("abcdefghijklmnopqrsçéñÃא .«»")
    edges = [[Edge(1, many[at % 3 :]), Edge(1, ("Ã",), kept=True)] for at in range(places)]
    shared = best_path(edges, "\n", " ", Sharing(seed, gains))
    assert shared == best_path(edges, "\n", " ", Toy(seed, gains=gains))
