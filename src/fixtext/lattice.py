"""The most believable path through a lattice of candidate characters, with probabilities.

A beam search over the lattice keeps, at each position, the best histories of a few characters.
Where the histories meet again in one, the segment behind it is settled: the best path is traced
back (Viterbi) and every choice on it gets its posterior by forward-backward over the beam.
Undamaged stretches cost nothing, since one history with one candidate needs no model.

A history is the last few characters, and in a word all of it: when the word ends, it gets back
what the lexicon says that its characters cost too much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, log1p
from operator import attrgetter

from fixtext.folding import IS_WORD_CHARACTER
from fixtext.language import MOST_CONTEXT, UNITS_PER_BIT, Model

BEAM = 16
"""Histories kept at each position."""

WIDE_BEAM = 64
"""As many where most characters are uncertain: the right one is seldom among the best at once."""

BEAM_COST = 12 * UNITS_PER_BIT
"""A history that costs so much more than the best one at its position is given up."""

MOST_CANDIDATES = 96
"""Candidates of one edge that are weighed: of more, the most frequent characters. Where so much
is lost, a rare character would hardly ever win."""

KEPT_COST = 12 * UNITS_PER_BIT
"""Cost of taking one character inside a garbled stretch for clean."""

_NATS = log(2) / UNITS_PER_BIT
_MOST_ALTERNATIVES = 5
_LONGEST_WORD = 48
"""Characters of a word that are remembered; no lexicon has longer ones."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One step through a stretch: `length` of its characters stand for one of `candidates`.

    kept: the character is taken to be clean and stands for itself.
    """

    length: int
    candidates: tuple[str, ...]
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One character of the best path.

    start, end: the characters of the stretch that it stands for. kept: it is one of them, clean.
    inferred: there were other candidates. confidence: its posterior, 1.0 where there was no
    choice. alternatives: others that compete for the same place, most probable first.
    """

    start: int
    end: int
    char: str
    kept: bool = False
    inferred: bool = False
    confidence: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()


class _Node:
    """A history at a position, in the beam. Costs are in units of the model."""

    __slots__ = ("alpha", "arcs", "best", "best_arc", "beta", "history", "letters")

    def __init__(self, history: str, letters: int) -> None:
        self.history = history
        self.letters = letters  # how many characters at its end are of one word
        self.alpha = -inf  # log probability of all paths to here, in nats
        self.best = inf  # cost of the best path to here
        self.beta = -inf  # log probability of all paths from here, in nats
        self.best_arc: _Arc | None = None
        self.arcs: list[_Arc] = []

    def ended_word(self, model: Model) -> float:
        """Cost that the word at the end takes back when something else follows it."""
        return _ended_word(self.history, self.letters, model) if self.letters else 0.0


_Arc = tuple[_Node, float, int, Edge, str]
"""From which node, at which cost, from which position, along which edge, with which character."""


def best_path(
    edges: Sequence[Sequence[Edge]],
    history: str,
    following: str,
    model: Model,
    beam: int | None = None,
    kept_cost: float = KEPT_COST,
) -> list[Piece]:
    """The most believable reading of a stretch.

    edges: for each position, the edges that leave it; every one must lead on to the end.
    history, following: the text before and after the stretch. beam: histories kept at each
    position, BEAM if not given. kept_cost: what it costs to take a character for clean. Give
    `history` from the beginning of a word and `following` to its end. Returns an empty list
    when no path leads through.
    """
    end = len(edges)
    if end and not edges[0]:
        return []
    pieces: list[Piece] = []
    at = 0
    while at < end:
        here = edges[at]
        if len(here) == 1 and len(here[0].candidates) == 1:
            edge = here[0]
            pieces.append(Piece(at, at + edge.length, edge.candidates[0], edge.kept))
            history += edge.candidates[0]
            at += edge.length
            continue
        search = _Search(edges, model, beam or BEAM, kept_cost)
        found = search.settle(at, history, following)
        pieces += found
        history += "".join([piece.char for piece in found])
        at = found[-1].end
    return pieces


