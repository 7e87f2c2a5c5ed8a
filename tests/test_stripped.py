from __future__ import annotations

import pytest

from fixtext import Channel, garble, repair, scan, stripped_scan

STRIPPED = Channel(read="iso-8859-1", scrubs=("c1",))

ENGLISH = (
    "It’s a lovely place, and you can’t miss it — we’ve been there twice.\n"
    "“Don’t worry,” she said, “they’ll come back when it’s over.”\n"
)
GEORGIAN = "საქართველო არის ქვეყანა კავკასიაში. თბილისი არის მისი დედაქალაქი და უდიდესი ქალაქი.\n"
HEBREW = "אני לא יודע מה לעשות עם הספר הזה. היא אמרה שהיא תבוא מחר בבוקר לבית הספר.\n"


def test_quotes_and_apostrophes_of_english_come_back() -> None:
    garbled = STRIPPED.garble(ENGLISH)
    assert "canât" in garbled
    assert stripped_scan.may_be_stripped(garbled)
    assert not scan.suspicious_pages(garbled)
    result = repair(garbled)
    assert result.text == ENGLISH
    assert {span.layers for span in result.repaired_spans} == {(STRIPPED,)}
    assert result.fills


@pytest.mark.parametrize("text", [GEORGIAN, HEBREW])
def test_what_keeps_no_sequence_is_recognised_and_proven(text: str) -> None:
    garbled = STRIPPED.garble(text)
    result = repair(garbled)
    assert len(result.text) == len(text)
    script = [(a > "\x7f") == (b > "\x7f") for a, b in zip(result.text, text, strict=True)]
    assert all(script)
    # Where most of a text is uncertain, nothing in it is sure.
    assert result.fills
    assert all(fill.confidence < 0.99 for fill in result.fills)
    assert STRIPPED.garble(result.text) == garbled
    assert repair(result.text).text is result.text


def test_a_text_with_one_such_place_is_left_alone() -> None:
    garbled = STRIPPED.garble("We can’t say more about the price.\n")
    assert stripped_scan.may_be_stripped(garbled)
    assert repair(garbled).text is garbled


@pytest.mark.parametrize(
    "text",
    [
        "Il a mangé un âne, là-bas, à côté. Il lâche prise : â, ê, î, ô, û.\n",
        "Tâs a glâs: mae’r plâs yn las, â’r tŷ â.\n",
        "| E0 | à | á | â | ã | ä | å | æ | ç |\n| C0 | À | Á | Â | Ã | Ä | Å | Æ | Ç |\n",
        "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔ\nàáâãäåæçèéêëìíîï\n",
        "ÅÅÅÅ-MM-DD, ÉÉÉÉ-HH-NN, äääääh, ééééé\n",
        "A line with â and Â; the vowels áéíóú, ÁÉÍÓÚ, âêîôû.\n",
        "Cât de sfânt! Sunt mâini, vânt, pâine; hotărât, coborât, urât, atât, cât.\n",
    ],
)
def test_clean_text_with_such_letters_is_left_alone(text: str) -> None:
    assert repair(text).text is text


def test_clean_text_is_not_suspected() -> None:
    for text in ("déjà vu, l’âge", "Où est-il ? À Nîmes.", "São João, ação", "hääyö, jäähän"):
        assert not stripped_scan.may_be_stripped(text)


def test_torn_sequences_beside_a_few_whole_ones_are_recognised() -> None:
    text = (
        "Nu știa de ce turnase tot șirul ăsta de întrebări și de ce îi părea rău că a venit.\n"
        "Când a ajuns acasă, și-a dat seama că a uitat să cumpere pâine și brânză.\n"
    )
    garbled = STRIPPED.garble(text)
    assert stripped_scan.may_be_stripped(garbled)
    result = repair(garbled)
    assert {span.layers for span in result.repaired_spans} == {(STRIPPED,)}
    assert sum(a != b for a, b in zip(result.text, text, strict=True)) <= 2


@pytest.mark.parametrize("page", ["iso-8859-1", "windows-1252"])
def test_what_was_kept_is_not_taken_for_stripped(page: str) -> None:
    for text in ("Été à la plage, là-bas : déjà vu, ça va être drôle", "Größe, Ähre, Öl, süß"):
        garbled = Channel(read=page).garble(text)
        assert repair(garbled).text == text


def test_dashes_are_evidence_where_nothing_else_stands_beyond_ascii() -> None:
    text = (
        "Rumah itu – dibangun pada tahun 1902 – sudah dijual kepada orang lain.\n"
        "Kebun – dulu liar – sekarang menjadi tempat parkir.\n"
    )
    garbled = STRIPPED.garble(text)
    assert stripped_scan.may_be_stripped(garbled)
    assert {char for char in repair(garbled).text if char > "\x7f"} <= {"–", "—"}
    welsh = "Mae'n byw gyda'i chwaer a'i gath, ac mae'n siarad â nhw.\nMae hi'n cytuno â fi.\n"
    assert repair(welsh).text is welsh


def test_rows_of_lead_bytes_alone_say_nothing() -> None:
    # A model could make words of them: any character has some lead byte.
    rows = "ÃÂÄâðåæÐÑåäãÃÐ" * 12
    assert stripped_scan.may_be_stripped(rows)
    assert repair(rows).text is rows


def test_what_a_code_page_explains_wholly_has_lost_nothing() -> None:
    # Many of the signs of cp850 are lead bytes in Latin-1, and so is "â" for quotes.
    text = "“这是一段用来测试的文字”，我们在河边散步，谈论着明天的天气和旅行计划。\n" * 6
    garbled = garble(text, Channel(read="cp850"))
    assert repair(garbled).text == text
