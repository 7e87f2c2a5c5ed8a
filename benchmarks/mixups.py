"""The mix-ups that people meet, in groups: what benchmarks/matrix.py goes through.

A mix-up is some layers and the languages whose text goes through them. Channels that the
installed fixtext does not know are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from fixtext import Channel, Layers, codepages
from fixtext.channels import LOSSES, SCRUBS

COMMON = (
    *("windows-1252", "iso-8859-1", "windows-1250", "windows-1251", "windows-1254"),
    *("windows-1253", "windows-1257", "cp437", "cp850", "mac-roman"),
)
"""Code pages that layers are made of, one behind the other."""

MULTI_BYTE = ("gbk", "gb18030", "cp932", "euc_jp", "big5", "cp949")

CYRILLIC = ("ru", "uk", "be", "bg", "sr", "mk")
WESTERN = ("fr", "de", "es", "it", "pt", "sv", "da", "nb", "fi", "is", "nl", "ca")
NATIONAL = {
    ("windows-1253", "iso-8859-7"): ("el",),
    ("windows-1255", "iso-8859-8"): ("he",),
    ("windows-1256", "iso-8859-6"): ("ar",),
    ("windows-874",): ("th",),
    ("windows-1257", "iso-8859-13"): ("lt", "lv", "et"),
    ("windows-1250", "iso-8859-2", "cp852"): ("pl", "cs", "sk", "hu", "sl", "hr", "ro", "sr-Latn"),
    ("windows-1254", "iso-8859-9"): ("tr",),
}
EAST_ASIAN = {
    "gbk": "zh-Hans",
    "big5": "zh-Hant",
    "shift_jis": "ja",
    "euc_jp": "ja",
    "euc_kr": "ko",
}


@dataclass(frozen=True, slots=True)
class Mixup:
    """Layers, and the languages that go through them; all that there are if none is named.

    lossy: bytes may be lost for good on the way.
    """

    layers: Layers
    languages: tuple[str, ...] = ()
    lossy: bool = False

    def __str__(self) -> str:
        return "; then ".join(_short(channel) for channel in self.layers)


def _short(channel: Channel) -> str:
    return " ".join([f"{channel.written} > {channel.read}", channel.loss, *channel.scrubs])


def _channel(
    written: str, read: str, loss: str = "kept", scrubs: tuple[str, ...] = ()
) -> Channel | None:
    try:
        return Channel(written, read, loss, scrubs)
    except (LookupError, ValueError):
        return None


def _over_utf8(read: str, loss: str, scrubs: tuple[str, ...] = ()) -> Iterator[Mixup]:
    channel = _channel("utf-8", read, loss, scrubs)
    if channel is not None:
        yield Mixup((channel,), (), lossy=loss != "kept" or bool(scrubs))


def _through(loss: str) -> Iterator[Mixup]:
    """UTF-8 read as each code page; with a loss, as each that has undefined bytes."""
    for page in codepages.NAMES:
        if loss == "kept" or codepages.undefined_bytes(page):
            yield from _over_utf8(page, loss)


def _scrubbed() -> Iterator[Mixup]:
    for page in ("iso-8859-1", "windows-1252", "windows-1250", "windows-1251", "cp850"):
        for scrubs in [(scrub,) for scrub in SCRUBS] + [("soft-hyphens", "nbsp")]:
            yield from _over_utf8(page, "kept", scrubs)
    for page in ("windows-1252", "windows-1254"):
        yield from _over_utf8(page, "dropped", ("soft-hyphens",))
        yield from _over_utf8(page, "dropped", ("soft-hyphens", "nbsp"))


def _deep(depth: int) -> Iterator[Mixup]:
    """Layers of one code page, and of different ones."""
    pages = [(page,) * depth for page in codepages.NAMES if depth == 2 or page in COMMON]
    if depth == 2:
        pages += [pair for pair in product(COMMON, COMMON) if len(set(pair)) == 2]
    else:
        pages += [(a, b, a) for a, b in product(COMMON[:4], COMMON[:4]) if a != b]
        pages += [(a, b, c) for a, b, c in combinations(COMMON[:4], 3)]
    for some in pages:
        yield Mixup(tuple(Channel(read=page) for page in some))


def _deep_with_losses() -> Iterator[Mixup]:
    for first, second in product(("windows-1252", "windows-1250", "windows-1254"), repeat=2):
        for loss in ("fffd", "question", "dropped"):
            yield Mixup((Channel(read=first, loss=loss), Channel(read=second)), (), lossy=True)
            yield Mixup((Channel(read=first), Channel(read=second, loss=loss)), (), lossy=True)


def _multi_byte() -> Iterator[Mixup]:
    for read in MULTI_BYTE:
        for loss in LOSSES:
            for mixup in _over_utf8(read, loss):
                yield Mixup(mixup.layers, (), lossy=True)


READERS = ("iso-8859-1", "windows-1252", "windows-1254")
"""What legacy text is taken for most: the last by old detectors, which took much for Turkish."""


def _legacy(
    written: str, read: str, languages: tuple[str, ...], loss: str = "kept"
) -> Iterator[Mixup]:
    channel = _channel(written, read, loss)
    if channel is not None and written != read:
        yield Mixup((channel,), languages, lossy=loss != "kept")


def _cyrillic() -> Iterator[Mixup]:
    pages = ("windows-1251", "koi8-r", "cp866", "iso-8859-5")
    for written in (*pages, "koi8-u", "mac-cyrillic"):
        for read in (*pages, *READERS):
            yield from _legacy(written, read, CYRILLIC)


def _national() -> Iterator[Mixup]:
    for pages, languages in NATIONAL.items():
        for written, read in product(pages, READERS):
            yield from _legacy(written, read, languages)


def _western() -> Iterator[Mixup]:
    for page in ("mac-roman", "cp437", "cp850"):
        yield from _legacy(page, "windows-1252", WESTERN)
        yield from _legacy("windows-1252", page, WESTERN)


def _east_asian() -> Iterator[Mixup]:
    for written, language in EAST_ASIAN.items():
        for read in (*READERS, "windows-1250", "cp850", "cp437"):
            yield from _legacy(written, read, (language,))
        yield from _legacy(written, "windows-1254", (language,), "dropped")


GROUPS: dict[str, Callable[[], Iterator[Mixup]]] = {
    "kept": lambda: _through("kept"),
    "fffd": lambda: _through("fffd"),
    "question": lambda: _through("question"),
    "dropped": lambda: _through("dropped"),
    "scrubs": _scrubbed,
    "two layers": lambda: _deep(2),
    "three layers": lambda: _deep(3),
    "layers, lossy": _deep_with_losses,
    "multi-byte": _multi_byte,
    "Cyrillic": _cyrillic,
    "national": _national,
    "Western": _western,
    "East Asian": _east_asian,
}
"""The groups, and what is in each."""
