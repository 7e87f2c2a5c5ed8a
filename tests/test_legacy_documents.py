"""Documents in one legacy encoding read as another, explained as a whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fixtext import Channel, fix_text, garble, legacy_documents, legacy_languages, repair
from fixtext.language import load
from fixtext.legacy_documents import Explanation, rank_pairs

ESTONIAN = """„Kui sa tahad, siis tule meiega kaasa,” ütles ta ja läks ukse juurde.
Meie aga jäime veel kauaks ajaks tuppa istuma, sest väljas oli juba pime ja külm.
„Ma ei tea, mis sellest kõigest saab,” vastas ema. „Homme on jälle uus päev.”
"""

HUNGARIAN = """A rendőr az erdő szélén állt, és azt mondta, hogy nem lehet tovább menni.
Az idő hűvös volt, de a nők és a férfiak még mindig a mezőn dolgoztak.
Később eljött a győztes is, és mindenki örült, hogy nincs már több eső.
"""

ITALIAN = """Non so perché la città sia così vuota, ma è già la terza volta che succede.
Però non è detto che tutto questo sia un male: la libertà è anche questo, più o meno.
"""

ENGLISH = """“It’s the first thing you’d look at,” she said, “and I don’t know why.”
They’re in the house – and it’s dark, but nobody can see that we aren’t there…
"""

ICELANDIC = """Það er ekki gott að vera einn í húsinu þegar veðrið er svona vont og kalt.
Hann sagði að við ættum að bíða þangað til á morgun, en það varð ekki af því.
"""

FINNISH = """Yksikön pääkäyttäjä määrittää näytön väriasetukset.
Yhteyttä käytettäessä lähetetään käyttäjän syöttämä sähköpostiosoite.
"""

DUTCH = """De officiële versie staat op de pagina’s van België – en dat is alles wat we weten.
Hij zei dat de ‘coördinatie’ van de patiënten nog niet zo goed is als het zou moeten.
Het is één van de ideeën die wij ook geërfd hebben van de vorige regering.
"""


@pytest.mark.parametrize(
    ("text", "written", "read"),
    [
        (ESTONIAN, "iso-8859-13", "windows-1252"),
        (ESTONIAN, "iso-8859-13", "iso-8859-1"),
        (HUNGARIAN, "iso-8859-2", "windows-1252"),
        (HUNGARIAN, "cp852", "iso-8859-1"),
        (ITALIAN, "cp850", "windows-1252"),
        (ITALIAN, "windows-1252", "mac-roman"),
        (ENGLISH, "mac-roman", "windows-1252"),
        (ENGLISH, "windows-1252", "mac-roman"),
        (ENGLISH, "windows-1252", "iso-8859-1"),
        (ENGLISH, "windows-1252", "cp850"),
        (ICELANDIC, "windows-1252", "cp850"),
        (FINNISH, "windows-1252", "cp437"),
        (FINNISH, "mac-roman", "windows-1252"),
        (DUTCH, "windows-1252", "cp850"),
        (DUTCH, "mac-roman", "windows-1252"),
    ],
)
def test_a_document_comes_back_as_a_whole(text: str, written: str, read: str) -> None:
    garbled = garble(text, Channel(written, read))
    assert garbled != text
    assert repair(garbled).text == text


@pytest.mark.parametrize("text", [ESTONIAN, HUNGARIAN, ITALIAN, ENGLISH, ICELANDIC, FINNISH, DUTCH])
def test_nothing_explains_a_clean_document(text: str) -> None:
    found = legacy_documents.explanation(text, load())
    assert found is None or not found.is_believable


@pytest.mark.parametrize(
    "text",
    [
        # Names of places in another language, with letters that this one does not have.
        "A múlt héten Észtországban voltunk, és Võru után Põlva és Jõgeva felé mentünk tovább.",
        "We went to São Paulo with João and then to Curaçao, and it was the best of all.",
        # Signs that would be quotes and dashes.
        "x∙yz≈zy∙x is what we know of it, and then xy∙z≈y∙xz is the same as that for all of them.",
        'The letter "Ð" is not the same as "ð", and "Ò" is not "Ó" in the tables that we have.',
        "Files: po/lt/abs.3.po po/lt/acos.3.po po/lt/asin.3.po\nCopyright: © 2009 Nicolas François",
        # A language that is not known.
        '(ar "erebî")\n(en "îngilîzî")\n(ja "japonî")\n(ku "kurdî")\n(tr "tirkî")',
        "&Rimarkes\n&Candjî\n&Fitchî\nBoesses d' &info\nC&opyî\n&Copyî li cwårêye\nTchôke-divins",
        # Signs at words, as in paths of pages and notes.
        "Hjem›Produkter›Kontakt: her finder du alt om firmaet og de ansatte.",
        "Start›Tuotteet: täältä löydät kaiken, mitä meillä on tarjolla.",
        "Som Jensen† og Hansen‡ skriver i artiklen, er der ingen grund til panik.",
        "Se„ on tässä” ja „tuo“tuossa, sanoi hän eikä jäänyt odottamaan.",
    ],
)
def test_clean_texts_with_odd_letters_and_signs_stay(text: str) -> None:
    assert fix_text(text) == text


def test_names_and_signs_do_not_speak_against_a_document() -> None:
    text = (
        HUNGARIAN + "Vlad Ţepeş és Łukasz 20 °C-ban, a § 5. szerint, «Siôn» és Khalîfah nélkül.\n"
    )
    assert fix_text(garble(text, Channel("windows-1250", "windows-1252"))) == text


def test_what_a_language_is_told_by() -> None:
    model = load()
    found = legacy_documents.explanation(garble(HUNGARIAN, Channel("cp852", "windows-1252")), model)
    assert found is not None
    assert (found.code, found.written) == ("hu", "cp852")
    assert found.is_believable
    assert found.like_words <= found.better <= found.changed
    # Without words of ASCII, none is.
    assert legacy_documents.explanation("Zażółć gęślą jaźń", model) is None
    words = FINNISH.split()
    assert legacy_languages.likeliest_language(words, "windows-1252", model) == "fi"
    assert legacy_languages.likeliest_language(["pää"], "windows-1252", model) is None


def test_words_that_a_language_does_not_have_tell_nothing_of_a_document() -> None:
    # Words of languages that the model does not know are made more like some other language.
    found = Explanation(
        *("windows-1252", "cp852", "fur"),
        bits=38.0,
        lead=36.0,
        better=4,
        worse=0,
        like_words=4,
        known=0,
        changed=4,
        strange=0,
        foreign=0,
        own=0,
        amid=0,
        told=380.0,
    )
    assert not found.is_believable
    assert replace(found, known=2).is_believable
    # Foreign letters tell where others, of the language's own, are in known words beside them.
    assert not replace(found, foreign=3).is_believable
    assert replace(found, foreign=3, own=6).is_believable
    assert not replace(found, foreign=3, own=6, worse=1).is_believable


CHOCOLATE = """Poes oli täna nii palju inimesi, et me pidime ukse taga ootama, kuni nad ära läksid.
Ema ütles, et ta ostab meile šokolaadi ainult siis, kui me kodus kõik tööd ära teeme.
Õhtul vaatasime koos filmi, mille süžee oli küll igav, aga näitlejad olid väga head.
Homme lähme jälle linna, sest vend tahab endale uut jalgratast ja mina uusi raamatuid.
"""


@pytest.mark.parametrize(
    ("written", "read"),
    [("iso-8859-13", "iso-8859-1"), ("windows-1257", "windows-1252")],
)
def test_letters_that_a_language_does_not_have_tell_two_words(written: str, read: str) -> None:
    assert fix_text(garble(CHOCOLATE, Channel(written, read))) == CHOCOLATE


@pytest.mark.parametrize(
    "words",
    [
        ("paşa", "şiş"),
        ("ağa", "dağ", "başlık"),
        ("crème", "brûlée"),
        ("þorn", "eð"),
        ("õhtu", "são"),
        ("naïve", "façade"),
    ],
)
@pytest.mark.parametrize("text", [CHOCOLATE, HUNGARIAN, ICELANDIC, ITALIAN])
def test_words_of_other_languages_stay(text: str, words: tuple[str, ...]) -> None:
    lines = text.split("\n")
    quoting = "\n".join(
        f"{line} ({word})" for line, word in zip(lines, [*words, *words], strict=False)
    )
    assert fix_text(quoting) == quoting


def test_text_of_a_language_that_is_not_known_stays() -> None:
    # Northern Sotho and Maori have one letter beyond ASCII each, in every third word.
    text = (
        "Mošomo wo o šetše o thomile, eupša bašomi ga se ba šome ka nako ye e swanago.\n"
        "Ko ngā tāngata katoa e noho ana i te whare, ā, kāore rātou e mōhio ana he aha te take.\n"
    )
    for line in text.splitlines():
        assert fix_text(line * 6) == line * 6


def test_systems_that_hardly_exchanged_files() -> None:
    text = "La lettera è arrivata, perché l'ho chiesta così e già più volte.\n" * 3
    garbled = garble(text, Channel("cp850", "windows-1252"))
    words = [word for word in garbled.split() if not word.isascii()]
    pairs = {(made.written, made.read) for made in rank_pairs(words, "it", load())}
    assert pairs
    assert not {("cp850", "mac-roman"), ("mac-roman", "cp437")} & pairs


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Se saa meidät palaamaan takaisin.", "cp850"),
        ("Men en ny metode for blodprøvetaking av barn skal innebære mindre smerte.", "cp850"),
        ("20 år senere tabte partiet menighedsrådsvalget i byen.", "cp437"),
    ],
)
def test_signs_between_small_letters_tell_a_sentence(text: str, written: str) -> None:
    assert fix_text(garble(text, Channel(written, "windows-1252"))) == text
