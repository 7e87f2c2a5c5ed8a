"""The most believable path through a lattice of candidate characters, with probabilities.

A beam search over the lattice keeps, at each position, the best histories of a few characters.
Where the histories meet again in one, the segment behind it is settled: the best path is traced
back (Viterbi) and every choice on it gets its posterior by forward-backward over the beam.
Undamaged stretches cost nothing, since one history with one candidate needs no model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, log1p

from fixtext.language import MOST_CONTEXT, UNITS_PER_BIT, Model, fold

BEAM = 16
"""Histories kept at each position."""

BEAM_COST = 16 * UNITS_PER_BIT
"""A history that costs so much more than the best one at its position is given up."""

MOST_CANDIDATES = 96
"""Candidates of one edge that are weighed: of more, the most frequent characters. Where so much
is lost, a rare character would hardly ever win."""

KEPT_COST = 12 * UNITS_PER_BIT
"""Cost of taking one character inside a garbled stretch for clean."""

_NATS = log(2) / UNITS_PER_BIT
_MOST_ALTERNATIVES = 5


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

    __slots__ = ("alpha", "arcs", "best", "best_arc", "beta", "history")

    def __init__(self, history: str) -> None:
        self.history = history
        self.alpha = -inf  # log probability of all paths to here, in nats
        self.best = inf  # cost of the best path to here
        self.beta = -inf  # log probability of all paths from here, in nats
        self.best_arc: _Arc | None = None
        self.arcs: list[_Arc] = []


_Arc = tuple[_Node, float, int, Edge, str]
"""From which node, at which cost, from which position, along which edge, with which character."""


def best_path(
    edges: Sequence[Sequence[Edge]],
    history: str,
    following: str,
    model: Model,
    beam: int | None = None,
) -> list[Piece]:
    """The most believable reading of a stretch.

    edges: for each position, the edges that leave it; every one must lead on to the end.
    history, following: the text before and after the stretch. beam: histories kept at each
    position, BEAM if not given. Returns an empty list when no path leads through.
    """
    end = len(edges)
    if end and not edges[0]:
        return []
    pieces: list[Piece] = []
    history = fold(history[-MOST_CONTEXT:])
    following = fold(following[:MOST_CONTEXT])
    at = 0
    while at < end:
        here = edges[at]
        if len(here) == 1 and len(here[0].candidates) == 1:
            edge = here[0]
            pieces.append(Piece(at, at + edge.length, edge.candidates[0], edge.kept))
            history = (history + fold(edge.candidates[0]))[-MOST_CONTEXT:]
            at += edge.length
            continue
        at, history = _settle_segment(edges, at, history, following, model, pieces, beam or BEAM)
    return pieces


def _settle_segment(
    edges: Sequence[Sequence[Edge]],
    at: int,
    history: str,
    following: str,
    model: Model,
    pieces: list[Piece],
    beam: int,
) -> tuple[int, str]:
    """Search from `at` until one history is left; append its pieces; say where it ended."""
    first = _Node(history)
    first.alpha = first.best = 0.0
    columns: dict[int, dict[str, _Node]] = {at: {history: first}}
    limits: dict[int, float] = {}  # the cost at each position beyond which nothing is kept
    order: list[list[_Node]] = []
    while True:
        at = min(columns)
        column = columns.pop(at)
        nodes = sorted(column.values(), key=lambda node: node.best)[:beam]
        worst = nodes[0].best + BEAM_COST
        nodes = [node for node in nodes if node.best <= worst]
        for node in nodes:
            _sum_arcs(node)
        order.append(nodes)
        if at == len(edges) or (len(order) > 1 and len(nodes) == 1 and not columns):
            break
        choices = [
            (edge, edge.candidates)
            if len(edge.candidates) <= MOST_CANDIDATES
            else (edge, model.likeliest(edge.candidates, MOST_CANDIDATES))
            for edge in edges[at]
        ]
        for node in nodes:
            context = model.context(node.history)
            for edge, candidates in choices:
                target = columns.setdefault(at + edge.length, {})
                worst = limits.get(at + edge.length, inf)
                for char in candidates:
                    folded = char if char > "\x7f" else fold(char)
                    cost = model.cost(context, folded)
                    if edge.kept:
                        cost += KEPT_COST
                    if node.best + cost > worst:
                        continue
                    worst = min(worst, node.best + cost + BEAM_COST)
                    new = (node.history + folded)[-MOST_CONTEXT:]
                    successor = target.get(new)
                    if successor is None:
                        successor = target[new] = _Node(new)
                    arc = (node, cost, at, edge, char)
                    successor.arcs.append(arc)
                    if node.best + cost < successor.best:
                        successor.best = node.best + cost
                        successor.best_arc = arc
                limits[at + edge.length] = worst
    for node in nodes:
        node.beta = (
            -_NATS * _future_cost(node.history, following, model) if at == len(edges) else 0.0
        )
    last = min(nodes, key=lambda node: node.best - node.beta / _NATS)
    total = _log_sum([node.alpha + node.beta for node in nodes])
    shares = _posteriors(order, total)
    found: list[Piece] = []
    node = last
    while node.best_arc is not None:
        previous, _, start, edge, char = node.best_arc
        found.append(_piece(start, edge, char, shares[start], edges[start]))
        node = previous
    pieces.extend(reversed(found))
    return at, last.history


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


def _sum_arcs(node: _Node) -> None:
    if node.arcs:
        node.alpha = _log_sum([previous.alpha - _NATS * cost for previous, cost, *_ in node.arcs])


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


def _future_cost(history: str, following: str, model: Model) -> float:
    cost = 0.0
    for char in following:
        cost += model.cost(model.context(history), char)
        if char == "\n":
            break
        history = (history + char)[-MOST_CONTEXT:]
    return cost


def _log_sum(values: list[float]) -> float:
    high = max(values)
    if high == -inf or len(values) == 1:
        return high
    if len(values) == 2:
        return high + log1p(exp(min(values) - high))
    return high + log(sum([exp(value - high) for value in values]))
