from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fixtext
from fixtext import Channel, garble, legacy
from fixtext.edits import applied
from fixtext.language import load
from fixtext.legacy import read_pair
from fixtext.legacy_pages import LANGUAGES, READ_BITS, WRITTEN_BITS
from fixtext.legacy_pairs import Pair
from fixtext.options import Options
from tests import strategies

TEXTS = {
    "ru": "Только пятьдесят из них были настоящими магазинами, остальные ничего не продавали.",
    "uk": "Уряд ухвалив нове рішення, яке набуде чинності вже наступного місяця.",
    "bg": "Правителството прие новия закон, който влиза в сила от следващата година.",
    "el": "Η κυβέρνηση ανακοίνωσε χθες τα νέα μέτρα για την οικονομία της χώρας.",
    "he": "הממשלה הודיעה אתמול על תוכנית חדשה לשיפור התחבורה הציבורית בארץ.",
    "ar": "أعلنت الحكومة أمس عن خطة جديدة لتحسين النقل العام في البلاد.",
    "th": "รัฐบาลประกาศแผนใหม่เพื่อปรับปรุงระบบขนส่งสาธารณะของประเทศ",
    "cs": "Vláda včera oznámila nový plán, jak zlepšit veřejnou dopravu v celé zemi. Těší nás to.",
    "pl": "Rząd ogłosił wczoraj nowy plan, który ma ulepszyć transport publiczny w całym kraju.",
    "lt": "Vyriausybė vakar paskelbė naują planą, kaip pagerinti viešąjį transportą šalyje.",
    "tr": "Hükümet dün ülkedeki toplu taşımayı iyileştirmek için yeni bir plan açıkladı.",
    "fr": "Le gouvernement a annoncé hier un plan pour améliorer les transports très fréquentés.",
    "de": "Die Behörde erklärte, dass die Straßen über Nacht für größere Züge gesperrt würden.",
    "es": "El señor Núñez explicó que la población podrá utilizar también el tranvía más rápido.",
    "ja": "政府は昨日、公共交通機関を改善するための新しい計画を発表しました。",
    "ko": "정부는 어제 대중교통을 개선하기 위한 새로운 계획을 발표했습니다.",
    "zh-Hans": "政府昨天宣布了一项改善公共交通的新计划，市民都表示欢迎。",
    "zh-Hant": "政府昨天宣布了一項改善公共交通的新計劃，市民都表示歡迎。",
}


@pytest.mark.parametrize(
    ("language", "written", "read"),
    [
        ("ru", "windows-1251", "windows-1252"),
        ("ru", "windows-1251", "koi8-r"),
        ("ru", "koi8-r", "windows-1251"),
        ("ru", "koi8-r", "iso-8859-1"),
        ("ru", "cp866", "windows-1251"),
        ("ru", "cp866", "koi8-r"),
        ("ru", "iso-8859-5", "windows-1252"),
        ("uk", "windows-1251", "iso-8859-1"),
        ("uk", "koi8-u", "windows-1251"),
        ("bg", "windows-1251", "windows-1254"),
        ("el", "windows-1253", "windows-1252"),
        ("el", "cp737", "windows-1252"),
        ("he", "windows-1255", "windows-1252"),
        ("he", "cp862", "iso-8859-1"),
        ("ar", "windows-1256", "windows-1252"),
        ("ar", "iso-8859-6", "iso-8859-1"),
        ("th", "windows-874", "iso-8859-1"),
        ("cs", "windows-1250", "windows-1252"),
        ("cs", "iso-8859-2", "windows-1250"),
        ("pl", "windows-1250", "windows-1252"),
        ("pl", "cp852", "windows-1250"),
        ("lt", "windows-1257", "windows-1252"),
        ("tr", "windows-1254", "windows-1252"),
        ("fr", "windows-1252", "windows-1251"),
        ("fr", "mac-roman", "windows-1252"),
        ("fr", "windows-1252", "mac-roman"),
        ("de", "cp850", "windows-1252"),
        ("de", "windows-1252", "cp850"),
        ("es", "cp437", "windows-1252"),
        ("es", "windows-1252", "windows-1253"),
        ("ja", "cp932", "windows-1252"),
        ("ja", "euc_jp", "iso-8859-1"),
        ("ja", "cp932", "cp850"),
        ("ko", "euc_kr", "windows-1252"),
        ("zh-Hans", "gbk", "windows-1252"),
        ("zh-Hans", "gbk", "windows-1250"),
        ("zh-Hant", "big5", "iso-8859-1"),
    ],
)
def test_a_sentence_comes_back(language: str, written: str, read: str) -> None:
    garbled = garble(TEXTS[language], Channel(written, read))
    result = fixtext.repair(garbled)
    assert result.text == TEXTS[language]
    assert all(span.kind == "exact" for span in result.spans)


@pytest.mark.parametrize("language", TEXTS)
def test_clean_text_stays(language: str) -> None:
    text = TEXTS[language]
    assert fixtext.repair(text).text is text


