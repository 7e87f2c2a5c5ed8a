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
from heapq import nsmallest
from math import exp, inf, log, log1p
from operator import attrgetter

from fixtext.folding import IS_WORD_CHARACTER
from fixtext.language import MOST_CONTEXT, UNITS_PER_BIT
from fixtext.lattice import Edge, Model, Piece

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

_MANY = 16
"""Candidates of which the cheapest are looked for first, where several histories share them."""

_NATS = log(2) / UNITS_PER_BIT
_MOST_ALTERNATIVES = 5
_LONGEST_WORD = 48
"""Characters of a word that are remembered; no lexicon has longer ones."""


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


_Step = tuple[float, int, int]
"""At which cost, from which node, to which candidate: both by number."""

_Arc = tuple[_Node, float, int, Edge, str]
"""From which node, at which cost, from which position, along which edge, with which character.

The cost is that of the way to the node, with what was certain behind the edge."""


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
            piece = _certain_piece(at, edges)
            pieces.append(piece)
            history += piece.char
            at = piece.end
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
        """The pieces from `at` to the end of the last choice before one history is left."""
        letters = _letters(history)
        first = _Node(history[-letters - MOST_CONTEXT :], letters)
        first.alpha = first.best = 0.0
        nodes = [first]
        order = [nodes]
        self._branch(nodes, at)
        while True:
            at = min(self.columns)
            nodes = self._narrow(self.columns.pop(at))
            self.limits.pop(at, None)
            order.append(nodes)
            if not self.columns:
                # All paths lead through here, and from here on to the next choice.
                if len(nodes) == 1:
                    break
                certain, at = self._certain_from(at)
                if at < len(self.edges):
                    settled = _follow(nodes, certain, -1, self.model)
                else:
                    line = following[: following.find("\n") + 1 or None]
                    settled = _follow(nodes, certain + line, len(line), self.model)
                if settled:
                    break
            self._branch(nodes, at)
        for node in nodes:
            node.beta = 0.0
        node = min(nodes, key=_best)
        return self._traced_back(node, _posteriors(order, _log_sum([node.alpha for node in nodes])))

    def _traced_back(
        self, node: _Node, shares: dict[int, dict[tuple[int, str, bool], float]]
    ) -> list[Piece]:
        """The pieces of the best path to a node."""
        arcs = []
        while node.best_arc is not None:
            arcs.append(node.best_arc)
            node = node.best_arc[0]
        found: list[Piece] = []
        for _, _, start, edge, char in reversed(arcs):
            while found and found[-1].end < start:
                found.append(_certain_piece(found[-1].end, self.edges))
            found.append(_piece(start, edge, char, shares[start], self.edges[start]))
        return found

    def _certain_from(self, at: int) -> tuple[str, int]:
        """What is certain from a position on, and where the next choice is."""
        edges = self.edges
        certain = ""
        while at < len(edges):
            here = edges[at]
            if len(here) > 1 or len(here[0].candidates) > 1:
                break
            certain += here[0].candidates[0]
            at += here[0].length
        return certain, at

    def _narrow(self, column: dict[str, _Node]) -> list[_Node]:
        """The best nodes of a column, complete."""
        nodes = list(column.values())
        if len(nodes) > 1:
            nodes.sort(key=_best)
            worst = nodes[0].best + BEAM_COST
            nodes = [node for node in nodes[: self.beam] if node.best <= worst]
        for node in nodes:
            node.alpha = _log_sum([arc[0].alpha - _NATS * arc[1] for arc in node.arcs])
        return nodes

    def _branch(self, nodes: list[_Node], at: int) -> None:
        """Take every step from every history that may still win."""
        model = self.model
        # What is behind limits nothing any more; in a long segment there would be ever more of it.
        self.limits = {place: cost for place, cost in self.limits.items() if place > at}
        for edge in sorted(self.edges[at], key=_farthest):
            end = at + edge.length
            candidates = edge.candidates
            if len(candidates) > 1:
                candidates = model.likeliest(candidates, MOST_CANDIDATES)
            # To be as cheap as another that has come farther is not enough.
            worst = min([cost for place, cost in self.limits.items() if place >= end], default=inf)
            kept_cost = self.kept_cost if edge.kept else 0.0
            found, self.limits[end] = self._steps(nodes, kept_cost, candidates, worst)
            if found:
                target = self.columns.setdefault(end, {})
                for total, number, place in found:
                    _add(target, nodes[number], total, at, edge, candidates[place])

    def _steps(
        self, nodes: list[_Node], kept_cost: float, candidates: tuple[str, ...], worst: float
    ) -> tuple[list[_Step], float]:
        """The cheapest steps from some nodes to some candidates, and what they cost at most.

        worst: beyond which cost nothing is kept.
        """
        model = self.model
        most = 2 * self.beam
        in_words = list(map(IS_WORD_CHARACTER.__getitem__, candidates))
        ends = not all(in_words)
        every = range(len(candidates))
        is_long = len(candidates) >= _MANY
        found: list[_Step] = []
        limit = worst  # as worst; where there are steps enough, the cost of the last of them
        known: _Orders = {}
        for number, node in enumerate(nodes):
            cost = node.best + kept_cost
            ended = 0.0
            if ends and node.letters:
                ended = _ended_word(node.history, node.letters, model)
            if cost - ended > limit:
                continue
            costs = model.costs(node.history, candidates)
            order = _cheapest_first(known, costs, ended, in_words) if is_long else None
            for place in every if order is None else order:
                total = cost + costs[place]
                if ended and not in_words[place]:
                    total -= ended
                if total <= limit:
                    found.append((total, number, place))
                    if total + BEAM_COST < worst:
                        worst = total + BEAM_COST
                        limit = min(limit, worst)
                elif order is not None:
                    break
            if len(found) > 2 * most:
                found = nsmallest(most, found)
                limit = min(limit, found[-1][0])
        found = [step for step in found if step[0] <= worst]
        return (nsmallest(most, found) if len(found) > most else found), worst


