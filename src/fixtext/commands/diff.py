"""`fixtext diff`: compare a text with its twin, character by character."""

from __future__ import annotations

import argparse

from fixtext.commands.console import STDIN, Console, UsageError, read_source
from fixtext.errors import FixtextError
from fixtext.report import error_rate, plural


def run(arguments: argparse.Namespace) -> int:
    """Carry out the command; the exit status."""
    if arguments.garbled == STDIN == arguments.twin:
        raise UsageError("diff: only one of the two can be '-' (standard input)")
    console = Console(quiet=arguments.quiet)
    source = read_source(arguments.garbled, console)
    twin = read_source(arguments.twin, console)
    if source is None or twin is None:
        return console.status
    from fixtext.twins import compare, describe

    try:
        comparison = compare(source.document.text, twin.document.text)
    except FixtextError as error:
        console.error(arguments.garbled, error)
        return console.status
    for difference in comparison.differences:
        console.result(f"{source.name}:{describe(difference)}")
    if not comparison.equal:
        console.found()
        count = plural(len(comparison.differences), "difference")
        console.result(f"{source.name}: {count}, {error_rate(comparison)}")
    elif source.data != twin.data:
        # Equal text in other bytes: another encoding, or a byte order mark more or less.
        console.found()
        first, second = source.document.encoding, twin.document.encoding
        how = f"the files are in {first} and {second}" if first != second else "not equal bytes"
        console.result(f"{source.name}: equal text, but {how}")
    else:
        console.result(f"{source.name}: equal to {twin.name}")
    return console.status
