"""The language model: its file, its costs by hand, and what the shipped one believes."""

from __future__ import annotations

import struct
import unicodedata
from itertools import count
from math import log2
from pathlib import Path
from statistics import median

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fixtext.channels import Channel
from fixtext.folding import (
    CAPITAL,
    CASE_CLASS_OF,
    CONTEXT_POINTS,
    IS_WORD_CHARACTER,
    LAST_POINTS,
    SEPARATOR,
    SMALL,
    UNCASED,
    case_of,
    ending_before,
    ending_of,
    fold,
    predicted_point,
)
from fixtext.language import (
    ENDING_OFFSET,
    HOPELESS_COST,
    MOST_CONTEXT,
    UNITS_PER_BIT,
    LanguageModel,
    load,
    unseen_cost,
)
from fixtext.ngrams import ELSEWHERE_COST, FOREIGN_COST
from fixtext.placement import bits_behind

FIXTURES = Path(__file__).parent.parent / "fixtures"
CLEAN = sorted((FIXTURES / "clean").glob("??.txt")) + sorted((FIXTURES / "clean").glob("zh-*.txt"))

# A model of a few n-grams, written after the description of the file alone.

KNUTH = 0x9E3779B97F4A7C15
SALT = 0xD1B54A32D192ED03
GRAM_BUCKETS, WEIGHT_BUCKETS = 65_519, 65_521
"""So many that chance hits of fingerprints do not disturb a test once in a thousand runs."""

LANGUAGES = {"aa": ("latin", 1), "bb": ("latin", 0), "cc": ("han", 1)}

UNIGRAMS = {" ": 20, ".": 24, "a": 30, "0": 41, "b": 35, "é": 50, "«": 55, "中": 66, "国": 90}
UNIGRAMS["\U0001f680"] = 120

# Of all languages together (""), and of those that have n-grams of their own.
GRAMS: dict[str, dict[str, int]] = {
    "": {
        "a中": 40,
        "中国": 5,
        "a中国": 2,
        " a中国": 0,
        "中 a": 17,
        "0 é": 9,
        " éé": 11,
        "éa中国éb": 7,
        "国é": 90,
        "é«a": 13,
        "é b中": 14,
        " é": 19,
    },
    "aa": {"a": 8, "é": 12, " ": 6, "aé": 1, "é«": 3, "é é": 10, "中é": 4},
    "cc": {"中": 21, "中中": 22},
}
WEIGHTS: dict[str, dict[str, int]] = {
    "": {
        "a": 3,
        "中": 4,
        "a中": 10,
        " a中": 25,
        "中 ": 6,
        "0 ": 1,
        " é": 2,
        " ": 5,
        "éa中国é": 30,
        "a中国é": 7,
        "中国é": 9,
        "é": 8,
        "国": 12,
        "国é": 0,
        "«": 16,
        "é«": 18,
        "é b": 27,
        "0中0a": 126,
    },
    "aa": {"": 40, "a": 5, "é": 6, "é ": 9, "中": 2},
    "cc": {"": 33, "中": 11, "国": 10},
}

WORDS: dict[str, dict[str, int]] = {"aa": {"née": 24, "éa": 80}, "bb": {"née": 100}, "cc": {}}
COMMON_WORDS: dict[str, dict[str, int]] = {"aa": {"née": 70, "a": 30}, "bb": {"née": 60}, "cc": {}}
ENDINGS: dict[str, dict[tuple[str, str], int]] = {
    "aa": {
        ("née", "ées"): ENDING_OFFSET + 33,
        ("née", " aé"): ENDING_OFFSET - 20,
        ("née", ""): ENDING_OFFSET - 3,
        (" éa", ""): ENDING_OFFSET + 4,
        ("\n", " éa"): 0,
        (",", " éa"): 2 * ENDING_OFFSET - 2,
    },
    "bb": {("née", "ées"): ENDING_OFFSET + 1},
    "cc": {},
}
"""By the end of the word before and that of the word; the second is "" for all others."""

