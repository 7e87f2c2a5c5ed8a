"""Losses and scrubs: which of them a text shows, and none that it speaks against."""

from __future__ import annotations

from itertools import combinations

import pytest

from fixtext import repair
from fixtext.channels import LOSSES, Channel
from fixtext.language import load
from fixtext.losses import best_channel, is_whole
from fixtext.scrubs import PLAIN_SCRUBS

TEXTS = {
    "it": (
        "La città è già là: perché no? Così è più facile, ma chissà\n"
        "Un’età, un’idea, e poi: “già”.\n"
        "Nella città di Forlì c’è già chi dirà di sì\n"
        "L’unità è là\n"
        "Più tardi, cioè martedì, andrò all’università\n"
        "È vero? Perché mai! Né qui né là\n"
    ),
    "ru": (
        "Это не только экономия, но и энергия. Он приехал в Россию и рассказал об этом.\n"
        "Эти люди живут рядом с парком. Школьники пришли на экскурсию и смотрели картины.\n"
    ),
}
USUAL_SCRUBS = ("soft-hyphens", "c1", "nbsp", "trim")
ANY_SCRUBS = [some for n in range(3) for some in combinations(PLAIN_SCRUBS, n)]


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("scrubs", ANY_SCRUBS, ids=str)
@pytest.mark.parametrize("loss", LOSSES)
def test_what_is_found_makes_the_same_text(
    loss: str, scrubs: tuple[str, ...], language: str
) -> None:
    channel = Channel(loss=loss, scrubs=scrubs)
    garbled = channel.garble(TEXTS[language])
    found = best_channel(garbled, [channel.read], load())
    assert found.garble(TEXTS[language]) == garbled, found


def test_what_lost_nothing_is_not_said_to_have() -> None:
    garbled = Channel().garble("größere Brötchen")
    assert is_whole(garbled, "windows-1252")
    assert best_channel(garbled, ["windows-1252"], load()) == Channel()
    assert not is_whole(garbled + "ü", "windows-1252")
    assert best_channel(garbled + " über", ["windows-1252"], load()) == Channel()


def test_the_page_that_explains_the_damage() -> None:
    # Ž is C5 BD, and 8E in windows-1252; windows-1254 has nothing at 8E, which "Î" needs.
    text = "Îles, Île, Île-de-France: déjà vu à l’hôtel, où l’été dure. Ça va, Îles."
    pages = ["windows-1252", "windows-1254"]
    assert best_channel(Channel().garble(text), pages, load()) == Channel()
    channel = Channel(read="windows-1254", loss="dropped")
    found = best_channel(channel.garble(text), pages, load())
    assert found.read == "windows-1254"
    assert found.loss == "dropped"


@pytest.mark.parametrize(("sign", "scrub"), [("\xad", "soft-hyphens"), ("\xa0", "nbsp")])
def test_what_stands_in_the_text_was_not_scrubbed_from_it(sign: str, scrub: str) -> None:
    garbled = Channel(loss="dropped", scrubs=USUAL_SCRUBS).garble(TEXTS["ru"] + TEXTS["it"])
    assert scrub in best_channel(garbled, ["windows-1252"], load()).scrubs
    found = best_channel(f"{garbled}{sign}.", ["windows-1252"], load())
    assert scrub not in found.scrubs


def test_a_sequence_torn_behind_a_whole_one_is_seen() -> None:
    # U+FE0F, the only character here that begins with EF, loses 8F; the globe may lose AD or 90.
    channel = Channel(loss="dropped", scrubs=("soft-hyphens",))
    garbled = channel.garble("⚡ Fast 🤗 faces.\n⚠\ufe0f In order.\n🌐 Distributed Training: 🤗\n")
    assert best_channel(garbled, ["windows-1252"], load()).loss == "dropped"


@pytest.mark.parametrize(
    ("text", "page", "scrub"),
    [
        ("Каква е минималната заплата в Грузия?", "windows-1252", "upper"),
        ("Өзінің базалық өлшемі бойынша ол орындалды.", "windows-1252", "upper"),
        ("وی درباره روابط کنونی هند و ایران گفت: دو کشور در مسایل", "windows-1251", "upper"),
        ("và cuộc thi chờ đợi chưa đến, hải ý tứ nói là thằng con trai", "windows-1250", "lower"),
    ],
)
def test_letters_of_one_case_stand_for_signs_of_both(text: str, page: str, scrub: str) -> None:
    garbled = Channel(read=page, scrubs=(scrub,)).garble(text)
    assert garbled != Channel(read=page).garble(text)
    channel = best_channel(garbled, [page], load())
    assert channel.scrubs == (scrub,)
    assert repair(garbled).text == text


def test_letters_of_one_case_are_not_said_to_have_been_changed() -> None:
    assert best_channel(Channel(read="cp437").garble("größere brötchen"), ["cp437"], load()) == (
        Channel(read="cp437")
    )


@pytest.mark.parametrize(
    ("garbled", "text"),
    [
        # Without the rule, one of two spaces is left, and a sign is made up: U+204A, "√".
        ("foo â€” bar âš  baz", "foo — bar ⚠ baz"),
        ("Foo â€” bar âš  baz", "Foo — bar ⚠ baz"),
        (
            "  log('Ã°Å¸â€ Selected customer ID:', value);",
            "  log('🔍 Selected customer ID:', value);",
        ),
    ],
)
def test_of_two_spaces_one_is_meant_and_of_one_none_is_taken(garbled: str, text: str) -> None:
    assert repair(garbled).text == text


def test_a_quote_that_closes_was_not_curly() -> None:
    # "é'" would be U+9752, "\u2014]" the end of a list.
    assert repair("x = 'Ã©tÃ©', 'Clé', 'fÃªté', 'â'").text == "x = 'été', 'Clé', 'fêté', 'â'"
