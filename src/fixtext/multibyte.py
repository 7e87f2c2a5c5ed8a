"""Multi-byte encodings that UTF-8 is read as: what their readers show, and what they lose.

Facts of the domain:
- ASCII stands for itself everywhere. A lead byte, from 0x81 on, takes the byte behind it with it,
  which may be ASCII too from 0x40 on (0x30 in the four-byte codes of GB 18030, which UTF-8 read as
  GB 18030 never forms).
- Readers differ in what they do about a lead byte that begins nothing, as the last byte of a
  character before a space or a quote. Python and iconv lose that byte alone; Java the byte
  behind it too where nothing could begin with that one; WHATWG (browsers) the byte behind it
  unless it is ASCII. Windows loses both whatever the second is, so that a space, a quote or a
  line end is gone.
- Windows and WHATWG show 0x80 as the euro sign where they mean GBK, and the pairs that are set
  aside for users as private-use characters. So does GB 18030. Python's gbk knows neither.

The tables are those of Python's codecs, and these additions.
"""

from __future__ import annotations

import codecs
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

BYTES, JAVA, PAIRS, SWALLOWING = "bytes", "java", "pairs", "swallowing"
"""What is lost with a lead byte that begins nothing: no more; the next byte if it is neither ASCII
nor a lead byte; the next byte unless it is ASCII; the next byte."""


class Reader:
    """How one kind of program reads a multi-byte encoding.

    codec: Python's codec for what both show alike. rule: BYTES, JAVA, PAIRS or SWALLOWING.
    leads: the bytes that another may belong to, and with JAVA those too that are characters by
    themselves. more: what is shown that the codec does not
    know, "" for nothing; it is asked for single bytes and for pairs. instead: characters of the
    codec with those that are shown in their place, "" where the reader loses the byte.
    """

    __slots__ = ("codec", "instead", "leads", "more", "name", "rule")

    def __init__(
        self,
        name: str,
        codec: str,
        rule: str,
        more: Callable[[bytes], str],
        leads: bytes,
        instead: dict[str, str],
    ) -> None:
        self.name = name
        self.codec = codec
        self.rule = rule
        self.more = more
        self.leads = leads
        self.instead = instead

    def show(self, code: bytes) -> str:
        """The one character that a code of one to three bytes stands for, "" if there is none."""
        try:
            shown = code.decode(self.codec)
        except UnicodeDecodeError:
            return self.more(code) if len(code) <= 2 else ""
        return self.instead.get(shown, shown) if len(shown) == 1 else ""

    def shown_instead(self, text: str, stand_in: str | None) -> str:
        """What the codec shows as the reader does."""
        for shown, instead in self.instead.items():
            if not instead and shown in text:
                # What the reader loses; None is for the character of the same number.
                lost = chr(shown.encode(self.codec)[0]) if stand_in is None else stand_in
                text = text.replace(shown, lost)
            elif instead:
                text = text.replace(shown, instead)
        return text

    def lost(self, byte: int, following: int | None) -> int:
        """How many bytes are lost together where no code begins with `byte`; None is the end."""
        if self.rule == BYTES or byte not in self.leads or following is None:
            return 1
        if self.rule == SWALLOWING:
            return 2
        return 1 + (following >= 0x80 and (self.rule == PAIRS or following not in self.leads))


def _nothing(_: bytes) -> str:
    return ""


def _user_defined_gbk(code: bytes) -> str:
    """The private-use characters of GBK, which GB 18030 has at the same codes."""
    if len(code) == 2:
        try:
            shown = code.decode("gb18030")
        except UnicodeDecodeError:
            return ""
        return shown if len(shown) == 1 else ""
    return ""


def _more_of_gbk(code: bytes) -> str:
    return _SINGLES_936.get(code) or _user_defined_gbk(code)


_SINGLES_936 = {b"\x80": "€", b"\xff": "\uf8f5"}
_SINGLES_949 = {b"\x80": "\x80", b"\xff": "\uf8f7"}
_SINGLES_950 = {b"\x80": "\x80", b"\xff": "\uf8f8"}


def _more_of_949(code: bytes) -> str:
    if len(code) == 2 and code[0] in (0xC9, 0xFE) and 0xA1 <= code[1] <= 0xFE:
        return chr((0xE000 if code[0] == 0xC9 else 0xE05E) + code[1] - 0xA1)
    return _SINGLES_949.get(code, "")


_ROW_OF_BIG5 = 157
_USER_DEFINED_BIG5 = ((0xFA, 0xFE, 0xE000), (0x8E, 0xA0, 0xE311), (0x81, 0x8D, 0xEEB8))


def _more_of_950(code: bytes) -> str:
    """Windows' user-defined characters of Big5, each row of 157."""
    if len(code) != 2:
        return _SINGLES_950.get(code, "")
    lead, trail = code
    if 0x40 <= trail <= 0x7E:
        place = trail - 0x40
    elif 0xA1 <= trail <= 0xFE:
        place = trail - 0xA1 + 63
    else:
        return ""
    for first, last, point in _USER_DEFINED_BIG5:
        if first <= lead <= last:
            return chr(point + (lead - first) * _ROW_OF_BIG5 + place)
    if 0xC6 <= lead <= 0xC8:
        at = (lead - 0xC6) * _ROW_OF_BIG5 + place - 63
        return chr(0xF6B1 + at) if at >= 0 else ""
    return ""


