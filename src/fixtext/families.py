"""The families of mix-ups that a repair looks for, each with its own evidence.

A family suspects a text by cheap signs, without a model; what it suspects, it reads: the readings
through the channel that explains most, as far as they are believable.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from fixtext import (
    dense,
    escaped,
    layered,
    legacy,
    marks,
    multibyte_readings,
    multibyte_scan,
    normalized,
    replaced,
    rewritten,
    scan,
    scrubbed,
    stripped,
)
from fixtext.channels import Channel
from fixtext.clean import has_escaped_pairs
from fixtext.codepage_readings import read_through
from fixtext.credibility import credible
from fixtext.hypotheses import find_channel
from fixtext.language import LanguageModel
from fixtext.options import Options
from fixtext.readings import Reading
from fixtext.rivals import cost_of_beginning, two_cost_less
from fixtext.sequences import beyond_ascii, covered
from fixtext.stripped_scan import may_be_stripped


class Family(NamedTuple):
    """One kind of mix-up.

    suspects: what is suspicious in a text, for `read`; something falsy when nothing is. It sees
    every clean text, so it must be fast, and needs no model.
    read: the believable readings of a text through one channel, in order, not overlapping.
    is_rival: what it explains, other families explain too, and very well where there is much.
    is_legacy: what it explains was never UTF-8.
    """

    suspects: Callable[[str, Options], Any]
    read: Callable[[str, Any, LanguageModel, Options], list[Reading]]
    is_rival: bool = False
    is_legacy: bool = False


class Suspicions:
    """What the families suspect of a text: each is asked when it is wanted, and once."""

    __slots__ = ("_known", "_options", "_text")

    def __init__(self, text: str, options: Options) -> None:
        """Nothing is asked yet."""
        self._text = text
        self._options = options
        self._known: dict[Callable[[str, Options], Any], Any] = {}

    def of(self, family: Family) -> Any:  # noqa: ANN401 (each family's own)
        """What a family suspects, for its `read`; something falsy when that is nothing."""
        suspects = family.suspects
        if suspects not in self._known:
            self._known[suspects] = suspects(self._text, self._options)
        return self._known[suspects]

    def __bool__(self) -> bool:
        """Whether any family suspects anything."""
        return any(self.of(family) for family in FAMILIES)


def _suspect_code_pages(text: str, _: Options) -> tuple[str, dict[str, int]] | None:
    found = scan.suspects(text)
    return found if found[1] else None


def _read_code_page(
    text: str, found: tuple[str, dict[str, int]], model: LanguageModel, options: Options
) -> list[Reading]:
    scanned, pages = found
    shown = pages if scanned is text else {page: covered(text, page) for page in pages}
    is_partly_clean = max(shown.values()) < beyond_ascii(text)
    lines = dense.read(text, shown, model, options.context) if is_partly_clean else []
    if lines and _is_lossless(lines):
        # The clean lines of a long text are not what such lines lost.
        return lines
    channel = find_channel(text, model, found)
    readings = read_through(text, channel, model, options.context) if channel else []
    if channel and _is_nothing_lost(text, channel):
        return readings
    if not is_partly_clean:
        lines = dense.read(text, shown, model, options.context)
    if lines and (_is_lossless(lines) or not credible(text, readings)):
        return lines
    if channel is None and max(pages.values()) >= _TOLD_BY_FORM:
        return []
    # What an outer layer lost is found again only together with the inner one.
    both = layered.read(text, pages, model, options.context)
    if both and two_cost_less(text, both, readings, model):
        return both
    return readings


def _is_lossless(readings: list[Reading]) -> bool:
    layers = {reading.layers for reading in readings}
    return all(channel == Channel(read=channel.read) for (channel,) in layers)


def _is_nothing_lost(text: str, channel: Channel) -> bool:
    """Whether all characters beyond ASCII came whole through a channel that loses none."""
    return channel == Channel(read=channel.read) and covered(text, channel.read) == beyond_ascii(
        text
    )


_TOLD_BY_FORM = 60
"""Characters in whole sequences of a code page, none of which makes sense as anything else, that
leave no need to look for a layer below."""


def _suspect_remains(text: str, _: Options) -> tuple[Channel, ...]:
    return scrubbed.suspects(text)


def _read_remains(
    text: str, found: tuple[Channel, ...], model: LanguageModel, _: Options
) -> list[Reading]:
    return scrubbed.read(text, found, model)


def _suspect_escapes(text: str, _: Options) -> bool:
    return has_escaped_pairs(text)


def _read_escapes(text: str, _: object, model: LanguageModel, options: Options) -> list[Reading]:
    return escaped.read(text, model, options.context)


def _suspect_stripped(text: str, _: Options) -> bool:
    return may_be_stripped(text)


def _read_stripped(text: str, _: object, model: LanguageModel, options: Options) -> list[Reading]:
    # What a code page explains wholly has lost nothing.
    whole = max(scan.suspects(text)[1].values(), default=0)
    if whole >= _NEARLY_ALL * beyond_ascii(text):
        return []
    found = stripped.read(text, model, options.context)
    # Of Thai in Latin-1 and the like, much may be torn UTF-8: what makes the cheaper text is it.
    if found and (odd := legacy.suspects(text, options)):
        other = legacy.read_dense(text, odd, model, options)
        if other and cost_of_beginning(text, other, model) < cost_of_beginning(text, found, model):
            return []
    return found


_NEARLY_ALL = 0.9
"""Share of the characters beyond ASCII."""


def _suspect_normalized(text: str, _: Options) -> bool:
    return normalized.suspects(text)


def _read_normalized(text: str, _: object, model: LanguageModel, options: Options) -> list[Reading]:
    return normalized.read(text, model, options.context)


def _suspect_replaced(text: str, _: Options) -> bool:
    return replaced.suspects(text)


def _read_replaced(text: str, _: object, model: LanguageModel, options: Options) -> list[Reading]:
    return replaced.read(text, model, options.context)


def _suspect_multibyte(text: str, _: Options) -> dict[str, int]:
    return multibyte_scan.suspicious_codecs(text)


def _read_multibyte(
    text: str, found: dict[str, int], model: LanguageModel, options: Options
) -> list[Reading]:
    return multibyte_readings.read(text, found, model, options.context)


def _suspect_marks(text: str, _: Options) -> list[int]:
    return marks.suspects(text)


def _read_marks(text: str, found: list[int], _: LanguageModel, __: Options) -> list[Reading]:
    return marks.read(text, found)


def _suspect_rewritten(text: str, _: Options) -> bool:
    return rewritten.suspects(text)


def _read_rewritten(text: str, _: object, model: LanguageModel, options: Options) -> list[Reading]:
    return rewritten.read(text, model, options.context)


FAMILIES: tuple[Family, ...] = (
    # UTF-8 read as Latin-1 whose C1 controls were stripped: what is whole is chance or little.
    Family(_suspect_stripped, _read_stripped),
    # One legacy encoding read as another, where next to nothing is UTF-8.
    Family(legacy.suspects, legacy.read_dense, is_legacy=True),
    # UTF-8 read as a code page, and normalized to NFKC: what is whole is a part of it.
    Family(_suspect_normalized, _read_normalized),
    # UTF-8 read as a single-byte code page.
    Family(_suspect_code_pages, _read_code_page),
    # UTF-8 read as a multi-byte encoding.
    Family(_suspect_multibyte, _read_multibyte),
    # Byte order marks that were read as text.
    Family(_suspect_marks, _read_marks),
    # UTF-8 read as GBK, and that as a code page.
    Family(_suspect_rewritten, _read_rewritten),
    # UTF-8 read as a code page, scrubbed until nothing is whole.
    Family(_suspect_remains, _read_remains, is_rival=True),
    # UTF-8 read as a code page, written as escapes.
    Family(_suspect_escapes, _read_escapes),
    # One legacy encoding read as another.
    Family(legacy.suspects, legacy.read, is_legacy=True),
    # Legacy text of which UTF-8 could show nothing beyond ASCII.
    Family(_suspect_replaced, _read_replaced, is_legacy=True),
)
"""All families, those whose evidence is strongest first."""
