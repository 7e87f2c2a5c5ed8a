"""Detect: what is wrong with a text, or with the bytes of a file."""

from __future__ import annotations

from collections.abc import Iterable

from fixtext.decoding import decode_any
from fixtext.errors import NotTextError
from fixtext.options import Options
from fixtext.repairer import repair
from fixtext.results import Detection, Repair


def detect(text_or_bytes: str | bytes, *, expect: Iterable[str] = ()) -> Detection:
    """The verdict on a text, the layers that garbled it, and its spans.

    Bytes in a legacy encoding are judged as text of the encoding that they seem to be in; bytes
    that are no text at all have the verdict "unrecoverable" and no encoding.
    expect: as in fixtext.repair.
    Raises NotTextError for text with lone surrogates, TypeError for other types.
    """
    if isinstance(text_or_bytes, (bytes, bytearray, memoryview)):
        from fixtext.documents import repair_document

        options = Options(expect=tuple(expect))
        try:
            document = decode_any(bytes(text_or_bytes))
        except NotTextError:
            return Detection("unrecoverable", None, (), (), 1.0)
        return detection(repair_document(document, options))
    return detection(repair(text_or_bytes, expect=expect))


def detection(found: Repair) -> Detection:
    """What a repair says of its input."""
    # A clean verdict rests on no stretch being more believable as something else; the margin
    # that a repair must gain is the odds against it.
    confidence = max((span.confidence for span in found.spans), default=0.999)
    if found.fills:
        exact = [span.confidence for span in found.spans if span.kind == "exact"]
        confidence = max(exact, default=confidence)
    return Detection(found.verdict, found.encoding, found.layers, found.spans, confidence)
