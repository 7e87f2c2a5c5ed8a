r"""What the stages hand to callers: fills, spans, repairs and detections.

Offsets count characters (code points), never bytes. `line` and `column` count from 1, and a
line ends at "\n" alone, as editors and compilers count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fixtext.channels import Layers

Verdict = Literal["clean", "garbled", "garbled with losses", "unrecoverable"]
"""clean: nothing to do. garbled: every span has one pre-image. garbled with losses: bytes were
lost in at least one span. unrecoverable: there is damage, and nothing of it can be repaired."""

Kind = Literal["exact", "inferred", "unrecoverable"]


@dataclass(frozen=True, slots=True)
class Fill:
    """One character of the repaired text that a model chose.

    offset: where it stands in the repaired text.
    confidence: the probability that it is right.
    alternatives: the other candidates with their probabilities, most probable first; never all
    of a long list, so the probabilities need not add up to 1.
    line, column: the same place, counted from 1 in the repaired text.
    """

    offset: int
    char: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Span:
    """A maximal garbled stretch with one plan.

    start, end: in the input. before: the input there. after: what stands there in the repaired
    text; equal to before when the span was left alone.
    layers: the channels that explain it; garble(after, layers) == before for every span whose
    kind is "exact" or "inferred". Empty when none explains it.
    kind: "exact" (one pre-image, nothing lost), "inferred" (bytes lost, a model chose) or
    "unrecoverable" (left alone, or marked with U+FFFD on request).
    confidence: the probability that `after` is what its author wrote.
    line, column: where it starts in the input, counted from 1.
    note: for an unrecoverable span, what it is, in a few words.
    """

    start: int
    end: int
    before: str
    after: str
    layers: Layers
    kind: Kind
    confidence: float
    line: int
    column: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """What `fixtext.repair` found and did.

    text: the repaired text; the very object that was given when there was nothing to repair.
    verdict: of the input. encoding: of the input when it was bytes, else None.
    layers: the channels that explain most of the damage. spans: in order, not overlapping.
    fills: every inferred character in `text`, in order.
    """

    text: str
    verdict: Verdict
    encoding: str | None
    layers: Layers
    spans: tuple[Span, ...]
    fills: tuple[Fill, ...]

    @property
    def repaired_spans(self) -> tuple[Span, ...]:
        """The spans that were changed."""
        return tuple(span for span in self.spans if span.after != span.before)

    @property
    def left_spans(self) -> tuple[Span, ...]:
        """The garbled spans that are still in `text`, or are marked there with U+FFFD."""
        return tuple(
            span for span in self.spans if span.after == span.before or span.kind == "unrecoverable"
        )

    @property
    def equivalents(self) -> tuple[Layers, ...]:
        """Other layers that explain all that `layers` does just as well; see Detection."""
        return _equivalents(self.layers, self.spans)


@dataclass(frozen=True, slots=True)
class Detection:
    """What `fixtext.detect` found.

    encoding: of the input when it was bytes (a name Python knows), None for text or when the
    bytes are no text. layers: the channels that explain most of the damage, empty when clean.
    spans: the garbled stretches, as a repair would treat them.
    confidence: the probability that the verdict is right.
    """

    verdict: Verdict
    encoding: str | None
    layers: Layers
    spans: tuple[Span, ...]
    confidence: float

    @property
    def equivalents(self) -> tuple[Layers, ...]:
        """Other layers that explain all that `layers` does just as well, the likely ones first.

        They differ in one encoding, and the repair through them is the same. Worked out whenever
        it is asked for.
        """
        return _equivalents(self.layers, self.spans)


def _equivalents(layers: Layers, spans: tuple[Span, ...]) -> tuple[Layers, ...]:
    from fixtext.equivalents import equivalents

    return equivalents(layers, spans)


class LineCounter:
    """Line and column of offsets in a text, both from 1; the offsets must not go back."""

    __slots__ = ("_at", "_line", "_line_start", "_text")

    def __init__(self, text: str) -> None:
        """Count in `text`."""
        self._text = text
        self._at = self._line_start = 0
        self._line = 1

    def __call__(self, offset: int) -> tuple[int, int]:
        """(line, column) of `offset`, which is not before that of an earlier call."""
        self._line += self._text.count("\n", self._at, offset)
        newline = self._text.rfind("\n", self._at, offset)
        if newline >= 0:
            self._line_start = newline + 1
        self._at = offset
        return self._line, offset - self._line_start + 1
