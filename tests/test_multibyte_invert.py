"""The inverse of multi-byte readers: the true text is among the paths, and each has a proof."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtext.channels import Channel, garble
from fixtext.multibyte import READERS, decode
from fixtext.multibyte_invert import SWALLOWED, Lattice, inverse, lattice

WHOLE = ("gbk", "gb18030", "java-gbk", "cp932")
LOSSY = (
    Channel(read="gbk", loss="fffd"),
    Channel(read="gb18030", loss="fffd"),
    Channel(read="whatwg-gbk", loss="fffd"),
    Channel(read="windows-936", loss="question"),
    Channel(read="cp932", loss="fffd"),
    Channel(read="windows-932", loss="middle-dot"),
    Channel(read="cp949", loss="fffd"),
    Channel(read="java-949", loss="fffd"),
    Channel(read="windows-949", loss="question"),
)
words = st.text(
    "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可", min_size=1
)


def paths(found: Lattice, text: str) -> bool:
    """Whether a text is spelt by some path; SWALLOWED stands for any character of ASCII."""
    reached = {(0, 0)}
    todo = [(0, 0)]
    end = len(found.edges)
    while todo:
        at, spelt = todo.pop()
        if (at, spelt) == (end, len(text)):
            return True
        if at == end or spelt == len(text):
            continue
        swallowed = found.places[at].swallowed and text[spelt] <= "\x7f"
        for edge in found.edges[at]:
            if text[spelt] in edge.candidates or (swallowed and SWALLOWED in edge.candidates):
                place = at + edge.length, spelt + 1
                if place not in reached:
                    reached.add(place)
                    todo.append(place)
    return False


@pytest.mark.parametrize("channel", LOSSY, ids=str)
@settings(max_examples=30)
@given(text=words, end=st.sampled_from([".", " a", '"', "</p>", "1", "Z"]))
def test_the_true_text_is_among_the_paths(channel: Channel, text: str, end: str) -> None:
    written = text + end
    assert paths(lattice(garble(written, channel), channel), written)


@pytest.mark.parametrize("channel", LOSSY, ids=str)
@settings(max_examples=30)
@given(text=words)
def test_at_a_line_end_the_last_byte_is_cut_off(channel: Channel, text: str) -> None:
    assert paths(lattice(garble(text, channel), channel, at_line_end=True), text)


@pytest.mark.parametrize("read", WHOLE)
@given(text=st.text("関係者の話によると、これは日本語です。", min_size=1, max_size=12))
def test_dropped_bytes_are_put_back(read: str, text: str) -> None:
    channel = Channel(read=read, loss="dropped")
    written = text + "。"
    shown = garble(written, channel)
    # More than three bytes in a row are not looked for.
    if len(garble(written, Channel(read=read, loss="fffd"))) - len(shown) <= 1:
        assert paths(lattice(shown, channel), written)


@given(text=st.text("关于我们的产品 abc.,鍏充簬", max_size=12), channel=st.sampled_from(LOSSY))
def test_every_edge_leads_on_to_the_end(text: str, channel: Channel) -> None:
    found = lattice(text, channel)
    end = len(found.edges)
    assert found.places[-1].at == len(text)
    leading = {end}
    for at in range(end - 1, -1, -1):
        for edge in found.edges[at]:
            assert at + edge.length in leading
        if found.edges[at]:
            leading.add(at)
    assert 0 in leading


def test_a_clean_character_may_stand_for_itself() -> None:
    found = lattice("茅台", Channel(read="gbk", loss="fffd"))
    assert [(edge.candidates, edge.kept) for edge in found.edges[0]] == [
        (("é",), False),
        (("茅",), True),
    ]


def test_two_whole_characters_are_not_taken_for_clean() -> None:
    found = lattice("鍏充簬鍏充簬", Channel(read="gbk", loss="fffd"))
    assert [edge.candidates for edge in found.edges[0]] == [("关",)]


@pytest.mark.parametrize("read", READERS)
def test_every_code_of_one_or_two_bytes_is_known_by_what_is_shown_for_it(read: str) -> None:
    reader = READERS[read]
    channel = Channel(read=read, loss="fffd")
    codes = inverse(channel).codes
    for lead in range(0x80, 0x100):
        alone = reader.show(bytes([lead]))
        if alone:
            assert ((bytes([lead]),), b"") in codes[alone]
        for trail in range(0x40, 0xFF, 7):
            shown = decode(bytes([lead, trail]), read, "\ufffd")
            if not alone and len(shown) == 1 and shown != "\ufffd":
                assert ((bytes([lead]), bytes([trail])), b"") in codes[shown]
    for char in "aé語":
        for sets, _ in codes[char]:
            assert decode(b"".join(sets), read, "\ufffd") == char