def _reader(
    name: str,
    codec: str,
    rule: str,
    more: Callable[[bytes], str] = _nothing,
    leads: bytes = bytes(range(0x81, 0xFF)),
    instead: dict[str, str] | None = None,
) -> tuple[str, Reader]:
    return name, Reader(name, codec, rule, more, leads, instead or {})


_LEADS_JIS = bytes([*range(0x81, 0xA0), *range(0xE0, 0xFD)])
_LOST_JIS = dict.fromkeys("\uf8f0\uf8f1\uf8f2\uf8f3", "")
"""What Python's cp932 shows for A0 and FD to FF, which browsers and Java lose."""

_LEADS_EUC = bytes([0x8E, 0x8F, *range(0xA1, 0xFF)])

READERS: dict[str, Reader] = dict(
    (
        _reader("gbk", "gbk", BYTES),
        _reader("java-gbk", "gbk", JAVA, _user_defined_gbk),
        _reader("windows-936", "gbk", SWALLOWING, _more_of_gbk),
        _reader("whatwg-gbk", "gbk", PAIRS, _more_of_gbk),
        _reader("gb18030", "gb18030", BYTES),
        _reader("gb2312", "gb2312", BYTES),
        _reader("cp932", "cp932", BYTES, leads=_LEADS_JIS),
        _reader("windows-932", "cp932", SWALLOWING, _nothing, _LEADS_JIS, {"\uf8f0": "\u00a0"}),
        _reader(
            *("java-932", "cp932", JAVA, _nothing),
            bytes([*_LEADS_JIS, *range(0xA1, 0xE0)]),
            {"\x80": "", **_LOST_JIS},
        ),
        _reader("whatwg-shift-jis", "cp932", PAIRS, _nothing, _LEADS_JIS, _LOST_JIS),
        _reader("shift-jis", "shift_jis", BYTES, leads=_LEADS_JIS),
        _reader("euc-jp", "euc_jp", BYTES, leads=_LEADS_EUC),
        _reader("cp949", "cp949", BYTES),
        _reader("java-949", "cp949", JAVA),
        _reader("windows-949", "cp949", SWALLOWING, _more_of_949),
        _reader("whatwg-euc-kr", "cp949", PAIRS),
        _reader("euc-kr", "euc_kr", BYTES),
        _reader("big5", "big5", BYTES),
        _reader("windows-950", "cp950", SWALLOWING, _more_of_950),
        _reader("cp950", "cp950", BYTES),
        _reader("whatwg-big5", "big5hkscs", PAIRS),
    )
)
"""All readers by name. The names of Python's codecs are those that lose as Python does."""


@lru_cache(maxsize=None)
def canonical_name(name: str) -> str:
    """The name used here for a reader, given it or one of Python's aliases for its codec.

    "cp936" and "GBK" are "gbk"; "Shift_JIS" is "shift-jis". Raises LookupError for another.
    """
    folded = name.strip().lower().replace("_", "-")
    if folded in READERS:
        return folded
    try:
        codec = codecs.lookup(folded).name.replace("_", "-")
    except LookupError:
        raise LookupError(f"unknown encoding {name!r}") from None
    if codec not in READERS:
        raise LookupError(f"{name!r} is not a multi-byte encoding that fixtext knows")
    return codec


TRAILS = range(0x40, 0xFF)
"""The second bytes that codes of two bytes have."""


@lru_cache(maxsize=None)
def row(codec: str, lead: int) -> str:
    """What a codec shows for a lead byte with each of TRAILS; U+FFFD for nothing."""
    first = bytes([lead])
    data = b"".join([first + bytes([trail]) for trail in TRAILS])
    shown = data.decode(codec, _SKIPS_PAIRS)
    if len(shown) == len(TRAILS):
        return shown
    # A code that is shown as two characters.
    found = [data[at : at + 2].decode(codec, _SKIPS_PAIRS) for at in range(0, len(data), 2)]
    return "".join([char if len(char) == 1 else "\ufffd" for char in found])


def _skip_pair(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\ufffd", min(error.start + 2, len(error.object))


_SKIPS_PAIRS = "fixtext.skip-pairs"
codecs.register_error(_SKIPS_PAIRS, _skip_pair)


def decode(data: bytes, read: str, stand_in: str | None) -> str:
    """Show `data` as the reader `read` does. Never fails.

    stand_in: what is shown for bytes that are lost together; None for the characters of their
    numbers. A sequence that the end of the data cuts off is lost like any other.
    """
    reader = READERS[read]
    text = data.decode(reader.codec, _handler(read, stand_in))
    return reader.shown_instead(text, stand_in)


@lru_cache(maxsize=None)
def _handler(read: str, stand_in: str | None) -> str:
    """The name of an error handler that does what the reader does."""
    reader = READERS[read]

    def handle(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        data, at = error.object, error.start
        for size in (1, 2):
            code = data[at : at + size]
            shown = reader.more(code) if len(code) == size else ""
            if shown:
                return shown, at + size
        size = reader.lost(data[at], data[at + 1] if at + 1 < len(data) else None)
        if stand_in is None:
            return "".join(map(chr, data[at : at + size])), at + size
        return stand_in, at + size

    kind = "kept" if stand_in is None else stand_in.encode("unicode_escape").decode()
    name = f"fixtext.{read}.{kind}"
    codecs.register_error(name, handle)
    return name
