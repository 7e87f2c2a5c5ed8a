"""Which encoding are bytes in that are not UTF-8? The language model decides.

Facts of the domain:
- Every byte means something in most single-byte encodings: that bytes decode proves little, what
  the text says decides. Encodings that make the same of the bytes are one answer.
- The multi-byte encodings of East Asia are strict. What decodes as one of them by chance is
  short, and makes rare ideographs.
- ISO-2022-JP and its relatives write text in 7-bit bytes with escape sequences that hold "$":
  as ASCII such bytes decode too.
- UTF-16 and UTF-32 of most languages hold NUL bytes, which no other encoding of text does; of
  Chinese or Japanese UTF-16 may hold none.

What a reading costs is what the model says of its text, in the language that its common words
tell, and what disbelief in the encoding there is before any evidence. The opinion of chardet,
which has other statistics, counts as a few bits. Constants were set with benchmarks/encodings.py
on text of the sources that the model was built from; docs/benchmarks.md has the figures for
others.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from fixtext import codepages
from fixtext.identification import language_costs, script_of
from fixtext.language import UNITS_PER_BIT, LanguageModel, load

MULTI_BYTE = ("gb18030", "cp932", "big5hkscs", "cp949", "euc-jis-2004")
"""The supersets of the multi-byte encodings that are met."""

_NARROWER: dict[str, tuple[str, ...]] = {
    "gb18030": ("gb2312", "gbk"),
    "big5hkscs": ("big5", "cp950"),
    "cp949": ("euc-kr",),
    "euc-jis-2004": ("euc-jp",),
}
"""What their text is in as a rule: named instead, where it decodes to the same."""

_SEVEN_BIT = ("iso2022-jp", "iso2022-jp-ext", "iso2022-jp-3", "iso2022-kr")

PRIOR_BITS: dict[str, float] = {
    "windows-1252": 0.0,
    **dict.fromkeys(("windows-1251", *MULTI_BYTE), 2.0),
    **dict.fromkeys(("windows-1250", "windows-1253", "windows-1254", "windows-1255"), 3.0),
    **dict.fromkeys(("windows-1256", "windows-1257", "windows-874"), 3.0),
    **dict.fromkeys(("iso-8859-1", "iso-8859-2", "koi8-r", "cp866"), 4.0),
    **dict.fromkeys(("iso-8859-15", "mac-roman", "cp437", "cp850", "cp852"), 5.0),
    "windows-1258": 5.0,
    # Newer than Unicode, and hardly ever used; it has the letters that Romanian should have.
    "iso-8859-16": 24.0,
    **dict.fromkeys(("iso-8859-5", "iso-8859-7", "iso-8859-8", "iso-8859-9", "koi8-u"), 6.0),
}
"""Bits of disbelief in an encoding before any evidence."""

_OTHER_BITS = 9.0
_RARE_BITS = 14.0
"""The same for the other code pages of fixtext, and for what only chardet thinks of."""

_OPINION_BITS = 6.0
"""Bits for what chardet thinks most likely."""

_MOST_OPINIONS = 8

_STRANGE_BITS = 6.0
"""Bits of disbelief in a letter of another script between two of ASCII, as in "caf<Cyrillic>t",
and in one of an alphabet beside a digit."""

_LOST_BITS = 24.0
"""Bits of disbelief in a byte of a sample that an encoding has no character for."""

_FIRST_LOOK = 60
_LAST_LOOK = 300
"""Bytes beyond ASCII in the samples that all encodings, and then the best, are judged by."""

_LAST_ROUND = 8
_HOPELESS_BITS = 60.0
"""Readings that are judged by the larger sample, if they are not so many bits behind."""

_LINE = 400
"""Bytes of a line that a sample takes at most."""

_WORDS_SEEN = 20_000
"""Bytes that the language is told from."""

_LANGUAGE_LEAD = 10 * UNITS_PER_BIT
"""By how much common words must make a text cheaper in a language than rare ones would."""


class Candidate(NamedTuple):
    """One reading of bytes: what it costs in bits, the encodings that make it (the likeliest
    first), and the text.
    """

    bits: float
    names: tuple[str, ...]
    text: str


def decoded(data: bytes, encoding: str, errors: str = "strict") -> str | None:
    """The text of `data`, or None when it is not in that encoding."""
    try:
        return data.decode(codec_name(encoding), errors)
    except (LookupError, ValueError):
        return None


@lru_cache(maxsize=None)
def codec_name(encoding: str) -> str:
    """What Python calls an encoding; it knows windows-874 as cp874 alone."""
    return "cp874" if encoding == "windows-874" else encoding


@lru_cache(maxsize=None)
def spelling(name: str) -> str:
    """The name of an encoding nearest to what people and iconv call it, for one of Python's."""
    codec = codecs.lookup(name).name.replace("_", "-")
    if re.fullmatch("cp125[0-8]|cp874", codec):
        return codec.replace("cp", "windows-") if codec != "cp874" else codec
    return re.sub("^iso8859-", "iso-8859-", codec)


