"""The hash tables of the model file."""

from __future__ import annotations

import numpy as np

from fixtext import language
from fixtext.ngrams import SECOND_STEP
from tools.model_ngrams import Array, Rows


def quantise(probability: Array) -> Array:
    cost = np.rint(-np.log2(np.maximum(probability, 1e-12)) * language.UNITS_PER_BIT)
    return np.clip(cost, 0, None).astype(np.int64)


FULL = 0.885
"""Share of slots that can be filled with two buckets of two slots to choose from; at 0.897 it
becomes impossible (Dietzfelbinger & Weidling 2007)."""

SEARCHING, SETTLING = 300, 60
"""Rounds in which rows put out any other, and then only less valuable ones."""


def fill_table(rows: Rows, slots: int, fingerprint_bits: int) -> tuple[Array, Array, float]:
    """Choose slots: (fingerprints, costs + 1) with 0 in empty slots, and the share that fits.

    Both arrays have language.SLOTS columns, one row a bucket; see fixtext.language. The most
    valuable rows are stored, each in one of its two buckets (cuckoo hashing).
    """
    keys, probabilities, values = rows
    best = np.argsort(-values, kind="stable")[: int(slots * FULL)]
    chosen, buckets = keys[best], slots // language.SLOTS
    first = (((chosen >> np.uint64(40)) * np.uint64(buckets)) >> np.uint64(24)).astype(np.int64)
    fingerprint = (chosen >> np.uint64(24)) & np.uint64((1 << fingerprint_bits) - 1)
    fingerprint = fingerprint.astype(np.int64)
    second = (first + fingerprint * SECOND_STEP) % buckets
    choices = np.stack([first, second])
    table = place(choices, buckets)
    unmask(table, choices, fingerprint)
    taken = table >= 0
    items = table[taken]
    fingerprints: Array = np.zeros((buckets, language.SLOTS), np.uint16)
    costs: Array = np.zeros((buckets, language.SLOTS), np.uint8)
    fingerprints[taken] = fingerprint[items]
    costs[taken] = np.clip(quantise(probabilities[best[items]]) + 1, 1, 255)
    return fingerprints, costs, len(items) / len(keys)


def place(choices: Array, buckets: int) -> Array:
    """Which row stands in which slot, -1 for none.

    choices: the two buckets of each row, the most valuable row first. All rows that have no place
    go to their next bucket at once, one a bucket, and put out who stands there when it is full.
    The few that are left over in the end are the least valuable.
    """
    random = np.random.default_rng(0)
    table: Array = np.full((buckets, language.SLOTS), -1, np.int64)
    turn: Array = np.zeros(choices.shape[1], np.int8)
    waiting: Array = np.arange(choices.shape[1])
    for number in range(SEARCHING + SETTLING):
        if not len(waiting):
            break
        waiting = np.sort(waiting)
        bucket, at = np.unique(choices[turn[waiting], waiting], return_index=True)
        movers = waiting[at]
        left: Array = np.ones(len(waiting), bool)
        left[at] = False
        standing = table[bucket]
        if number < SEARCHING:
            slot = random.integers(2, size=len(at))
        else:
            slot = np.argmax(standing, axis=1)
        slot = np.where((standing < 0).any(axis=1), np.argmin(standing, axis=1), slot)
        put_out = table[bucket, slot]
        stronger = (put_out < 0) | (movers < put_out) | (number < SEARCHING)
        table[bucket[stronger], slot[stronger]] = movers[stronger]
        put_out = put_out[stronger & (put_out >= 0)]
        waiting = np.concatenate([put_out, movers[~stronger], waiting[left]])
        turn[waiting] ^= 1
    return table


def unmask(table: Array, choices: Array, fingerprint: Array) -> None:
    """Take the less valuable of two rows away where a lookup of one would find the other."""
    slots = [(bucket, slot) for bucket in choices for slot in range(language.SLOTS)]
    for _ in range(3):
        found: Array = np.full(choices.shape[1], -1, np.int64)
        for bucket, slot in reversed(slots):
            standing = table[bucket, slot]
            alike = (standing >= 0) & (fingerprint[standing] == fingerprint)
            found = np.where(alike, standing, found)
        stored: Array = np.zeros(choices.shape[1], bool)
        stored[table[table >= 0]] = True
        rows = np.flatnonzero(stored & (found != np.arange(len(found))))
        gone: Array = np.zeros(choices.shape[1], bool)
        gone[np.maximum(rows, found[rows])] = True
        table[(table >= 0) & gone[table]] = -1
