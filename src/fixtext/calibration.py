"""From the model's posteriors to probabilities that come true.

An n-gram model sees a few characters and takes each for independent evidence, so its posteriors
are too sure. One temperature (Guo et al. 2017) sets them right: odds are raised to the power of
1 / TEMPERATURE. It was fitted on text of 54 languages that the model was not built from;
benchmarks/restoration.py prints how claims and outcomes compare.
"""

from __future__ import annotations

TEMPERATURE = 1.7

TORN_TEMPERATURE = 2.0
MOST_OF_TORN = 0.98
"""Where most characters are uncertain: there the beam may settle on one history that is wrong,
and has no doubt left. Of those fills 98 % are right, whatever the temperature."""


def calibrate(
    confidence: float, alternatives: tuple[tuple[str, float], ...], *, torn: bool = False
) -> tuple[float, tuple[tuple[str, float], ...]]:
    """The calibrated probabilities of a choice and of what competes with it.

    What the alternatives leave out of 1 counts as one more of them. torn: the channel loses so
    many bytes that most characters are uncertain.
    """
    power = 1 / (TORN_TEMPERATURE if torn else TEMPERATURE)
    most = MOST_OF_TORN if torn else 1.0
    rest = max(0.0, 1.0 - confidence - sum(share for _, share in alternatives))
    chosen = confidence**power
    others = [(char, share**power) for char, share in alternatives]
    total = chosen + rest**power + sum(share for _, share in others)
    if not total:
        return 0.0, ()
    return most * chosen / total, tuple((char, share / total) for char, share in others)
