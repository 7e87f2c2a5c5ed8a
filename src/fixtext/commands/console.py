"""What the commands share: their input, their two output streams and the exit status."""

from __future__ import annotations

import os
import sys

from fixtext import files
from fixtext.errors import NotTextError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fixtext.decoding import Document

DONE, FOUND, FAILED = 0, 1, 2
"""Exit statuses; the highest that occurred in a call is the one that it ends with."""

STDIN = "-"


class UsageError(Exception):
    """A command line that asks for what cannot be; its text is one line."""


class Console:
    """Results go to standard output, messages and errors to standard error.

    quiet: no results and no messages, only errors.
    status: DONE until something is found or fails.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self.status = DONE
        self.failures = 0

    def result(self, line: str) -> None:
        """A line of the result."""
        if not self.quiet:
            print(line)

    def message(self, line: str) -> None:
        """A line that is no part of the result."""
        if not self.quiet:
            print(line, file=sys.stderr)

    def error(self, path: str, error: Exception | str) -> None:
        """One line on what failed; the call ends with FAILED, after everything else is done."""
        print(f"fixtext: {display_name(path)}: {reason(error)}", file=sys.stderr)
        self.status = FAILED
        self.failures += 1

    def found(self) -> None:
        """The call ends with FOUND, unless something failed."""
        self.status = max(self.status, FOUND)


def display_name(path: str) -> str:
    """The name of an input in messages."""
    return "<stdin>" if path == STDIN else path


def reason(error: Exception | str) -> str:
    """An error in words, without the number and the path that OSError puts into its text."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join(str(error).split())


def write_stdout(data: bytes) -> None:
    """Bytes as they are: no encoding, no translation of line ends."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


class Source:
    """An input: path ("-" is standard input), its bytes, and what they decode to.

    named: whether it was named on the command line, not found in a directory that was.
    """

    __slots__ = ("data", "document", "named", "path")

    def __init__(self, path: str, data: bytes, document: Document, *, named: bool) -> None:
        self.path = path
        self.data = data
        self.document = document
        self.named = named

    @property
    def name(self) -> str:
        """The path for messages."""
        return display_name(self.path)


def read_source(
    path: str, console: Console, *, named: bool = True, any_encoding: bool = False
) -> Source | None:
    """Read and decode one input; None after an error was told, or for a binary file found in a
    directory, which is passed over in silence.

    any_encoding: a file in a legacy encoding is no error.
    """
    from fixtext.decoding import decode_any, decode_document

    try:
        data = sys.stdin.buffer.read() if path == STDIN else files.read_bytes(path)
    except OSError as error:
        console.error(path, error)
        return None
    try:
        decode = decode_any if any_encoding else decode_document
        return Source(path, data, decode(data), named=named)
    except NotTextError as error:
        # Without an encoding it is binary.
        if named or error.encoding is not None:
            console.error(path, error)
        return None


def sources(
    paths: Sequence[str], console: Console, *, recursive: bool = False, any_encoding: bool = False
) -> Iterator[Source]:
    """The inputs that can be read, in order; an error line for each of the others.

    With `recursive` a directory stands for the text files below it, without it is an error.
    any_encoding: files in a legacy encoding can be read too.
    """
    for path in paths:
        if path != STDIN and os.path.isdir(path):
            if not recursive:
                console.error(path, "is a directory; --recursive takes the text files below it")
                continue
            for found in files.text_files(path, console.error):
                source = read_source(found, console, named=False, any_encoding=any_encoding)
                if source is not None:
                    yield source
        else:
            source = read_source(path, console, any_encoding=any_encoding)
            if source is not None:
                if not source.data:
                    console.message(f"fixtext: {source.name}: empty, nothing to do")
                yield source
