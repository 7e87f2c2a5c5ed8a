"""The language model: its file, its costs by hand, and what the shipped one believes."""

from __future__ import annotations

import struct
import unicodedata
from math import log2
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext.channels import Channel
from fixtext.language import (
    FOLD,
    MOST_CONTEXT,
    UNITS_PER_BIT,
    LanguageModel,
    fold,
    load,
    unseen_cost,
)

FIXTURES = Path(__file__).parent.parent / "fixtures"
CLEAN = sorted((FIXTURES / "clean").glob("??.txt")) + sorted((FIXTURES / "clean").glob("zh-*.txt"))

# A model of a few n-grams, written after the description of the file alone.

KNUTH = 0x9E3779B97F4A7C15
GRAM_BUCKETS, WEIGHT_BUCKETS = 509, 251

UNIGRAMS = {" ": 20, "a": 30, "0": 41, "b": 35, "é": 50, "中": 66, "国": 90, "\U0001f680": 120}
GRAMS = {
    "a中": 40,
    "中国": 5,
    "a中国": 2,
    " a中国": 0,
    "中 a": 17,
    "0 é": 9,
    "\néé": 11,
    "éa中国éb": 7,
    "国é": 90,
}
WEIGHTS = {
    "a": 3,
    "中": 4,
    "a中": 10,
    " a中": 25,
    "中 ": 6,
    "0 ": 1,
    "\né": 2,
    "éa中国é": 30,
    "é": 8,
    "国": 12,
    "国é": 0,
}


def key_of(gram: str) -> int:
    """A polynomial of the code points in 64 bits, the last one times KNUTH."""
    key = 0
    for char in gram:
        key = (key + ord(char)) * KNUTH % 2**64
    return key