LINE_START, SPACE, SMALL_LETTER, CAPITAL_LETTER, DIGIT, SENTENCE_END, OTHER = range(7)
CLASSES = {
    **dict.fromkeys("\n\r", LINE_START),
    **dict.fromkeys(" \t\xa0\u3000", SPACE),
    **dict.fromkeys("abéж\u10d0", SMALL_LETTER),
    **dict.fromkeys("ABÉЖ", CAPITAL_LETTER),
    **dict.fromkeys("07٣", DIGIT),
    **dict.fromkeys(".!?:…؟।", SENTENCE_END),
    **dict.fromkeys(",-«中国א\U0001f680", OTHER),
}
CASE = [(state % 5, 30 + state) for state in range(49)]
"""Costs of a small letter and of a capital by the classes of the two characters before."""

SMALL_LETTERS, CAPITALS, ASCII_MARKS = "abéx", {"A": "a", "B": "b", "É": "é"}, ",.-"
SEPARATOR_BITS = 2


def key_of(gram: str) -> int:
    """A polynomial of the code points in 64 bits, the last one times KNUTH."""
    key = 0
    for char in gram:
        key = (key + ord(char)) * KNUTH % 2**64
    return key


def salt(code: str, kind: int) -> int:
    """What is added to the keys: 0 n-grams, 1 words, 2 common words, 3 endings."""
    return SALT * (4 * list(LANGUAGES).index(code) + kind + 1) if code else 0