class _Search:
    """The search of one segment of a lattice, until one history is left or the lattice ends."""

    def __init__(
        self, edges: Sequence[Sequence[Edge]], model: Model, beam: int, kept_cost: float
    ) -> None:
        self.edges = edges
        self.model = model
        self.beam = beam
        self.kept_cost = kept_cost
        self.columns: dict[int, dict[str, _Node]] = {}
        self.limits: dict[int, float] = {}  # beyond this cost nothing is kept at a position

    def settle(self, at: int, history: str, following: str) -> list[Piece]:
        """The pieces from `at` to where one history is left."""
        end = len(self.edges)
        letters = _letters(history)
        first = _Node(history[-letters - MOST_CONTEXT :], letters)
        first.alpha = first.best = 0.0
        self.columns[at] = {first.history: first}
        order: list[list[_Node]] = []
        while True:
            at = min(self.columns)
            nodes = self._narrow(self.columns.pop(at))
            order.append(nodes)
            if at == end or (len(order) > 1 and len(nodes) == 1 and not self.columns):
                break
            here = self.edges[at]
            if len(here) == 1 and len(here[0].candidates) == 1:
                self._advance(nodes, at, here[0])
            else:
                self._branch(nodes, at, here)
        if at == end and len(nodes) > 1:
            ahead = MOST_CONTEXT - _alike([node.history for node in nodes])
            for node in nodes:
                node.beta = -_NATS * _future_cost(node, following, ahead, self.model)
        else:
            nodes[0].beta = 0.0
        node = min(nodes, key=lambda node: node.best - node.beta / _NATS)
        total = _log_sum([node.alpha + node.beta for node in nodes])
        shares = _posteriors(order, total)
        found: list[Piece] = []
        while node.best_arc is not None:
            previous, _, start, edge, char = node.best_arc
            found.append(_piece(start, edge, char, shares[start], self.edges[start]))
            node = previous
        found.reverse()
        return found

    def _narrow(self, column: dict[str, _Node]) -> list[_Node]:
        """The best nodes of a column, complete."""
        nodes = list(column.values())
        if len(nodes) > 1:
            nodes.sort(key=_best)
            worst = nodes[0].best + BEAM_COST
            nodes = [node for node in nodes[: self.beam] if node.best <= worst]
        for node in nodes:
            if node.arcs:
                node.alpha = _log_sum([arc[0].alpha - _NATS * arc[1] for arc in node.arcs])
        return nodes

    def _advance(self, nodes: list[_Node], at: int, edge: Edge) -> None:
        """Take the one step that there is. What costs all histories the same costs nothing."""
        char = edge.candidates[0]
        model = self.model
        in_word = IS_WORD_CHARACTER[char]
        same = not self.columns and (len({node.history[-MOST_CONTEXT:] for node in nodes}) == 1)
        target = self.columns.setdefault(at + edge.length, {})
        for node in nodes:
            cost = 0.0 if same else model.cost(model.context(node.history), char)
            if edge.kept:
                cost += self.kept_cost
            if not in_word:
                cost -= node.ended_word(model)
            self._add(target, node, cost, at, edge, char)

    def _branch(self, nodes: list[_Node], at: int, here: Sequence[Edge]) -> None:
        """Take every step from every history that may still win."""
        model = self.model
        for edge in here:
            candidates = edge.candidates
            if len(candidates) > 1:
                candidates = model.likeliest(candidates, MOST_CANDIDATES)
            target = self.columns.setdefault(at + edge.length, {})
            worst = self.limits.get(at + edge.length, inf)
            for node in nodes:
                context = model.context(node.history)
                ended = node.ended_word(model)
                for char in candidates:
                    cost = model.cost(context, char)
                    if edge.kept:
                        cost += self.kept_cost
                    if not IS_WORD_CHARACTER[char]:
                        cost -= ended
                    if node.best + cost > worst:
                        continue
                    worst = min(worst, node.best + cost + BEAM_COST)
                    self._add(target, node, cost, at, edge, char)
            self.limits[at + edge.length] = worst

    def _add(
        self, target: dict[str, _Node], node: _Node, cost: float, at: int, edge: Edge, char: str
    ) -> None:
        history, letters = _extended(node.history, node.letters, char)
        successor = target.get(history)
        if successor is None:
            successor = target[history] = _Node(history, letters)
        arc = (node, cost, at, edge, char)
        successor.arcs.append(arc)
        if node.best + cost < successor.best:
            successor.best = node.best + cost
            successor.best_arc = arc


_best = attrgetter("best")


