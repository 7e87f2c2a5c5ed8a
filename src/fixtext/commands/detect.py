"""`fixtext detect`: say what is garbled, and through which mix-up."""

from __future__ import annotations

import argparse

from fixtext.commands.console import Console, Source, sources
from fixtext.errors import FixtextError
from fixtext.scan import is_clean


def run(arguments: argparse.Namespace) -> int:
    """Carry out the command; the exit status."""
    console = Console(quiet=arguments.quiet)
    for source in sources(arguments.files, console, recursive=arguments.recursive):
        text = source.document.text
        if arguments.format == "text" and not arguments.expect and is_clean(text):
            if source.named:
                console.result(f"{source.name}: clean")
        else:
            _detect_one(source, arguments, console)
    return console.status


def _detect_one(source: Source, arguments: argparse.Namespace, console: Console) -> None:
    from fixtext import report
    from fixtext.detector import detect

    try:
        detection = detect(source.document.text, expect=arguments.expect)
    except FixtextError as error:
        console.error(source.path, error)
        return
    if detection.verdict != "clean":
        console.found()
    if arguments.format == "json":
        encoding = source.document.encoding
        value = report.detection_object(source.path, encoding, detection)
        console.result(report.json_line(value))
    elif source.named or detection.verdict != "clean":
        for line in report.detection_lines(source.name, detection):
            console.result(line)
