"""Build src/fixtext/data/language.model from a corpus of clean text (needs numpy and regex).

    python tools/build_model.py CORPUS SOURCES

CORPUS has train/LANG.txt.xz and SOURCES.tsv; SOURCES is what tools/fetch_sources.py downloads:
word lists, pairs of words, and more text.

What is built, in one file that src/fixtext/language.py describes: character n-gram models, one
for each script and one for each language that shares its script, and lexicons. How:

1. Count. Texts are folded (fixtext.language.fold), cut at line ends, and counted up to the
   group's order. N-grams of ASCII alone are not kept beyond unigrams: ASCII is never lost, so
   they cancel out of every comparison the repair makes.
2. Smooth: Witten-Bell interpolation (Witten & Bell 1991) with a weight on the number of types.
3. Prune: n-grams whose removal costs least, count * |log2(p(c|h) / p(c|h'))| (the weighted
   difference of Seymore & Rosenfeld 1996), go; then the backoff weights are recomputed so that
   every context sums to 1.
4. Words: the lexicon keeps, of the words that are more frequent than their n-grams make them,
   those where that matters most, with the bits they gain.
5. Quantise into the hash tables; where a bucket overflows, the least valuable entry goes.

The result depends on nothing but the corpus, the sources and the constants below.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import multiprocessing
import pickle
import struct
import sys
import time
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import wordfreq

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from fixtext import folding, language  # noqa: E402
from tools.model_ngrams import (  # noqa: E402
    EASILY_LOST,
    SMALL,
    Array,
    Ngrams,
    Rows,
    build,
    join,
    own_language,
    word_costs,
)
from tools.model_tables import FULL, fill_table, quantise  # noqa: E402
from tools.model_texts import (  # noqa: E402
    UNSPACED,
    ending_pairs,
    lexicon_texts,
    listed_words,
    read_language,
    symbol_text,
    word_frequencies,
)

TARGET = ROOT / "src" / "fixtext" / "data"


@dataclass(frozen=True, slots=True)
class Script:
    """Languages that share a script, and how much of their n-grams is kept.

    thousands: n-grams of all languages together; 0 for those worth LEAST. most: characters read
    of each language for it.
    own: whether each language has n-grams of its own beside them.
    """

    languages: tuple[str, ...]
    order: int
    thousands: int
    most: int
    own: bool = False


SCRIPTS: dict[str, Script] = {
    "han": Script(("zh-Hans", "zh-Hant", "ja"), 5, 1600, 12_000_000),
    "hangul": Script(("ko",), 5, 350, 12_000_000),
    "latin": Script(
        tuple(
            "af an ast az br bs ca cs cy da de en eo es et eu fi fil fo fr fur ga gd gl hr hu id "
            "is it lt lv ms mt nb nds nl nn oc pl pt ro sk sl sq sr-Latn sv sw tr uz vi xh".split()
        ),
        5,
        180,
        1_500_000,
        own=True,
    ),
    "cyrillic": Script(tuple("ab be bg kk mk mn ru sr tg uk".split()), 5, 110, 3_000_000, own=True),
    "greek": Script(("el",), 6, 0, 6_000_000),
    "hebrew": Script(("he",), 6, 0, 6_000_000),
    "arabic": Script(tuple("ar fa ug ur".split()), 5, 70, 3_000_000, own=True),
    "armenian": Script(("hy",), 6, 0, 6_000_000),
    "georgian": Script(("ka",), 6, 0, 6_000_000),
    "devanagari": Script(tuple("hi mr ne".split()), 5, 50, 3_000_000, own=True),
    "bengali": Script(tuple("as bn".split()), 6, 0, 6_000_000),
    "thai": Script(("th",), 6, 150, 6_000_000),
    "khmer": Script(("km",), 6, 50, 6_000_000),
    "myanmar": Script(("my",), 6, 50, 6_000_000),
    "tamil": Script(("ta",), 6, 0, 6_000_000),
    "telugu": Script(("te",), 6, 0, 6_000_000),
    "kannada": Script(("kn",), 6, 0, 6_000_000),
    "malayalam": Script(("ml",), 6, 0, 6_000_000),
    "gujarati": Script(("gu",), 6, 0, 6_000_000),
    "gurmukhi": Script(("pa",), 6, 0, 6_000_000),
    "oriya": Script(("or",), 6, 0, 6_000_000),
    "sinhala": Script(("si",), 6, 0, 6_000_000),
}

OWN_ORDER = 6
OWN_MOST = 6_000_000
"""Order, and characters read, of the n-grams of one language."""

LEAST = 6e-6
"""Least bits a character of text that an n-gram is worth."""

WORD_SHARE = 0.9
"""Weight of the lexicon against the n-grams in the probability of a word."""

WORD_LEAST = 1e-5
"""Least bits a word of running text that an entry of the lexicon is worth."""

LEAST_GAIN = 1.0
"""Bits that a word of the lexicon must gain."""

SAFE_WORD_SHARE = 0.15
"""What a word is worth in which no character is easily lost, against one that has one."""

ENDING_LEAST = 2e-5
"""Least bits a word of running text that a pair of endings is worth."""

ENDING_DOUBT = 20.0
"""As if each ending had been seen so often more, with others by chance."""

ENDING_WEIGHT = 0.7
"""What counts of the bits that a pair of endings gains: n-grams know a part of it."""

COMMON_WORDS = 500
"""Words by which a language is told from others."""

MOST_BYTES = 19_900_000
"""Size of the model file at most."""

HAN_WEIGHT = 2.0
"""By how much more the n-grams of Han characters are worth than others, where a table is full."""

CASE_SAMPLE = 400_000
"""Characters of each language that tell where capitals stand."""


@dataclass(frozen=True, slots=True)
class Built:
    """What one job made: entries of the tables, unigrams with their weight, counts of cases."""

    name: str
    rows: Rows
    backoffs: Rows
    points: Array
    unigrams: Array
    characters: float
    cases: Array
    files: list[tuple[str, str]]
    report: str


def build_script(name: str, corpus: Path, sources: Path) -> Built:
    """The n-grams of all languages of a script together; its lexicons if they are its own."""
    script = SCRIPTS[name]
    texts = [(folding.fold(symbol_text()), 1.0)] if name == "han" else []
    files = []
    cases = np.zeros((folding.CASE_CLASSES**2, 4))
    frequencies = {}
    endings: list[Rows] = []
    for code in script.languages:
        path = corpus / "train" / f"{code}.txt.xz"
        files.append((f"train/{path.name}", hashlib.sha256(path.read_bytes()).hexdigest()))
        text = read_language(corpus, sources, code, script.most)
        cases += case_counts(text[:CASE_SAMPLE])
        texts.append((folding.fold(text), 1.0))
        listed = listed_words(code, sources)
        texts += lexicon_texts(code, listed, len(text), sources)
        if not script.own and code not in UNSPACED:
            frequencies[code] = word_frequencies(code, text, sources)
            endings.append(ending_rows(code, text))
    ngrams = build(texts, script.order, budget=script.thousands * 1000, least=LEAST)
    lexicons = [lexicon_rows(code, words, ngrams) for code, words in frequencies.items()]
    lexicons += [common_rows(code, words) for code, words in frequencies.items()]
    lexicons += endings
    words = sum(len(rows[0]) for rows in lexicons)
    return Built(
        name,
        join([ngrams.rows, *lexicons]),
        ngrams.backoffs,
        ngrams.points,
        ngrams.unigrams,
        ngrams.characters,
        cases,
        files,
        f"{ngrams.characters:,.0f} characters, {len(ngrams.rows[0]):,} n-grams worth "
        f"{ngrams.least:.2g}, "
        f"{len(ngrams.backoffs[0]):,} contexts, {words:,} words",
    )


def build_language(code: str, corpus: Path, sources: Path) -> Built:
    """What a language has beside the others of its script: its n-grams and its lexicon."""
    text = read_language(corpus, sources, code, OWN_MOST)
    listed = listed_words(code, sources)
    texts = [(folding.fold(text), 1.0), *lexicon_texts(code, listed, len(text), sources)]
    ngrams = build(texts, OWN_ORDER, least=LEAST)
    rows, backoffs = own_language(ngrams, PLACES[code])
    frequencies = word_frequencies(code, text, sources)
    lexicon = lexicon_rows(code, frequencies, ngrams)
    endings = ending_rows(code, text)
    return Built(
        code,
        join([rows, lexicon, endings, common_rows(code, frequencies)]),
        backoffs,
        np.zeros(0, np.uint32),
        np.zeros(0),
        0.0,
        np.zeros((folding.CASE_CLASSES**2, 4)),
        [],
        f"{ngrams.characters:,.0f} characters, {len(rows[0]):,} n-grams, "
        f"{len(backoffs[0]):,} contexts, {len(lexicon[0]):,} words, {len(endings[0]):,} endings",
    )


PLACES = {
    code: place
    for place, code in enumerate(
        code for script in SCRIPTS.values() for code in script.languages if code not in UNSPACED
    )
}
"""The languages that have a lexicon, by their place in the file."""


def lexicon_rows(code: str, frequencies: dict[str, float], ngrams: Ngrams) -> Rows:
    """The words that gain most by being known; the "probability" is that of their gain."""
    words = [word for word in frequencies if not word.isascii()]
    if not words:
        return np.zeros(0, np.uint64), np.zeros(0), np.zeros(0)
    p = np.array([frequencies[word] for word in words])
    by_ngrams = np.exp2(-word_costs(words, ngrams)) * (1 - WORD_SHARE)
    gain = np.log2((WORD_SHARE * p + by_ngrams) / by_ngrams)
    lost = np.array([any(EASILY_LOST[ord(char)] for char in word) for word in words])
    value = p * gain * np.where(lost, 1.0, SAFE_WORD_SHARE)
    keep = (value >= WORD_LEAST) & (gain >= LEAST_GAIN)
    keys: Array = np.array([language.word_key(word) for word in words], np.uint64)
    keys += np.uint64(language.salt(PLACES[code], language.WORDS))
    # Bits a character, as those of n-grams: a word takes six characters.
    return keys[keep], np.exp2(-np.minimum(gain[keep], 31.0)), value[keep] / 6


def ending_rows(code: str, text: str) -> Rows:
    """The pairs of endings that agree or disagree most, and what the others are worth.

    The "probability" is that of the bits that a pair is more likely than chance, plus an offset.
    """
    pairs = ending_pairs(text)
    before: Counter[str] = Counter()
    endings: Counter[str] = Counter()
    for (one, other), times in pairs.items():
        before[one] += times
        endings[other] += times
    words = sum(endings.values())
    kept: dict[str, list[tuple[str, float, float]]] = {}
    for (one, other), times in pairs.items():
        chance = endings[other] / words
        share = (times + ENDING_DOUBT * chance) / (before[one] + ENDING_DOUBT)
        gain = math.log2(share / chance)
        value = times * abs(gain) / max(words, SMALL / 6)
        if not any(EASILY_LOST[ord(char)] for char in other):
            value *= SAFE_WORD_SHARE
        if value >= ENDING_LEAST and times > 1:
            kept.setdefault(one, []).append((other, share, value))
    keys, gains, values = [], [], []
    for one, row in kept.items():
        left = 1 - sum(share for _, share, _ in row)
        left_by_chance = 1 - sum(endings[other] / words for other, _, _ in row)
        here = language.word_key(one + language.UNKNOWN)
        keys.append(here)
        gains.append(math.log2(max(left, 1e-4) / max(left_by_chance, 1e-4)))
        values.append(sum(value for _, _, value in row))
        for other, share, value in row:
            keys.append((here + language.word_key(other)) % 2**64)
            gains.append(math.log2(share * words / endings[other]))
            values.append(value)
    offset = language.ENDING_OFFSET / language.UNITS_PER_BIT
    added = np.uint64(language.salt(PLACES[code], language.ENDINGS))
    shifted = np.clip(ENDING_WEIGHT * np.array(gains) + offset, 0.0, 2 * offset)
    return np.array(keys, np.uint64) + added, np.exp2(-shifted), np.array(values) / 6


def common_rows(code: str, frequencies: dict[str, float]) -> Rows:
    """The commonest words, by which a language is told; they are never dropped."""
    common = sorted(frequencies, key=lambda word: (-frequencies[word], word))[:COMMON_WORDS]
    keys: Array = np.array([language.word_key(word) for word in common], np.uint64)
    keys += np.uint64(language.salt(PLACES[code], language.COMMON_WORDS))
    return keys, np.array([frequencies[word] for word in common]), np.ones(len(common))


def case_counts(text: str) -> Array:
    """How often small letters and capitals follow each pair of character classes."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    distinct, at = np.unique(points, return_inverse=True)
    classes = np.array([folding.CASE_CLASS_OF[chr(point)] for point in distinct])[at]
    kinds = np.array([folding.case_of(chr(point)) for point in distinct])[at]
    state = classes[1:-1] * folding.CASE_CLASSES + classes[:-2]
    found: Array = np.zeros((folding.CASE_CLASSES**2, 4))
    np.add.at(found, (state, kinds[2:]), 1.0)
    return found


