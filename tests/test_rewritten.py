"""UTF-8 read as GBK by Windows, written as GBK again, and read as windows-1252."""

from __future__ import annotations

import pytest

from fixtext import Channel, garble, repair
from fixtext.rewritten import suspects

LAYERS = (Channel(read="windows-936", loss="question"), Channel("gb18030", "windows-1252"))


@pytest.mark.parametrize(
    "text",
    [
        " * Boot.c — mini UDS aligned with the others",
        "// see battery.cpp — do not override it here.",
        " * Test 8 — `slots` containing an undeclared slot throws",
        "  arrow: '→',",
        'detail = "Running the prefill…",',
        " * 功能：读取配置文件",
    ],
)
def test_what_was_taken_along_comes_back(text: str) -> None:
    shown = garble(text, LAYERS)
    assert suspects(shown)
    result = repair(shown)
    assert result.text == text
    assert result.fills
    assert all(garble(span.after, span.layers) == span.before for span in result.spans)
    assert repair(result.text).text is result.text


@pytest.mark.parametrize(
    ("garbled", "text"),
    [
        ("the â€œLicenseâ€?. You may not", "the “License”. You may not"),
        ("called â€œimagesâ€? in the rest", "called “images” in the rest"),
        ("%  Cointegration.â€? Journal of", "%  Cointegration.” Journal of"),
    ],
)
def test_a_quote_alone_was_lost_before_a_space_or_a_full_stop(garbled: str, text: str) -> None:
    assert repair(garbled).text == text


@pytest.mark.parametrize(
    "text", ["“Você?” – “é”?sim", "là??", "Où ça, “là”?", "x=â?b:c", "«é»? - «à»?n", "è€?y", "“é”?"]
)
def test_clean_text_with_such_signs_is_left(text: str) -> None:
    assert repair(text).text is text
