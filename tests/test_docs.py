"""The examples in the documentation do what they show, and its links lead somewhere."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
PAGES = sorted(DOCS.glob("*.md"))

pages = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)


@pages
def test_examples(path: Path) -> None:
    results = doctest.testfile(str(path), module_relative=False, encoding="utf-8")
    assert results.failed == 0
    assert (results.attempted > 0) == (">>> " in path.read_text(encoding="utf-8"))


@pages
def test_links(path: Path) -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / link).exists(), link


def test_the_command_line_page_names_every_option() -> None:
    from fixtext.cli import build_parser

    page = (DOCS / "command-line.md").read_text(encoding="utf-8")
    (commands,) = (a for a in build_parser()._actions if a.dest == "command")
    assert isinstance(commands.choices, dict)
    for name, parser in commands.choices.items():
        assert f"\n## {name}\n" in page
        for action in parser._actions:
            for option in action.option_strings:
                assert option in page, (name, option)
            for choice in action.choices or ():
                assert choice in page, (name, choice)


def test_the_channel_page_shows_every_loss_and_scrub() -> None:
    from fixtext.channels import LOSSES
    from fixtext.scrubs import SCRUBS

    page = (DOCS / "channels.md").read_text(encoding="utf-8")
    for name in (*LOSSES, *SCRUBS):
        assert f"**`{name}`**" in page