def case_table(cases: Array) -> bytes:
    """The costs of a small letter and of a capital for each pair of classes."""
    both = cases[:, folding.SMALL] + cases[:, folding.CAPITAL]
    share = (cases[:, folding.CAPITAL] + 1) / (both + 4)
    costs = quantise(np.stack([1 - share, share], axis=1))
    return bytes(np.minimum(costs, 255).astype(np.uint8).tobytes())


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the language model.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("sources", type=Path, help="what tools/fetch_sources.py downloaded")
    parser.add_argument("--bytes", type=int, default=MOST_BYTES, help="size of the model at most")
    parser.add_argument("--scripts", nargs="*", default=list(SCRIPTS))
    parser.add_argument("--languages", nargs="*", help="of those that share a script")
    parser.add_argument("--keep", type=Path, help="folder of finished parts, to go on from")
    parser.add_argument("--output", type=Path, default=TARGET)
    arguments = parser.parse_args()
    started = time.time()
    own = [
        code
        for name in arguments.scripts
        if SCRIPTS[name].own
        for code in SCRIPTS[name].languages
        if arguments.languages is None or code in arguments.languages
    ]
    scripts = [(name, partial(build_script, name)) for name in arguments.scripts]
    languages = [(code, partial(build_language, code)) for code in own]
    jobs = [
        (name, partial(work, arguments.corpus, arguments.sources), arguments.keep)
        for name, work in [*scripts, *languages]
    ]
    everything = []
    with multiprocessing.Pool(2, maxtasksperchild=1) as pool:
        for built in pool.imap(run, jobs):
            print(f"{time.time() - started:5.0f} s  {built.name}: {built.report}", flush=True)
            everything.append(built)
    write(everything, own, arguments.bytes, arguments.output)
    write_sources(arguments.corpus, arguments.sources, arguments.scripts, arguments.output)
    print(f"{time.time() - started:.0f} s")
    return 0


