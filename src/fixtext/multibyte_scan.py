"""The scan for UTF-8 read as a multi-byte encoding.

UTF-8 begins a character of three or four bytes with a lead byte, so what it was taken for begins
with a shown character whose code is a lead byte and a continuation byte; the code of the next one
begins with a continuation byte, and so on. Such characters are rare in clean text: they stand in
the second levels of the national character sets. Nearly all text is clean, and leaves here: a
regex finds a first character with a fitting second one and third one, and only what it finds is
looked at byte by byte.

What two bytes of UTF-8 make, as a letter with an accent or one of Cyrillic, is one shown
character, which may be a common one. It is suspicious where it stands by itself in a word of
ASCII letters, or in a row of such characters that would all be of one script.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

TYPE_CHECKING = False  # as typing.TYPE_CHECKING, whose import takes 3 ms
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CODECS = ("gbk", "cp932", "cp949", "big5", "euc_jp")
"""The encodings that are looked for, the likely first."""

_FIRST_LOOKED_AT = 500_000
"""So many characters are looked at without the regex, which takes as long to make."""

_SIGNS = "?\ufffd\u30fb"
"""What lost bytes are shown as."""

_AHEAD = 10
"""Characters that are looked at behind a suspicious one."""

_ENOUGH = 400
"""Suspicious places that leave no need to look for more."""

_NARROW = bytes(range(0xE3))
_WIDE = "\u2e80"
"""The first character of East Asian scripts."""


def suspicious_codecs(text: str) -> dict[str, int]:
    """The encodings through which parts of `text` are UTF-8, with how often they are."""
    found: dict[str, int] = {}
    if not _has_wide(text):
        return found
    for at, codec in _places(text):
        if _is_suspicious(text, at, codec):
            found[codec] = found.get(codec, 0) + 1
            if found[codec] >= _ENOUGH:
                break
    return found


def suspicious_lines(text: str, codecs: Iterable[str]) -> set[int]:
    """Where the lines begin in which something is suspicious of being read as one of `codecs`."""
    wanted = set(codecs)
    found: set[int] = set()
    line, end = 0, -1
    for at, codec in _places(text):
        if codec in wanted:
            if not line <= at <= end:
                line = text.rfind("\n", 0, at) + 1
                end = text.find("\n", at) % (len(text) + 1)
            if line not in found and _is_suspicious(text, at, codec):
                found.add(line)
    return found


def densest(lines: Iterable[str], codecs: Iterable[str], most: int) -> list[str]:
    """So many of some lines, those first in which most that is wide is suspicious."""
    wanted = set(codecs)

    def share(line: str) -> float:
        places = {at for at, c in _places(line) if c in wanted and _is_suspicious(line, at, c)}
        return -len(places) / sum(map(_WIDE.__le__, line)) if places else 0.0

    return sorted(lines, key=share)[:most]


def first_suspicious(text: str, codecs: Iterable[str]) -> int:
    """Where the first suspicious place is; 0 without one."""
    wanted = set(codecs)
    places = (at for at, codec in _places(text) if codec in wanted)
    return min(places, default=0)


def _has_wide(text: str) -> bool:
    """Whether some character takes three bytes of UTF-8 beginning with E3 to EF, or four."""
    if text[:64] > _WIDE or text[-64:] > _WIDE:
        return True
    return bool(text.encode("utf-8", "replace").translate(None, _NARROW))


def _places(text: str) -> Iterator[tuple[int, str]]:
    """Where something may begin that was UTF-8, and the encoding that says so."""
    telling = _telling()
    for at in _telling_places(text):
        for codec, kind in telling[text[at]]:
            start = _begins(text, at, codec, kind)
            if start is not None:
                yield start, codec


def _begins(text: str, at: int, codec: str, kind: int) -> int | None:
    """Where what a telling character is of begins, if what stands beside it makes it telling."""
    before, behind = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    is_telling = False
    if kind == _FIRST:
        is_telling = _goes_on(text[at : at + 2], codec)
    elif kind == _BESIDE:
        is_telling = bool(_LETTERS.match(behind) or _LETTERS.match(before))
    elif kind == _TWICE:
        is_telling = (codec, _TWICE) in _telling().get(behind, ())
    elif kind == _QUOTE:
        is_telling = _stands_for_quote(text, at)
    elif kind == _PRIVATE:
        if before in _before_private():
            return at - 1
        is_telling = _stands_for_quote(text, at)
    elif before in _wide_firsts(codec):
        return at - 1
    else:
        is_telling = kind == _SECOND_OR_SIGN and before in _LOSSES
    return at if is_telling else None


def _telling_places(text: str) -> Iterable[int]:
    """Where characters stand that may be telling."""
    global _looked_at  # noqa: PLW0603 (it decides what is faster, nothing else)
    _looked_at += len(text)
    if _looked_at > _FIRST_LOOKED_AT:
        return (match.start() for match in _telling_pattern().finditer(text))
    chars = "".join(sorted(_telling().keys() & set(text)))
    return [match.start() for match in re.finditer(f"[{re.escape(chars)}]", text)] if chars else []


_looked_at = 0
"""Characters that were looked at so far."""

_LOSSES = ("?", "\ufffd")
_LETTERS = re.compile("[A-Za-z]")
_FIRST, _BESIDE, _SECOND, _SECOND_OR_SIGN, _TWICE, _PRIVATE, _QUOTE = range(7)
"""What a telling character is: the first of several; one by itself beside an ASCII letter; the
second of several, the first being telling with it; the same, and a sign may be the first; the first
of two that are telling together; a private-use character behind what such a one stands behind; the
last byte of a quote or an apostrophe with a letter, behind signs for what was lost."""


def _stands_for_quote(text: str, at: int) -> bool:
    """Whether a character stands in text of ASCII where a quote and a letter would."""
    start = at
    while start and at - start < _MOST_SIGNS and text[start - 1] in _LOSSES:
        start -= 1
    before, behind = text[max(start - 1, 0) : start], text[at + 1 : at + 2]
    if start == at or not before.isascii() or not behind.isascii():
        return False
    return behind.isalpha() or (before.isalpha() and not behind.isdigit())


_MOST_SIGNS = 3


@lru_cache(maxsize=1)
def _telling() -> dict[str, list[tuple[str, int]]]:
    """The characters that make a place suspicious, for which encoding and how."""
    found: dict[str, list[tuple[str, int]]] = {}

    def add(chars: Iterable[str], codec: str, kind: int) -> None:
        new = {char: [(codec, kind)] for char in chars}
        for char in found.keys() & new.keys():
            new[char] = [*found[char], *new[char]]
        found.update(new)

    add(_rows("gbk", range(0xE2, 0xEA), _TAILS), "gbk", _FIRST)
    add(_rows("gbk", [0xEF], _TAILS), "gbk", _FIRST)
    # The last byte of a syllable of Hangul and the first of the next; EA to ED are common there
    # in traditional characters.
    add(_rows("gbk", range(0x81, 0xA1), range(0xEA, 0xEE)), "gbk", _SECOND)
    add(_rows("gbk", [0xF0], [0x9F]), "gbk", _FIRST)
    # Alphabets of India and Thailand, Georgian, Burmese and Khmer.
    for codec in ("gbk", "cp932", "cp949"):
        add(_rows(codec, [0xE0], range(0xA4, 0xC0)), codec, _FIRST)
        add(_rows(codec, [0xE1], range(0x80, 0xA0)), codec, _FIRST)
    # Greek, Cyrillic, Armenian, Hebrew and Arabic where GB 2312 has no character.
    add(_rows("gbk", range(0xCE, 0xD2), range(0x80, 0xA1)), "gbk", _FIRST)
    add(_rows("gbk", [0xD6], range(0x80, 0x88)), "gbk", _FIRST)
    add(_rows("gbk", range(0xD7, 0xDA), range(0x80, 0xA1)), "gbk", _TWICE)
    # E3 80 to E3 83, with which all kana and most punctuation begin.
    add(_rows("cp932", [0xE3], range(0x80, 0x84)), "cp932", _FIRST)
    # E2 80, E2 86, E2 94, E2 98 and E2 9C: dashes, quotes, arrows, lines, signs.
    add("\u7ab6\u7aca\u7b0f\u7b18\u7b28", "cp932", _FIRST)
    add(
        map(chr, (*range(0xFF82, 0xFF86), *range(0xFF8E, 0xFF92), *range(0xFF94, 0xFF9C))),
        "cp932",
        _FIRST,
    )
    add(map(chr, range(0xFF61, 0xFF80)), "cp932", _SECOND)
    add("\u30fb\ufffd", "cp932", _SECOND)
    # Hangul that KS X 1001 lacks: the last byte of one character and the first of the next.
    add(_rows("cp949", range(0x81, 0xA1), range(0xE2, 0xF0)), "cp949", _FIRST)
    add(_rows("cp949", range(0xB0, 0xC0), range(0xEA, 0xEE)), "cp949", _SECOND_OR_SIGN)
    add(_rows("cp949", range(0x81, 0xA1), _TAILS), "cp949", _SECOND_OR_SIGN)
    # The last byte of E2 80 98 and the like with a letter.
    add(_rows("cp949", _QUOTES, _LETTER_BYTES), "cp949", _QUOTE)
    for codec in ("gbk", "cp949", "big5", "euc_jp"):
        add(_rows(codec, range(0xC2, 0xC6), _TAILS), codec, _BESIDE)
    for codec in ("big5", "euc_jp"):
        add("\ufffd?", codec, _SECOND)
    found.update({char: [("big5", _PRIVATE)] for char in map(chr, _PRIVATE_BIG5)})
    return found


_QUOTES = (0x98, 0x99, 0x9C, 0x9D)
_LETTER_BYTES = (*range(0x41, 0x5B), *range(0x61, 0x7B))

_PRIVATE_BIG5 = range(0xE311, 0xF6B1)
"""What Windows shows for codes of Big5 that begin with 81 to A0, each a continuation byte."""


@lru_cache(maxsize=1)
def _before_private() -> frozenset[str]:
    """What stands before such a character: what begins a character of UTF-8, or ends in a lead."""
    return _wide_firsts("big5").union(_rows("big5", range(0xA1, 0xC0), range(0xE2, 0xF0)))


@lru_cache(maxsize=1)
def _telling_pattern() -> re.Pattern[str]:
    """Finds the characters of `_telling`, as far as what is beside them makes them so."""
    chars: dict[int, list[str]] = {}
    for char, of in _telling().items():
        for kind in {kind for _, kind in of}:
            chars.setdefault(kind, []).append(char)
    del chars[_PRIVATE]
    sets = {kind: "".join(sorted(of)) for kind, of in chars.items()}
    firsts = "".join(sorted(frozenset().union(*map(_wide_firsts, CODECS))))
    before_private = "".join(sorted(_before_private()))
    private = f"{chr(_PRIVATE_BIG5[0])}-{chr(_PRIVATE_BIG5[-1])}"
    return re.compile(
        f"[{''.join(sets.values())}{private}](?:(?<=[{sets[_FIRST]}])"
        f"|(?<=[A-Za-z][{sets[_BESIDE]}])|(?<=[{sets[_BESIDE]}])(?=[A-Za-z])"
        f"|(?<=[{sets[_TWICE]}])(?=[{sets[_TWICE]}])"
        f"|(?<=[{firsts}{_SIGNS}][{sets[_SECOND]}{sets[_SECOND_OR_SIGN]}])"
        f"|(?<=[{before_private}?\ufffd][{private}])|(?<=[?\ufffd][{sets[_QUOTE]}]))"
    )


_TAILS = range(0x80, 0xC0)


def _rows(codec: str, leads: Iterable[int], trails: Iterable[int]) -> str:
    """The characters of an encoding with these bytes."""
    codes = b"".join(map(bytes, product(leads, trails)))
    return codes.decode(codec, "ignore")


@lru_cache(maxsize=None)
def _wide_firsts(codec: str) -> frozenset[str]:
    """The characters that show the first two bytes of three or four."""
    return frozenset(c for c in _rows(codec, range(0xE2, 0xF0), _TAILS) if c >= _WIDE)


@lru_cache(maxsize=8192)
def _goes_on(pair: str, codec: str) -> bool:
    """Whether the second of two shown characters may go on with what the first one begins."""
    if len(pair) < 2 or pair[1] in _SIGNS or "\ue000" <= pair[1] <= "\uf8ff":
        return True
    first, second = _code(pair[0], codec), _code(pair[1], codec)
    if len(first) == 1 or _is_narrow(first):
        return True
    if not _is_continuation(second[0]):
        return False
    if len(second) == 1 or first[0] >= 0xF0 or _is_continuation(first[0]):
        return True
    return second[1] < 0x80 or 0xC2 <= second[1] <= 0xF4


def _lead(char: str, codec: str) -> int:
    return _code(char, codec)[0]


def _code(char: str, codec: str) -> bytes:
    """The code of a shown character, a zero byte when it has none."""
    try:
        return char.encode(codec)
    except UnicodeEncodeError:
        return b"\x80" if char == "\u20ac" else b"\0"


def _is_continuation(byte: int) -> bool:
    return 0x80 <= byte <= 0xBF


def _is_narrow(code: bytes) -> bool:
    """Whether a code is two bytes of UTF-8."""
    return len(code) == 2 and 0xC2 <= code[0] <= 0xDF and _is_continuation(code[1])


_SCRIPT_LEADS = (
    (0xCE, 0xCF),
    (0xD0, 0xD1, 0xD2, 0xD3),
    (0xD4, 0xD5, 0xD6),
    (0xD6, 0xD7),
    (0xD8, 0xD9, 0xDA, 0xDB),
)
_TELLING = 3
"""Letters in a row, beyond Latin, that are taken for one script."""


def _is_suspicious(text: str, at: int, codec: str) -> bool:
    """Whether what stands at a place is UTF-8 through an encoding."""
    code = _code(text[at], codec)
    if code[-1] < 0x80 and _stands_for_quote(text, at):
        return True
    if codec == "cp932" and len(code) == 1:
        return _is_narrow_jis(text, at)
    if _is_narrow(code):
        return _is_narrow_run(text, at, codec)
    # What was garbled begins behind ASCII, unless it stands right behind clean text.
    start = at
    if _is_continuation(code[0]) and text[max(at - 1, 0) : at] in _wide_firsts(codec):
        start -= 1
    begins = not start or text[start - 1] < _WIDE or text[start - 1] == "\ufffd"
    return _is_utf8(_bytes(text, at, codec), _LEAST_WHOLE if begins or code in _MARKS else _SURELY)


def _bytes(text: str, at: int, codec: str) -> Iterator[int]:
    """The bytes that a text stands for from a place on, up to some that tell no more."""
    for place in range(at, min(at + _AHEAD, len(text))):
        char = text[place]
        if char == "\u30fb" and codec != "cp932":
            yield _CLEAN
            return
        if char <= "\x7f" or char in _SIGNS or "\ue000" <= char <= "\uf8ff":
            yield _LOST if char > "\x7f" or char == "?" else _ASCII
            return
        if char == "\x80" and codec in _SHOW_80:
            yield 0x80
            continue
        if char == "\u20ac" and codec == "gbk" and place > at:
            # Byte 80 on Windows, and a pair in GB 18030.
            yield _LOST
            return
        code = _code(char, codec)
        if place == at:
            # The end of a character that began before; of one that was lost, both bytes.
            code = code.lstrip(_CONTINUATION)
        yield from code
        if code == b"\0" or (codec == "cp949" and _KANA.match(char)):
            yield _CLEAN
            return


_SHOW_80 = ("cp949", "cp932", "big5")
"""Encodings of which Windows shows byte 80 by itself as U+0080."""

_CONTINUATION = bytes(_TAILS)
_KANA = re.compile("[\u3040-\u30ff]")
_LOST, _ASCII, _CLEAN = -1, -2, -3
"""Among bytes: some that are lost, ASCII by itself, and what the encoding does not show."""


_MARKS = (b"\xe2\x80", b"\xe3\x80", b"\xef\xbc", b"\xe3\x81", b"\xe3\x82", b"\xe3\x83")
"""What punctuation and kana begin with."""


def _is_utf8(data: Iterator[int], least: int) -> bool:
    """Whether bytes, up to the first that are lost, are UTF-8 in more than form.

    least: how many whole characters of three or four bytes it takes.
    """
    whole = needed = lead = 0
    wide = False
    for byte in data:
        if byte < 0:
            if needed:
                return (byte == _LOST and whole >= least) or whole > _SURELY
            return whole >= (_SURELY if byte == _CLEAN else max(least, 1))
        if needed:
            if not _is_continuation(byte) or (
                lead in _SECOND_BYTES and byte not in _SECOND_BYTES[lead]
            ):
                return whole > _SURELY
            lead = 0
            needed -= 1
            whole += wide and not needed
        elif byte >= 0x80:
            if not 0xC2 <= byte <= 0xF4:
                return whole > _SURELY
            needed = 1 if byte < 0xE0 else 2 if byte < 0xF0 else 3
            lead = byte
            wide = needed > 1
    return whole >= max(least, 1)


_SECOND_BYTES: dict[int, range] = {
    0xE2: range(0x80, 0xA0),
    0xE3: range(0x80, 0x90),
    0xEA: range(0xB0, 0xC0),
    0xED: range(0x80, 0xA0),
    0xEE: range(0),
    0xEF: range(0xA4, 0xBF),
    0xF0: range(0x9F, 0xA9),
}
"""What follows lead bytes but in scripts and signs that hardly any text has."""

_LEAST_WHOLE = 0
_SURELY = 2
"""Whole characters of three or four bytes in a row that are no chance."""


def _is_narrow_run(text: str, at: int, codec: str) -> bool:
    """Whether a character stands in a row of such as are two bytes of UTF-8 each."""
    start = end = at
    while start and at - start < _AHEAD and _is_narrow(_code(text[start - 1], codec)):
        start -= 1
    while end < len(text) and end - at < _AHEAD and _is_narrow(_code(text[end], codec)):
        end += 1
    leads = {_lead(char, codec) for char in text[start:end]}
    if any(leads.issubset(script) for script in _SCRIPT_LEADS):
        return end - start >= _TELLING
    around = text[max(start - 1, 0) : start], text[end : end + 1]
    if any(char >= _WIDE for char in around) or any(lead > 0xC9 for lead in leads):
        return False
    return any(char.isascii() and char.isalpha() for char in around)


def _is_narrow_jis(text: str, at: int) -> bool:
    """As _is_narrow_run for Shift-JIS, which shows C2 to DF and A1 to BF as half-width katakana."""
    if _LATIN_JIS.match(text, at) or _CYRILLIC_JIS.match(text, at):
        return True
    return _OTHERS_JIS.match(text[at : at + _AHEAD].encode("cp932", "replace")) is not None


_OTHERS_JIS = re.compile(
    rb"(?:[\xd4-\xd6][\x80-\xbf]){4}|(?:[\xd6\xd7][\x80-\xbf]){4}|(?:[\xd8-\xdb][\x80-\xbf]){4}"
)
"""Letters of Armenian, Hebrew and Arabic: four, for two or three may be Japanese words."""

_LATIN_JIS = re.compile("(?:(?<=[A-Za-z])[ﾂ-ﾅ][｡-ｿ]|[ﾂ-ﾅ][｡-ｿ](?=[A-Za-z]))")
_CYRILLIC_JIS = re.compile("(?:[ﾐﾑ][｡-ｿ]){2}|[ﾎﾏ][｡-ｿ][ﾎﾏ][｡-ｿ]|[ﾐﾑﾎﾏ][\u4e00-\u9fff][｡-ｿﾐﾑﾎﾏ]")
