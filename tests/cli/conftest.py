"""How the commands are run: in this process, with the streams that a terminal would show."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from fixtext.channels import Channel, garble
from fixtext.cli import main

CLEAN = (
    "Съешь же ещё этих мягких французских булок, да выпей чаю.\r\n"
    "Plain ASCII in between.\r\n"
    "Эх, Рая! В чащах юга жил бы цитрус? Да, но фальшивый экземпляр!\r\n"
)
"""Clean text whose mojibake is beyond doubt. Its UTF-8 holds the bytes A0, AD and some that
windows-1252 leaves undefined, so that one channel alone explains all of it."""

GARBLED = garble(CLEAN, Channel("utf-8", "windows-1252", "kept"))
"""Its mojibake, without a loss."""

LEFT = "Before \u951f\u65a4\u62f7\u951f\u65a4\u62f7\u951f\u65a4\u62f7 after.\n"
"""Damage that nothing brings back: what GBK shows for U+FFFD in UTF-8."""


@dataclass(frozen=True)
class Ended:
    """A call that ended: exit status, bytes on standard output, lines on standard error."""

    status: int
    output: bytes
    errors: list[str]

    @property
    def lines(self) -> list[str]:
        return self.output.decode().splitlines()


Run = Callable[..., Ended]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Run:
    """Run `fixtext` with arguments, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, stdin: bytes = b"") -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capfdbinary.readouterr()
        status = main(arguments)
        captured = capfdbinary.readouterr()
        return Ended(status, captured.out, captured.err.decode().splitlines())

    return call


@pytest.fixture
def garbled(tmp_path: Path) -> Path:
    path = tmp_path / "garbled.txt"
    path.write_bytes(GARBLED.encode())
    return path


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean.txt"
    path.write_bytes(CLEAN.encode())
    return path
