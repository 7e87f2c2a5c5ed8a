"""Build src/fixtext/data/language.model from a corpus of clean text (needs numpy and regex).

    python tools/build_model.py CORPUS interpolation2.text

CORPUS has train/LANG.txt.xz and SOURCES.tsv; interpolation2.text, in data/ of libpinyin's
source release, lists pairs of Chinese words with their frequencies.

What is built: one character n-gram model for all languages, as backoff probabilities in hash
tables; src/fixtext/language.py describes the file. How:

1. Count. Texts are folded (fixtext.language.FOLD), cut at line ends, and counted per script
   group up to the group's order. N-grams of ASCII alone are not kept beyond unigrams: ASCII is
   never lost, so they cancel out of every comparison the repair makes.
2. Smooth: Witten-Bell interpolation (Witten & Bell 1991) with a weight on the number of types.
3. Prune: n-grams whose removal costs least, count * |log2(p(c|h) / p(c|h'))| (the weighted
   difference of Seymore & Rosenfeld 1996), go until the group fits its budget; then the backoff
   weights are recomputed so that every context sums to 1.
4. Quantise into the hash tables; where a bucket overflows, the least valuable entry goes.

The result depends on nothing but the corpus and the constants below.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import struct
import sys
import time
from pathlib import Path
from typing import Any

import jieba
import numpy as np
import opencc
import regex
import wordfreq

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))

from fixtext import codepages, language  # noqa: E402

TARGET = ROOT / "src" / "fixtext" / "data"

# (languages, order, thousands of n-grams to keep, most characters to read from one language)
GROUPS: dict[str, tuple[list[str], int, int, int]] = {
    "han": (["zh-Hans", "zh-Hant", "ja"], 5, 2600, 24_000_000),
    "hangul": (["ko"], 5, 450, 12_000_000),
    "latin": (
        "af an ast az br bs ca cs cy da de en eo es et eu fi fil fo fr fur ga gd gl hr hu id is it "
        "lt lv ms mt nb nds nl nn oc pl pt ro sk sl sq sr-Latn sv sw tr uz vi xh".split(),
        6,
        700,
        4_000_000,
    ),
    "cyrillic": ("ab be bg kk mk mn ru sr tg uk".split(), 6, 520, 7_000_000),
    "greek": (["el"], 6, 90, 6_000_000),
    "hebrew": (["he"], 6, 90, 6_000_000),
    "arabic": ("ar fa ug ur".split(), 6, 260, 6_000_000),
    "armenian": (["hy"], 6, 60, 6_000_000),
    "georgian": (["ka"], 6, 50, 6_000_000),
    "devanagari": ("hi mr ne".split(), 6, 160, 6_000_000),
    "bengali": ("as bn".split(), 6, 70, 6_000_000),
    "thai": (["th"], 6, 110, 6_000_000),
    "khmer": (["km"], 6, 50, 6_000_000),
    "myanmar": (["my"], 6, 50, 6_000_000),
    "tamil": (["ta"], 6, 60, 6_000_000),
    "telugu": (["te"], 6, 40, 6_000_000),
    "kannada": (["kn"], 6, 40, 6_000_000),
    "malayalam": (["ml"], 6, 40, 6_000_000),
    "gujarati": (["gu"], 6, 40, 6_000_000),
    "gurmukhi": (["pa"], 6, 40, 6_000_000),
    "oriya": (["or"], 6, 25, 6_000_000),
    "sinhala": (["si"], 6, 20, 6_000_000),
}

TYPE_WEIGHT = 1.2
"""Witten-Bell's weight on the number of types that follow a context; 1 is the original, 1.2
restored most on development text."""

SAFE_SHARE = 0.25
"""What an n-gram is worth in which no character is easily lost, against one that has one."""

MOST_ORDER = language.MOST_CONTEXT + 1

FEWEST = 1.5
"""N-grams of three and more characters that occur less often are not kept."""

LEXICON_SHARES = {"words": 0.5, "pairs": 1.0}
"""Weight of a language's word list and list of word pairs against its texts, in characters."""

UNSPACED = ("ja", "th", "km", "my")
"""Languages of word lists that are written without spaces."""

UNKNOWN = "\0"
"""Stands in a text where it is not known what comes next; no n-gram reaches over it."""

SYMBOL_COUNT = 16
"""Pseudo-count of every emoji, and twice that of the lines of symbol_text."""

