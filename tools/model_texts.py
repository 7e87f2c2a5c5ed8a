"""What the language model is built from: texts, word lists, and what prose lacks."""

from __future__ import annotations

import csv
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import jieba
import numpy as np
import opencc
import regex
import wordfreq

from fixtext import codepages, folding, language
from fixtext.language import UNKNOWN

LEXICON_SHARES = {"words": 0.5, "sequences": 1.0}
"""Weight of a language's word lists, and of each list of sequences, against its texts."""

UNSPACED = ("ja", "th", "km", "my", "zh-Hans", "zh-Hant")
"""Languages that are written without spaces."""

SYMBOL_COUNT = 16
"""Pseudo-count of every emoji, and twice that of the lines of symbol_text."""

SHARES = {
    "wordfreq": 6.0,
    "jieba": 6.0,
    "corpus": 2.0,
    "subtitles": 2.0,
    "lists": 2.0,
    "names": 0.1,
}
"""Weights of the sources of word frequencies; of those that a language has."""

MOST_OF_SEQUENCE = 1e-4
"""Share of its list that one sequence of words has at most: few texts are full of one."""

MOST_WORDS = 400_000
"""Words of a lexicon that are weighed, the most frequent ones."""

MOST_VOWEL_SIGNS = 0.02
"""Share of vowel signs in a line beyond which it is written with all of them."""

Text = tuple[str, float]
"""A text and how often each of its n-grams counts."""


def read_language(corpus: Path, sources: Path, code: str, most: int) -> str:
    """All running text of a language, unfolded; chosen evenly when it is longer than `most`."""
    with lzma.open(
        corpus / "train" / f"{code}.txt.xz", "rt", encoding="utf-8", newline="\n"
    ) as file:
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
    more = [path.read_text(encoding="utf-8") for path in sorted(sources.glob(f"text/{code}.*.txt"))]
    scored = _scored_lines(corpus, code)
    lines = [line for line in "\n".join([text, *more]).split("\n") if line not in scored]
    return "\n" + "\n".join(map(_without_vowel_signs, lines)) + "\n"


def _scored_lines(corpus: Path, code: str) -> set[str]:
    """Lines that benchmarks score: none of them may be built from, wherever else it stands."""
    scored: set[str] = set()
    for name in ("dev", "dev-general"):
        path = corpus / name / f"{code}.txt.xz"
        if path.exists():
            scored.update(lzma.decompress(path.read_bytes()).decode("utf-8").split("\n"))
    return scored - {""}


def _without_vowel_signs(line: str) -> str:
    """Hebrew and Arabic as nearly everybody writes them; textbooks write all vowels."""
    signs = len(_VOWEL_SIGNS.findall(line))
    return _VOWEL_SIGNS.sub("", line) if signs > MOST_VOWEL_SIGNS * len(line) else line


_VOWEL_SIGNS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u064b-\u0652\u0670]")


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


def lexicon_texts(
    code: str, frequencies: dict[str, float], characters: int, sources: Path
) -> list[Text]:
    """The words of a language with their frequencies, as texts to count n-grams in.

    For languages without spaces also sequences of two and three words; those of Simplified
    Chinese, converted by OpenCC, serve Traditional Chinese too. A list's weight in characters is
    its share of LEXICON_SHARES times `characters`.
    """
    edge = UNKNOWN if code in UNSPACED else f" {UNKNOWN} "
    found = weighted(frequencies, LEXICON_SHARES["words"] * characters, edge) if frequencies else []
    if code not in UNSPACED:
        return found
    share = LEXICON_SHARES["sequences"] * characters
    for path in sorted(sources.glob(f"pairs/{code}.*.tsv")):
        found += weighted(_sequences(path), share, UNKNOWN)
    if code == "zh-Hant":
        convert = opencc.OpenCC("s2t").convert
        for path in sorted(sources.glob("pairs/zh-Hans.*.tsv")):
            texts = weighted(_sequences(path), share, UNKNOWN)
            found += [(convert(text), weight) for text, weight in texts]
    return found


def _sequences(path: Path) -> dict[str, float]:
    """Sequences of words, joined, with their relative frequencies."""
    found: dict[str, float] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for words, weight in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            joined = words.replace("<s>", "\n").replace("</s>", "\n").replace(" ", "")
            if joined.strip():
                found[joined] = min(float(weight), MOST_OF_SEQUENCE)
    return found


