"""From bytes to text and back: which encoding a file is in, and nothing else.

Facts of the domain:
- A byte order mark settles it. The mark of UTF-32-LE begins with the mark of UTF-16-LE, so the
  longer one is tried first.
- Legacy text is hardly ever valid UTF-8 by chance, so strict UTF-8 comes next. ASCII is UTF-8.
- A NUL byte does not occur in text in any encoding but UTF-16 and UTF-32.
- A file that is UTF-8 for the most part is UTF-8 with something in it that is not: lines of
  another encoding, or sequences that lost bytes. What that is, fixtext.broken tells.
- Any other file is in a legacy encoding throughout, which is no damage. fixtext.encodings tells
  which one.

No line end is translated anywhere, and nothing is lost: `encode_document(document, text)` gives
back the bytes that `document` was decoded from, for its own text.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left

from fixtext.errors import NotTextError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fixtext.results import Repair

_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
"""Byte order mark, the name of the encoding, and the codec for what follows the mark."""

_WIDE = frozenset(codec for _, _, codec in _MARKS if codec != "utf-8")

_CONTROLS = bytes(byte for byte in range(0x20) if byte not in b"\b\t\n\v\f\r\x1b") + b"\x7f"
"""Bytes that text does not hold. Escape stays out: terminal logs are text."""

_CONTROLS_SEEN = 65_536
"""Only the first bytes are searched for control characters."""

_CONTROLS_IN_UTF8 = 0.30
_CONTROLS_IN_OTHER = 0.05
"""Shares of control characters above which bytes are called binary. Random bytes hold 11 %,
and are never valid UTF-8 for long; legacy text holds next to none."""

_ICONV_NAMES = {
    "big5hkscs": "BIG5-HKSCS",
    "euc-jis-2004": "EUC-JISX0213",
    "iso2022-jp": "ISO-2022-JP",
    "iso2022-jp-3": "ISO-2022-JP-3",
    "iso2022-jp-ext": "ISO-2022-JP-3",
    "iso2022-kr": "ISO-2022-KR",
    "mac-roman": "MACINTOSH",
    "shift-jis-2004": "SHIFT_JISX0213",
    "windows-874": "CP874",
}
"""The names of encodings that iconv does not know by their names in Python."""


class BrokenRun:
    """Neighbouring bytes that UTF-8 cannot read.

    start, end: of the U+FFFD that stand for them in the document's text. data: the bytes.
    """

    __slots__ = ("data", "end", "start")

    def __init__(self, start: int, end: int, data: bytes) -> None:
        self.start = start
        self.end = end
        self.data = data

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BrokenRun) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"BrokenRun({self.start}, {self.end}, {self.data!r})"

    def _key(self) -> tuple[int, int, bytes]:
        return self.start, self.end, self.data


class Document:
    """A decoded file.

    text: without the byte order mark, with the line ends as they were. U+FFFD stands for each
    sequence of UTF-8 that is broken.
    encoding: "utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le" or "utf-32-be".
    bom: the byte order mark; empty for "utf-8", and for UTF-16 and UTF-32 without one.
    broken: what is not UTF-8 in a file that is for the most part, in order.
    """

    # By hand, since every start of the command line would pay 9 ms for importing dataclasses.
    __slots__ = ("bom", "broken", "encoding", "text")

    def __init__(
        self, text: str, encoding: str, bom: bytes = b"", broken: tuple[BrokenRun, ...] = ()
    ) -> None:
        self.text = text
        self.encoding = encoding
        self.bom = bom
        self.broken = broken

    @property
    def damaged(self) -> bool:
        """Whether its bytes are not as they should be, whatever the text says."""
        return bool(self.broken) or (
            self.encoding == "utf-8-sig" and self.text.startswith("\ufeff")
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        broken = f", {self.broken!r}" if self.broken else ""
        return f"Document({self.text!r}, {self.encoding!r}, {self.bom!r}{broken})"

    def _key(self) -> tuple[str, str, bytes, tuple[BrokenRun, ...]]:
        return self.text, self.encoding, self.bom, self.broken


def decode_document(data: bytes) -> Document:
    """Decode a file by its byte order mark, or else as UTF-8, or UTF-16 or UTF-32 without a mark.

    Raises NotTextError when `data` is binary or in another encoding. The message names the
    first offending byte (offset in bytes from 0, line from 1), the encoding that the file
    seems to be in, and what to do.
    """
    bom, encoding, codec = _marked(data)
    body = data[len(bom) :] if bom else data
    if codec != "utf-8":
        return Document(_decode_wide(body, bom, encoding, codec), encoding, bom)
    if complaint := _binary_complaint(body, len(bom), _CONTROLS_IN_UTF8):
        return _decode_wide_or_refuse(body, bom, complaint)
    try:
        document = Document(body.decode("utf-8"), encoding, bom)
    except UnicodeDecodeError as error:
        return _decode_broken(body, error.start, bom, encoding)
    if b"\x1b$" in body and (name := _seven_bit(body)):
        offset = body.index(b"\x1b$") + len(bom)
        raise NotTextError(
            f"not UTF-8 (an escape sequence at offset {offset}); it seems to be {name}: "
            f"{conversion(name)}",
            name,
        )
    return document


def decode_any(data: bytes) -> Document:
    """As decode_document, and also legacy encodings; the Document has their name then.

    Raises NotTextError when `data` is binary, or its encoding is not clear.
    """
    try:
        return decode_document(data)
    except NotTextError as error:
        if error.encoding is None:
            raise
        return Document(data.decode(error.encoding), error.encoding)


def encode_document(document: Document, text: str) -> bytes:
    """Encode `text` as `document` was, byte order mark included.

    Raises NotTextError when `text` holds a lone surrogate, which no encoding can write, and when
    `document` has broken bytes and another text: encode_repair knows where they belong.
    """
    if document.broken:
        if text != document.text:
            raise NotTextError("holds bytes that are not UTF-8: repair it first")
        return document.bom + encode_stretch(document, 0, len(text))
    codec = "utf-8" if document.encoding == "utf-8-sig" else document.encoding
    try:
        return document.bom + text.encode(codec)
    except UnicodeEncodeError as error:
        raise NotTextError(
            f"lone surrogate U+{ord(text[error.start]):04X} at character {error.start}: "
            f"{document.encoding} cannot write it"
        ) from None


def encode_repair(document: Document, result: Repair, *, mark: bool = False) -> bytes:
    """The repaired file: outside the spans that were changed, byte for byte what it was.

    mark: write U+FFFD for broken bytes that were left, instead of them.
    Raises NotTextError as encode_document does.
    """
    if not document.broken:
        return encode_document(document, result.text)
    parts = [document.bom]
    done = 0
    for span in result.repaired_spans:
        parts += [encode_stretch(document, done, span.start, mark=mark), span.after.encode()]
        done = span.end
    parts.append(encode_stretch(document, done, len(document.text), mark=mark))
    return b"".join(parts)


def encode_stretch(document: Document, start: int, end: int, *, mark: bool = False) -> bytes:
    """The bytes of a stretch of a document's text, which is UTF-8 but for what is broken.

    A run of broken bytes is inside the stretch or outside. mark: U+FFFD instead of these bytes.
    """
    parts = []
    text, broken = document.text, () if mark else document.broken
    at = bisect_left(broken, start, key=_run_start)
    for run in broken[at:]:
        if run.start >= end:
            break
        parts += [text[start : run.start].encode(), run.data]
        start = run.end
    parts.append(text[start:end].encode())
    return b"".join(parts)


def _run_start(run: BrokenRun) -> int:
    return run.start


def detect_encoding(data: bytes) -> str | None:
    """The encoding that `data` seems to be in, a name that Python knows; None for binary data.

    ASCII and empty data are "utf-8", whose decoder reads them; so is UTF-8 with something in it
    that is not, which strict decoding refuses. With a byte order mark the answer is the
    `encoding` of a Document. UTF-16 and UTF-32 without a mark are recognised. Never raises.
    """
    bom, encoding, codec = _marked(data)
    body = data[len(bom) :] if bom else data
    if codec != "utf-8":
        return encoding if _decodes(body, codec) else None
    if _binary_complaint(body, 0, _CONTROLS_IN_UTF8):
        return None if bom else _unmarked_wide(body)
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        return _encoding_of_other(body, error.start, bom, encoding)
    return (b"\x1b$" in body and _seven_bit(body)) or encoding


def conversion(encoding: str) -> str:
    """What to do with a file in a legacy encoding."""
    name = _ICONV_NAMES.get(encoding, encoding.upper())
    return f"convert it first, for example with iconv -f {name} -t UTF-8"


def _marked(data: bytes) -> tuple[bytes, str, str]:
    for bom, encoding, codec in _MARKS:
        if data.startswith(bom):
            return bom, encoding, codec
    return b"", "utf-8", "utf-8"


def _decode_wide(body: bytes, bom: bytes, encoding: str, codec: str) -> str:
    try:
        text = body.decode(codec)
    except UnicodeDecodeError as error:
        raise NotTextError(
            f"not {encoding.upper()}, though it begins with its byte order mark: "
            f"{error.reason} at offset {len(bom) + error.start}"
        ) from None
    if "\0" in text:
        offset = len(bom) + len(text[: text.index("\0")].encode(codec))
        raise NotTextError(f"looks binary: U+0000 in {encoding.upper()} at offset {offset}")
    return text


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (LookupError, ValueError):
        return False
    return True


def _binary_complaint(body: bytes, shift: int, share: float) -> str:
    """Why `body` looks binary, or "". `shift` is added to the offsets named."""
    nul = body.find(b"\0")
    if nul >= 0:
        return f"looks binary: NUL byte at offset {nul + shift}"
    head = body[:_CONTROLS_SEEN]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls <= share * len(head):
        return ""
    first = next(offset for offset, byte in enumerate(head) if byte in _CONTROLS)
    return (
        f"looks binary: {controls} of its first {len(head)} bytes are control characters "
        f"(the first is 0x{head[first]:02X} at offset {first + shift})"
    )


def _decode_wide_or_refuse(body: bytes, bom: bytes, complaint: str) -> Document:
    """Bytes that look binary may be UTF-16 or UTF-32."""
    wide = None if bom else _unmarked_wide(body)
    if wide is None:
        raise NotTextError(complaint)
    return Document(body.decode(wide), wide)


def _unmarked_wide(body: bytes) -> str | None:
    from fixtext.encodings import unmarked_wide

    return unmarked_wide(body)


def _seven_bit(body: bytes) -> str | None:
    from fixtext.encodings import seven_bit_encoding

    return seven_bit_encoding(body)


def _decode_broken(body: bytes, start: int, bom: bytes, encoding: str) -> Document:
    """A document of bytes that are not UTF-8 from `start` on. Raises as decode_document."""
    if complaint := _binary_complaint(body, len(bom), _CONTROLS_IN_OTHER):
        return _decode_wide_or_refuse(body, bom, complaint)
    found = _encoding_of_other(body, start, bom, encoding)
    if found == encoding:
        return Document(body.decode("utf-8", "replace"), encoding, bom, _broken_runs(body))
    if found in _WIDE:
        return Document(body.decode(found), found)
    line = body.count(b"\n", 0, start) + 1
    problem = f"not UTF-8 (byte 0x{body[start]:02X} at offset {start + len(bom)}, line {line})"
    if found is None:
        raise NotTextError(f"{problem}; its encoding is not clear: convert it to UTF-8 first")
    raise NotTextError(f"{problem}; it seems to be {found}: {conversion(found)}", found)


def _encoding_of_other(body: bytes, start: int, bom: bytes, encoding: str) -> str | None:
    """The encoding of bytes without NUL that are not UTF-8 from `start` on."""
    if _binary_complaint(body, 0, _CONTROLS_IN_OTHER):
        return None if bom else _unmarked_wide(body)
    from fixtext.broken import is_mostly_utf8

    if is_mostly_utf8(body):
        return encoding
    if bom:
        return None
    from fixtext.encodings import legacy_encoding

    return _unmarked_wide(body) or legacy_encoding(body, start)


def _broken_runs(body: bytes) -> tuple[BrokenRun, ...]:
    runs = []
    grown = 0  # U+FFFD less broken bytes, so far
    for match in re.finditer("[\udc80-\udcff]+", body.decode("utf-8", "surrogateescape")):
        data = match.group().encode("utf-8", "surrogateescape")
        start = match.start() + grown
        end = start + len(data.decode("utf-8", "replace"))
        grown += end - start - len(data)
        runs.append(BrokenRun(start, end, data))
    return tuple(runs)
