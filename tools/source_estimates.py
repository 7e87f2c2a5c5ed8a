"""Weights for word lists without frequencies, from a corpus and from the words' characters."""

from __future__ import annotations

import lzma
import math
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tools.source_store import Weights
from tools.source_tables import EDGES


def estimated(words: Iterable[str], grams: dict[str, float], counts: Counter[str]) -> Weights:
    """Weights for words without frequencies.

    Half the corpus's counts, half a guess from the characters: against wordfreq's frequencies
    (cs, fi, he) log f grows as 0.2 to 0.4 of the chain's logarithm, ranks correlate at 0.65 to
    0.75.
    """
    # Words in capitals come from headings: a tenth.
    guess = {
        word: 0.1 ** (len(word) > 1 and word.isupper())
        * (
            math.exp(0.4 * chain(word.lower(), grams) + 0.1 * len(word))
            if grams
            else 0.9 ** len(word)
        )
        for word in words
    }
    total, counted = math.fsum(guess.values()), sum(counts[w] for w in guess) or 1
    share = 0.5 if counts else 0.0
    return {w: (1 - share) * g / total + share * counts[w] / counted for w, g in guess.items()}


def chain(word: str, grams: dict[str, float]) -> float:
    """Log probability of a word's characters; a step back to a shorter context costs 2."""
    total = 0.0
    for i in range(len(word)):
        first = max(0, i - 4)
        for k in range(first, i + 1):
            p = grams.get(word[k : i + 1])
            if p:
                total += math.log(p) - 2.0 * (k - first)
                break
        else:
            total -= 14.0
    return total


@cache
def corpus_counts(corpus: Path | None, language: str) -> Counter[str]:
    """The words of CORPUS/train/LANG.txt.xz with their counts, none without such a file."""
    path = corpus and corpus / "train" / f"{language}.txt.xz"
    if not path or not path.exists():
        return Counter()
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return Counter(word.strip(EDGES) for word in file.read().split())
