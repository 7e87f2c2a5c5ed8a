"""Which language a text is in: by hand, and with the shipped model."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext.identification import (
    LEAST_LEAD,
    MOST_TEXT,
    RARE_COST,
    language_costs,
    language_of,
    script_of,
)
from fixtext.language import UNITS_PER_BIT, LanguageModel, load

CLEAN = Path(__file__).parent.parent / "fixtures" / "clean"


class Listed(LanguageModel):
    """Languages and the costs of their commonest words, and nothing else."""

    def __init__(self, languages: dict[str, str], words: dict[str, dict[str, int]]) -> None:
        self.languages = {code: (i, s, False) for i, (code, s) in enumerate(languages.items())}
        self._words = words

    def commonness(self, word: str, codes: Iterable[str]) -> dict[str, int]:
        costs = {code: self._words.get(code, {}).get(word) for code in codes}
        return {code: cost for code, cost in costs.items() if cost is not None}


MODEL = Listed(
    {"xx": "cyrillic", "yy": "cyrillic", "zz": "greek", "vv": "latin", "ww": "latin"},
    {
        "xx": {"и": RARE_COST - 60, "в": RARE_COST - 80, "на": RARE_COST - 40},
        "yy": {"и": RARE_COST - 50, "да": RARE_COST - 79, "щё": RARE_COST + 10},
        "vv": {"à": RARE_COST - 80, "the": RARE_COST - 90, "l": RARE_COST - 30},
        "ww": {"às": RARE_COST - 80, "a": RARE_COST - 90},
    },
)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("", None),
        ("plain ASCII, 123", "latin"),
        ("1, 2: 3", None),
        ("– « » 7 \ufffd ✅", None),
        ("naïve", "latin"),
        ("Ёлка and much more ASCII than that", "cyrillic"),
        ("ж ж é", "cyrillic"),
        ("ж é é", "latin"),
        ("שלום", "hebrew"),
        ("ქართული", "georgian"),
        ("हिन्दी", "devanagari"),
        ("한국어", "hangul"),
        ("Ωμέγα", "greek"),
        ("বাংলা", "bengali"),
    ],
)
def test_the_script_of_most_letters_beyond_ascii(text: str, script: str | None) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("в", "xx"),  # just enough
        ("да", None),  # just not enough
        ("да и", "yy"),
        ("В", "xx"),  # in capitals
        ("-в.", "xx"),  # set apart by anything
        ("и и", "xx"),  # both have it: more so in one
        ("и да", "yy"),
        ("на", None),
        ("на на", "xx"),  # each time it occurs
        ("вв", None),
        ("слово", None),
        ("щё щё щё щё", None),  # not common enough to tell
        ("и на в да да да", "yy"),
        # A language that has its script alone.
        ("ω", "zz"),
        # What no language has.
        ("", None),
        ("שלום", None),
        ("中国", None),
        ("– 7 ✅", None),
        # Words with a character that is not known do not count.
        ("в\ufffd ж", None),
        ("\ufffdв и\ufffdи ж", None),
        ("в\ufffd в", "xx"),
        # Neither do lines of ASCII; words of ASCII do beside others.
        ("the the the ж", None),
        ("à the", "vv"),
        ("é the", "vv"),
        ("é\nthe the the the", None),
        ("the\né\nthe", None),
        ("às the", "vv"),
        ("às\nthe the the", "ww"),
        ("l'à", "vv"),
        # The script of most letters decides first.
        ("в é é", None),
    ],
)
def test_the_language_by_hand(text: str, language: str | None) -> None:
    assert RARE_COST - 80 == RARE_COST - LEAST_LEAD
    assert language_of(text, MODEL) == language


def test_costs_are_against_rare_words() -> None:
    codes = ["xx", "yy"]
    assert language_costs("И в, и щё слово", codes, MODEL) == {"xx": -200, "yy": -100}
    assert language_costs("и", ["yy"], MODEL) == {"yy": -50}
    assert language_costs("слово и\ufffd", codes, MODEL) == {}


@given(text=st.text("ивнада é\ufffd", max_size=30), ascii_line=st.text("the a,1 ", max_size=20))
def test_lines_of_ascii_change_nothing(text: str, ascii_line: str) -> None:
    alone = language_of(text, MODEL)
    assert language_of(f"{ascii_line}\n{text}\n{ascii_line}", MODEL) == alone


@given(text=st.text("ивна а\ufffd", max_size=30))
def test_an_unknown_character_is_no_evidence(text: str) -> None:
    words = " ".join(word for word in text.split() if "\ufffd" not in word)
    assert language_costs(text, ["xx", "yy"], MODEL) == language_costs(words, ["xx", "yy"], MODEL)


def test_the_beginning_of_a_text_is_looked_at() -> None:
    assert language_of("ж" * (MOST_TEXT - 2) + " в", MODEL) == "xx"
    assert language_of("ж" * (MOST_TEXT - 1) + " в", MODEL) is None


def test_the_shipped_model_speaks_of_each_of_its_scripts() -> None:
    scripts = {script for _, script, _ in load().languages.values()}
    assert {"latin", "cyrillic", "greek", "hebrew", "arabic", "devanagari", "hangul"} <= scripts
    # They are named as script_of names them.
    examples = {script_of(char) for char in "éжωאعह한աქবதతಕമગਪଓස"}
    assert scripts <= examples


@pytest.mark.parametrize("path", sorted(CLEAN.glob("??.txt")), ids=lambda path: path.stem)
def test_the_language_of_texts(path: Path) -> None:
    model = load()
    text = path.read_text(encoding="utf-8")
    # Croatian, Bosnian and Serbian in Latin letters share nearly all of their words.
    expected = {"hr", "bs", "sr-Latn"} if path.stem == "hr" else {path.stem}
    known = expected & model.languages.keys()
    assert (language_of(text, model) or "none") in (known or {"none"})


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Он сказал, что это не так, и мы с ним согласились.", "ru"),
        ("Він сказав, що це не так, і ми з ним погодилися.", "uk"),
        ("Той каза, че това не е така, и ние се съгласихме.", "bg"),
        ("Il a dit que ce n'était pas vrai, et nous étions d’accord.", "fr"),
        ("Er sagte, dass das nicht für uns wäre, und wir gingen.", "de"),
        ("Él dijo que no era así, y también que no lo haría.", "es"),
        ("उन्होंने कहा कि यह नहीं है और हम भी हैं", "hi"),
        ("او گفت که این را نمی‌داند و از آن گذشت", "fa"),
        ("قال إن هذا ليس من كل ما في الكتاب على الأرض", "ar"),
    ],
)
def test_a_line_is_enough(line: str, language: str) -> None:
    assert language_of(line, load()) == language


def test_a_language_that_is_ahead_of_others_by_too_little_is_not_named() -> None:
    text = "Jørgensen er en gammel mann"
    model = load()
    assert language_of(text, model, 0) is not None
    assert language_of(text, model, 0, 1000 * UNITS_PER_BIT) is None


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("", None),
        ("12 — 3", None),
        ("plain", "latin"),
        ("größer", "latin"),
        ("да, yes", "cyrillic"),
        ("да, и é", "cyrillic"),
        ("éé да é", "latin"),
        ("語がが", "hiragana"),
    ],
)
def test_the_script_is_that_of_most_letters_beyond_ascii(text: str, script: str | None) -> None:
    assert script_of(text) == script
