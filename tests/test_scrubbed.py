"""Mojibake that was scrubbed until no sequence is whole: what is left of common characters."""

from __future__ import annotations

import pytest

from fixtext import Channel, fix_text, garble, repair
from fixtext.scrubbed import CHANNELS, suspects


@pytest.mark.parametrize(
    ("garbled", "clean"),
    [
        ('The PowerHouseâ"¢ speaker', "The PowerHouse™ speaker"),
        ('The end â€" and a start', "The end — and a start"),
        ("Finishing â¢ Polished chrome", "Finishing • Polished chrome"),
        ("It€™s a €œgood€\x9d day", "It’s a “good” day"),
        ("GÇö and GåÆ", "— and →"),
        ("that isnGÇÖt so", "that isn’t so"),
        ("een ge+»ntegreerde koelkast", "een geïntegreerde koelkast"),
        ("LegaA¯a 2", "Legaïa 2"),
        ("we donâ€TMt know", "we don’t know"),
        ("le cafã© est fermã©", "le café est fermé"),
        ("ðŸ” Smart Search", "🔍 Smart Search"),
        ('# â"€â"€ Startup: role selection â"€â"€â"€', "# ── Startup: role selection ───"),
        ('â"‚   â"œâ"€â"€ main.cpp', "│   ├── main.cpp"),
        ('â""â"€â"€ tests', "└── tests"),
        ("  â•'  FLOW â€\" from whiteboard   â•'", "  ║  FLOW — from whiteboard   ║"),
        ('log("ðŸ"§ Form submitted")', 'log("🔧 Form submitted")'),
        ("ðŸ'¡ Tip: use it", "💡 Tip: use it"),
        ("paceText = 'ðŸ\"´ Intensive ðŸ\"´';", "paceText = '🔴 Intensive 🔴';"),
        ("âš ï¸ careful", "⚠️ careful"),
        ('    â†"', "    ↓"),
        ('print("âš  Usage: search")', 'print("⚠ Usage: search")'),
        ("CLAUDE.md     â† este arquivo", "CLAUDE.md     ← este arquivo"),
        ("Retour Ã  la liste", "Retour à la liste"),
    ],
)
def test_what_is_left_of_common_characters(garbled: str, clean: str) -> None:
    result = repair(garbled)
    assert result.text == clean
    assert all(garble(span.after, span.layers) == span.before for span in result.spans)


def test_it_is_a_guess_and_said_to_be_one() -> None:
    result = repair("Finishing â¢ Polished chrome")
    assert [span.kind for span in result.spans] == ["inferred"]
    (fill,) = result.fills
    assert fill.char == "•"
    assert fill.confidence < 0.99


@pytest.mark.parametrize(
    "text",
    [
        "Preise bis „1.234,50 €“ und „5 €”",
        '".*[€œŠš¢£]"',
        "f(☃€¢😊)",
        "sisällä…\nKuva 1",
        "La tâche est prête, les mâts aussi",
        "x+§ 3, A°, A², 5 A·h, G¥",
        "Bilder A–Z, A™ und a€",
        "Vous êtes « râleurs » ? La pâte lève.",
        "À  Á  Â  Ã  Ä  Å",
        "kâš  soupe, âš soupe",
        'LEADS = ["Ã", "Â", "Å"]',
        "vogais nasais como Ã  e Õ",
        "o â e o ã: â'–', ã\"—\"",
    ],
)
def test_clean_text_with_the_same_signs_is_left(text: str) -> None:
    assert fix_text(text) is text


def test_only_remains_are_suspicious() -> None:
    assert suspects("plain ASCII, “quotes”, déjà vu, straße, 中文") == ()
    assert Channel(scrubs=("quotes", "low-quotes")) in suspects('PowerHouseâ"¢')
    assert set(suspects("x €™ y")) <= set(CHANNELS)


@pytest.mark.parametrize(
    ("garbled", "expected"),
    [
        # A capital on the line says that it was not put in small letters: not "°", "»" and "À".
        ("Use â° here", "Use ⏰ here"),
        ("- â» Add", "- â» Add"),
        ("- ã€ Add", "- ã€ Add"),
        ("see logo-cafã©.png in My folder", "see logo-café.png in My folder"),
        ("Alcohol: 0.5 â°", "Alcohol: 0.5 ‰"),
    ],
)
def test_letters_around_tell_whether_case_was_changed(garbled: str, expected: str) -> None:
    assert repair(garbled).text == expected
