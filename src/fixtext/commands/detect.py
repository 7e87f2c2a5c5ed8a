"""`fixtext detect`: say what is garbled, and through which mix-up."""

from __future__ import annotations

import argparse

from fixtext.commands.console import Console, sources
from fixtext.errors import FixtextError


def run(arguments: argparse.Namespace) -> int:
    """Carry out the command; the exit status."""
    from fixtext import report
    from fixtext.detector import detect

    console = Console(quiet=arguments.quiet)
    for source in sources(arguments.files, console, recursive=arguments.recursive):
        try:
            detection = detect(source.document.text)
        except FixtextError as error:
            console.error(source.path, error)
            continue
        if detection.verdict != "clean":
            console.found()
        if arguments.format == "json":
            encoding = source.document.encoding
            value = report.detection_object(source.path, encoding, detection)
            console.result(report.json_line(value))
        elif source.named or detection.verdict != "clean":
            for line in report.detection_lines(source.name, detection):
                console.result(line)
    return console.status
