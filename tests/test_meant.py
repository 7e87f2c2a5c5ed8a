"""Garbled text that is meant, as in tables of repairs."""

from __future__ import annotations

import pytest

from fixtext import repair


@pytest.mark.parametrize(
    "text",
    [
        "        'Ã©': 'é', 'Ã¨': 'è',",
        '\t"Ã¼" => "ü", "Ã¶" => "ö", "ÃŸ" => "ß",',
        '    .replace(/â€™/g, "\'").replace(/â€“/g, "–")',
        '    assert fix("Ã©") == "é"',
        'REGEX = r"(Varebil|Personbil|BÃ¥t|Båt|Tilhenger)"',
        "WHERE Role IN (N'Danışan', N'DanÄ±ÅŸan')",
        'case "Trade Price (£)": case "Trade Price (Ã‚Â£)":',
        "`Ã©` instead of `é`",
        "cafÃ© → café",
        '    "├з├г": "çã",',
        "const fixes = {'Ã±': 'ñ'};\nt.replace('â€œ', '\"');\n",
    ],
)
def test_what_stands_beside_its_repair_is_meant(text: str) -> None:
    assert repair(text).text is text


@pytest.mark.parametrize(
    ("garbled", "text"),
    [
        ("'prÃ©nom', 'Clé', 'fÃªte'", "'prénom', 'Clé', 'fête'"),
        ("un café, cafÃ© – «Ã©tÃ©»", "un café, café – «été»"),
        ("foo â€” bar — “baz”", "foo — bar — “baz”"),
        ("| â€” | — | x |", "| — | — | x |"),
        ('<a title="Café" alt="CafÃ©">', '<a title="Café" alt="Café">'),
        ('{"name": "José", "label": "JosÃ©"}', '{"name": "José", "label": "José"}'),
        ("// voilÃ\xa0 (déjà) dÃ©jÃ\xa0", "// voilà (déjà) déjà"),
    ],
)
def test_what_does_not_is_repaired(garbled: str, text: str) -> None:
    assert repair(garbled).text == text


def test_each_line_by_itself() -> None:
    text = "cafÃ© au lait\n\n'Ã©': 'é',\nthÃ© vert à la menthe\n'Ã¨': 'è',\n"
    clean = "café au lait\n\n'Ã©': 'é',\nthé vert à la menthe\n'Ã¨': 'è',\n"
    assert repair(text).text == clean


def test_it_is_so_again() -> None:
    text = repair("cafÃ© noir\n'Ã©': 'é',\n").text
    assert text == "café noir\n'Ã©': 'é',\n"
    assert repair(text).text is text
