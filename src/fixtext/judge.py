"""The judge of readings: what each gains, and when enough have been weighed."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from fixtext.channels import Channel
from fixtext.damage import Evidence
from fixtext.invert import Blurred
from fixtext.language import LanguageModel
from fixtext.ranking import HIT_COST, gain

NEXT_MARGIN = 3.0
"""Bits that a stretch must gain once a channel is known to have been at work in the text."""

ENOUGH = 60.0
"""Bits that are enough for any reading to gain by itself."""

TRUSTED_AFTER = 200
TELLING = 3
"""Once so many stretches of so many characters have been weighed and none was doubted, further
whole ones of that length are believed as they are."""

TRUSTED_SOON = 60
TRUSTED_CHARACTERS = 180
TRUSTED_PRIOR = 3.0
_SHARE_OF_DOUBTS = 0.02
"""Where next to nothing can be clean, so many stretches of any length, or so many characters of
them, with no more doubts among them are enough; and what lost bytes is believed too where the
document speaks for it with so many bits."""


_TELLING_SIGNS = 2
"""Signs of one torn sequence, of which so many may stand side by side by chance. Where each of
them stands for a sequence itself, none do."""


class Judge:
    """Weighs readings, until they have earned trust: to weigh all of a text only costs time.

    best: the most bits that a reading has gained by itself, whatever the document says.
    """

    __slots__ = (
        "_characters",
        "_doubted",
        "_doubted_telling",
        "_is_lossless",
        "_model",
        "_overwhelming",
        "_priors",
        "_telling",
        "_weighed",
        "best",
        "evidence",
        "inner",
        "is_uncertain",
        "merges_spaces",
        "outer",
        "telling_signs",
    )

    def __init__(
        self, channel: Channel, model: LanguageModel, seen: Evidence, *, uncertain: bool
    ) -> None:
        self.evidence = seen
        self.best = 0.0
        self.is_uncertain = uncertain
        self.outer = (channel,)
        self.merges_spaces = "spaces" in channel.scrubs
        self.telling_signs = 0 if isinstance(channel, Blurred) else _TELLING_SIGNS
        # Only at a line's end can a trim have taken something away.
        self.inner = (_without_trim(channel),)
        self._model = model
        self._overwhelming = seen.overwhelming
        self._is_lossless = channel.loss == "kept" and not channel.scrubs
        self._priors: dict[str, float] = {}
        self._characters = self._weighed = self._doubted = self._telling = self._doubted_telling = 0

    def trusts(self, after: str) -> bool:
        """Whether what was whole is to be believed without being weighed."""
        if self._overwhelming and self._is_seasoned():
            return True
        telling = len(after) >= TELLING
        return telling and self._telling >= TRUSTED_AFTER and not self._doubted_telling

    def trusts_lossy(self, before: str) -> bool:
        """As trusts, of what lost bytes: there must be more that begins with the same signs."""
        return self._overwhelming and self._is_seasoned() and self._prior(before) >= TRUSTED_PRIOR

    def _is_seasoned(self) -> bool:
        return (
            self._weighed >= TRUSTED_SOON or self._characters >= TRUSTED_CHARACTERS
        ) and self._doubted <= _SHARE_OF_DOUBTS * self._weighed

    def weigh(
        self,
        before: str,
        after: str,
        history: str,
        following: str,
        *,
        is_whole: bool = True,
        is_evidence: bool = True,
    ) -> float:
        """The bits of a reading, which the document is a part of.

        is_evidence: the reading is more than lost bytes, which are no evidence of any loss.
        """
        alone = gain(before, after, history, following, self._model, ENOUGH) - HIT_COST
        if is_evidence and alone > self.best:
            self.best = alone
        bits = alone + self._prior(before)
        doubted = bits < NEXT_MARGIN
        self._weighed += 1
        self._characters += len(after)
        self._doubted += doubted
        if is_whole and len(after) >= TELLING:
            self._telling += 1
            self._doubted_telling += doubted
        return bits

    def _prior(self, before: str) -> float:
        known = self._priors.get(before)
        if known is None:
            known = self.evidence.prior(before)
            if self._is_lossless:
                # Nothing is torn, so what stands by itself is clean.
                known -= max(self.evidence.doubt(before), 0.0)
            self._priors[before] = known
        return known


@lru_cache(maxsize=64)
def _without_trim(channel: Channel) -> Channel:
    return replace(channel, scrubs=tuple(s for s in channel.scrubs if s != "trim"))