def _piece(
    start: int,
    edge: Edge,
    char: str,
    shares: dict[tuple[int, str, bool], float],
    here: Sequence[Edge],
) -> Piece:
    """The piece of the best path at `start`, with what competes with it there.

    Of the characters that fit the path there, the one with the highest posterior is taken: it
    is the most likely to be right, even where another one lies on the single best path.
    """
    fitting = {c: s for (n, c, kept), s in shares.items() if (n, kept) == (edge.length, edge.kept)}
    char = max(fitting, key=lambda c: (fitting[c], c == char), default=char)
    others: dict[str, float] = {}
    for (length, other, kept), share in shares.items():
        if (length, other, kept) != (edge.length, char, edge.kept):
            others[other] = others.get(other, 0.0) + share
    others.pop(char, None)
    ranked = sorted(others.items(), key=lambda item: (-item[1], item[0]))
    return Piece(
        start,
        start + edge.length,
        char,
        edge.kept,
        len(edge.candidates) > 1 or sum(not other.kept for other in here) > 1,
        min(fitting.get(char, 0.0), 1.0),
        tuple((c, share) for c, share in ranked[:_MOST_ALTERNATIVES] if share >= 0.0005),
    )


def _posteriors(
    order: list[list[_Node]], total: float
) -> dict[int, dict[tuple[int, str, bool], float]]:
    """For each position, the share of the probability that goes along each choice there."""
    shares: dict[int, dict[tuple[int, str, bool], float]] = {}
    incoming: dict[int, list[float]] = {}
    for nodes in reversed(order):
        for node in nodes:
            if id(node) in incoming:
                node.beta = _log_sum(incoming[id(node)])
            if node.beta == -inf:
                continue
            for previous, cost, start, edge, char in node.arcs:
                onward = node.beta - _NATS * cost
                incoming.setdefault(id(previous), []).append(onward)
                share = exp(min(previous.alpha + onward - total, 0.0))
                key = (edge.length, char, edge.kept)
                here = shares.setdefault(start, {})
                here[key] = here.get(key, 0.0) + share
    return shares


def _future_cost(node: _Node, following: str, ahead: int, model: Model) -> float:
    """Cost of what follows, as far as it depends on the history.

    That is `ahead` characters of it, the word that the history ends in, and the next word,
    whose end goes with the end of that one.
    """
    cost = 0.0
    history, letters = node.history, node.letters
    next_ended = False
    for at, char in enumerate(following):
        if letters and not IS_WORD_CHARACTER[char]:
            if not next_ended:
                cost -= _ended_word(history, letters, model)
            next_ended = next_ended or at - letters >= 1
        if at >= ahead and (next_ended or not letters):
            return cost
        if at < ahead:
            cost += model.cost(model.context(history), char)
        if char == "\n":
            return cost
        history, letters = _extended(history, letters, char)
    if letters and letters >= len(following):
        cost -= _ended_word(history, letters, model)
    return cost


def _ended_word(history: str, letters: int, model: Model) -> float:
    """Cost that the word takes back that the last `letters` characters of a history are."""
    start = len(history) - letters
    return model.word_gain(history[start:], history[:start])


def _extended(history: str, letters: int, char: str) -> tuple[str, int]:
    """A history with one more character, and the length of the word at its end.

    It is all of an unfinished word with what stands before it, else what the model sees.
    """
    if IS_WORD_CHARACTER[char]:
        if letters:
            return history[-_LONGEST_WORD - MOST_CONTEXT :] + char, min(letters, _LONGEST_WORD) + 1
        return history[-MOST_CONTEXT:] + char, 1
    return (history + char)[-MOST_CONTEXT:], 0


def _letters(history: str) -> int:
    """The length of the word at the end of a text."""
    at = len(history)
    while at and IS_WORD_CHARACTER[history[at - 1]] and len(history) - at < _LONGEST_WORD:
        at -= 1
    return len(history) - at


def _alike(histories: list[str]) -> int:
    """How many characters at their ends all histories share."""
    first = histories[0]
    for length in range(1, MOST_CONTEXT + 1):
        if any(history[-length:] != first[-length:] for history in histories):
            return length - 1
    return MOST_CONTEXT


def _log_sum(values: list[float]) -> float:
    high = max(values)
    if high == -inf or len(values) == 1:
        return high
    if len(values) == 2:
        return high + log1p(exp(min(values) - high))
    return high + log(sum([exp(value - high) for value in values]))