def seven_bit_encoding(data: bytes) -> str | None:
    """The encoding of 7-bit bytes with escape sequences (ISO-2022) that `data` is in, if any."""
    if b"\x1b$" not in data or not data.isascii():
        return None
    for name in _SEVEN_BIT:
        text = decoded(data, name)
        if text is not None and not text.isascii() and "\x1b" not in text:
            return name
    return None


def candidates(data: bytes, opinions: Iterable[str] = ()) -> list[Candidate]:
    """The readings of a stretch of legacy text, the most believable first.

    data: not all ASCII. opinions: encodings that somebody thinks it is in, the likeliest first.
    """
    model = load()
    opinions = list(opinions)
    names = list(dict.fromkeys([*legacy_pages(), *MULTI_BYTE, *opinions]))
    prior = {name: prior_bits(name) for name in names}
    for name in opinions[:1]:
        prior[name] -= _OPINION_BITS
    lines = [line for line in data.split(b"\n") if not line.isascii()]
    first, last = (b"\n".join(_sample(lines, size)) for size in (_FIRST_LOOK, _LAST_LOOK))
    found = _judged(first, names, prior, None, model)
    near = [one for one in found[:_LAST_ROUND] if one.bits <= found[0].bits + _HOPELESS_BITS]
    if len(near) > 1:
        best = [name for one in near for name in one.names]
        found = _judged(last, best, prior, _languages(data, model), model)
    return found


def prior_bits(name: str) -> float:
    """Bits of disbelief in an encoding before any evidence."""
    if name in PRIOR_BITS:
        return PRIOR_BITS[name]
    return _OTHER_BITS if name in codepages.NAMES or name in MULTI_BYTE else _RARE_BITS


@lru_cache(maxsize=None)
def legacy_pages() -> tuple[str, ...]:
    """The code pages that files are written in."""
    return tuple(name for name in codepages.NAMES if not name.startswith("whatwg-"))


