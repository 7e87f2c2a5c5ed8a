"""Channels: total, deterministic, and what each loss and scrub does."""

from __future__ import annotations

import codecs
import encodings
from dataclasses import FrozenInstanceError
from pathlib import Path
from pkgutil import iter_modules

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext import channels, codepages
from fixtext.channels import LOSSES, Channel, Layers, describe, garble
from fixtext.scrubs import SCRUBS, scrub
from tests import strategies

FIXTURES = Path(__file__).parent.parent / "fixtures"
DECK = Channel("utf-8", "windows-1254", "dropped", ("soft-hyphens",))

any_text = strategies.texts(surrogates=True)


def test_garbling_the_twin_of_the_deck_gives_the_deck_byte_for_byte() -> None:
    twin = (FIXTURES / "twins" / "deck.md").read_bytes()
    deck = (FIXTURES / "garbled" / "deck.md").read_bytes()
    garbled = garble(twin.decode(), DECK)
    assert garbled.encode() == deck
    # One character a byte: the rest, less the soft hyphens, is what windows-1254 cannot show.
    assert len(twin) - len(garbled) == 87


@given(
    text=any_text,
    mix_up=st.one_of(
        strategies.layers(),
        strategies.layers(strategies.WRITTEN),
        st.builds(
            lambda written, loss: (Channel(written, "utf-8", loss),),
            st.sampled_from([*strategies.WRITTEN[1:], "cesu-8", "utf-8-sig", "utf-16-le"]),
            st.sampled_from(LOSSES),
        ),
        strategies.multibyte_channels().map(lambda channel: (channel,)),
    ),
)
def test_garbling_is_total_and_deterministic(text: str, mix_up: Layers) -> None:
    once = garble(text, mix_up)
    assert isinstance(once, str)
    assert garble(text, mix_up) == once


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("read", codepages.NAMES)
def test_every_byte_through_every_code_page_and_loss(read: str, loss: str) -> None:
    def stand_in(byte: int) -> str:
        return {"kept": chr(byte), "fffd": "\ufffd", "question": "?", "dropped": ""}[loss]

    expected = [
        stand_in(byte) if shown == codepages.UNDEFINED else shown
        for byte, shown in enumerate(codepages.decoding_table(read))
    ]
    assert channels.decode(bytes(range(0x100)), read, loss) == "".join(expected)


@given(text=any_text, channel=strategies.channels(scrubs=SCRUBS))
def test_without_scrubs_the_length_is_the_bytes_less_the_dropped(
    text: str, channel: Channel
) -> None:
    data = text.encode("utf-8", "surrogatepass")
    lost = sum(byte in codepages.undefined_bytes(channel.read) for byte in data)
    shown = garble(text, Channel("utf-8", channel.read, channel.loss))
    assert len(shown) == len(data) - (lost if channel.loss == "dropped" else 0)


@given(text=any_text, channel=strategies.channels(scrubs=SCRUBS))
def test_what_the_code_page_shows_leads_back_to_the_bytes(text: str, channel: Channel) -> None:
    data = text.encode("utf-8", "surrogatepass")
    undefined = codepages.undefined_bytes(channel.read)
    shown = garble(text, Channel("utf-8", channel.read, "dropped"))
    kept = bytes(byte for byte in data if byte not in undefined)
    assert codecs.charmap_encode(shown, "strict", codepages.encoding_map(channel.read))[0] == kept


@given(text=st.text(st.characters(max_codepoint=0x7F)), channel=strategies.channels(scrubs=SCRUBS))
def test_ascii_goes_through_but_for_what_is_done_to_all_text(text: str, channel: Channel) -> None:
    of_all_text = [name for name in ("lower", "upper", "spaces", "trim") if name in channel.scrubs]
    expected = text
    for name in of_all_text:
        expected = scrub(expected, name)
    assert garble(text, channel) == expected


@given(text=any_text, mix_up=strategies.layers(strategies.WRITTEN, min_size=0, max_size=4))
def test_layers_are_applied_one_after_the_other(text: str, mix_up: Layers) -> None:
    step_by_step = text
    for channel in mix_up:
        step_by_step = channel.garble(step_by_step)
    assert garble(text, mix_up) == step_by_step
    assert garble(text, list(mix_up)) == step_by_step


@given(text=any_text, channel=strategies.channels(strategies.WRITTEN, SCRUBS))
def test_a_bare_channel_is_one_layer(text: str, channel: Channel) -> None:
    assert garble(text, channel) == garble(text, (channel,)) == channel.garble(text)


def test_no_layers_give_the_same_object() -> None:
    text = "Grüße"
    assert garble(text, ()) is text


@given(text=any_text, channel=strategies.channels(scrubs=SCRUBS))
def test_scrubs_hold(text: str, channel: Channel) -> None:
    shown = garble(text, channel)
    if "soft-hyphens" in channel.scrubs:
        assert "\u00ad" not in shown
    if "c1" in channel.scrubs:
        assert not any("\x80" <= character <= "\x9f" for character in shown)
    if "nbsp" in channel.scrubs:
        assert "\u00a0" not in shown
    if "trim" in channel.scrubs:
        for line in shown.split("\n"):
            bare = line.removesuffix("\r")
            assert bare == bare.rstrip(" \t\u00a0")


