"""Mojibake that was normalized to NFKC.

Unicode's compatibility composition writes many signs of code pages as others: "¹" as "1", "½" as
"1⁄2", "´" as a space and an accent that combines with it. What became several characters is one
sign again first; of the others, each stands for the byte that it was, or for itself. The language
model says which.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from fixtext import scan
from fixtext.channels import Channel, garble
from fixtext.codepage_readings import read_through
from fixtext.codepages import kept_table
from fixtext.edits import MappedText, applied
from fixtext.invert import Blurred
from fixtext.language import UNITS_PER_BIT, LanguageModel
from fixtext.losses import possible_losses
from fixtext.ranking import ranked_pages
from fixtext.readings import Reading, garbles_to
from fixtext.scan import page_bits

_BEYOND = "[^\x00-\x7f]"
# A regex that begins with a class of rare characters takes a tenth of the time of one that begins
# with all of a script.
_TRACES = re.compile(
    f"[\u0300-\u036f123TN\u03bc](?:(?<={_BEYOND} [\u0300-\u036f])"
    f"|(?<={_BEYOND}[123])(?=[^\\W\\d_])|(?<={_BEYOND}[13])(?=\u2044[24])"
    f"|(?<={_BEYOND}T)(?=M{_BEYOND})|(?<={_BEYOND}N)(?=o{_BEYOND})|(?<=[^\x00-\u03ff]\u03bc))"
)
"""What hardly stands behind a letter in clean text: an accent without one, a fraction, a digit in
a word, letters of two scripts in a row."""

_MOST_PAGES = 3
"""Code pages that are tried, the best of those through which something is whole."""

_TRIED = 1_000
"""Characters of a text that code pages are compared on."""


def suspects(text: str) -> bool:
    """Whether signs of code pages seem to have been normalized, and nothing is left to be."""
    return _TRACES.search(text) is not None and unicodedata.is_normalized("NFKC", text)


def read(text: str, model: LanguageModel, context: Iterable[str] = ()) -> list[Reading]:
    """The readings of a text through the code page that explains it best."""
    tried = text[:_TRIED]
    best: tuple[float, Channel] | None = None
    for _, page in ranked_pages(scan.suspects(tried), model)[:_MOST_PAGES]:
        for loss in possible_losses(text, page):
            channel = Channel(read=page, loss=loss, scrubs=("nfkc",))
            result = applied(tried, _read_through(tried, channel, model, context))
            cost = model.text_cost(result) + page_bits(page) * UNITS_PER_BIT
            if best is None or cost < best[0]:
                best = cost, channel
    return _read_through(text, best[1], model, context) if best else []


def _read_through(
    text: str, channel: Channel, model: LanguageModel, context: Iterable[str]
) -> list[Reading]:
    plain = MappedText(_with_signs(text, channel.read))
    found = []
    for reading in read_through(plain.text, _blurred(channel), model, context):
        start, end = plain.place(reading.start), plain.place(reading.end)
        shown = text[start:end]
        if garble(reading.after, channel) == shown:
            found.append(reading._replace(start=start, end=end, before=shown, layers=(channel,)))
    after, before = [r.after for r in found], [r.before for r in found]
    if garbles_to(after, before, replace(channel, scrubs=())):
        # Nothing of it was normalized.
        return []
    whole = replace(channel, loss="kept")
    if garbles_to(after, before, whole):
        return [reading._replace(layers=(whole,)) for reading in found]
    return found


def _with_signs(text: str, page: str) -> Iterator[tuple[str, int]]:
    """The text in pieces, with one sign of a code page for what may be left of it, if longer."""
    signs, pattern = _longer(page)
    done = 0
    for match in pattern.finditer(text):
        yield text[done : match.start()], done
        yield signs[match[0]], match.start()
        done = match.end()
    yield text[done:], done


@lru_cache(maxsize=None)
def _longer(page: str) -> tuple[dict[str, str], re.Pattern[str]]:
    """The signs of a code page that become several characters, by these, and what finds them.

    Letters and full stops are such only behind a sign that ASCII lacks.
    """
    signs = {
        normal: sign
        for sign in kept_table(page)[0x80:]
        if len(normal := unicodedata.normalize("NFKC", sign)) > 1
    }
    ascii_only = "|".join(re.escape(normal) for normal in signs if normal.isascii())
    others = "|".join(re.escape(normal) for normal in signs if not normal.isascii())
    found = [f"(?<=[^\x00-\x7f])(?:{ascii_only})"] if ascii_only else []
    return signs, re.compile("|".join([*found, others] if others else found) or "(?!)")


@lru_cache(maxsize=None)
def _blurred(channel: Channel) -> Blurred:
    """The channel without its scrub, for which what signs became may be their bytes."""
    table = kept_table(channel.read)
    values: dict[str, list[int]] = {}
    for byte in range(0x80, 0x100):
        normal = unicodedata.normalize("NFKC", table[byte])
        if len(normal) == 1 and normal != table[byte]:
            values.setdefault(normal, []).append(byte)
    signs = []
    for normal, bytes_ in values.items():
        # It may be a sign of the code page as it stands, too.
        bytes_ += [byte for byte in range(0x80, 0x100) if table[byte] == normal]
        signs.append((normal, tuple(sorted(bytes_))))
    return Blurred(channel.written, channel.read, channel.loss, (), tuple(signs))
