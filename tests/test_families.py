"""Families are asked for what they suspect when it is wanted, and once."""

from __future__ import annotations

import pytest

from fixtext import Channel, families, garble, repair
from fixtext.families import FAMILIES, Suspicions
from fixtext.options import Options


def test_a_family_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def suspects(text: str, _: Options) -> bool:
        asked.append(text)
        return False

    some = tuple(family._replace(suspects=suspects) for family in FAMILIES[:3])
    monkeypatch.setattr(families, "FAMILIES", some)
    found = Suspicions("text", Options())
    assert asked == []
    assert not found
    assert not found.of(some[0])
    assert asked == ["text"]


def test_no_more_is_asked_than_tells_that_something_is_suspicious(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(_: str, __: Options) -> bool:
        raise AssertionError

    some = (FAMILIES[0]._replace(suspects=lambda *_: True), FAMILIES[1]._replace(suspects=fails))
    monkeypatch.setattr(families, "FAMILIES", some)
    assert Suspicions("text", Options())


@pytest.mark.parametrize("text", ["Größe, été", "plain", "语言模型"])
def test_clean_text_is_not_suspicious(text: str) -> None:
    assert not Suspicions(text, Options())


def test_garbled_text_is() -> None:
    assert Suspicions("cafÃ© naÃ¯ve", Options())


def test_garbled_lines_of_a_long_clean_text_are_read_by_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object) -> None:
        raise AssertionError

    clean = "Les élèves ont préparé des gâteaux pour la fête du village.\n" * 80
    text = clean + garble("Déjà les fidèles chantaient très tôt à Évreux.\n", Channel()) + clean
    monkeypatch.setattr(families, "find_channel", fails)
    assert repair(text).layers == (Channel(),)