def _sample(lines: list[bytes], size: int) -> list[bytes]:
    """Lines, or their beginnings, with about `size` bytes beyond ASCII, evenly over all lines."""
    beyond = sum(len(line) - len(line.translate(None, _HIGH)) for line in lines)
    step = max(1, beyond // size)
    taken = []
    for line in lines[::step]:
        taken.append(line[:_LINE])
        size -= len(taken[-1]) - len(taken[-1].translate(None, _HIGH))
        if size <= 0:
            break
    return taken


_HIGH = bytes(range(0x80, 0x100))


def _judged(
    sample: bytes,
    names: Iterable[str],
    prior: dict[str, float],
    languages: tuple[str, ...] | None,
    model: LanguageModel,
) -> list[Candidate]:
    """languages: those that the text may be in beside the one that it tells; None for any."""
    by_text: dict[str, list[str]] = {}
    for name in names:
        text = decoded(sample, name, "replace")
        if text is not None:
            by_text.setdefault(text, []).append(name)
    found = []
    for text, some in by_text.items():
        some.sort(key=lambda name: (prior[name], name))
        own = cheapest_language(text, model) if languages is not None else None
        codes = [*(languages or ()), *([own] if own else [])]
        bits = prior[some[0]] + text_bits(text, codes, model)
        found.append(Candidate(bits, tuple(some), text))
    found.sort()
    return found


def text_bits(
    text: str, languages: Iterable[str], model: LanguageModel, before: str = "\n"
) -> float:
    """What a text costs behind what stands before it, in bits: in all languages together, or in
    that of some languages in which it costs the least.
    """
    # Windows-1258 writes tones as combining marks; the model knows the precomposed letters.
    text = unicodedata.normalize("NFC", text)
    units = cheapest_model(text, languages, model, before).text_cost(text, before)
    strange = sum(map(is_of_another_script, _BETWEEN_ASCII.findall(text)))
    strange += sum(map(_of_an_alphabet, _BESIDE_DIGIT.findall(text)))
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    return units / UNITS_PER_BIT + _STRANGE_BITS * strange + _LOST_BITS * lost


def cheapest_model(
    text: str, languages: Iterable[str], model: LanguageModel, before: str
) -> LanguageModel:
    """The model of all languages, or that of some languages, in which a text costs the least."""
    models = [model, *map(model.in_language, dict.fromkeys(languages))]
    costs = [one.text_cost(text, before) for one in models]
    return models[costs.index(min(costs))]


_BETWEEN_ASCII = re.compile("(?<=[A-Za-z])([^\x00-\x7f])(?=[A-Za-z])")
_BESIDE_DIGIT = re.compile("(?<=[0-9])([^\x00-\x7f])|([^\x00-\x7f])(?=[0-9])")


@lru_cache(maxsize=None)
def is_of_another_script(char: str) -> bool:
    """Whether a character is a letter of another script than Latin."""
    return _is_letter(char) and not unicodedata.name(char, "").startswith(("LATIN", "COMBINING"))


@lru_cache(maxsize=None)
def _of_an_alphabet(pair: tuple[str, str]) -> bool:
    char = pair[0] or pair[1]
    return _is_letter(char) and char < "\u2e80"


def _is_letter(char: str) -> bool:
    """Whether a character is part of words; the two ordinal indicators stand behind digits."""
    return unicodedata.category(char)[0] in "LM" and char not in "ªº"


def _languages(data: bytes, model: LanguageModel) -> tuple[str, ...]:
    """The language that the words of ASCII in `data` tell, if they tell one; with "" for none."""
    words = b" ".join(_ASCII_WORD.findall(data[:_WORDS_SEEN])).decode("ascii")
    code = cheapest_language(words, model)
    return (code,) if code else ()


_ASCII_WORD = re.compile(rb"(?<![A-Za-z\x80-\xff])[A-Za-z]+(?![A-Za-z\x80-\xff])")


def cheapest_language(text: str, model: LanguageModel) -> str | None:
    """The language that the common words of a text tell, of those in its script."""
    script = script_of(text)
    codes = model.codes_of(script)
    costs = language_costs(text, codes, model)
    best = min(costs, key=lambda code: (costs[code], code), default=None)
    return best if best is not None and costs[best] <= -_LANGUAGE_LEAD else None


def legacy_encoding(data: bytes, first: int) -> str | None:
    """The legacy encoding of `data`, whose first byte that is not UTF-8 is at `first`.

    Only what decodes all of `data` is an answer, by a name that Python knows.
    """
    window = _window(data, first)
    for candidate in candidates(window, _opinions(window)):
        for name in candidate.names:
            if decoded(data, name) is not None:
                return codec_name(plainest(name, data))
    return None


def _opinions(data: bytes) -> list[str]:
    """What chardet thinks `data` is in, the likeliest first, as this module spells them."""
    import chardet

    eras = chardet.EncodingEra.ALL & ~chardet.EncodingEra.MAINFRAME
    found = chardet.detect_all(data, ignore_threshold=True, encoding_era=eras, compat_names=False)
    names = []
    for opinion in found[:_MOST_OPINIONS]:
        with_name = opinion["encoding"]
        if with_name is not None and decoded(data, with_name) is not None:
            name = spelling(with_name)
            names.append("windows-874" if name == "cp874" else _WIDER.get(name, name))
    return list(dict.fromkeys(names))


_WIDER = {narrow: wide for wide, some in _NARROWER.items() for narrow in some}
_WIDER["shift-jis"] = "cp932"


def plainest(name: str, data: bytes) -> str:
    """The narrower encoding that `data` is in as well, where there is one that is better known."""
    for narrow in _NARROWER.get(name, ()):
        if decoded(data, narrow) == decoded(data, name):
            return narrow
    return name


_WINDOW = 65_536


def _window(data: bytes, first: int) -> bytes:
    """Whole lines of `data` from the line of byte `first` on, about _WINDOW bytes of them."""
    begin = data.rfind(b"\n", max(0, first - _WINDOW // 2), first) + 1
    begin = begin or max(0, first - _WINDOW // 2)
    if len(data) - begin <= _WINDOW:
        return data[begin:]
    end = data.rfind(b"\n", begin, begin + _WINDOW) + 1
    return data[begin : end if end > first else begin + _WINDOW]


def unmarked_wide(data: bytes) -> str | None:
    """The form of UTF-16 or UTF-32 that `data`, which has no byte order mark, is in.

    The text must be free of control characters and of code points that Unicode has not assigned
    (binary data that decode by chance have some soon), and must be believable.
    """
    best: tuple[float, str] | None = None
    for name in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        text = None if len(data) % (4 if "32" in name else 2) else decoded(data, name)
        if text is None or len(text) < _LEAST_WIDE or not _is_text(text):
            continue
        bits = _wide_bits(text)
        if bits is not None and (best is None or bits < best[0]):
            best = bits, name
    if best is None:
        return None
    if b"\0" not in data:
        sample = data[: 4 * _FIRST_LOOK]
        rivals = candidates(sample) if not sample.isascii() else []
        as_wide = _wide_bits(sample.decode(best[1], "replace"))
        if as_wide is None or (rivals and rivals[0].bits <= as_wide + _OTHER_BITS):
            return None
    return best[1]


_LEAST_WIDE = 4
"""Characters without which no text is told from data."""

_WIDE_BITS = 13.0
_ASCII_BITS = 5.0
"""Bits that a character beyond ASCII, and one of ASCII, costs at most, on average. Random ones
cost twice that.
"""

_MANY = 0.3
"""Share of characters below U+0100 in a sample, every other byte of which is NUL in UTF-16."""

_ASSIGNED_SEEN = 4096

_CONTROL = re.compile("[\0-\x07\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
"""Characters that text does not hold; those of C1 are in garbled text."""


def _is_text(text: str) -> bool:
    head = text[:_ASSIGNED_SEEN]
    return _CONTROL.search(text) is None and not any(
        unicodedata.category(char) in ("Cn", "Co") for char in set(head)
    )


def _wide_bits(text: str) -> float | None:
    """What the beginning of a text costs a character; None for what is not believable."""
    lines = [line for line in text.split("\n") if not line.isascii()]
    sample = "\n".join(lines)[:_FIRST_LOOK]
    if not sample:
        return 0.0
    beyond = sum(char > "\x7f" for char in sample)
    bits = text_bits(sample, (), load())
    # Where many other bytes are NUL, it can be little else than text; it may be garbled.
    narrow = sum(char < "\u0100" for char in sample)
    each = _WIDE_BITS if narrow < _MANY * len(sample) else 2 * _WIDE_BITS
    most = each * (beyond + 1) + _ASCII_BITS * (len(sample) - beyond)
    return bits if bits <= most else None