def place(key: int, buckets: int, bits: int) -> tuple[int, int]:
    """(bucket, fingerprint): the top 40 and the bits below them of a key."""
    key %= 2**64
    fingerprint = key // 2**24 % 2**bits
    return (key // 2**40) * buckets // 2**24, fingerprint


def entries() -> tuple[dict[int, int], dict[int, int]]:
    """Costs of the n-gram table and of the weight table by key."""
    grams = {
        key_of(gram) + salt(code, 0): cost
        for code, costs in GRAMS.items()
        for gram, cost in costs.items()
    }
    for kind, lists in ((1, WORDS), (2, COMMON_WORDS)):
        for code, costs in lists.items():
            grams |= {key_of(word) + salt(code, kind): cost for word, cost in costs.items()}
    for code, pairs in ENDINGS.items():
        for (before, ending), cost in pairs.items():
            grams[key_of(before + "\0") + key_of(ending) + salt(code, 3)] = cost
    weights = {
        key_of(context) + salt(code, 0): cost
        for code, costs in WEIGHTS.items()
        for context, cost in costs.items()
    }
    return grams, weights


def model_file(gram_buckets: int = GRAM_BUCKETS, weight_buckets: int = WEIGHT_BUCKETS) -> bytes:
    """Raises StopIteration when more than two entries fall into one bucket."""
    points = sorted(UNIGRAMS)
    grams, contexts = entries()
    fingerprints, weights = [0] * 2 * gram_buckets, [0] * 2 * weight_buckets
    costs = bytearray(2 * gram_buckets)
    for key, cost in grams.items():
        bucket, fingerprint = place(key, gram_buckets, 16)
        slot = next(2 * bucket + i for i in range(2) if not costs[2 * bucket + i])
        fingerprints[slot] = fingerprint
        costs[slot] = cost + 1
    for key, weight in contexts.items():
        bucket, fingerprint = place(key, weight_buckets, 9)
        slot = next(2 * bucket + i for i in range(2) if not weights[2 * bucket + i])
        weights[slot] = fingerprint * 128 + weight + 1
    listed = "".join(f"{code} {script} {own}\n" for code, (script, own) in LANGUAGES.items())
    sizes = len(points), gram_buckets, weight_buckets, len(listed)
    return b"".join(
        [
            struct.pack("<8sIIII", b"FXTLM2\0\0", *sizes).ljust(64, b"\0"),
            struct.pack(f"<{len(points)}I", *map(ord, points)),
            struct.pack(f"<{len(fingerprints)}H", *fingerprints),
            struct.pack(f"<{len(weights)}H", *weights),
            bytes(costs),
            bytes(UNIGRAMS[point] for point in points),
            bytes(cost for pair in CASE for cost in pair),
            listed.encode(),
        ]
    )


def shown(char: str) -> str:
    """A character of these tests as it is in the context of others."""
    if char in "\n ,.-«":
        return " "
    return CAPITALS.get(char, "0" if char == "7" else char)


def documented_cost(history: str, char: str, code: str = "") -> int:
    """What a language expects; of signs that are no letters also what all together expect."""
    cost = katz_cost(history, char, code)
    if code and char in "«中国龘\U0001f680":
        cost = min(cost, 24 + katz_cost(history, char))
        # No sign is 12 bits more frequent in one place than anywhere.
        cost = max(cost, UNIGRAMS.get(char, unseen_cost(char)) - 96)
    return cost


def katz_cost(history: str, char: str, code: str = "") -> int:
    """Katz's backoff over the dictionaries above, case and all."""
    # N-grams do not reach over a line's end; classes of case do.
    line = history[max(history.rfind("\n"), 0) :]
    before = "".join(map(shown, line[-MOST_CONTEXT:]))
    if history[-1:] == "«":
        before = before[:-1] + "«"
    contexts = [""] if code else []
    for length in range(1, len(before) + 1):
        context = before[-length:]
        if context in WEIGHTS[code]:
            contexts.append(context)
        elif not context.isascii():
            break
    predicted, total = CAPITALS.get(char, char), 0
    if char in ASCII_MARKS:
        predicted, total = ".", SEPARATOR_BITS * 8
    elif char in "7\n":
        predicted = {"7": "0", "\n": " "}[char]
    elif char in SMALL_LETTERS or char in CAPITALS:
        total = case_cost(history, capital=char in CAPITALS)
    for context in reversed(contexts):
        if context + predicted in GRAMS[code]:
            return total + GRAMS[code][context + predicted]
        total += WEIGHTS[code][context]
    if code:
        return 64 + katz_cost(history, char)
    return total + UNIGRAMS.get(predicted, unseen_cost(predicted))


def case_cost(history: str, *, capital: bool) -> int:
    before, last = [CLASSES[char] for char in ("\n\n" + history)[-2:]]
    return CASE[7 * last + before][capital]


@pytest.fixture(name="tiny", scope="module")
def write_tiny_model(tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    path = tmp_path_factory.mktemp("model") / "tiny.model"
    path.write_bytes(model_file())
    return LanguageModel(str(path))


@pytest.mark.parametrize(
    ("history", "char", "cost"),
    [
        ("", "中", 66),
        ("", "\U0001f680", 120),
        ("x", "中", 66),  # nothing known of "x": no cost of backing off
        ("a", "中", 40),
        ("A", "中", 40),
        ("xa", "中", 40),
        ("a", "国", 3 + 90),
        ("a中", "国", 2),
        (" a中", "国", 0),
        ("é a中", "国", 0),
        ("中,a中", "国", 0),  # what sets words apart is a space
        ("\xa0a中", "国", 0),
        ("…A中", "国", 0),
        ("中 ", "中", 6 + 5 + 66),
        (" a中", "0", 25 + 10 + 4 + 41),
        (" a中", "9", 25 + 10 + 4 + 41),
        ("中", ",", 16 + 4 + 24),  # a mark is one of all
        ("中", "!", 16 + 4 + 24),
        ("中", "\t", 4 + 20),
        ("éa中国é", "国", 30 + 7 + 9 + 0 + 8 + 90),
        ("xéa中国é", "国", 30 + 7 + 9 + 0 + 8 + 90),
        ("é b", "中", 14),  # the search goes on over ends of ASCII that are not stored
        ("0中0a", "中", 40),  # but stops at one beyond ASCII, here "中0a"
        ("\n", "国", 5 + 90),  # a line's end is a space
        ("a中\n", "国", 5 + 90),  # and nothing before it counts
        ("中\n ", "国", 5 + 90),
    ],
)
def test_costs_by_hand(tiny: LanguageModel, history: str, char: str, cost: int) -> None:
    assert tiny.after(history)[char] == cost


@pytest.mark.parametrize(
    ("history", "char", "cost"),
    [
        ("", "a", 30 + CASE[7 * LINE_START + LINE_START][0]),
        ("", "A", 30 + CASE[7 * LINE_START + LINE_START][1]),
        ("\né", "é", 11 + CASE[7 * SMALL_LETTER + LINE_START][0]),
        ("\nÉ", "É", 11 + CASE[7 * CAPITAL_LETTER + LINE_START][1]),
        ("éa中国é", "b", 7 + CASE[7 * SMALL_LETTER + OTHER][0]),
        ("Éa中国é", "B", 7 + CASE[7 * SMALL_LETTER + OTHER][1]),
        ("中 ", "a", 17 + CASE[7 * SPACE + OTHER][0]),
        ("7 ", "É", 9 + CASE[7 * SPACE + DIGIT][1]),
        (".é", "b", 2 + 8 + 35 + CASE[7 * SMALL_LETTER + SENTENCE_END][0]),
    ],
)
def test_case_is_a_cost_of_its_own(tiny: LanguageModel, history: str, char: str, cost: int) -> None:
    assert tiny.after(history)[char] == cost


@pytest.mark.parametrize(
    ("history", "char", "cost"),
    [
        ("é«", "b", 18 + 16 + 35 + CASE[7 * OTHER + SMALL_LETTER][0]),
        ("é«", "a", 13 + CASE[7 * OTHER + SMALL_LETTER][0]),
        ("é“", "a", 30 + CASE[7 * OTHER + SMALL_LETTER][0]),  # which mark it is counts here
        ("é-", "a", 5 + 30 + CASE[7 * OTHER + SMALL_LETTER][0]),
        ("«é", "é", 11 + CASE[7 * SMALL_LETTER + OTHER][0]),  # but not here
        ("“é", "é", 11 + CASE[7 * SMALL_LETTER + OTHER][0]),
        ("-é", "é", 11 + CASE[7 * SMALL_LETTER + OTHER][0]),
        ("a中国«", "a", 16 + 30 + CASE[7 * OTHER + OTHER][0]),
    ],
)
def test_a_quotation_mark_is_itself_in_the_last_place_alone(
    tiny: LanguageModel, history: str, char: str, cost: int
) -> None:
    assert tiny.after(history)[char] == cost


@pytest.mark.parametrize(
    ("code", "history", "char", "cost"),
    [
        ("aa", "", "a", 8 + CASE[0][0]),
        ("aa", "", "A", 8 + CASE[0][1]),
        ("aa", "b", "é", 12 + CASE[7 * SMALL_LETTER + LINE_START][0]),  # "b" is no context of it
        ("aa", "a", "é", 1 + CASE[7 * SMALL_LETTER + LINE_START][0]),
        ("aa", "é", "a", 6 + 8 + CASE[7 * SMALL_LETTER + LINE_START][0]),
        ("aa", "é", "«", 3),
        ("aa", "É-", "É", 10 + CASE[7 * OTHER + CAPITAL_LETTER][1]),
        ("aa", "中", " ", 2 + 6),
        # What the language does not have costs what it does in all, and something.
        ("aa", "a", "中", ELSEWHERE_COST + 40),
        ("aa", "a中", "国", ELSEWHERE_COST + 2),
        ("aa", "é", "国", ELSEWHERE_COST + 8 + 90),
        ("aa", "", "b", FOREIGN_COST + 35 + CASE[0][0]),
        ("aa", "", "龘", ELSEWHERE_COST + 27 * 8),
        ("cc", "中", "中", 22),
        ("cc", "国", "中", 10 + 21),
        ("cc", "a中", "国", ELSEWHERE_COST + 2),
        # No n-grams of its own: all languages together.
        ("bb", "a", "中", 40),
        ("bb", "", "é", 50 + CASE[0][0]),
    ],
)
def test_each_language_has_its_own_costs(
    tiny: LanguageModel, code: str, history: str, char: str, cost: int
) -> None:
    model = tiny.in_language(code)
    assert model.after(history)[char] == cost


@given(
    history=st.text(" a0bé中国É7«,\n", max_size=8),
    char=st.sampled_from([*UNIGRAMS, *"x龘AÉ7,\n"]),
    code=st.sampled_from(["", *LANGUAGES]),
)
@example(history="中\n", char="中", code="")
def test_backoff_as_documented(tiny: LanguageModel, history: str, char: str, code: str) -> None:
    model = tiny.in_language(code) if code else tiny
    # A language without n-grams of its own speaks for all.
    expected = documented_cost(history, char, code if code in GRAMS else "")
    if code and char in "«中国龘\U0001f680":
        expected += 8 * bits_behind(history[-1:], char, code)
    assert model.after(history)[char] == expected
    # The second time from the caches.
    assert model.after(history)[char] == expected


@given(
    text=st.text(" a7bÉé中国\n«", max_size=12),
    before=st.text(" a7é中\n", max_size=8),
    code=st.sampled_from(["", *LANGUAGES]),
)
def test_text_cost_is_the_sum_of_what_a_repair_can_change(
    tiny: LanguageModel, text: str, before: str, code: str
) -> None:
    model = tiny.in_language(code) if code else tiny
    whole = before[-MOST_CONTEXT:] + text
    expected = 0
    for at in range(len(whole) - len(text), len(whole)):
        if not whole[max(at - MOST_CONTEXT, 0) : at + 1].isascii():
            history = whole[max(at - MOST_CONTEXT, 0) : at]
            expected += model.after(history)[whole[at]]
    assert model.text_cost(text, before) == expected


def test_both_slots_of_a_bucket_are_read(tmp_path: Path) -> None:
    # With as few buckets as will do, nearly all are full.
    path = tmp_path / "dense.model"
    for buckets in count(30):
        try:
            path.write_bytes(model_file(buckets, buckets + 1))
        except StopIteration:
            continue
        break
    grams, weights = entries()
    shared = [place(key, buckets, 16)[0] for key in grams]
    assert any(shared.count(bucket) == 2 for bucket in shared)
    shared = [place(key, buckets + 1, 9)[0] for key in weights]
    assert any(shared.count(bucket) == 2 for bucket in shared)
    model = LanguageModel(str(path))
    for code, words in WORDS.items():
        for word, gain in words.items():
            assert model.in_language(code).word_gain(word, "x") == gain
    for code, costs in GRAMS.items():
        speaking = model.in_language(code) if code else model
        for gram, cost in costs.items():
            if gram[-1] not in SMALL_LETTERS:
                assert speaking.after(gram[:-1])[gram[-1]] == cost


# One language of the model.


def open_tiny(tmp_path: Path) -> LanguageModel:
    path = tmp_path / "tiny.model"
    path.write_bytes(model_file())
    return LanguageModel(str(path))


def test_the_languages_are_listed(tiny: LanguageModel) -> None:
    assert tiny.languages == {
        "aa": (0, "latin", True),
        "bb": (1, "latin", False),
        "cc": (2, "han", True),
    }


def test_a_language_is_made_once_and_leaves_the_model_as_it_was(tmp_path: Path) -> None:
    model = open_tiny(tmp_path)
    candidates = ("é", "中", "国")
    ranked = model.likeliest(candidates, 3)
    assert model.after("a")["中"] == 40
    localized = model.in_language("aa")
    assert localized is not model
    assert model.in_language("aa") is localized
    assert model.in_language("bb") is not localized
    assert localized.after("a")["中"] == ELSEWHERE_COST + 40
    assert localized.word_gain("née", "x") == 24
    assert localized.likeliest(candidates, 3)[0] == "é"
    assert model.after("a")["中"] == 40
    assert model.word_gain("née", "x") == 0
    assert model.likeliest(candidates, 3) == ranked


def test_a_language_of_a_language_is_that_of_the_model(tmp_path: Path) -> None:
    model = open_tiny(tmp_path)
    other = model.in_language("aa").in_language("cc")
    # The first language has no part in what the other does not have.
    assert other.after("")["é"] == FOREIGN_COST + 50 + CASE[0][0]
    assert model.in_language("cc").after("")["é"] == (FOREIGN_COST + 50 + CASE[0][0])


def test_an_unknown_language_is_a_key_error_each_time(tmp_path: Path) -> None:
    model = open_tiny(tmp_path)
    for _ in range(2):
        with pytest.raises(KeyError):
            model.in_language("xx")


# Words.


@pytest.mark.parametrize(
    ("code", "word", "before", "gain"),
    [
        ("aa", "née", "x", 24),
        ("aa", "NÉE", "- ", 24),
        ("aa", "né", "x", 0),
        ("bb", "née", "x", 100),
        ("cc", "née", "x", 0),
        # Endings: of long words before, of short ones, for pairs and for all others.
        ("aa", "années", "xnée ", 33),
        ("aa", "Ées", "xnée ", -3),
        ("aa", "aé", "XNÉE ", -20),
        ("aa", "aé", "née ", 0),
        ("aa", "éb", "xxnée ", -3),
        ("aa", "éa", "xnée ", 80 - 3),
        ("aa", "éb", "xnée\t", -3),
        ("aa", "éb", "éa ", 4),
        ("aa", "éb", "7éa ", 4),
        ("aa", "éb", "véa ", 0),
        ("aa", "éb", "éa-", 0),
        ("aa", "éb", "éa  ", 0),
        ("bb", "années", "xnée ", 1),
        ("cc", "années", "xnée ", 0),
        # As bad, and as good, as a pair can be.
        ("aa", "éa", "\n", 80 - ENDING_OFFSET),
        ("aa", "éa", "", 80 - ENDING_OFFSET),
        ("aa", "éa", " ", 80 - ENDING_OFFSET),
        ("aa", "éa", "xnée\n", 80 - ENDING_OFFSET),
        ("aa", "éa", ",", 80 + ENDING_OFFSET - 2),
        ("aa", "éa", "née, ", 80 + ENDING_OFFSET - 2),
    ],
)
def test_gains_of_words_by_hand(
    tiny: LanguageModel, code: str, word: str, before: str, gain: int
) -> None:
    model = tiny.in_language(code)
    assert model.word_gain(word, before) == gain
    assert model.word_gain(word, before) == gain
    # All languages together have no lexicon.
    assert tiny.word_gain(word, before) == 0


def test_common_words_are_told_from_those_of_the_lexicon(tiny: LanguageModel) -> None:
    assert tiny.commonness("née", LANGUAGES) == {"aa": 70, "bb": 60}
    assert tiny.commonness("née", ["bb"]) == {"bb": 60}
    assert tiny.commonness("a", LANGUAGES) == {"aa": 30}
    assert tiny.commonness("éa", LANGUAGES) == {}
    assert tiny.in_language("bb").commonness("née", ["aa"]) == {"aa": 70}


@pytest.mark.parametrize(
    ("word", "ending"), [("années", "ées"), ("abcd", "bcd"), ("née", " née"), ("é", " é")]
)
def test_a_short_word_is_its_ending(word: str, ending: str) -> None:
    assert ending_of(word) == ending


@pytest.mark.parametrize(
    ("before", "ending"),
    [
        ("", "\n"),
        (" ", "\n"),
        ("\n", "\n"),
        ("\n ", "\n"),
        ("années ", "ées"),
        ("ANNÉES ", "ées"),
        ("née ", " née"),
        ("à née ", " née"),
        ("7née ", " née"),
        ("à ", " à"),
        ("l'à ", " à"),
        ("née, ", ","),
        ("née.\t", "."),
        ("née  ", " "),
        ("née «", "«"),
        ("née-", "-"),
        ("1984 ", "0"),
        ("中国 ", "国"),  # written without spaces: no words
    ],
)
def test_what_stands_before_a_word(before: str, ending: str) -> None:
    assert ending_before(before) == ending


@given(before=st.text("aÉж\u05d0中7 ,\n\u0301«", max_size=9))
def test_five_characters_tell_the_ending_before(before: str) -> None:
    assert ending_before(before) == ending_before(before[-MOST_CONTEXT:])


def test_characters_of_words() -> None:
    assert all(IS_WORD_CHARACTER[char] for char in "aÉжא가ا\u064bक\u093e\u094d\u200d\u0301")
    assert not any(IS_WORD_CHARACTER[char] for char in " \n-'’«7٣.✅\xa0\ufffd\u200b")
    # Written without spaces.
    assert not any(IS_WORD_CHARACTER[char] for char in "中あアกຂမក龘\U00020000豈")


# The rarest candidates.


def test_the_likeliest_are_the_most_frequent_whatever_the_context(tiny: LanguageModel) -> None:
    candidates = ("国", "é", "中", "a", "«")
    assert tiny.likeliest(candidates, 3) == ("a", "é", "«")
    assert tiny.likeliest(candidates, 9) == ("a", "é", "«", "中", "国")
    assert tiny.in_language("cc").likeliest(candidates, 2) == ("中", "«")


def test_the_hopeless_are_left_out(tiny: LanguageModel) -> None:
    unseen = unseen_cost("龘")
    assert unseen - 66 > HOPELESS_COST > unseen - 90
    assert tiny.likeliest(("龘", "国"), 9) == ("国", "龘")
    assert tiny.likeliest(("龘", "国", "中"), 9) == ("中", "国")


# What the format refuses.


def test_a_missing_model_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        LanguageModel(str(tmp_path / "none.model"))


@pytest.mark.parametrize(
    "data",
    [
        b"FXTLM1\0\0" + model_file()[8:],
        b"PK\x03\x04" + bytes(100),
        b"",
        b"FXT",
        model_file()[:64],
        model_file()[:-1],
        model_file()[:1000],
        model_file() + b"\n",
        model_file()[:62],
    ],
    ids=[
        "other version",
        "other format",
        "empty",
        "short",
        "header alone",
        "cut",
        "half",
        "long",
        "part",
    ],
)
def test_what_is_no_model_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "language.model"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=r"language\.model"):
        LanguageModel(str(path))


# Folding, and what a character is in its place.


@given(text=st.text())
def test_folding_keeps_the_length_and_is_idempotent(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
    assert [fold(char) for char in text] == list(folded)


def test_letters_are_small_digits_one_and_white_space_two() -> None:
    assert fold("1984\t2\r\n\x0b") == "0000 0\n\n "
    assert fold("ÀÉ Ж Σς ẞ Å") == "àé ж σς ß å"
    # What has no small letter of one character stays as it is.
    assert fold("İ٣³\u00a0中אა") == "İ٣³\u00a0中אა"


@pytest.mark.parametrize(
    ("char", "in_context", "last", "predicted", "case"),
    [
        ("a", "a", "a", "a", SMALL),
        ("É", "é", "é", "é", CAPITAL),
        ("ж", "ж", "ж", "ж", SMALL),
        ("中", "中", "中", "中", UNCASED),
        ("א", "א", "א", "א", UNCASED),
        ("7", "0", "0", "0", UNCASED),
        ("٣", "٣", "٣", "٣", UNCASED),
        (" ", " ", " ", " ", UNCASED),
        ("\t", " ", " ", " ", UNCASED),
        ("\n", " ", " ", " ", UNCASED),
        (",", " ", " ", ".", SEPARATOR),
        ("'", " ", " ", ".", SEPARATOR),
        ('"', " ", " ", ".", SEPARATOR),
        ("\xa0", " ", " ", "\xa0", UNCASED),
        ("—", " ", " ", "—", UNCASED),
        ("«", " ", "«", "«", UNCASED),
        ("’", " ", "’", "’", UNCASED),
        ("。", "。", "。", "。", UNCASED),
        ("✅", "✅", "✅", "✅", UNCASED),
    ],
)
def test_what_a_character_is_in_its_place(
    char: str, in_context: str, last: str, predicted: str, case: int
) -> None:
    assert chr(CONTEXT_POINTS[char]) == in_context
    assert chr(LAST_POINTS[char]) == last
    assert chr(predicted_point(char)) == predicted
    assert case_of(char) == case


def test_classes_of_case() -> None:
    assert {char: CASE_CLASS_OF[char] for char in CLASSES} == CLASSES


@given(char=st.characters())
def test_a_capital_is_predicted_as_its_small_letter(char: str) -> None:
    if case_of(char) == CAPITAL:
        assert chr(predicted_point(char)) == char.lower() == fold(char) != char
    elif char > "\x7f":
        assert chr(predicted_point(char)) == fold(char)


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
        if unicodedata.name(char, "").startswith(script)
    ]
    chars = [char for char in chars if model.unigram_cost(fold(char)) < unseen_cost(char)]
    text = (FIXTURES / "clean" / f"{name}.txt").read_text(encoding="utf-8")
    places = [at for at in range(MOST_CONTEXT, len(text)) if text[at - 1] in chars]
    totals = []
    for at in places[:: len(places) // 25]:
        costs = model.after(text[at - MOST_CONTEXT : at])
        totals.append(sum(2 ** (-costs[char] / UNITS_PER_BIT) for char in chars))
    assert 0.3 < median(totals) < 1.06
    assert max(totals) < 3
    small = {fold(char) for char in chars}
    assert sum(2 ** (-model.unigram_cost(char) / UNITS_PER_BIT) for char in small) < 1.0


@pytest.mark.parametrize(
    ("code", "alphabet"),
    [
        ("ru", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
        ("uk", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'"),
        ("el", "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"),
        ("fr", "abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûüœ"),
    ],
)
def test_probabilities_of_a_language_add_up_to_one_at_most(code: str, alphabet: str) -> None:
    model = load().in_language(code)
    chars = {*alphabet, *alphabet.upper(), *" ,.-"}
    totals = []
    for a in alphabet:
        for history in (f" {a}", f"{a}{alphabet[0]}", f". {a.upper()}"):
            costs = model.after(history)
            totals.append(sum(2 ** (-costs[char] / UNITS_PER_BIT) for char in chars))
    assert 0.3 < median(totals) < 1.06
    assert max(totals) < 3


def test_words_that_agree_gain() -> None:
    model = load().in_language("ru")
    for word, fitting, other in (
        ("языка", "русского ", "русский "),
        ("него", "для ", "и "),
    ):
        assert model.word_gain(word, fitting) > model.word_gain(word, other) + UNITS_PER_BIT
    assert model.word_gain("привет", "\n") > model.word_gain("приввт", "\n")


def test_a_language_expects_its_own() -> None:
    # What is usual in one language is not in another of the same script.
    for text, code, other in (
        (" це її ", "uk", "ru"),
        (" это ещё ", "ru", "uk"),
        (" über ", "de", "fr"),
        (" très ", "fr", "de"),
    ):
        own, foreign = load().in_language(code), load().in_language(other)
        assert own.text_cost(text) < load().text_cost(text) < foreign.text_cost(text)


def test_the_shipped_languages() -> None:
    languages = load().languages
    assert sorted(place for place, _, _ in languages.values()) == list(range(len(languages)))
    for code in ("de", "en", "fr", "ru", "uk", "ar", "fa", "hi"):
        assert languages[code][2], code
    # A script of one language needs no n-grams of its own.
    for code in ("el", "he", "ka", "ko"):
        assert not languages[code][2], code
        own = load().in_language(code)
        assert own.after("ab")["é"] == load().after("ab")["é"]


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
