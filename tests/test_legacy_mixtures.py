"""Documents of which some lines only are in one legacy encoding read as another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fixtext import Channel, fix_text, garble, repair
from fixtext.language import load
from fixtext.legacy_mixtures import Verdict, is_fine, is_garbled, mixture, verdict

POLISH = """Nie było żadnego powodu, żeby się tym martwić.
Wczoraj wieczorem pojechaliśmy do miasta na dużą kawę.
Dzieci bawiły się w ogrodzie aż do późnej nocy.
Potem wszyscy wróciliśmy do domu i poszliśmy spać.
Rano okazało się, że ktoś zostawił otwarte okno.
Książka leżała na stole obok zimnej herbaty.
"""

TURKISH = """Dün akşam arkadaşlarımla birlikte yemeğe çıktık.
Hava çok soğuk olduğu için erken döndük.
Bugün işe gitmeden önce kitabımı aradım ama bulamadım.
Annem her sabah bahçedeki ağaçları sular.
Çocuklar okuldan sonra sokakta top oynadılar.
Yarın sabah erken kalkıp yola çıkacağız.
"""

LITHUANIAN = """Šiandien oras labai gražus, todėl eisime pasivaikščioti.
Vaikai žaidė kieme iki vėlyvo vakaro.
Mūsų namas stovi prie didelės upės.
Rytoj važiuosime į miestą pirkti knygų.
Ji pasakė, kad jau viską žino apie šią istoriją.
Prie stalo sėdėjo keli žmonės ir gėrė arbatą.
"""

GERMAN = """Die Kinder spielten bis spät am Abend im Garten.
Morgen müssen wir früh aufstehen und zum Bahnhof fahren.
Das Mädchen hat die Tür nicht geöffnet, weil niemand da war.
Er wollte über die Brücke gehen, aber sie war gesperrt.
Natürlich können wir auch später noch darüber sprechen.
Für das Frühstück brauchen wir noch Käse und Brötchen.
"""

SPANISH = """Mañana por la mañana iremos a la estación.
La niña también preguntó por qué no había más pan.
El médico dijo que la operación fue un éxito.
Según él, la situación no cambiará en los próximos años.
Después de comer todavía quedaba algo de café.
El avión salió con una hora de retraso por la lluvia.
"""

FRENCH = """Les médecins ont suivi le fœtus pendant toute la grossesse.
La société a changé de règles après cette période.
Sa sœur aînée est arrivée hier à la gare.
Les élèves ont préféré rester à la bibliothèque.
Le cœur du problème, c'est que personne n'a répondu.
Il a été très étonné par la réponse de sa mère.
"""

PAIRS = [
    (POLISH, "windows-1250", "windows-1252"),
    (POLISH, "iso-8859-2", "iso-8859-1"),
    (TURKISH, "windows-1254", "windows-1252"),
    (LITHUANIAN, "windows-1257", "windows-1252"),
    (GERMAN, "cp850", "windows-1252"),
    (GERMAN, "windows-1252", "cp850"),
    (SPANISH, "windows-1252", "mac-roman"),
    (SPANISH, "mac-roman", "windows-1252"),
]


def mixed(text: str, channel: Channel, first: int, every: int = 2) -> str:
    """A text of which some lines went through a channel."""
    return "".join(
        garble(line, channel) if number % every == first else line
        for number, line in enumerate(text.splitlines(keepends=True))
    )


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize(("text", "written", "read"), PAIRS)
def test_the_garbled_lines_come_back(text: str, written: str, read: str, first: int) -> None:
    garbled = mixed(text, Channel(written, read), first)
    assert garbled != text
    assert repair(garbled).text == text


@pytest.mark.parametrize("first", [0, 1])
def test_words_of_the_language_stay_in_clean_lines(first: int) -> None:
    garbled = mixed(FRENCH, Channel("mac-roman", "windows-1252"), first)
    fixed = fix_text(garbled)
    assert fixed != garbled
    for line, found in zip(
        FRENCH.splitlines()[1 - first :: 2], fixed.splitlines()[1 - first :: 2], strict=True
    ):
        assert found == line


@pytest.mark.parametrize("text", [POLISH, TURKISH, LITHUANIAN, GERMAN, SPANISH, FRENCH])
def test_clean_documents_are_no_mixtures(text: str) -> None:
    found = mixture(text, load())
    assert found is None or not found.is_believable


@pytest.mark.parametrize(
    "text",
    [
        # Two languages, one of which has letters that the other has not.
        POLISH + "El señor Muñoz vive en España y trabaja en La Coruña.\n",
        TURKISH + "Það er ekki gott að vera einn í húsinu þegar veðrið er svona vont og kalt.\n",
        LITHUANIAN + "À la fin, la fenêtre de la forêt était fermée.\n",
        SPANISH + GERMAN + TURKISH,
        # Signs that stand at letters.
        GERMAN + "Der Raum ist 30 m³ groß, die Fläche 12 m², bei 20 °C und 5 µm.\n",
    ],
)
def test_clean_lines_of_another_language_stay(text: str) -> None:
    assert fix_text(text) == text


def test_names_of_another_language_stay_in_clean_lines() -> None:
    clean = "W zeszłym roku przyjechał do nas señor Muñoz.\n"
    garbled = mixed(POLISH, Channel("windows-1250", "windows-1252"), 0)
    assert fix_text(clean + garbled) == clean + POLISH


def test_a_word_is_judged_as_it_stands_and_as_it_would_be() -> None:
    french = load().in_language("fr")
    assert verdict("cœur", "cúur", "fr", french) is Verdict.CLEAN
    assert verdict("sociŽtŽ", "société", "fr", french) is Verdict.GARBLED
    assert verdict("société", None, "fr", french) is Verdict.CLEAN
    assert verdict("société", "société", "fr", french) is Verdict.OPEN
    assert verdict("2019…", None, "fr", french) is Verdict.OPEN


def test_signs_at_letters_are_in_no_word() -> None:
    polish = load().in_language("pl")
    assert is_fine("było", polish)
    assert is_fine("„było”", polish)
    assert not is_fine("by³o", polish)
    assert not is_fine("abc", polish)


def test_a_line_is_garbled_when_hardly_a_word_is_clean() -> None:
    assert is_garbled([Verdict.GARBLED, Verdict.OPEN])
    assert is_garbled([Verdict.GARBLED] * 4 + [Verdict.CLEAN])
    assert not is_garbled([Verdict.GARBLED, Verdict.CLEAN])
    assert not is_garbled([Verdict.OPEN])
    assert not is_garbled([])


def test_one_word_is_too_little() -> None:
    found = mixture(POLISH + "Nic tam nie by³o.\n", load())
    assert found is None or not found.is_believable


def test_a_mixture_says_what_it_is() -> None:
    garbled = mixed(POLISH, Channel("windows-1250", "windows-1252"), 0)
    found = mixture(garbled, load())
    assert found is not None
    assert (found.written, found.read, found.code) == ("windows-1250", "windows-1252", "pl")
    assert found.garbled_lines == 3
    assert found.doubtful_lines == 0
    assert found.is_believable
    assert not replace(found, doubtful_lines=2).is_believable
    assert not replace(found, known=0).is_believable


def test_no_language_no_mixture() -> None:
    assert mixture("XQ-7 by³o", load()) is None
