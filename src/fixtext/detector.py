"""Detect: what is wrong with a text, or with the bytes of a file."""

from __future__ import annotations

from collections.abc import Iterable

from fixtext.decoding import detect_encoding
from fixtext.errors import NotTextError
from fixtext.repairer import repair
from fixtext.results import Detection


def detect(text_or_bytes: str | bytes, *, expect: Iterable[str] = ()) -> Detection:
    """The verdict on a text, the layers that garbled it, and its spans.

    Bytes that are not UTF-8 are judged as text of the encoding that they seem to be in; bytes
    that are no text at all have the verdict "unrecoverable" and no encoding.
    expect: as in fixtext.repair.
    Raises NotTextError for text with lone surrogates, TypeError for other types.
    """
    encoding = None
    if isinstance(text_or_bytes, (bytes, bytearray, memoryview)):
        data = bytes(text_or_bytes)
        encoding = detect_encoding(data)
        if encoding is None:
            return Detection("unrecoverable", None, (), (), 1.0)
        try:
            text_or_bytes = data.decode(encoding)
        except UnicodeDecodeError as error:
            raise NotTextError(f"not {encoding} throughout: byte at offset {error.start}") from None
    found = repair(text_or_bytes, expect=expect)
    # A clean verdict rests on no stretch being more believable as something else; the margin
    # that a repair must gain is the odds against it.
    confidence = max((span.confidence for span in found.spans), default=0.999)
    if found.fills:
        exact = [span.confidence for span in found.spans if span.kind == "exact"]
        confidence = max(exact, default=confidence)
    return Detection(found.verdict, encoding, found.layers, found.spans, confidence)
