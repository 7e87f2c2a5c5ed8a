"""Comparing a text with its twin."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fixtext
from fixtext.twins import Comparison, Difference, _anchors, _compare, _Limits, compare, describe

ALPHABET = "ab \n\r\t\N{NO-BREAK SPACE}é\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}你\ufeff"
texts = st.text(ALPHABET, max_size=24)
any_texts = st.text(max_size=12)
documents = st.lists(st.sampled_from(["ab", "b a", "a", "", "你 b", "é a b"]), max_size=10).map(
    "\n".join
)


def _edited(text: str, edits: list[tuple[int, str, str]]) -> str:
    for position, kind, char in edits:
        i = position % (len(text) + 1)
        text = text[:i] + ("" if kind == "delete" else char) + text[i + (kind != "insert") :]
    return text


edits = st.lists(
    st.tuples(
        st.integers(0, 100),
        st.sampled_from(["delete", "insert", "replace"]),
        st.sampled_from(ALPHABET),
    ),
    max_size=4,
)
pairs = st.one_of(
    st.tuples(texts, texts),
    st.tuples(any_texts, any_texts),
    st.tuples(documents, documents),
    st.builds(lambda text, changes: (text, _edited(text, changes)), texts | documents, edits),
)
small_limits = st.builds(
    _Limits,
    direct=st.sampled_from([0, 4, 30]),
    band_length=st.sampled_from([0, 5, 1000]),
    cells=st.sampled_from([0, 100_000, 10**9]),
    tokens=st.sampled_from([0, 20, 10**6]),
    differences=st.sampled_from([1, 2, 100]),
)


def _levenshtein(text: str, twin: str) -> int:
    """The textbook dynamic programme."""
    row = list(range(len(twin) + 1))
    for i, char in enumerate(text, 1):
        last = row
        row = [i]
        for j, other in enumerate(twin, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (char != other)))
    return row[-1]


def _applied(text: str, comparison: Comparison) -> str:
    parts = []
    position = 0
    for difference in comparison.differences:
        end = difference.offset + len(difference.before)
        assert text[difference.offset : end] == difference.before
        parts += [text[position : difference.offset], difference.after]
        position = end
    return "".join([*parts, text[position:]])


def _only(text: str, twin: str) -> Difference:
    (difference,) = compare(text, twin).differences
    return difference


@given(texts | any_texts)
def test_a_text_equals_itself(text: str) -> None:
    same = "".join(list(text))
    assert compare(text, same) == Comparison(
        equal=True, distance=0, cer=0.0, exact=True, differences=()
    )


@given(pairs)
def test_differences_turn_the_text_into_the_twin(pair: tuple[str, str]) -> None:
    text, twin = pair
    comparison = compare(text, twin)
    assert comparison.equal == (text == twin)
    assert _applied(text, comparison) == twin


@given(pairs)
def test_distance_is_the_levenshtein_distance(pair: tuple[str, str]) -> None:
    text, twin = pair
    comparison = compare(text, twin)
    assert comparison.exact
    assert comparison.distance == _levenshtein(text, twin)
    assert comparison.cer == comparison.distance / max(1, len(twin))


@given(pairs)
def test_distance_is_symmetric(pair: tuple[str, str]) -> None:
    text, twin = pair
    there, back = compare(text, twin), compare(twin, text)
    assert there.distance == back.distance
    if len(text) == len(twin):
        assert there.cer == back.cer


@given(pairs, small_limits)
def test_within_any_bounds_differences_hold_and_distance_is_an_upper_bound(
    pair: tuple[str, str], limits: _Limits
) -> None:
    text, twin = pair
    most = limits.differences
    comparison = _compare(text, twin, limits)
    true_distance = _levenshtein(text, twin)
    assert _applied(text, comparison) == twin
    assert true_distance <= comparison.distance <= max(len(text), len(twin))
    assert comparison.equal == (comparison.distance == 0)
    if comparison.exact:
        assert comparison.distance == true_distance
    assert len(comparison.differences) <= most


@given(pairs)
def test_places_and_kinds(pair: tuple[str, str]) -> None:
    text, twin = pair
    end = twin_end = -1
    for difference in compare(text, twin).differences:
        assert difference.before != difference.after
        # Maximal: at least one equal character on either side before the next one.
        assert difference.offset > end
        assert difference.twin_offset > twin_end
        end = difference.offset + len(difference.before)
        twin_end = difference.twin_offset + len(difference.after)
        assert twin[difference.twin_offset : twin_end] == difference.after
        lines = text[: difference.offset].split("\n")
        assert (difference.line, difference.column) == (len(lines), len(lines[-1]) + 1)
        assert describe(difference).startswith(f"{difference.line}:{difference.column} ")


@given(
    st.lists(st.sampled_from(["é", "e", "각", "ệ", "가", "a\N{COMBINING DOT BELOW}"]), max_size=5)
)
def test_nfd_differs_from_nfc_in_normalization_only(characters: list[str]) -> None:
    text = unicodedata.normalize("NFC", "".join(characters))
    twin = unicodedata.normalize("NFD", text)
    for comparison in (compare(text, twin), compare(twin, text)):
        assert {d.kind for d in comparison.differences} <= {"normalization only"}


@given(st.lists(st.sampled_from(["a", "b", " ", "\n", "你"]), max_size=30).map("".join))
def test_line_ends_and_no_break_spaces_are_whitespace_only(twin: str) -> None:
    text = twin.replace("\n", "\r\n").replace(" ", "\N{NO-BREAK SPACE}")
    assert {d.kind for d in compare(text, twin).differences} <= {"whitespace only"}


@pytest.mark.parametrize(
    ("text", "twin", "kind", "before", "after"),
    [
        ("a住b", "a佳b", "wrong fill", "住", "佳"),
        ("ä½ 好", "你好", "wrong fill", "ä½ ", "你"),
        ("ab", "a佳b", "lost", "", "佳"),
        ("a佳b", "ab", "added", "佳", ""),
        ("cafe\N{COMBINING ACUTE ACCENT}", "café", "normalization only", "e\u0301", "é"),
        ("\N{ANGSTROM SIGN}", "Å", "normalization only", "\N{ANGSTROM SIGN}", "Å"),
        (
            "e\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}!",
            "ẹ\N{COMBINING ACUTE ACCENT}!",
            "normalization only",
            "e\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}",
            "ẹ\N{COMBINING ACUTE ACCENT}",
        ),
        ("Ａ", "A", "wrong fill", "Ａ", "A"),
        ("a\N{NO-BREAK SPACE}b", "a b", "whitespace only", "\N{NO-BREAK SPACE}", " "),
        ("a\r\nb", "a\nb", "whitespace only", "\r", ""),
        ("ab ", "ab", "whitespace only", " ", ""),
        ("a\N{ZERO WIDTH SPACE}b", "ab", "added", "\N{ZERO WIDTH SPACE}", ""),
        ("a\N{EN QUAD}b", "a\N{EN SPACE}b", "whitespace only", "\N{EN QUAD}", "\N{EN SPACE}"),
    ],
)
def test_kind(text: str, twin: str, kind: str, before: str, after: str) -> None:
    difference = _only(text, twin)
    assert (difference.kind, difference.before, difference.after) == (kind, before, after)


def test_error_rate_of_empty_texts() -> None:
    assert compare("", "").cer == 0.0
    assert compare("", "abcd").cer == 1.0
    assert compare("abcd", "").cer == 4.0
    assert compare("abcdefgh", "ab").cer == 3.0


def test_lone_surrogates_are_characters() -> None:
    assert _only("a\ud800", "a\udfff").kind == "wrong fill"
    assert "U+D800 (lone surrogate)" in describe(_only("a\ud800", "ab"))


def test_describe_names_code_points() -> None:
    assert describe(_only("x\n" * 11 + "未来的住宅", "x\n" * 11 + "未来的佳宅")) == (
        "12:4 wrong fill: '住' U+4F4F CJK UNIFIED IDEOGRAPH-4F4F, "
        "twin has '佳' U+4F73 CJK UNIFIED IDEOGRAPH-4F73"
    )
    assert describe(_only("ab", "a\N{SOFT HYPHEN}b")) == (
        "1:2 lost: twin has '\\xad' U+00AD SOFT HYPHEN"
    )
    assert describe(_only("a\N{VARIATION SELECTOR-16}b", "ab")) == (
        "1:2 added: '️' U+FE0F VARIATION SELECTOR-16, not in twin"
    )
    assert "U+0000 NULL" in describe(_only("a\0", "a"))
    assert "U+E000 (private use)" in describe(_only("a\ue000", "a"))


def test_describe_shortens_long_runs() -> None:
    difference = _only("", "xyz" * 1000)
    line = describe(difference, limit=2)
    assert line == (
        "1:1 lost: twin has 'xyzxyzxyzxyzxyzxyzxy'… "
        "U+0078 LATIN SMALL LETTER X, U+0079 LATIN SMALL LETTER Y and 2998 more"
    )


@pytest.mark.parametrize(
    ("text", "twin", "note"),
    [
        ("a", "a\n", "only the twin ends with a line end"),
        ("a\r\n", "a", "only the text ends with a line end"),
        ("\ufeffa", "a", "only the text has a byte order mark"),
        ("xa", "\ufeffa", "only the twin has a byte order mark"),
        ("a\r\nb", "a\nb", "another style of line end"),
        ("a\n", "a\r\n", "another style of line end"),
        ("a\nb", "ab", ""),
        ("a\ufeffb", "ab", ""),
        ("a", "b", ""),
    ],
)
def test_notes_on_what_does_not_show(text: str, twin: str, note: str) -> None:
    difference = _only(text, twin)
    assert difference.note == note
    assert describe(difference).endswith(f" ({note})") == bool(note)


def test_near_texts_beyond_the_direct_bound_are_still_exact() -> None:
    text = "".join(f"line {i} of many\n" for i in range(2000))
    twin = text.replace("line 7 ", "lime 7 ").replace("line 1999 ", "")
    comparison = _compare(text, twin, _Limits(direct=1000, band_length=0))
    assert comparison.exact
    assert comparison.distance == 1 + len("line 1999 ")
    assert [(d.line, d.kind) for d in comparison.differences] == [
        (8, "wrong fill"),
        (2000, "added"),
    ]


def test_lines_without_an_anchor_are_paired() -> None:
    text = "".join(f"{i} ä½ å¥½\n" for i in range(400))
    twin = "".join(f"{i} 你好\n" for i in range(400))
    comparison = _compare(text, twin, _Limits(direct=2000, band_length=0))
    assert len(comparison.differences) >= 400
    assert comparison.distance == 400 * _levenshtein("ä½ å¥½", "你好")


def test_words_are_anchors_on_one_long_line() -> None:
    text = " ".join(f"word{i}" for i in range(2000))
    twin = text.replace("word7 ", "w0rd7 ").replace("word1500 ", "word fifteen ")
    comparison = _compare(text, twin, _Limits(direct=1000, band_length=0))
    assert comparison.differences[0].before == "o"
    assert comparison.distance == _compare(text, twin, _Limits()).distance


def test_words_shared_by_chance_are_no_anchors() -> None:
    text = " ".join(f"a{i}" for i in range(100)) + " shared " + "x" * 9
    twin = "y" * 9 + " shared " + " ".join(f"b{i}" for i in range(100))
    comparison = _compare(text, twin, _Limits(direct=1000, band_length=0))
    assert [(d.before, d.after) for d in comparison.differences] == [(text, twin)]


def test_anchors_never_make_the_distance_more_than_the_length() -> None:
    text, twin = "anchor\n" + "a" * 100, "b" * 100 + "\nanchor\n"
    comparison = _compare(text, twin, _Limits(direct=50, band_length=0))
    assert [(d.before, d.after) for d in comparison.differences] == [
        ("", "b" * 100 + "\n"),
        ("a" * 100, ""),
    ]
    assert comparison.distance == len(twin)


@given(st.permutations(range(8)), st.lists(st.sampled_from("xyz"), max_size=4))
def test_anchors_are_the_most_unique_tokens_in_the_same_order(
    order: list[int], others: list[str]
) -> None:
    tokens = [*map(str, range(8)), *others]
    twin_tokens = [*map(str, order), *others, *others]
    anchors = _anchors(tokens, twin_tokens)
    assert all(tokens[i] == twin_tokens[j] for i, j in anchors)
    assert all(i < k and j < m for (i, j), (k, m) in itertools.pairwise(anchors))
    longest = [0] * 8
    for i in range(8):
        longest[i] = 1 + max((longest[k] for k in range(i) if order[k] < order[i]), default=0)
    assert len(anchors) == max(longest)


def test_what_cannot_be_aligned_is_one_difference() -> None:
    comparison = _compare("a" * 100 + "x", "b" * 90 + "x", _Limits(direct=50, band_length=0))
    assert not comparison.exact
    assert comparison.distance == 100
    assert [(d.before, d.after) for d in comparison.differences] == [("a" * 100, "b" * 90)]


_UNRELATED = """
import random, resource, sys
from fixtext.twins import compare
rng = random.Random(5)
size, width = 10_000_000, int(sys.argv[1])
def made(length):
    text = "".join(rng.choices("abcdefghijklmnop ", k=length))
    return "\\n".join(text[i:i + width] for i in range(0, length, width))
text, twin = made(size), made(size + 1000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
comparison = compare(text, twin)
used = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
assert not comparison.equal and not comparison.exact and 0.5 < comparison.cer <= 1.0, comparison.cer
assert comparison.differences and len(comparison.differences) <= 100_000
print(used // (1 << 20))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in KiB on Linux only")
@pytest.mark.parametrize("width", [50, 10_001_001], ids=["many lines", "one line"])
def test_unrelated_texts_of_ten_million_characters_come_back(width: int) -> None:
    source = Path(fixtext.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", _UNRELATED, str(width)],
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    # Megabytes beyond the two texts themselves.
    assert int(done.stdout) < 600