_Orders = dict[tuple[int, float], tuple[Sequence[float], list[int]]]
"""For lists of costs, with what ending a word takes back: the list, and candidates in order."""


def _cheapest_first(
    known: _Orders, costs: Sequence[float], ended: float, in_words: list[bool]
) -> list[int] | None:
    """The candidates with some costs, cheapest first, if these costs have been met before.

    In nonsense many histories have the same costs after them, the very same list.
    """
    key = id(costs), ended
    met = known.get(key)
    if met is None:
        known[key] = costs, []
        return None
    if not met[1]:
        totals = [
            cost if in_word else cost - ended for cost, in_word in zip(costs, in_words, strict=True)
        ]
        met[1].extend(sorted(range(len(totals)), key=totals.__getitem__))
    return met[1]


def _farthest(edge: Edge) -> tuple[int, bool]:
    return -edge.length, edge.kept


def _add(
    target: dict[str, _Node], node: _Node, total: float, at: int, edge: Edge, char: str
) -> None:
    history, letters = _extended(node.history, node.letters, char)
    successor = target.get(history)
    if successor is None:
        successor = target[history] = _Node(history, letters)
    arc = (node, total - node.best, at, edge, char)
    successor.arcs.append(arc)
    if total < successor.best:
        successor.best = total
        successor.best_arc = arc


def _follow(nodes: list[_Node], certain: str, behind: int, model: Model) -> bool:
    """Take all nodes along what is certain, as far as what that costs depends on them.

    Nodes that fall too far behind are taken out of the list; those that become alike are made
    one. behind: how many of the characters are those behind the lattice, -1 when there is more of
    it. Says whether nothing behind depends on the node any more.
    """
    if len(nodes) == 1:
        return True
    ahead = MOST_CONTEXT - _alike([node.history for node in nodes])
    # That many characters later, behind the end of a word, all have the same history.
    stop = max(ahead, 1)
    while stop <= len(certain) and IS_WORD_CHARACTER[certain[stop - 1]]:
        stop += 1
    settled = stop <= len(certain)
    certain = certain[:stop]
    words = [IS_WORD_CHARACTER[char] for char in certain]
    limits = [inf] * len(certain)
    cost = model.cost
    alike: dict[str, _Node] = {}
    for node in nodes:
        total, letters = node.best, node.letters
        whole = node.history + certain
        for place, at in enumerate(range(len(node.history), len(whole))):
            if place < ahead:
                total += cost(whole[at - MOST_CONTEXT if at > MOST_CONTEXT else 0 : at + 1])
            if words[place]:
                letters += 1
            elif letters:
                total -= _ended_word(whole[:at], min(letters, _LONGEST_WORD + 1), model)
                letters = 0
            if total > limits[place]:
                break
            limits[place] = min(limits[place], total + BEAM_COST)
        else:
            letters = min(letters, _LONGEST_WORD + 1)
            if letters and not settled and 0 <= behind <= letters:
                total -= _ended_word(whole, letters, model)
            _move(node, total, whole[-letters - MOST_CONTEXT :], letters, alike)
    nodes[:] = alike.values()
    return settled or behind >= 0


def _move(node: _Node, total: float, history: str, letters: int, alike: dict[str, _Node]) -> None:
    """Take a node to another history, and make it one with another that has come there."""
    more = total - node.best
    node.history, node.letters, node.best = history, letters, total
    node.alpha -= _NATS * more
    node.arcs = [
        (previous, cost + more, start, edge, char)
        for previous, cost, start, edge, char in node.arcs
    ]
    other = alike.setdefault(history, node)
    if other is not node:
        other.arcs += node.arcs
        other.alpha = _log_sum([other.alpha, node.alpha])
        if total < other.best:
            other.best, other.best_arc = total, node.best_arc


_best = attrgetter("best")


def _certain_piece(at: int, edges: Sequence[Sequence[Edge]]) -> Piece:
    length, candidates, kept = edges[at][0]
    return Piece(at, at + length, candidates[0], kept)


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
