"""`fixtext garble`: put clean text through mix-ups, to make examples and fixtures."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from fixtext import files
from fixtext.channels import Channel, garble
from fixtext.commands.console import STDIN, Console, UsageError, read_source, write_stdout
from fixtext.errors import FixtextError

if TYPE_CHECKING:
    from fixtext.channels import Layers


def run(arguments: argparse.Namespace) -> int:
    """Carry out the command; the exit status."""
    layers = _layers(arguments)
    console = Console()
    source = read_source(arguments.file, console)
    if source is None:
        return console.status
    from fixtext.decoding import encode_document

    try:
        garbled = encode_document(source.document, garble(source.document.text, layers))
        if arguments.output in (None, STDIN):
            write_stdout(garbled)
        else:
            files.write_output(arguments.output, garbled)
    except (OSError, FixtextError) as error:
        console.error(arguments.output or source.path, error)
    return console.status


def _layers(arguments: argparse.Namespace) -> Layers:
    single = {
        "written": arguments.written,
        "read": arguments.read,
        "loss": arguments.loss,
        "scrubs": tuple(arguments.scrub),
    }
    given = {name: value for name, value in single.items() if value}
    if arguments.layer:
        if given:
            raise UsageError("garble: --layer cannot be mixed with the options of a single layer")
        return tuple(parse_layer(layer) for layer in arguments.layer)
    if arguments.read is None:
        raise UsageError("garble: say which code page the text is read as: --read windows-1252")
    return (_channel(given),)


def parse_layer(text: str) -> Channel:
    """The channel that "read=windows-1252,loss=dropped,scrubs=soft-hyphens+c1" stands for.

    Any of the four fields may be left out but `read`. Raises UsageError.
    """
    fields: dict[str, object] = {}
    for item in text.split(","):
        name, equals, value = item.strip().partition("=")
        if name not in ("written", "read", "loss", "scrubs") or not equals or not value:
            raise UsageError(
                f"garble: --layer {text!r}: {item!r} is none of written=, read=, loss=, scrubs="
            )
        if name in fields:
            raise UsageError(f"garble: --layer {text!r}: {name}= is given twice")
        fields[name] = tuple(value.split("+")) if name == "scrubs" else value
    if "read" not in fields:
        raise UsageError(f"garble: --layer {text!r}: read= is missing")
    return _channel(fields)


def _channel(fields: dict[str, object]) -> Channel:
    try:
        return Channel(**fields)  # type: ignore[arg-type]
    except (LookupError, ValueError) as error:
        raise UsageError(f"garble: {error}") from None
