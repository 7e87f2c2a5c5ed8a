"""What the caller of a repair may choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from fixtext.legacy_pages import LANGUAGES
from fixtext.readings import Reading

Lossy = Literal["fill", "mark", "off"]


@dataclass(frozen=True, slots=True)
class Options:
    """The options of fixtext.repair, which says what each means.

    Raises ValueError for one outside its range.
    """

    context: tuple[str, ...] = ()
    lossy: Lossy = "fill"
    min_confidence: float = 0.0
    expect: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.lossy not in get_args(Lossy):
            raise ValueError(f"unknown lossy {self.lossy!r}: choose from fill, mark, off")
        if not 0.0 <= self.min_confidence <= 1.0:
            raise ValueError(f"min_confidence is a probability, not {self.min_confidence!r}")
        for code in self.expect:
            if code not in LANGUAGES:
                known = ", ".join(sorted(LANGUAGES))
                raise ValueError(f"unknown language {code!r}: choose from {known}")

    def wants(self, reading: Reading) -> bool:
        """Whether a reading is to be made, as far as what was inferred in it goes."""
        if not reading.choices:
            return True
        least = min(choice.confidence for choice in reading.choices)
        return self.lossy != "off" and least >= self.min_confidence
