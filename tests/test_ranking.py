"""Which code pages make a text more believable, and which are not even weighed."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtext import garble, ranking, repair, scan
from fixtext.channels import Channel
from fixtext.language import load
from fixtext.ranking import gain, ranked_pages

CLEAN = Path(__file__).parent.parent / "fixtures" / "clean"
RUSSIAN = "Мы ещё не знаем, когда приедет поезд; все ждут у входа и курят. " * 4


def ranked(text: str) -> list[str]:
    return [page for _, page in ranked_pages(scan.suspects(text), load())]


@pytest.mark.parametrize("name", ["uk", "fa", "th", "vietnamese"])
def test_chance_sequences_of_clean_text_rank_no_page(name: str) -> None:
    text = (CLEAN / f"{name}.txt").read_text(encoding="utf-8")
    assert scan.suspicious_pages(text)
    assert ranked(text) == []


@pytest.mark.parametrize("page", ["windows-1251", "windows-1252", "koi8-r", "cp866", "mac-roman"])
def test_the_page_that_garbled_a_text_comes_first(page: str) -> None:
    assert ranked(Channel(read=page).garble(RUSSIAN))[0] == page


def test_a_page_that_lacks_the_signs_of_the_best_is_not_weighed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weighed: list[str] = []
    real = ranking._page_gain

    def page_gain(text: str, page: str, *rest: object) -> tuple[float, float, str]:
        weighed.append(page)
        return real(text, page, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(ranking, "_page_gain", page_gain)
    garbled = Channel(read="windows-1252", loss="dropped").garble(RUSSIAN)
    assert "Ñƒ" in garbled  # iso-8859-1 has no florin sign
    assert "iso-8859-1" in scan.suspicious_pages(garbled)
    ranked(garbled)
    assert weighed == ["windows-1252"]


def test_enough_is_enough_and_never_more_than_there_is() -> None:
    before, after = Channel().garble("größere Brötchen"), "größere Brötchen"
    whole = gain(before, after, " ", " ", load())
    assert 20 < gain(before, after, " ", " ", load(), 20) <= whole
    assert gain(before, after, " ", " ", load(), 2 * whole) == whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Â²", True),
        ("Γ£ô", True),
        ("Ôîø", True),
        ("Ω£ô", False),
        ("Γεω", False),
        ("Â", False),
        ("тЖТ", True),
        ("тех", False),
        ("в„ў", True),
        ("вљ”", False),
        ("├ñ", True),
        ("├┤", False),
        ("ЁЯЪА", True),
    ],
)
def test_what_no_clean_text_has(text: str, expected: bool) -> None:
    assert ranking.never_clean(text) is expected


@pytest.mark.parametrize("page", ["cp437", "cp850"])
@pytest.mark.parametrize("sign", "⚡→✓★⌛—")
def test_one_symbol_of_a_console(sign: str, page: str) -> None:
    text = f"Use {sign} here"
    assert repair(Channel(read=page).garble(text)).text == text


def test_sums_of_money_through_a_cyrillic_code_page() -> None:
    model = load()
    assert gain("ВЈ", "£", "at ", "12", model) > gain("ВЈ", "£", "at ", " a", model) + 5
    text = "It costs £12,000 – or £360 a month."
    assert repair(garble(text, Channel(read="windows-1251"))).text == text
    army = "Припадник ВЈ од 1995. године, ВЈ 12."
    assert repair(army).text is army


def test_what_is_chance_in_clean_lines_does_not_count_for_a_page() -> None:
    # Clean Russian has sequences of cp866 by chance, more than there are of cp437 in one line.
    clean = (
        "Сёстры ещё вечером ушли за грибами, а братья чинили старую лодку у реки.\n"
        "Осенью дождь идёт неделями, и дороги размывает так, что ни проехать, ни пройти.\n"
        "Директор школы сообщил, что занятия начнутся на две недели позже обычного.\n"
        "В городском музее открылась выставка картин местных художников.\n"
        "Пассажиры поезда ждали на перроне больше часа, но никто не жаловался.\n"
        "Повар добавил в суп немного укропа и поставил кастрюлю на стол.\n"
        "Бабушка рассказывала внукам сказки, пока за окном шумел ветер.\n"
    )
    line = "Этой дорогой давно никто не ходит, но вывеска ещё висит."
    text = clean + line + "\n" + clean
    garbled = text.replace(line, Channel(read="cp437").garble(line))
    assert repair(garbled).text == text


def test_stretches_that_begin_alike_each_count() -> None:
    quoted = "“We have not decided yet, as far as I know,” she said to one of the reporters."
    channel = Channel(read="iso-8859-1")
    assert repair(garble(quoted, (channel, channel, channel))).text == quoted


@pytest.mark.parametrize("line", ["x {} y", "{} Usage: docs", 'echo "{} done"', "// {}"])
@pytest.mark.parametrize("sign", "—→✓🚀")
def test_one_symbol_of_a_cyrillic_console(sign: str, line: str) -> None:
    text = line.replace("{}", sign)
    assert repair(Channel(read="cp866").garble(text)).text == text


@pytest.mark.parametrize("page", ["cp437", "cp850", "cp866"])
@pytest.mark.parametrize("sign", "éöß×®")
def test_one_letter_of_a_console(sign: str, page: str) -> None:
    text = f"// word{sign} next"
    assert repair(Channel(read=page).garble(text)).text == text


@pytest.mark.parametrize(
    "text", ["10 тВт и 5 кВт", "├─┬─┐ ├┤ ┬┴┼", "в „Ўсё“ и в„Європі", "равњ“ и Здрављ“", "├── été"]
)
def test_clean_text_with_such_signs(text: str) -> None:
    assert repair(text).text is text
