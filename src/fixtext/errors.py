"""The errors that fixtext raises on purpose."""

from __future__ import annotations


class FixtextError(Exception):
    """Base of the errors below; its text is one line, fit for a terminal."""


class NotTextError(FixtextError, ValueError):
    """The input is no text that fixtext can repair: binary, in another encoding than UTF-8
    (the message names the encoding that it seems to be in), or with lone surrogates.

    encoding: that encoding, by a name that Python knows; None for all else.
    """

    def __init__(self, message: str, encoding: str | None = None) -> None:
        super().__init__(message)
        self.encoding = encoding


class FileChangedError(FixtextError, OSError):
    """A file changed on disk between reading and writing; it was left as it is."""