@pytest.mark.parametrize(
    ("text", "channel", "expected"),
    [
        ("é", Channel(), "Ã©"),
        ("à", Channel(), "Ã\u00a0"),
        ("à ", Channel(scrubs=("nbsp",)), "Ã  "),
        ("à\nb", Channel(scrubs=("trim",)), "Ã\nb"),
        ("à\r\nb \t", Channel(scrubs=("trim",)), "Ã\r\nb"),
        ("à", Channel(scrubs=("nbsp", "trim")), "Ã"),
        ("í", Channel(scrubs=("soft-hyphens",)), "Ã"),
        ("Á", Channel(), "Ã\x81"),
        ("Á", Channel(loss="fffd"), "Ã\ufffd"),
        ("Á", Channel(loss="question"), "Ã?"),
        ("Á", Channel(loss="dropped"), "Ã"),
        ("Á", Channel(scrubs=("c1",)), "Ã"),
        ("И", Channel(read="windows-1251", loss="fffd"), "Р\ufffd"),
        ("\ud800", Channel(), "í\u00a0€"),
        ("é", Channel(written="iso-8859-1", read="cp437"), "Θ"),
        ("é€", Channel(written="iso-8859-1", read="cp437"), "Θ?"),
        ("日", Channel(written="cp932", read="windows-1252"), "“ú"),
        ("\ud800", Channel(written="cp932", read="windows-1252"), "?"),
        ("й", Channel(written="koi8-r", read="windows-1251"), "К"),
        ("König", Channel(written="windows-1252", read="utf-8", loss="fffd"), "K\ufffdnig"),
        ("König", Channel(written="windows-1252", read="utf-8", loss="question"), "K?nig"),
        ("König", Channel(written="windows-1252", read="utf-8", loss="dropped"), "Knig"),
        ("König", Channel(written="windows-1252", read="utf-8"), "König"),
        ("ä😀\ud800", Channel("cesu-8", "iso-8859-1"), "Ã¤í\xa0½í¸\x80í\xa0\x80"),
        ("😀", Channel("CESU_8", "utf-8", "fffd"), "\ufffd" * 6),
        ("a", Channel("utf-8-sig", "utf-8", "fffd"), "\ufeffa"),
    ],
)
def test_known_mix_ups(text: str, channel: Channel, expected: str) -> None:
    assert garble(text, channel) == expected


def test_double_encoding_twice() -> None:
    assert garble("é", (Channel(), Channel())) == "ÃƒÂ©"


def test_names_and_scrubs_become_canonical() -> None:
    channel = Channel("UTF8", "cp1254", "dropped", ("nbsp", "soft-hyphens", "nbsp"))
    assert channel == Channel("utf-8", "windows-1254", "dropped", ("soft-hyphens", "nbsp"))
    assert channel.written == "utf-8"
    assert channel.read == "windows-1254"
    assert channel.scrubs == ("soft-hyphens", "nbsp")
    assert hash(channel) == hash(Channel("U8", "1254", "dropped", ("soft-hyphens", "nbsp")))


def test_a_channel_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        DECK.read = "cp437"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("arguments", "error", "named"),
    [
        ({"written": "klingon"}, LookupError, "klingon"),
        ({"read": "klingon"}, LookupError, "klingon"),
        ({"read": "utf-8"}, ValueError, "UTF-8 read as UTF-8"),
        ({"read": "utf-16"}, LookupError, "utf-16"),
        ({"read": "hz"}, LookupError, "hz"),
        ({"read": "gbk", "loss": "eaten"}, ValueError, "eaten"),
        ({"loss": "middle-dot"}, ValueError, "middle-dot"),
        ({"loss": "eaten"}, ValueError, "eaten"),
        ({"loss": ""}, ValueError, "''"),
        ({"scrubs": ("quotation",)}, ValueError, "quotation"),
    ],
)
def test_what_is_not_known_is_refused_with_its_name(
    arguments: dict[str, str], error: type[Exception], named: str
) -> None:
    with pytest.raises(error) as raised:
        Channel(**arguments)  # type: ignore[arg-type]
    assert named in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        (Channel("windows-1252", "utf-8", "fffd"), "windows-1252 read as UTF-8"),
        (Channel("cesu-8", "UTF8", "kept"), "CESU-8 read as UTF-8, undefined bytes kept"),
        (DECK, "UTF-8 read as windows-1254, undefined bytes dropped, soft hyphens removed"),
        (Channel(), "UTF-8 read as windows-1252"),
        (Channel(read="cp437", loss="dropped"), "UTF-8 read as cp437"),
        (Channel(loss="fffd"), "UTF-8 read as windows-1252, undefined bytes shown as U+FFFD"),
        (
            Channel("cp1251", "latin-1", scrubs=("trim", "nbsp", "c1", "soft-hyphens")),
            (
                "windows-1251 read as iso-8859-1, soft hyphens removed, C1 controls removed, "
                "no-break spaces turned into spaces, line ends trimmed"
            ),
        ),
    ],
)
def test_a_channel_in_words(channel: Channel, words: str) -> None:
    assert str(channel) == words


@given(channel=strategies.channels(strategies.WRITTEN, SCRUBS))
def test_every_channel_has_words_of_one_line(channel: Channel) -> None:
    words = str(channel)
    assert channel.read in words
    assert "\n" not in words


def test_layers_in_words() -> None:
    assert describe(()) == "no mix-up"
    assert describe((DECK,)) == str(DECK)
    assert describe((Channel(), DECK)) == f"{Channel()}; then {DECK}"


@pytest.mark.parametrize("name", sorted(module.name for module in iter_modules(encodings.__path__)))
def test_an_encoding_of_python_is_refused_or_garbled_from_any_text(name: str) -> None:
    try:
        channel = Channel(written=name)
    except LookupError as error:
        assert name in str(error)  # noqa: PT017 - most encodings are not refused
        return
    for text in ("", "plain", "é€日\ud800\U0001f600\x81\u00ad", "a" * 70 + "..é", "\r\n\0"):
        assert isinstance(channel.garble(text), str)
