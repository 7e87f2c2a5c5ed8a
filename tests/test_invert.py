"""Invert: the true text is among the candidates, and every candidate has a proof."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from fixtext import codepages, invert
from fixtext.channels import LOSSES, Channel, decode
from fixtext.invert import MOST_CANDIDATES, Inverse, inverse, is_certain, lattice
from fixtext.lattice import Edge
from fixtext.scrubs import PLAIN_SCRUBS
from tests import strategies

# A trim and the merging of spaces look at neighbours.
WITHOUT_TRIM = tuple(scrub for scrub in PLAIN_SCRUBS if scrub not in ("spaces", "trim"))

untrimmed = st.builds(
    Channel,
    read=st.sampled_from(codepages.NAMES),
    loss=st.sampled_from(LOSSES),
    scrubs=st.lists(st.sampled_from(WITHOUT_TRIM), unique=True).map(tuple),
)
trimming = untrimmed.map(lambda c: Channel(c.written, c.read, c.loss, (*c.scrubs, "trim")))
# Unassigned characters are no candidates unless there is no choice.
any_char = st.characters(min_codepoint=0x80, exclude_categories=["Cs", "Cn"])
usual_char = strategies.texts(max_size=1).filter(lambda text: text > "\x7f" and text.isprintable())
chars = st.one_of(usual_char, any_char)


def sign(byte: int, channel: Channel) -> str:
    """What one byte shows as, found out through a legacy encoding that has all 256 bytes."""
    return Channel("iso-8859-1", channel.read, channel.loss, channel.scrubs).garble(chr(byte))


def signs(char: str, channel: Channel) -> list[str]:
    return [sign(byte, channel) for byte in char.encode()]


def readings_of(char: str, channel: Channel, *, at_line_end: bool = False) -> int:
    """Byte sequences that show as `char` does, with the same bytes lost."""
    bytes_by_sign: dict[str, int] = {}
    for byte in range(0x80, 0xC0):
        shown = sign(byte, channel)
        bytes_by_sign[shown] = bytes_by_sign.get(shown, 0) + 1
    size = 1
    for shown in signs(char, channel)[1:]:
        size *= bytes_by_sign[shown]
    # A trim may have eaten one byte more in each of the places that are lost.
    return size * 2**3 if at_line_end else size


def is_greedy_trap(text: str, channel: Channel) -> bool:
    """A character lost continuation bytes, and the next one begins like one of them."""
    continuations = {sign(byte, channel) for byte in range(0x80, 0xC0)} - {"", "?", " "}
    return any(
        "" in signs(first, channel)[1:] and second_sign in continuations
        for first, second in pairwise(text)
        if first > "\x7f" and (second_sign := "".join(signs(second, channel))[:1])
    )


def offered(edges: list[list[Edge]], at: int, char: str, length: int) -> bool:
    return any(edge.length == length and char in edge.candidates for edge in edges[at])


@given(char=chars, channel=untrimmed)
@example(char="😀", channel=Channel(loss="dropped"))
@example(char="í", channel=Channel(scrubs=("soft-hyphens",)))
@example(char="И", channel=Channel(read="windows-1251", loss="question"))
@example(char="à", channel=Channel(scrubs=("nbsp",)))
@example(char="ã", channel=Channel(read="iso-8859-3", loss="dropped"))
def test_the_true_character_is_a_candidate(char: str, channel: Channel) -> None:
    shown = channel.garble(char)
    assume(shown)
    assume(readings_of(char, channel) <= MOST_CANDIDATES)
    edges = lattice(shown, channel)
    assert len(edges) == len(shown)
    assert offered(edges, 0, char, len(shown))


# Beside emoji and symbols only alphabets, so that damage of several characters meets.
@given(
    text=st.text(st.one_of(usual_char, st.sampled_from("? 😀é中И")), min_size=2, max_size=5),
    channel=untrimmed,
)
@example(text="中é", channel=Channel(loss="dropped"))
@example(text="И?И", channel=Channel(read="windows-1251", loss="question"))
@example(text="à à", channel=Channel(scrubs=("nbsp",)))
def test_the_true_text_is_a_path(text: str, channel: Channel) -> None:
    assume(all(channel.garble(char) for char in text))
    assume(all(readings_of(char, channel) <= MOST_CANDIDATES for char in text if char > "\x7f"))
    assume(not is_greedy_trap(text, channel))
    edges = lattice(channel.garble(text), channel)
    at = 0
    for char in text:
        length = len(channel.garble(char))
        assert offered(edges, at, char, length), (char, at)
        at += length
    assert at == len(edges)


def test_seen_bytes_go_to_the_first_character_that_can_take_them() -> None:
    # A dropped continuation byte right before a dropped lead byte cannot be told apart from
    # another character: here Cyrillic through a code page that lacks D0 and C1 controls.
    channel = Channel(read="iso-8859-3", loss="dropped", scrubs=("c1",))
    text = "ыв"
    assert is_greedy_trap(text, channel)
    edges = lattice(channel.garble(text), channel)
    assert not offered(edges, 0, "ы", 1)


def test_too_many_candidates_are_none() -> None:
    # Three bytes lost among the 32 C1 controls are 32,768 possibilities.
    channel = Channel(read="iso-8859-1", scrubs=("c1",))
    shown = channel.garble("🚀")
    assert shown == "ð"
    assert readings_of("🚀", channel) > MOST_CANDIDATES
    assert lattice(shown, channel) == [[Edge(1, ("ð",), kept=True)]]


@given(
    text=st.text(chars, min_size=1, max_size=4),
    noise=st.text(st.sampled_from("ÃâÂÐÑ€™œ\u00a0©?¤ \ufffdé中\x81"), max_size=4),
    channel=untrimmed,
    at_line_end=st.booleans(),
)
def test_every_candidate_garbles_to_what_it_stands_for(
    text: str, noise: str, channel: Channel, *, at_line_end: bool
) -> None:
    stretch = (channel.garble(text) + noise)[:12]
    assume(stretch)
    edges = lattice(stretch, channel, at_line_end=at_line_end)
    for at, here in enumerate(edges):
        for edge in here:
            window = stretch[at : at + edge.length]
            assert len(window) == edge.length > 0
            if edge.kept:
                assert edge.candidates == (window,)
                assert len(window) == 1
                continue
            assert edge.candidates
            assert list(edge.candidates) == sorted(set(edge.candidates))
            for candidate in edge.candidates:
                assert channel.garble(candidate) == window


@given(text=st.text(chars, min_size=1, max_size=3), channel=trimming)
@example(text="à", channel=Channel(scrubs=("trim",)))
@example(text="\u2020", channel=Channel(scrubs=("trim", "nbsp")))
def test_at_a_line_end_every_candidate_garbles_to_what_it_stands_for(
    text: str, channel: Channel
) -> None:
    inner = Channel("utf-8", channel.read, channel.loss, channel.scrubs[:-1])
    stretch = channel.garble(text)
    assume(stretch)
    edges = lattice(stretch, channel, at_line_end=True)
    for at, here in enumerate(edges):
        for edge in here:
            through = channel if at + edge.length == len(stretch) else inner
            for candidate in () if edge.kept else edge.candidates:
                assert through.garble(candidate) == stretch[at : at + edge.length]


@given(char=chars, channel=trimming)
@example(char="à", channel=Channel(scrubs=("trim",)))
@example(char="だ", channel=Channel(scrubs=("trim", "nbsp")))
@example(char="\u2020", channel=Channel(scrubs=("trim",)))
@example(char="Р", channel=Channel(read="koi8-r", scrubs=("trim",)))
def test_at_a_line_end_the_true_character_is_a_candidate(char: str, channel: Channel) -> None:
    shown = channel.garble(char)
    assume(shown)
    assume(readings_of(char, channel, at_line_end=True) <= MOST_CANDIDATES)
    assert offered(lattice(shown, channel, at_line_end=True), 0, char, len(shown))


def test_a_trim_takes_nothing_away_within_a_line() -> None:
    channel = Channel(scrubs=("trim",))
    assert lattice("Ã", channel) == [[Edge(1, ("Ã",), kept=True)]]
    assert lattice("Ã", channel, at_line_end=True) == [
        [Edge(1, ("à",)), Edge(1, ("Ã",), kept=True)]
    ]


@given(stretch=st.text(min_size=1, max_size=8), channel=strategies.channels())
def test_every_edge_leads_to_the_end(stretch: str, channel: Channel) -> None:
    edges = lattice(stretch, channel)
    reachable = {len(stretch)}
    for at in range(len(stretch) - 1, -1, -1):
        assert all(at + edge.length in reachable for edge in edges[at])
        if edges[at]:
            reachable.add(at)


def test_a_merged_space_is_lost_before_a_space_alone() -> None:
    channel = Channel(scrubs=("spaces",))
    kept = Edge(1, ("Ã",), kept=True)
    assert lattice("Ãx", channel)[0] == [kept]
    assert lattice("Ã ", channel)[0] == [Edge(1, ("à",)), Edge(2, ("à",)), kept]


def test_what_is_whole_has_one_reading() -> None:
    edges = lattice(Channel().garble("文é😀"), Channel())
    assert edges[0] == [Edge(3, ("文",))]
    assert edges[3] == [Edge(2, ("é",))]
    assert edges[5] == [Edge(4, ("😀",))]


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x2122), min_size=1), untrimmed)
def test_where_a_channel_is_certain_there_is_no_choice(text: str, channel: Channel) -> None:
    assume(is_certain(channel))
    for here in lattice(text, channel):
        assert [len(edge.candidates) for edge in here] in ([], [1])


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        (Channel(), True),
        (Channel(read="cp437", loss="dropped"), True),
        (Channel(loss="dropped"), False),
        (Channel(loss="fffd"), False),
        (Channel(read="windows-1255", loss="question"), False),
        (Channel(scrubs=("nbsp",)), False),
        (Channel(scrubs=("spaces",)), False),
        (Channel(scrubs=("trim",)), False),
        (Channel(scrubs=("soft-hyphens",)), False),
        (Channel(scrubs=("quotes",)), False),
    ],
)
def test_a_channel_is_certain_that_loses_nothing(channel: Channel, *, expected: bool) -> None:
    assert is_certain(channel) == expected


def test_the_lost_byte_is_one_of_those_that_the_channel_cannot_show() -> None:
    # The eight of the deck: 81 8D 8E 8F 90 9D 9E, and AD for the soft hyphen.
    channel = Channel(read="windows-1254", loss="dropped", scrubs=("soft-hyphens",))
    lost = (0x81, 0x8D, 0x8E, 0x8F, 0x90, 0x9D, 0x9E, 0xAD)
    assert tuple(byte for byte in inverse(channel).vanished if byte < 0xC0) == lost
    both_lost = sorted(bytes([0xE5, one, two]).decode() for one in lost for two in lost)
    assert lattice("å", channel)[0] == [Edge(1, tuple(both_lost)), Edge(1, ("å",), kept=True)]
    one_lost = sorted(
        bytes(data).decode() for byte in lost for data in ((0xE5, byte, 0xBC), (0xE5, 0xBC, byte))
    )
    assert lattice("å¼", channel)[0][0] == Edge(2, tuple(one_lost))


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("read", codepages.NAMES)
def test_the_inverse_accounts_for_every_byte(read: str, loss: str) -> None:
    for scrubs in ((), ("soft-hyphens",), ("c1",), ("nbsp",), PLAIN_SCRUBS):
        channel = Channel("utf-8", read, loss, scrubs)
        known = inverse(channel)
        assert isinstance(known, Inverse)
        untrimmed_channel = Channel("utf-8", read, loss, tuple(s for s in scrubs if s != "trim"))
        for byte in range(0x80, 0x100):
            shown = sign(byte, untrimmed_channel)
            assert (byte in known.vanished) == (shown == "")
            assert [sign for sign, of in known.bytes_of.items() if byte in of] == (
                [shown] if shown else []
            )
            nothing_left = shown != "" and sign(byte, channel) == ""
            assert (byte in known.trimmed) == nothing_left
        assert known.high == {shown for shown in known.bytes_of if ord(shown) > 0x7F}
        assert decode(b"A", read, loss) not in known.bytes_of


def test_ascii_that_stands_for_nothing_else_stands_for_itself() -> None:
    assert lattice("a", Channel()) == [[Edge(1, ("a",))]]
    question = lattice("Ã?", Channel(loss="question"))
    assert question[1] == [Edge(1, ("?",))]
    assert any(edge.length == 2 and "Á" in edge.candidates for edge in question[0])


def test_a_cached_window_is_not_changed_by_what_follows_it() -> None:
    # Both begin with the same four characters; only one can go on to the end as it begins.
    channel = Channel(loss="dropped")
    first = lattice("ä½ä½\u00a0", channel)
    second = lattice("ä½ä½", channel)
    assert lattice("ä½ä½\u00a0", channel) == first
    assert lattice("ä½ä½", channel) == second
    invert._edge_cache.cache_clear()
    assert lattice("ä½ä½", channel) == second
    assert lattice("ä½ä½\u00a0", channel) == first


def test_edges_of_so_many_windows_are_remembered_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(invert, "_MOST_WINDOWS", 100)
    channel = Channel(read="windows-1252", loss="dropped")
    signs = codepages.kept_table("windows-1252")[0x80:]
    for first in signs:
        for second in signs:
            lattice(first + second, channel)
    assert len(invert._edge_cache(channel)) <= 100 + 2