@pytest.mark.parametrize(
    "text",
    [
        "pêcherz",
        "Straße 3°C, 5 µm, Δt, 2 α-Teilchen",
        "£12.000 - £360",
        "░░▒▒▓▓██ ▄▀▄▀",
        "| € | ‚ | ƒ | „ | … | † | ‡ |",
        "[À-ÖØ-öø-ÿ]+",
        "Donau\xaddampf\xadschiff\xadfahrts\xadgesell\xadschaft",
        "CAFÉ® 1250 Å²",
        "Вiн не божевільний",
        "SUOVÂKUOŠKÂ",
        "ðə ˈʃɪp ɪz ˈkʌmɪŋ",
        "Þórður Ægisson, Ýmir",
        "cœur Œuvre Æsir",
        "x ∈ ℝ, ∀ε>0 ∃δ: |f(x)−f(a)|<ε",
        "caf‚",
    ],
)
def test_clean_signs_and_single_words_stay(text: str) -> None:
    assert fixtext.repair(text).text is text


def test_clean_lines_and_words_beside_garbled_ones_stay() -> None:
    garbled = garble(TEXTS["ru"], Channel("windows-1251", "windows-1252"))
    text = f"{TEXTS['de']}\n{garbled}\n“Größe”\u00a0— {TEXTS['fr']}\n"
    result = fixtext.repair(text)
    assert result.text == text.replace(garbled, TEXTS["ru"])


def test_thai_has_no_spaces_around_latin_words() -> None:
    text = "รัฐบาลประกาศแผนใหม่เพื่อปรับปรุงระบบขนส่งสาธารณะของประเทศด้วยpushState()ในรายการประวัติ"
    garbled = garble(text, Channel("windows-874", "windows-1254"))
    assert fixtext.fix_text(garbled) == text


def test_short_words_do_not_speak_against_a_text_of_long_ones() -> None:
    text = TEXTS["th"] + "\n" + TEXTS["th"] + " (รพ.สต.) สปสช.\nสปสช.\n"
    garbled = garble(text, Channel("windows-874", "iso-8859-1"))
    assert fixtext.fix_text(garbled) == text


def test_a_dash_by_itself_that_is_a_control_character() -> None:
    text = "Väljas oli juba pime – ja meie aga jäime veel kauaks tuppa istuma, sest ei olnud külm."
    assert fixtext.fix_text(garble(text, Channel("windows-1257", "iso-8859-1"))) == text


def test_a_text_that_was_garbled_twice() -> None:
    layers = (Channel("windows-1251", "windows-1252"), Channel())
    garbled = garble(TEXTS["ru"], layers)
    result = fixtext.repair(garbled)
    assert result.text == TEXTS["ru"]
    assert garble(result.text, layers) == garbled


def test_a_hint_lowers_the_margin() -> None:
    assert fixtext.fix_text("caf‚ noir") == "caf‚ noir"
    assert fixtext.fix_text("caf‚ noir", expect=["fr"]) == "café noir"
    assert fixtext.fix_text("caf‚ noir", expect=["ru"]) == "caf‚ noir"


def test_a_hint_changes_no_clean_text() -> None:
    for text in TEXTS.values():
        assert fixtext.repair(text, expect=["fr", "ru", "cs", "ja"]).text is text


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(ValueError, match="unknown language 'xx'"):
        fixtext.repair("é", expect=["xx"])


def test_every_language_is_written_in_encodings_that_are_known() -> None:
    for encodings in LANGUAGES.values():
        assert set(encodings) <= set(WRITTEN_BITS)


@settings(max_examples=40)
@given(
    st.sampled_from(sorted(TEXTS)),
    st.sampled_from(sorted(WRITTEN_BITS)),
    st.sampled_from(sorted(READ_BITS)),
)
def test_every_repair_is_proven_and_final(language: str, written: str, read: str) -> None:
    garbled = garble(TEXTS[language], Channel(written, read))
    result = fixtext.repair(garbled)
    for span in result.repaired_spans:
        assert garble(span.after, span.layers) == span.before
    assert fixtext.repair(result.text).text == result.text


@settings(max_examples=40)
@given(strategies.texts(), st.sampled_from(["ru", "fr", "cs", "ja", "ar"]))
def test_any_text_with_a_hint(text: str, language: str) -> None:
    result = fixtext.repair(text, expect=[language])
    for span in result.repaired_spans:
        assert garble(span.after, span.layers) == span.before


def test_what_soft_hyphens_cost_says_nothing_against_a_document() -> None:
    # Of "ð", cp850 makes a soft hyphen, which is free in any word; the text tells no language.
    text = "Þær þurftu áætlanir, þróun fyrirtækis og höfuðstöðva; hagsmunaaðilum þótti eðlilegt."
    garbled = garble(text, Channel("windows-1252", "cp850"))
    readings = read_pair(garbled, Pair("windows-1252", "cp850", 100.0, ()), load(), ())
    assert applied(garbled, readings) == text


@pytest.mark.parametrize("code", ["ru", "el", "cs", "fr"])
def test_no_pair_is_looked_for_where_garbled_lines_are_utf8(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(legacy, "find_pair", fails)
    clean = TEXTS[code]
    text = "\n".join([clean, garble(clean, Channel()), clean] * 3)
    odd = legacy.suspects(text, Options())
    assert odd
    assert legacy.read_dense(text, odd, load(), Options()) == []
