"""Counting, smoothing, pruning and scoring of character n-grams, on whole arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from fixtext import folding, language
from fixtext.ngrams import MULTIPLIER
from tools.model_texts import Text

TYPE_WEIGHT = 1.2
"""Witten-Bell's weight on the number of types that follow a context; 1 is the original, 1.2
restored most on development text."""

SAFE_SHARE = 0.25
"""What an n-gram is worth in which no character is easily lost, against one that has one."""

FEWEST = 1.5
"""N-grams of three and more characters that occur less often are not kept."""

SMALL = 3_000_000
"""Counted characters below which gains are not believed as if there had been so many."""

LINE_END = ord("\n")

Array = Any
"""A numpy array; numpy is no dependency of the checks."""

Rows = tuple[Array, Array, Array]
"""Keys, probabilities (or backoff weights) and values (bits a character lost without them)."""


@dataclass(frozen=True, slots=True)
class Ngrams:
    """A pruned model: its n-grams and backoff weights by key, and its unigram probabilities.

    characters: how many were counted. least: bits a character that each n-gram is worth.
    """

    order: int
    rows: Rows
    backoffs: Rows
    points: Array
    unigrams: Array
    characters: float
    least: float


def windows(points: Array, order: int) -> dict[str, Array]:
    """The n-grams of `order` characters: their keys, and what derives from them.

    An n-gram is left out when a line ends inside it, and beyond unigrams when it is all ASCII.
    """
    n = len(points) - order + 1
    context_points, last_points = CONTEXT_POINTS[points], LAST_POINTS[points]
    last = PREDICTED_POINTS[points[order - 1 :]]
    prefix: Array = np.zeros(n, np.uint64)
    suffix_context = prefix
    keep = np.ones(n, bool) if order == 1 else last >= 0x80
    lost = EASILY_LOST[last]
    for k in range(order - 1):
        here = (last_points if k == order - 2 else context_points)[k : k + n]
        prefix = append(prefix, here)
        if k:
            suffix_context = append(suffix_context, here)
        keep |= here >= 0x80
        lost = lost | EASILY_LOST[here]
    for k in range(order):
        keep &= points[k : k + n] != ord(language.UNKNOWN)
    for k in range(1, order - 1):
        keep &= points[k : k + n] != LINE_END
    found = {
        "key": append(prefix, last),
        "prefix": prefix,
        "suffix": append(suffix_context, last),
        "suffix_context": suffix_context,
        "last": last,
        "lost": lost,
    }
    return {name: values[keep] for name, values in found.items()}


CONTEXT_POINTS: Array = np.array(
    [folding.CONTEXT_POINTS[chr(point)] for point in range(0x110000)], np.uint32
)
LAST_POINTS: Array = np.array(
    [folding.LAST_POINTS[chr(point)] for point in range(0x110000)], np.uint32
)
PREDICTED_POINTS: Array = np.array(
    [folding.predicted_point(chr(point)) for point in range(0x110000)], np.uint32
)


def easily_lost() -> Array:
    """For each code point, whether windows-1252 or windows-1254 lose a byte of its UTF-8."""
    gone = {0x81, 0x8D, 0x8E, 0x8F, 0x90, 0x9D, 0x9E, 0xAD}
    table: Array = np.zeros(0x110000, bool)
    for point in range(0x80, 0x110000):
        table[point] = not gone.isdisjoint(chr(point).encode("utf-8", "surrogatepass"))
    return table


EASILY_LOST = easily_lost()


def append(key: Array, points: Array) -> Array:
    """The keys of n-grams, from those of their contexts and from their last characters."""
    return (key + points.astype(np.uint64)) * np.uint64(MULTIPLIER)


def count(texts: list[tuple[Array, float]], order: int) -> dict[str, Array]:
    """Distinct n-grams of several weighted texts, sorted by key, with their counts."""
    parts = []
    for points, weight in texts:
        if len(points) >= order:
            part = windows(points, order)
            parts.append(distinct(part | {"count": np.full(len(part["key"]), weight)}))
    return distinct({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


def distinct(rows: dict[str, Array]) -> dict[str, Array]:
    """Rows of distinct keys, sorted; their counts are added up."""
    order = np.argsort(rows["key"], kind="stable")
    first: Array = np.ones(len(order), bool)
    first[1:] = rows["key"][order[1:]] != rows["key"][order[:-1]]
    starts = np.flatnonzero(first)
    counts = np.add.reduceat(rows["count"][order], starts) if len(starts) else rows["count"]
    return {name: values[order[starts]] for name, values in rows.items()} | {"count": counts}


def build(texts: list[Text], order: int, *, budget: int = 0, least: float = 0.0) -> Ngrams:
    """The model of some texts: `budget` n-grams, or those worth `least` bits a character."""
    all_points = [
        np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32) for text, _ in texts
    ]
    weights = [weight for _, weight in texts]
    weighted_points = list(zip(all_points, weights, strict=True))
    levels = {k: count(weighted_points, k) for k in range(1, order + 1)}
    unigrams = levels[1]
    characters = float(unigrams["count"].sum())
    unigrams["p"] = unigrams["count"] / characters
    for k in range(2, order + 1):
        level, lower = levels[k], levels[k - 1]
        contexts, index = np.unique(level["prefix"], return_inverse=True)
        at = np.minimum(np.searchsorted(lower["key"], level["suffix"]), len(lower["key"]) - 1)
        known = lower["key"][at] == level["suffix"]
        # The suffix of an n-gram kept for its first character may be all ASCII, and so be left
        # out: its probability is then that of the unigram, the only ASCII n-gram there is.
        uni_at = np.searchsorted(
            unigrams["key"], append(np.zeros(len(level["last"]), np.uint64), level["last"])
        )
        lower_p = np.where(known, lower["p"][at], unigrams["p"][uni_at])
        # Of a context that is all ASCII, only some continuations are counted; its total is that
        # of the context itself.
        seen = np.bincount(index, weights=level["count"])
        own = ascii_context_totals(contexts, k, all_points, weights)
        totals = np.maximum(own, seen)[index]
        type_weight = (np.bincount(index) * TYPE_WEIGHT)[index]
        level["p"] = (level["count"] + type_weight * lower_p) / (totals + type_weight)
        level["lower_p"] = lower_p
        level["index"], level["contexts"] = index, contexts
        level["gain"] = level["count"] * np.abs(np.log2(level["p"] / lower_p))
        level["gain"] /= max(characters, SMALL)
        level["gain"][~level["lost"]] *= SAFE_SHARE
        level["gain"][(level["count"] < FEWEST) & (k > 2)] = 0.0
    if budget:
        gains = np.concatenate([levels[k]["gain"] for k in range(2, order + 1)])
        budget = min(budget, int((gains > 0).sum()))
        least = np.partition(gains, len(gains) - budget)[len(gains) - budget]
    rows, backoffs = [], []
    wanted: Array = np.zeros(1, np.uint64)
    worth: Array = np.zeros(1)
    for k in range(order, 1, -1):
        level = levels[k]
        keep = (level["gain"] >= least) & (level["gain"] > 0)
        rows.append((level["key"][keep], level["p"][keep], level["gain"][keep]))
        contexts, index = level["contexts"], level["index"]
        kept_p = np.bincount(index[keep], weights=level["p"][keep], minlength=len(contexts))
        kept_lower = np.bincount(
            index[keep], weights=level["lower_p"][keep], minlength=len(contexts)
        )
        value = np.bincount(index[keep], weights=level["gain"][keep], minlength=len(contexts))
        # With a context its end is kept: the search for the longest one stops at the first gap.
        if len(wanted):
            at = np.minimum(np.searchsorted(wanted, contexts), len(wanted) - 1)
            value = np.maximum(value, np.where(wanted[at] == contexts, worth[at], 0.0))
        has = value > 0
        weight: Array = np.maximum(1 - kept_p, 1e-6) / np.maximum(1 - kept_lower, 1e-6)
        backoffs.append((contexts[has], np.minimum(weight[has], 1.0), value[has]))
        longer = has[index]
        wanted, ends = np.unique(level["suffix_context"][longer], return_inverse=True)
        worth = np.zeros(len(wanted))
        np.maximum.at(worth, ends, value[index[longer]])
    return Ngrams(
        order, join(rows), join(backoffs), unigrams["last"], unigrams["p"], characters, least
    )


def own_language(ngrams: Ngrams, place: int) -> tuple[Rows, Rows]:
    """The tables' entries of a language that has n-grams of its own.

    Its unigrams are stored too, and the weight of backing off from them to all languages'.
    """
    added = np.uint64(language.salt(place, language.NGRAMS))
    types = len(ngrams.points) * TYPE_WEIGHT
    share = ngrams.characters / (ngrams.characters + types)
    highest = 1.0  # bits a character: unigrams and the empty context are never dropped
    zero: Array = np.zeros(len(ngrams.points), np.uint64)
    unigrams: Rows = (append(zero, ngrams.points), ngrams.unigrams * share, zero + highest)
    empty: Rows = (np.zeros(1, np.uint64), np.array([1 - share]), np.array([highest]))
    rows = join([ngrams.rows, unigrams])
    backoffs = join([ngrams.backoffs, empty])
    return (rows[0] + added, *rows[1:]), (backoffs[0] + added, *backoffs[1:])


def word_costs(words: list[str], ngrams: Ngrams) -> Array:
    """Cost in bits of each folded word and the space behind it, after a space."""
    text = np.frombuffer((" " + " ".join(words) + " ").encode("utf-32-le"), np.uint32)
    points = CONTEXT_POINTS[text].astype(np.uint64)
    n = len(points)
    spaces = np.flatnonzero(text == 32)
    start: Array = np.repeat(spaces[:-1], np.diff(spaces))  # the space before, for text[1:]
    word: Array = np.repeat(np.arange(len(words)), np.diff(spaces))
    position = np.arange(1, n)
    uni_order = np.argsort(ngrams.points)
    at = np.minimum(np.searchsorted(ngrams.points[uni_order], text[1:]), len(ngrams.points) - 1)
    known = ngrams.points[uni_order][at] == text[1:]
    costs = np.where(known, -np.log2(ngrams.unigrams[uni_order][at]), 30.0)
    if not len(ngrams.rows[0]):
        return np.bincount(word, weights=costs, minlength=len(words))
    row_order = np.argsort(ngrams.rows[0])
    row_keys, row_bits = ngrams.rows[0][row_order], -np.log2(ngrams.rows[1][row_order])
    backoff_order = np.argsort(ngrams.backoffs[0])
    weight_keys = ngrams.backoffs[0][backoff_order]
    weight_bits = -np.log2(ngrams.backoffs[1][backoff_order])
    context: Array = np.zeros(n - 1, np.uint64)
    for length in range(1, ngrams.order):
        power = np.uint64(pow(MULTIPLIER, length, 1 << 64))
        there = position - length >= start
        context = context + np.where(
            there, points[np.maximum(position - length, 0)] * power, np.uint64(0)
        )
        at = np.minimum(np.searchsorted(weight_keys, context), len(weight_keys) - 1)
        has = there & (weight_keys[at] == context)
        keys = (context + text[1:]) * np.uint64(MULTIPLIER)
        row_at = np.minimum(np.searchsorted(row_keys, keys), len(row_keys) - 1)
        stored = has & (row_keys[row_at] == keys)
        costs = np.where(stored, row_bits[row_at], np.where(has, costs + weight_bits[at], costs))
    return np.bincount(word, weights=costs, minlength=len(words))


def join(rows: list[Rows]) -> Rows:
    keys, probabilities, values = zip(*rows, strict=True)
    return np.concatenate(keys), np.concatenate(probabilities), np.concatenate(values)


def ascii_context_totals(
    contexts: Array, k: int, all_points: list[Array], weights: list[float]
) -> Array:
    """Counts of the contexts (sorted) that are all ASCII, 0 for others: no level holds them."""
    totals = np.zeros(len(contexts))
    for points, weight in zip(all_points, weights, strict=True):
        context_points, last_points = CONTEXT_POINTS[points], LAST_POINTS[points]
        n = len(points) - k + 2
        key: Array = np.zeros(n, np.uint64)
        ascii_only: Array = np.ones(n, bool)
        for j in range(k - 1):
            here = (last_points if j == k - 2 else context_points)[j : j + n]
            key = append(key, here)
            ascii_only &= here < 0x80
        keys = key[ascii_only]
        at = np.minimum(np.searchsorted(contexts, keys), len(contexts) - 1)
        totals += weight * np.bincount(at[contexts[at] == keys], minlength=len(contexts))
    return totals
