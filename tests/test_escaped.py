"""Mojibake that is written as escapes of JSON or HTML."""

from __future__ import annotations

import pytest

from fixtext import Channel, fix_text, garble, repair

FORMS = ("json", "json-upper", "html", "html-decimal", "html-hex", "html-hex-upper")
TEXT = "Le café était déjà fermé — c’est l’été 😀"


@pytest.mark.parametrize("page", ["windows-1252", "iso-8859-1", "cp437", "windows-1251"])
@pytest.mark.parametrize("form", FORMS)
def test_mojibake_in_escapes(form: str, page: str) -> None:
    garbled = Channel(read=page, scrubs=(form,)).garble(TEXT)
    assert garbled.isascii()
    result = repair(garbled)
    assert result.text == TEXT
    assert all(span.layers[-1].scrubs[-1] in FORMS for span in result.spans)
    assert all(garble(span.after, span.layers) == span.before for span in result.spans)


@pytest.mark.parametrize(
    "text",
    [
        r'{"a": "na\u00efve \u2013 \u00c0 la carte", "b": "\u4f60\u597d"}',
        r'TABLE = {"\u00c3\u00a9": "x"}',
        r"caf\\u00c3\\u00a9",
        r"b'caf\xc3\xa9'",
        "&nbsp;&nbsp;&Auml;&ouml; &eacute;&agrave; &copy;",
        "&#9999999;&#9999999;",
        "&#xfffff;&#xffffff; &#xe9;&#xe8; &#xc9;t&#xe9;",
        r"[\u00c0-\u00d6\u00d8-\u00f6]",
    ],
)
def test_escapes_that_are_meant_are_left(text: str) -> None:
    assert fix_text(text) is text


def test_clean_escapes_beside_garbled_ones_stay() -> None:
    garbled = r'{"a": "caf\u00c3\u00a9 \u2013 na\u00efve", "b": "\u4f60"}'
    assert fix_text(garbled) == r'{"a": "café \u2013 na\u00efve", "b": "\u4f60"}'


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "text",
    ["Увидимся завтра", "明天见", "한국어", "שלום לכולם", "พรุ่งนี้", "Τα λέμε αύριο"],
)
def test_whole_messages_in_escapes(text: str, form: str) -> None:
    # As the exports of some services have them, with nothing of the words in ASCII.
    message = f'{{"sender": 7, "content": "{text}"}}'
    assert fix_text(garble(message, Channel(read="iso-8859-1", scrubs=(form,)))) == message