LINE_END = ord("\n")

Array = Any
"""A numpy array; numpy is no dependency of the checks."""

Text = tuple[str, float]
"""A text and how often each of its n-grams counts."""

Rows = tuple[Array, Array, Array]
"""Keys, probabilities (or backoff weights) and values (what would be lost without them)."""


def read_language(path: Path, most: int) -> str:
    """The text, folded; lines chosen evenly over the file when it is longer than `most`."""
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
        text = file.read()
    if len(text) > most:
        lines = text.split("\n")
        # Every k-th block of 50 lines is dropped or kept, so that all sources stay represented.
        keep = most / len(text)
        blocks = [lines[i : i + 50] for i in range(0, len(lines), 50)]
        text = "\n".join(
            "\n".join(block)
            for i, block in enumerate(blocks)
            if int((i + 1) * keep) > int(i * keep)
        )
    return language.fold("\n" + text + "\n")


def symbol_text() -> str:
    """What texts of prose lack: emoji, tables drawn with lines, and tables of characters.

    Emoji that are text by default come with their variation selector.
    """
    lines = []
    for point in range(0xA9, 0x1FB00):
        char = chr(point)
        if regex.match(r"\p{Emoji_Presentation}", char):
            lines += [char, f" {char} "]
        elif regex.match(r"\p{Emoji}", char):
            lines += [char + "\ufe0f", f" {char}\ufe0f "]
    for style in (
        "┌─┬┐│├┼┤└┴┘",
        "╔═╦╗║╠╬╣╚╩╝",
        "╭─┬╮│├┼┤╰┴╯",
        "┏━┳┓┃┣╋┫┗┻┛",
        "╒═╤╕│╞╪╡╘╧╛",
        "╓─╥╖║╟╫╢╙╨╜",
    ):
        left, flat, down, right, bar, tee, cross, eet, low, up, corner = style
        for a, middle, z in ((left, down, right), (tee, cross, eet), (low, up, corner)):
            lines += [
                a + flat * 5 + middle + flat * 3 + z,
                a + flat * 8 + z,
                f"  {a}{flat}{flat} x",
            ]
        lines += [f"{bar} x {bar} x {bar}", f"{bar}x{bar}", f"{bar}   {tee}{flat}{flat} x"]
    lines += ["░▒▓█", "█▓▒░", "▀▄█▌▐", "▁▂▃▄▅▆▇█", "██████░░░░", "███  ███"]
    for name in codepages.NAMES:
        shown = codepages.decoding_table(name)[0x80:]
        shown = "".join(" " if c < "\xa0" or c in "\xad\ufffe" else c for c in shown)
        rows = [shown[i : i + 16] for i in range(0, 128, 16)]
        lines += [*rows, *(" ".join(row) for row in rows), *(f" {char} " for char in shown)]
    lines += [
        "$£€¥",
        "$€£¥",
        "€¥£",
        "©®™",
        "½¼¾",
        "←↑→↓",
        "«»",
        "¿¡",
        "§¶†‡",
        "±×÷≠≈≤≥∞√",
        "¹²³",
        "ªº",
    ]
    return "\n" + "\n".join(line for line in lines * (SYMBOL_COUNT // 2)) + "\n"


def lexicon(code: str, characters: int, pairs: Path) -> list[Text]:
    """The words of a language with their frequencies, as texts.

    Word lists: wordfreq, and for Chinese jieba's and libpinyin's pairs of words (`pairs`, its
    interpolation2.text), both converted by OpenCC for Traditional Chinese. A list's weight in
    characters is its share of LEXICON_SHARES times `characters`.
    """
    if code not in ("zh-Hans", "zh-Hant"):
        if code not in wordfreq.available_languages("best"):
            return []
        words: dict[str, float] = {}
        for centibels, bucket in enumerate(wordfreq.get_frequency_list(code, "best")):
            words.update(dict.fromkeys(bucket, 10 ** (-centibels / 100)))
        edge = UNKNOWN if code in UNSPACED else f" {UNKNOWN} "
        return weighted(words, LEXICON_SHARES["words"] * characters, edge)
    convert = opencc.OpenCC("s2t").convert if code == "zh-Hant" else str
    words = {}
    path = Path(jieba.__file__).parent / "dict.txt"
    for row in path.read_text(encoding="utf-8").splitlines():
        word, times, _ = row.split(" ")
        words[word] = float(times)
    couples: dict[str, float] = {}
    for row in pairs.read_text(encoding="utf-8").splitlines():
        fields = row.split(" ")
        if len(fields) == 7:  # \\item number word number word "count" count
            couple = (fields[2] + fields[4]).replace("<start>", "\n")
            couples[couple] = couples.get(couple, 0.0) + float(fields[6])
    found = []
    for listed, share in ((words, "words"), (couples, "pairs")):
        texts = weighted(listed, LEXICON_SHARES[share] * characters, UNKNOWN)
        found += [(convert(text), weight) for text, weight in texts]
    return found


def weighted(words: dict[str, float], characters: float, edge: str) -> list[Text]:
    """Words as texts, by powers of two of their weight; all of them weigh `characters`."""
    total = sum(len(word) * times for word, times in words.items())
    buckets: dict[int, list[str]] = {}
    for word, times in words.items():
        if not word.isascii():
            power = max(0, round(np.log2(times * characters / total)))
            buckets.setdefault(power, []).append(word)
    far = UNKNOWN * MOST_ORDER
    return [
        (far + edge + edge.join(found) + edge + far, float(2**power))
        for power, found in sorted(buckets.items())
    ]


def windows(points: Array, order: int) -> dict[str, Array]:
    """The n-grams of `order` characters: their keys, and what derives from them.

    An n-gram is left out when a line ends inside it, and beyond unigrams when it is all ASCII.
    """
    n = len(points) - order + 1
    prefix: Array = np.zeros(n, np.uint64)
    suffix: Array = prefix
    key = append(prefix, points[:n])
    keep = np.ones(n, bool) if order == 1 else points[:n] >= 0x80
    for k in range(1, order):
        last = points[k : k + n]
        prefix, key, suffix = key, append(key, last), append(suffix, last)
        keep |= last >= 0x80
    for k in range(order):
        keep &= points[k : k + n] != ord(UNKNOWN)
    for k in range(1, order - 1):
        keep &= points[k : k + n] != LINE_END
    lost: Array = np.zeros(n, bool)
    for k in range(order):
        lost |= EASILY_LOST[points[k : k + n]]
    found = {"key": key, "prefix": prefix, "suffix": suffix, "last": points[order - 1 :]}
    found["lost"] = lost
    return {name: values[keep] for name, values in found.items()}


def easily_lost() -> Array:
    """For each code point, whether windows-1252 or windows-1254 lose a byte of its UTF-8."""
    gone = {0x81, 0x8D, 0x8E, 0x8F, 0x90, 0x9D, 0x9E, 0xAD}
    table: Array = np.zeros(0x110000, bool)
    for point in range(0x80, 0x110000):
        table[point] = not gone.isdisjoint(chr(point).encode("utf-8", "surrogatepass"))
    return table


EASILY_LOST = easily_lost()


def append(key: Array, points: Array) -> Array:
    """fixtext.language.append_key for whole arrays."""
    return (key + points.astype(np.uint64)) * np.uint64(language.MULTIPLIER)


def count(parts: list[dict[str, Array]], weights: list[float]) -> dict[str, Array]:
    """Distinct n-grams of several weighted texts, sorted by key, with their counts."""
    weight: Array = np.repeat(np.array(weights), [len(part["key"]) for part in parts])
    keys = np.concatenate([part["key"] for part in parts])
    order = np.argsort(keys, kind="stable")
    first: Array = np.ones(len(order), bool)
    first[1:] = keys[order][1:] != keys[order][:-1]
    starts = np.flatnonzero(first)
    found = {
        name: np.concatenate([part[name] for part in parts])[order[starts]] for name in parts[0]
    }
    return found | {"count": np.add.reduceat(weight[order], starts)}


def build_group(texts: list[Text], order: int, budget: int) -> tuple[Rows, Rows, dict[str, Array]]:
    """(n-gram rows, backoff rows, unigram counts) of one group of languages."""
    all_points = [np.frombuffer(text.encode("utf-32-le"), np.uint32) for text, _ in texts]
    weights = [weight for _, weight in texts]
    levels = {
        k: count([windows(points, k) for points in all_points], weights)
        for k in range(1, order + 1)
    }
    unigrams = levels[1]
    unigrams["p"] = unigrams["count"] / unigrams["count"].sum()
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
        level["gain"][~level["lost"]] *= SAFE_SHARE
        level["gain"][(level["count"] < FEWEST) & (k > 2)] = 0.0
    gains = np.concatenate([levels[k]["gain"] for k in range(2, order + 1)])
    budget = min(budget, int((gains > 0).sum()))
    threshold = np.partition(gains, len(gains) - budget)[len(gains) - budget]
    rows, backoffs = [], []
    for k in range(2, order + 1):
        level = levels[k]
        keep = (level["gain"] >= threshold) & (level["gain"] > 0)
        rows.append((level["key"][keep], level["p"][keep], level["gain"][keep]))
        index = level["index"]
        kept_p = np.bincount(index[keep], weights=level["p"][keep], minlength=index.max() + 1)
        kept_lower = np.bincount(
            index[keep], weights=level["lower_p"][keep], minlength=index.max() + 1
        )
        value = np.bincount(index[keep], weights=level["gain"][keep], minlength=index.max() + 1)
        has = value > 0
        weight: Array = np.maximum(1 - kept_p, 1e-6) / np.maximum(1 - kept_lower, 1e-6)
        backoffs.append((level["contexts"][has], np.minimum(weight[has], 1.0), value[has]))
        print(f"    order {k}: {len(index):,} n-grams, {keep.sum():,} kept, {has.sum():,} contexts")
    return join(rows), join(backoffs), unigrams


def join(rows: list[Rows]) -> Rows:
    keys, probabilities, values = zip(*rows, strict=True)
    return np.concatenate(keys), np.concatenate(probabilities), np.concatenate(values)


def ascii_context_totals(
    contexts: Array, k: int, all_points: list[Array], weights: list[float]
) -> Array:
    """Counts of the contexts (sorted) that are all ASCII, 0 for others: no level holds them."""
    totals = np.zeros(len(contexts))
    for points, weight in zip(all_points, weights, strict=True):
        n = len(points) - k + 2
        key: Array = np.zeros(n, np.uint64)
        ascii_only: Array = np.ones(n, bool)
        for j in range(k - 1):
            key = append(key, points[j : j + n])
            ascii_only &= points[j : j + n] < 0x80
        keys = key[ascii_only]
        at = np.minimum(np.searchsorted(contexts, keys), len(contexts) - 1)
        totals += weight * np.bincount(at[contexts[at] == keys], minlength=len(contexts))
    return totals


def quantise(probability: Array) -> Array:
    cost = np.rint(-np.log2(np.maximum(probability, 1e-12)) * language.UNITS_PER_BIT)
    return np.clip(cost, 0, None).astype(np.int64)


def fill_table(rows: Rows, load: float, fingerprint_bits: int) -> tuple[Array, Array, float]:
    """Choose slots: (fingerprints, costs + 1) with 0 in empty slots, and the share that fits.

    Both arrays have language.SLOTS columns, one row a bucket; see fixtext.language.
    """
    keys, probabilities, values = rows
    buckets = int(len(keys) / load / language.SLOTS)
    bucket = ((keys >> np.uint64(40)) * np.uint64(buckets)) >> np.uint64(24)
    fingerprint = (keys >> np.uint64(24)) & np.uint64((1 << fingerprint_bits) - 1)
    # What looks alike is one entry: the most valuable of it stays.
    order = np.lexsort((-values, fingerprint, bucket))
    bucket, fingerprint = bucket[order], fingerprint[order]
    first: Array = np.ones(len(order), bool)
    first[1:] = (bucket[1:] != bucket[:-1]) | (fingerprint[1:] != fingerprint[:-1])
    order, bucket, fingerprint = order[first], bucket[first], fingerprint[first]
    best = np.lexsort((-values[order], bucket))
    order, bucket, fingerprint = order[best], bucket[best], fingerprint[best]
    start: Array = np.ones(len(order), bool)
    start[1:] = bucket[1:] != bucket[:-1]
    rank = np.arange(len(order))
    rank = rank - np.maximum.accumulate(np.where(start, rank, 0))
    keep = rank < language.SLOTS
    place = bucket[keep].astype(np.int64), rank[keep]
    fingerprints: Array = np.zeros((buckets, language.SLOTS), np.uint16)
    costs: Array = np.zeros((buckets, language.SLOTS), np.uint8)
    fingerprints[place] = fingerprint[keep]
    costs[place] = np.clip(quantise(probabilities[order[keep]]) + 1, 1, 255)
    return fingerprints, costs, float(values[order[keep]].sum() / values.sum())


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the language model.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("pairs", type=Path, help="interpolation2.text of libpinyin's sources")
    parser.add_argument("--load", type=float, default=1.15, help="n-grams per slot")
    parser.add_argument("--scale", type=float, default=1.0, help="multiply every group's budget")
    parser.add_argument("--groups", nargs="*", default=list(GROUPS))
    parser.add_argument("--output", type=Path, default=TARGET)
    arguments = parser.parse_args()
    started = time.time()
    all_rows, all_backoffs = [], []
    unigram_p: dict[int, float] = {}
    characters = 0
    files = []
    for name in arguments.groups:
        languages, order, thousands, most = GROUPS[name]
        texts: list[Text] = [(symbol_text(), 1.0)] if name == "han" else []
        for code in languages:
            path = arguments.corpus / "train" / f"{code}.txt.xz"
            files.append((f"train/{path.name}", hashlib.sha256(path.read_bytes()).hexdigest()))
            text = read_language(path, most)
            texts += [(text, 1.0), *lexicon(code, len(text), arguments.pairs)]
        size = sum(len(text) for text, _ in texts)
        print(f"{name}: {size:,} characters, {time.time() - started:.0f} s", flush=True)
        budget = int(thousands * 1000 * arguments.scale)
        rows, backoffs, unigrams = build_group(texts, order, budget)
        all_rows.append(rows)
        all_backoffs.append(backoffs)
        for point, p in zip(unigrams["last"].tolist(), unigrams["p"].tolist(), strict=True):
            unigram_p[point] = unigram_p.get(point, 0.0) + p * size
        characters += size
    points = np.array(sorted(unigram_p), np.uint32)
    fingerprints, costs, kept = fill_table(join(all_rows), arguments.load, 16)
    weight_fingerprints, weights, weights_kept = fill_table(
        join(all_backoffs), arguments.load, language.WEIGHT_FINGERPRINT_BITS
    )
    weights = np.minimum(weights, 127).astype(np.uint16)
    header = struct.pack(
        language.HEADER_FORMAT, language.MAGIC, len(points), len(costs), len(weights)
    )
    data = b"".join(
        [
            header.ljust(language.HEADER_SIZE, b"\0"),
            points.astype("<u4").tobytes(),
            fingerprints.astype("<u2").tobytes(),
            (weight_fingerprints << np.uint16(7) | weights).astype("<u2").tobytes(),
            costs.tobytes(),
            np.minimum(
                quantise(np.array([unigram_p[point] for point in points.tolist()]) / characters),
                255,
            )
            .astype(np.uint8)
            .tobytes(),
        ]
    )
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "language.model").write_bytes(data)
    (arguments.output / "model.json").write_text(
        json.dumps(
            {
                "made_by": "tools/build_model.py",
                "sha256": hashlib.sha256(data).hexdigest(),
                "groups": {name: GROUPS[name][1:] for name in arguments.groups},
                "training_files": sorted(files),
            },
            indent=1,
        )
        + "\n"
    )
    sources = (
        (arguments.corpus / "SOURCES.tsv").read_text(encoding="utf-8").splitlines(keepends=True)
    )
    sources += [
        "zh-Hans\tjieba 0.42.1 dict.txt (word frequencies)\tMIT\t349046\t5071852\n",
        "zh-Hant\tjieba 0.42.1 dict.txt, converted by OpenCC\tMIT, Apache-2.0\t349046\t5071852\n",
        "zh-Hans\tlibpinyin 2.8.1 interpolation2.text (word pairs)\tGPL-3.0+\t1913520\t83457181\n",
        "zh-Hant\tlibpinyin 2.8.1, converted by OpenCC\tGPL-3.0+\t1913520\t83457181\n",
        *(
            f"{code}\twordfreq 3.1.1 (word frequencies)\tApache-2.0, data CC BY-SA 4.0\t\t\n"
            for code in sorted(wordfreq.available_languages("best"))
            if code != "zh"
        ),
    ]
    used = {code for name in arguments.groups for code in GROUPS[name][0]}
    (arguments.output / "SOURCES.tsv").write_text(
        sources[0] + "".join(row for row in sources[1:] if row.split("\t")[0] in used),
        encoding="utf-8",
    )
    print(
        f"{len(data):,} bytes; {kept:.1%} of the n-grams' value and {weights_kept:.1%} of the "
        f"contexts' fits; {time.time() - started:.0f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