def place(key: int, buckets: int, bits: int) -> tuple[int, int]:
    """(bucket, fingerprint): the top 40 and the bits below them of a key."""
    fingerprint = key // 2**24 % 2**bits
    return (key // 2**40) * buckets // 2**24, fingerprint


def model_file() -> bytes:
    points = sorted(UNIGRAMS)
    fingerprints: list[list[int]] = [[] for _ in range(GRAM_BUCKETS)]
    costs: list[list[int]] = [[] for _ in range(GRAM_BUCKETS)]
    for gram, cost in GRAMS.items():
        bucket, fingerprint = place(key_of(gram), GRAM_BUCKETS, 16)
        fingerprints[bucket].append(fingerprint)
        costs[bucket].append(cost + 1)
    weights: list[list[int]] = [[] for _ in range(WEIGHT_BUCKETS)]
    for gram, weight in WEIGHTS.items():
        bucket, fingerprint = place(key_of(gram), WEIGHT_BUCKETS, 9)
        weights[bucket].append(fingerprint * 128 + weight + 1)
    for table in (fingerprints, costs, weights):
        for slots in table:
            assert len(slots) <= 2
            slots.extend([0] * (2 - len(slots)))
    header = struct.pack("<8sIII", b"FXTLM1\0\0", len(points), GRAM_BUCKETS, WEIGHT_BUCKETS)
    return b"".join(
        [
            header.ljust(64, b"\0"),
            struct.pack(f"<{len(points)}I", *map(ord, points)),
            *(struct.pack("<2H", *slots) for slots in fingerprints),
            *(struct.pack("<2H", *slots) for slots in weights),
            *(struct.pack("<2B", *slots) for slots in costs),
            struct.pack(f"{len(points)}B", *(UNIGRAMS[point] for point in points)),
        ]
    )


def documented_cost(history: str, char: str) -> int:
    """Katz's backoff over the dictionaries above."""
    if not history:
        return UNIGRAMS.get(char, unseen_cost(char))
    if history in WEIGHTS:
        if history + char in GRAMS:
            return GRAMS[history + char]
        return WEIGHTS[history] + documented_cost(history[1:], char)
    return documented_cost(history[1:], char)


@pytest.fixture(name="tiny", scope="module")
def write_tiny_model(tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    path = tmp_path_factory.mktemp("model") / "tiny.model"
    path.write_bytes(model_file())
    return LanguageModel(str(path))


@pytest.mark.parametrize(
    ("history", "char", "cost"),
    [
        ("", "a", 30),
        ("", "中", 66),
        ("", "\U0001f680", 120),
        ("x", "中", 66),  # nothing known of "x": no cost of backing off
        ("a", "中", 40),
        ("a", "a", 3 + 30),
        ("xa", "中", 40),
        ("a中", "国", 2),
        ("a中", "a", 10 + 4 + 30),
        (" a中", "国", 0),
        ("é a中", "国", 0),
        (" a中", "é", 25 + 10 + 4 + 50),
        ("中 ", "a", 17),
        ("中 ", "b", 6 + 35),
        ("éa中国é", "b", 7),
        ("xéa中国é", "b", 7),
        ("éa中国é", "é", 30 + 0 + 8 + 50),
        ("\né", "é", 11),
        ("\né", "a", 2 + 8 + 30),
        ("中\né", "é", 11),  # nothing before a line end counts
        ("a中\n", "国", 90),
        ("国é", "国", 0 + 8 + 90),
    ],
)
def test_costs_by_hand(tiny: LanguageModel, history: str, char: str, cost: int) -> None:
    assert tiny.cost(tiny.context(history), char) == cost


@given(history=st.text(" a0bé中国", max_size=8), char=st.sampled_from([*UNIGRAMS, "x", "龘"]))
def test_backoff_as_documented(tiny: LanguageModel, history: str, char: str) -> None:
    expected = documented_cost(history[-MOST_CONTEXT:], char)
    assert tiny.cost(tiny.context(history), char) == expected
    # The second time from the caches.
    assert tiny.cost(tiny.context(history), char) == expected


@given(text=st.text(" a7bé中国\n", max_size=12), before=st.text(" a7é中\n", max_size=8))
def test_text_cost_is_the_sum_of_what_a_repair_can_change(
    tiny: LanguageModel, text: str, before: str
) -> None:
    whole = fold(before[-MOST_CONTEXT:] + text)
    expected = 0
    for at in range(len(whole) - len(text), len(whole)):
        reach = whole[max(at - MOST_CONTEXT, 0) : at + 1]
        if not reach.isascii():
            history = whole[max(at - MOST_CONTEXT, 0) : at]
            expected += tiny.cost(tiny.context(history), whole[at])
    assert tiny.text_cost(text, before) == expected


# What the format refuses.


def test_a_missing_model_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        LanguageModel(str(tmp_path / "none.model"))


@pytest.mark.parametrize(
    "data",
    [
        b"FXTLM0\0\0" + bytes(100),
        b"PK\x03\x04" + bytes(100),
        b"",
        b"FXT",
        model_file()[:64],
        model_file()[:-1],
        model_file()[:1000],
    ],
    ids=["other version", "other format", "empty", "short", "header alone", "cut", "half"],
)
def test_what_is_no_model_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "language.model"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=r"language\.model"):
        LanguageModel(str(path))


# Folding.


@given(text=st.text())
def test_folding_keeps_the_length_and_is_idempotent(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
    assert [b for a, b in zip(text, folded, strict=True) if a not in FOLD] == [
        a for a in text if a not in FOLD
    ]


def test_digits_are_one_and_white_space_two() -> None:
    assert fold("1984\t2\r\n\x0b") == "0000 0\n\n "
    assert fold("٣ ³ Ⅳ\u00a0") == "٣ ³ Ⅳ\u00a0"


# Characters that were never seen.


def test_unseen_characters_by_category() -> None:
    # Ugaritic, which is archaic, and one ideograph of many that are rare.
    letter, ideograph, symbol = map(unseen_cost, "\U00010380龘⌬")
    control, private, unassigned, surrogate = map(unseen_cost, "\x81\ue000\u0378\ud800")
    assert ideograph < letter < private
    assert symbol < control < unassigned
    assert unassigned == surrogate


def test_unseen_characters_cost_more_than_any_that_was_seen() -> None:
    model = load()
    seen = max(model.unigram_cost(char) for char in "的ら가éжעابกअ€😀→中龙")
    assert seen < min(map(unseen_cost, "\U00010380龘⌬\x81"))
    assert model.unigram_cost("\U000e0fff") == unseen_cost("\U000e0fff")


# What the shipped model believes.


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.name)
@pytest.mark.parametrize("read", ["windows-1252", "windows-1251", "cp437", "mac-roman"])
def test_every_language_costs_less_than_itself_garbled(path: Path, read: str) -> None:
    model = load()
    channel = Channel(read=read)
    for line in path.read_text(encoding="utf-8").splitlines()[:4]:
        if not line.isascii():
            assert model.text_cost(line) < model.text_cost(channel.garble(line))


@pytest.mark.parametrize(
    ("believable", "other"),
    [
        ("中国的", "中困的"),
        ("これは", "これぱ"),
        ("한국어", "한귝어"),
        ("déjà vu", "déjá vu"),
        ("größer", "gröÿer"),
        ("Привет", "ПрЍвет"),
        ("καλημέρα", "καλημΏρα"),
        ("✅", "⛅"),
        ("它❤\ufe0f", "它❦\ufe0f"),
    ],
)
def test_the_usual_costs_less(believable: str, other: str) -> None:
    model = load()
    assert model.text_cost(f" {believable} ") < model.text_cost(f" {other} ")


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("zh-hans", "CJK UNIFIED"),
        ("zh-hant", "CJK UNIFIED"),
        ("ja", ("CJK UNIFIED", "HIRAGANA", "KATAKANA")),
        ("el", "GREEK"),
        ("he", "HEBREW"),
        ("th", "THAI"),
        ("uk", "CYRILLIC"),
        ("ar", "ARABIC"),
        ("tr", "LATIN"),
    ],
)
def test_probabilities_of_a_script_add_up_to_one_at_most(
    name: str, script: str | tuple[str, ...]
) -> None:
    # Unigrams are those of all scripts together. Chance hits of fingerprints add something after
    # some contexts: the more the more characters.
    model = load()
    chars = [
        char
        for char in map(chr, range(0x41, 0x30000))
        if unicodedata.name(char, "").startswith(script) and fold(char) == char
    ]
    chars = [char for char in chars if model.unigram_cost(char) < unseen_cost(char)]
    text = fold((FIXTURES / "clean" / f"{name}.txt").read_text(encoding="utf-8"))
    places = [at for at in range(MOST_CONTEXT, len(text)) if text[at - 1] in chars]
    totals = []
    for at in places[:: len(places) // 25]:
        context = model.context(text[at - MOST_CONTEXT : at])
        totals.append(sum(2 ** (-model.cost(context, char) / UNITS_PER_BIT) for char in chars))
    assert 0.3 < median(totals) < 1.06
    assert max(totals) < 3
    assert sum(2 ** (-model.unigram_cost(char) / UNITS_PER_BIT) for char in chars) < 1.0


def test_one_bit_is_a_factor_of_two() -> None:
    assert UNITS_PER_BIT * log2(4) == 16


@given(tail=st.text("abcdefghij XYZ.,", max_size=30))
def test_far_ascii_cancels_out(tail: str) -> None:
    model = load()
    far = "q" * MOST_CONTEXT + tail
    difference = model.text_cost("é" + far) - model.text_cost("Ã©" + far)
    assert difference == model.text_cost("é" + far[:MOST_CONTEXT]) - model.text_cost(
        "Ã©" + far[:MOST_CONTEXT]
    )
    assert model.text_cost(far) == 0


def test_the_model_is_opened_once() -> None:
    assert load() is load()
