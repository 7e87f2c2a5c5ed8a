"""Other channels that explain what was found just as well as the ones that a report names.

Code pages have most of their characters in common, so a few garbled letters often went through any
of several: a repair comes out the same, and the commoner one is named first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from fixtext import codepages, multibyte
from fixtext.channels import LOSSES, Channel, Layers, garble
from fixtext.scan import PAGES, page_bits

if TYPE_CHECKING:
    from fixtext.results import Span


def equivalents(layers: Layers, spans: Iterable[Span]) -> tuple[Layers, ...]:
    """Layers that make what was found of what every span with these layers became.

    They differ from `layers` in one encoding of one layer; the likely ones come first.
    """
    explained = [(s.after, s.before) for s in spans if s.layers == layers and s.after != s.before]
    # Short ones are the quickest to tell that an encoding is none of these.
    pairs = sorted(dict.fromkeys(explained), key=lambda pair: len(pair[1]))
    if not pairs:
        return ()
    return tuple(
        others
        for others in _variants(layers)
        if all(garble(after, others) == before for after, before in pairs)
    )


def _variants(layers: Layers) -> Iterator[Layers]:
    for number, channel in enumerate(layers):
        for other in _channels_beside(channel):
            yield (*layers[:number], other, *layers[number + 1 :])


def _channels_beside(channel: Channel) -> Iterator[Channel]:
    """The channel with another encoding of the same kind, the likely ones first."""
    reads = _encodings_beside(channel.read)
    # Middle dots stand for what one kind of reader loses.
    reads = [] if channel.loss not in LOSSES else reads
    yield from (replace(channel, read=read) for read in reads if read != channel.written)
    # What UTF-8 is told from is its form; other encodings are alike in parts.
    writes = _encodings_beside(channel.written) if channel.written in codepages.NAMES else []
    yield from (replace(channel, written=written) for written in writes if written != channel.read)


def _encodings_beside(name: str) -> list[str]:
    if name in codepages.NAMES:
        return [page for page in PAGES if page != name]
    if name in multibyte.READERS:
        # One for each codec: the readers of one differ in what they lose, which `loss` tells of.
        codec = multibyte.READERS[name].codec
        others = {r.codec: r.name for r in reversed(multibyte.READERS.values()) if r.codec != codec}
        return sorted(others.values(), key=page_bits)
    return []