def weighted(words: dict[str, float], characters: float, edge: str) -> list[Text]:
    """Words as texts, by powers of two of their weight; all of them weigh `characters`."""
    total = sum(len(word) * times for word, times in words.items())
    buckets: dict[int, list[str]] = {}
    for word, times in words.items():
        if not word.isascii():
            power = max(0, round(np.log2(times * characters / total)))
            buckets.setdefault(power, []).append(word)
    far = UNKNOWN * (language.MOST_CONTEXT + 1)
    return [
        (far + edge + edge.join(found) + edge + far, float(2**power))
        for power, found in sorted(buckets.items())
    ]


def listed_words(code: str, sources: Path) -> dict[str, float]:
    """The words of word lists alone, folded, with relative frequencies; empty without a list."""
    return mixed(
        (SHARES["wordfreq"], _wordfreq(code)),
        (SHARES["jieba"], _jieba(code)),
        *_lists(code, sources),
    )


def word_frequencies(code: str, text: str, sources: Path) -> dict[str, float]:
    """The words of a language, folded, with relative frequencies from texts and lists together."""
    counts = Counter(words_of(folding.fold(text)))
    return mixed(
        (SHARES["wordfreq"], _wordfreq(code)),
        (SHARES["corpus"], {word: float(n) for word, n in counts.items() if n > 1}),
        *_lists(code, sources),
    )


def mixed(*parts: tuple[float, dict[str, float]]) -> dict[str, float]:
    """A mixture of word lists; each is scaled to its weight, and the sum to 1."""
    frequencies: dict[str, float] = {}
    whole = sum(weight for weight, words in parts if words)
    for weight, words in parts:
        total = sum(words.values())
        for word, times in words.items():
            frequencies[word] = frequencies.get(word, 0.0) + weight / whole * times / total
    ranked = sorted(frequencies, key=lambda word: (-frequencies[word], word))[:MOST_WORDS]
    return {word: frequencies[word] for word in ranked}


def ending_pairs(text: str) -> Counter[tuple[str, str]]:
    """How often each ending of a word follows what it agrees with, in unfolded text."""
    pairs: Counter[tuple[str, str]] = Counter()
    for line in text.split("\n"):
        for match in _WORD.finditer(line):
            start = match.start()
            before = folding.ending_before(line[max(start - 8, 0) : start])
            pairs[before, folding.ending_of(folding.fold(match.group()))] += 1
    return pairs


_WORD = regex.compile(r"[\p{L}\p{M}\u200c\u200d]+")


def words_of(folded: str) -> Iterator[str]:
    """The maximal runs of word characters, as the decoder cuts them."""
    return iter("".join(c if folding.IS_WORD_CHARACTER[c] else " " for c in folded).split())


@lru_cache(maxsize=2)
def _wordfreq(code: str) -> dict[str, float]:
    words: dict[str, float] = {}
    code = {"zh-Hans": "zh"}.get(code, code)
    if code in wordfreq.available_languages("best"):
        for centibels, bucket in enumerate(wordfreq.get_frequency_list(code, "best")):
            words.update(dict.fromkeys(map(folding.fold, bucket), 10 ** (-centibels / 100)))
    return words


def _lists(code: str, sources: Path) -> list[tuple[float, dict[str, float]]]:
    """The other word lists of a language, each with its weight."""
    lists = []
    paths = sorted(sources.glob(f"words/{code}.*.tsv"))
    if code == "zh-Hant" and not paths:
        paths = sorted(sources.glob("words/zh-Hans.*.tsv"))
    for path in paths:
        words: dict[str, float] = {}
        with path.open(encoding="utf-8", newline="") as file:
            for word, weight in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                folded = folding.fold(word)
                for part in [folded] if code in UNSPACED else words_of(folded):
                    words[part] = words.get(part, 0.0) + float(weight)
        if words:
            kind = path.name.split(".")[1].split("-")[0]
            lists.append((SHARES.get(kind, SHARES["lists"]), words))
    return lists


def _jieba(code: str) -> dict[str, float]:
    if code not in ("zh-Hans", "zh-Hant"):
        return {}
    text = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8")
    if code == "zh-Hant":
        text = opencc.OpenCC("s2t").convert(text)
    rows = [row.split(" ") for row in text.splitlines()]
    return {word: float(times) for word, times, _ in rows}
