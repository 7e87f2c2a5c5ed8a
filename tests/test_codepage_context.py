"""What of a text is certain, and what that tells of the rest."""

from __future__ import annotations

from fixtext import garble
from fixtext.channels import Channel
from fixtext.codepage_context import Context, certain_of, context_of
from fixtext.codepage_readings import read_through
from fixtext.edits import applied
from fixtext.gaps import GAP, lattices_of, readable
from fixtext.language import load

LOSSY = Channel(loss="dropped")


def certain(garbled: str, kept: int | None = None) -> list[str]:
    """What is certain of each stretch; kept: how many lattices are at hand."""
    found, marked = readable(garbled, LOSSY)
    damaged = [GAP in mark for mark in marked]
    lattices, _ = lattices_of(garbled, found, damaged, LOSSY)
    return certain_of(garbled, found, marked, damaged, lattices[:kept], LOSSY)


def context(garbled: str, *, torn: bool = False) -> Context:
    found, marked = readable(garbled, LOSSY)
    damaged = [GAP in mark for mark in marked]
    lattices, _ = lattices_of(garbled, found, damaged, LOSSY)
    return context_of(garbled, found, certain(garbled), lattices, load(), (), torn=torn)


def test_what_has_an_alternative_is_not_certain() -> None:
    # The right quote lost its last byte, 9D.
    garbled = garble("Größe “so” naïve", LOSSY)
    assert certain(garbled) == ["öß", "“so\ufffd", "ï"]


def test_what_is_certain_does_not_depend_on_lattices_at_hand() -> None:
    garbled = garble("“Así” y “aquí” o “allí”, país", LOSSY)
    assert certain(garbled, 0) == certain(garbled, 1) == certain(garbled)


def test_the_text_is_shown_as_far_as_it_is_certain() -> None:
    garbled = garble("Größe: “so”, naïve.", LOSSY)
    known = context(garbled)
    assert known.shown == "Größe: “so\ufffd, naïve."
    found, _ = readable(garbled, LOSSY)
    ends = [known.shown[:end] for end, _ in zip(known.ends, found, strict=False)]
    assert ends == ["Größ", "Größe: “so\ufffd", "Größe: “so\ufffd, naï"]


def test_torn_text_is_judged_in_its_own_language() -> None:
    garbled = garble("Он сказал: “да”, и мы пошли домой, потому что было поздно. " * 3, LOSSY)
    assert context(garbled).judged is load()
    assert context(garbled, torn=True).judged is not load()


def test_context_sharpens_the_choice() -> None:
    channel = Channel("utf-8", "windows-1254", "dropped", ("soft-hyphens",))
    garbled = channel.garble("我们请王彝来讲课，他说可以。今天的天气很好，大家都来了。")
    without = applied(garbled, read_through(garbled, channel, load()))
    given_context = applied(garbled, read_through(garbled, channel, load(), ["王彝的诗。"]))
    assert "王彝" not in without
    assert "王彝" in given_context
