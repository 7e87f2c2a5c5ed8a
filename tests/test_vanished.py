"""Channels that leave no trace of a character."""

from __future__ import annotations

import pytest

from fixtext import repair
from fixtext.channels import Channel
from fixtext.language import load
from fixtext.vanished import leaves_no_trace

URDU = "اس پرندے کی نسل ختم ہونے کے قریب ہے۔ اس سوال کا جواب بہت آسان ہے۔"


@pytest.mark.parametrize("page", ["windows-1255", "whatwg-windows-1255", "iso-8859-6"])
def test_text_that_lacks_letters_is_not_repaired(page: str) -> None:
    # ی and ہ are DB 8C and DB 81, of which these code pages show nothing.
    garbled = Channel(read=page, loss="dropped").garble(URDU)
    assert repair(garbled).text is garbled


@pytest.mark.parametrize(
    ("read", "page", "expected"),
    [
        (URDU, "windows-1255", True),
        (URDU, "windows-1256", False),
        ("Это не только экономия, но и энергия", "windows-1255", False),
        # Both bytes of қ vanish together in no code page, but its lead byte does, and often.
        ("Халықтың әлеуметтік жағдайы ешқандай", "windows-1253", True),
        (
            "Біля хати був ґанок, а також багато інших речей, яких тепер ніде не побачиш",
            "windows-1253",
            False,
        ),
        ("", "windows-1255", False),
    ],
)
def test_which_do(read: str, page: str, expected: bool) -> None:
    assert leaves_no_trace(Channel(read=page, loss="dropped"), read, load()) is expected


def test_what_is_kept_leaves_traces() -> None:
    assert not leaves_no_trace(Channel(read="windows-1255"), URDU, load())


def test_what_is_shown_was_not_dropped() -> None:
    # "å" vanishes in ISO 8859-3, and Finnish lacks it; of "ä", the lead byte is undefined.
    finnish = "Sen jälkeen hän eli neljä vuotta, ja niitä kuvaavat laulut lisäävät kasvua.\n" * 5
    channel = Channel(read="iso-8859-3")
    assert not leaves_no_trace(channel, finnish, load())
    assert repair(channel.garble(finnish)).text == finnish


TURKISH = (
    "Akşamüstü güneş dağların ardında kayboldu, çocuklar eve döndü.\n"
    "Yağmur başlayınca herkes şemsiyesini açtı ve koşarak uzaklaştı.\n"
    "Değirmenin önündeki ağaç geçen kış fırtınada yıkılmıştı.\n"
)


@pytest.mark.parametrize("read", ["euc-jp", "big5"])
def test_letters_that_vanish_between_others(read: str) -> None:
    # Of "ş" (C5 9F) and "ğ" (C4 9F) those readers show nothing: the words would lack them.
    garbled = Channel(read=read, loss="dropped").garble(TURKISH)
    assert repair(garbled).text is garbled
    kept = Channel(read=read, loss="kept").garble(TURKISH)
    assert repair(kept).text == TURKISH


def test_letters_that_a_language_does_not_have_are_not_missed() -> None:
    text = (
        "Måkene skrek over kaien da båten la til i går kveld.\n"
        "Været var fælt, og bølgene slo mot de gamle brøytestikkene på øya.\n"
    ) * 4
    assert repair(Channel(read="euc-jp", loss="dropped").garble(text)).text == text