def run(job: tuple[str, partial[Built], Path | None]) -> Built:
    """Do a job, or take its result from the folder of an earlier run."""
    name, work, kept = job
    path = kept / f"{name}.pickle" if kept else None
    if path and path.exists():
        found: Built = pickle.loads(path.read_bytes())  # noqa: S301 (written below)
        return found
    built = work()
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(built))
    return built


def write(everything: list[Built], own: list[str], most: int, output: Path) -> None:
    """The model file and what is known of its making."""
    unigram_p: dict[int, float] = {}
    characters = sum(built.characters for built in everything)
    for built in everything:
        for point, p in zip(built.points.tolist(), built.unigrams.tolist(), strict=True):
            unigram_p[point] = unigram_p.get(point, 0.0) + p * built.characters / characters
    points = np.array(sorted(unigram_p), np.uint32)
    unigrams = quantise(np.array([unigram_p[point] for point in points.tolist()]))
    rows = join([relative(built.rows, built.name) for built in everything])
    backoffs = join([relative(built.backoffs, built.name) for built in everything])
    # Three bytes a slot for n-grams and words, two for contexts; all contexts are stored.
    context_slots = int(len(backoffs[0]) / FULL) + 2
    slots = (most - 2 * context_slots - 5 * len(points) - 8192) // 3
    slots = min(slots, int(len(rows[0]) / FULL) + 2)
    fingerprints, costs, kept = fill_table(rows, slots // 2 * 2, 16)
    weight_fingerprints, weights, weights_kept = fill_table(
        backoffs, context_slots // 2 * 2, language.WEIGHT_FINGERPRINT_BITS
    )
    weights = np.minimum(weights, 127).astype(np.uint16)
    scripts = {code: name for name, script in SCRIPTS.items() for code in script.languages}
    listed = "".join(f"{code} {scripts[code]} {int(code in own)}\n" for code in PLACES).encode()
    header = struct.pack(
        language.HEADER_FORMAT, language.MAGIC, len(points), len(costs), len(weights), len(listed)
    )
    data = b"".join(
        [
            header.ljust(language.HEADER_SIZE, b"\0"),
            points.astype("<u4").tobytes(),
            fingerprints.astype("<u2").tobytes(),
            (weight_fingerprints << np.uint16(7) | weights).astype("<u2").tobytes(),
            costs.tobytes(),
            np.minimum(unigrams, 255).astype(np.uint8).tobytes(),
            case_table(sum(built.cases for built in everything)),
            listed,
        ]
    )
    output.mkdir(parents=True, exist_ok=True)
    (output / "language.model").write_bytes(data)
    made = {
        "made_by": "tools/build_model.py",
        "sha256": hashlib.sha256(data).hexdigest(),
        "training_files": sorted(file for built in everything for file in built.files),
    }
    (output / "model.json").write_text(json.dumps(made, indent=1) + "\n")
    print(
        f"{len(data):,} bytes; {len(costs) * 2:,} slots for n-grams and words, "
        f"{kept:.1%} of them fit, "
        f"{weights_kept:.1%} of the contexts"
    )


def relative(rows: Rows, name: str) -> Rows:
    """Rows with values relative to the least of them, so that all jobs lose alike to overflow.

    Han characters have no lexicon to fall back on.
    """
    keys, probabilities, values = rows
    if len(values):
        values = values / values.min() * (HAN_WEIGHT if name == "han" else 1.0)
    return keys, probabilities, values


def write_sources(corpus: Path, sources: Path, scripts: list[str], output: Path) -> None:
    """Which sources the model was built from, with their licences."""
    rows = (corpus / "SOURCES.tsv").read_text(encoding="utf-8").splitlines(keepends=True)
    fetched = sources / "SOURCES.tsv"
    if fetched.exists():
        rows += fetched.read_text(encoding="utf-8").splitlines(keepends=True)[1:]
    rows += [
        "zh-Hans\tjieba 0.42.1 dict.txt (word frequencies)\tMIT\t349046\t5071852\n",
        "zh-Hant\tjieba 0.42.1 dict.txt, converted by OpenCC\tMIT, Apache-2.0\t349046\t5071852\n",
        *(
            f"{code}\twordfreq 3.1.1 (word frequencies)\tApache-2.0, data CC BY-SA 4.0\t\t\n"
            for code in sorted(wordfreq.available_languages("best"))
            if code != "zh"
        ),
    ]
    used = {code for name in scripts for code in SCRIPTS[name].languages}
    (output / "SOURCES.tsv").write_text(
        rows[0] + "".join(row for row in rows[1:] if row.split("\t")[0] in used),
        encoding="utf-8",
    )


if __name__ == "__main__":
    sys.exit(main())
