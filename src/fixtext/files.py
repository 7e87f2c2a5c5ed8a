"""Reading files, replacing them atomically, and finding the text files of a directory.

Facts that this module rests on:
- `os.replace` within one directory is atomic: whoever opens the path sees all of the old file or
  all of the new one, and a process killed at any moment leaves one of the two. So new bytes go to
  a temporary file beside the target, reach the disk (fsync), and are then moved over it.
- A killed process cannot remove its temporary file. It is named ".fixtext-*.tmp", holds nothing
  that is not also in the target or its repair, and is never taken for input. Whoever next writes
  in the same directory removes it, once it is ten minutes old and no process has it locked: the
  system takes a lock away with the process.
- Between the last look at the target and the move a few microseconds remain in which another
  program could write; no portable call closes that gap.
- The target gets a new inode: other hard links to the old one keep the old bytes.
"""

from __future__ import annotations

import os
import stat
import time
from contextlib import suppress
from functools import lru_cache

if os.name == "posix":
    import fcntl

from fixtext.errors import FileChangedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from pathspec import GitIgnoreSpec

_TEMPORARY_PREFIX = ".fixtext-"
_TEMPORARY_SUFFIX = ".tmp"
_STALE_AFTER = 600.0
"""Seconds that a temporary file is left alone for, whoever has it."""


def read_bytes(path: str) -> bytes:
    """All bytes of a file (or of a pipe).

    Raises OSError when it cannot be read; a directory and a device are refused so.
    """
    with open(path, "rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
            raise OSError("is a device, not a file")
        return file.read()


def write_atomically(path: str, new: bytes, expected: bytes | None) -> None:
    """Replace the file at `path` by `new`, all of it or nothing.

    Mode, and where permitted owner and extended attributes, stay. A symbolic link stays too: its
    target is replaced. `expected` is what was read from the file: when it holds anything else by
    now, FileChangedError is raised and the file stays. With None there is no such check, and a
    file that does not exist is made.

    Raises OSError for whatever the system refuses (no space, no permission, a file marked
    read-only, something that is no regular file). The file then has its old bytes and the
    temporary file is gone.
    """
    target = os.path.realpath(path)
    status = _status(target)
    if status is None:
        if expected is not None:
            raise FileChangedError("was removed after it was read; nothing was written")
    elif not stat.S_ISREG(status.st_mode):
        raise OSError("is not a regular file and cannot be replaced")
    elif not os.access(target, os.W_OK):
        # The move needs no permission on the file itself, but its mark is meant seriously.
        raise PermissionError("is write-protected; nothing was written")

    directory = os.path.dirname(target)
    _remove_stale(directory)
    name = f"{_TEMPORARY_PREFIX}{os.urandom(8).hex()}{_TEMPORARY_SUFFIX}"
    temporary = os.path.join(directory, name)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    # An existing file's mode is set before the move; until then nobody else may read the copy.
    descriptor = os.open(temporary, flags, 0o666 if status is None else 0o600)
    try:
        try:
            _lock(descriptor)
            _write_all(descriptor, new)
            if status is not None:
                _copy_attributes(target, temporary, descriptor, status)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if expected is not None and _differs(target, expected):
            raise FileChangedError("was changed by another program; nothing was written")
        os.replace(temporary, target)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
    _sync_directory(directory)


def _lock(descriptor: int) -> bool:
    """Lock a file until it is closed, if no other process has; says whether that can be told."""
    if os.name != "posix":  # on Windows an open file cannot be removed
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # another one has it, or the file system knows no locks
        return False
    return True


@lru_cache(maxsize=1024)
def _remove_stale(directory: str) -> None:
    """Remove the temporary files that killed processes left in a directory, once a process."""
    with suppress(OSError), os.scandir(directory) as entries:
        for entry in entries:
            if _is_our_temporary(entry.name):
                with suppress(OSError):
                    _remove_if_stale(entry.path)


def _remove_if_stale(path: str) -> None:
    status = os.lstat(path)
    if not stat.S_ISREG(status.st_mode) or time.time() - status.st_mtime < _STALE_AFTER:
        return
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    try:
        if not _lock(descriptor):
            return
    finally:
        os.close(descriptor)
    os.unlink(path)


def write_output(path: str, data: bytes) -> None:
    """Write `data` to a path that need not exist: a file atomically, a device or pipe directly.

    Raises OSError as the system does.
    """
    status = _status(path)
    if status is None or stat.S_ISREG(status.st_mode):
        write_atomically(path, data, None)
    else:
        with open(path, "wb") as file:
            file.write(data)


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _differs(path: str, expected: bytes) -> bool:
    try:
        return read_bytes(path) != expected
    except FileNotFoundError:
        return True


def _copy_attributes(source: str, copy: str, descriptor: int, status: os.stat_result) -> None:
    mode = stat.S_IMODE(status.st_mode)
    if hasattr(os, "fchown"):
        own = os.fstat(descriptor)
        try:
            if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
                os.fchown(descriptor, status.st_uid, status.st_gid)
        except OSError:
            # Another owner's rights must not pass to us with the set-id bits.
            mode &= ~(stat.S_ISUID | stat.S_ISGID)
    if hasattr(os, "listxattr"):  # access control lists are among these
        with suppress(OSError):
            for attribute in os.listxattr(source):
                with suppress(OSError):
                    os.setxattr(descriptor, attribute, os.getxattr(source, attribute))
    os.chmod(copy, mode)


def _sync_directory(directory: str) -> None:
    """Make the move itself durable, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):  # some file systems know no fsync of a directory
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def text_files(directory: str, on_error: Callable[[str, OSError], Any]) -> Iterator[str]:
    """The paths of the files below a directory that may be text, sorted, depth first.

    Left out: what .gitignore files there (and above, up to the repository's root) and
    .git/info/exclude ignore; directories whose name begins with "."; symbolic links, which name
    a file that is elsewhere; devices and pipes; our own temporary files. Binary files are not
    told apart here, since that takes reading them.
    Paths begin with `directory` as it was given. Rules from above that ignore `directory` itself
    are not applied, since it was asked for. A directory that cannot be listed is told to
    on_error(path, error).
    """
    rules = _outer_rules(directory)
    if _ignored(os.path.abspath(directory) + "/", rules):
        rules = ()
    yield from _walk(directory, rules, on_error)


_Rules = tuple[tuple[str, "GitIgnoreSpec"], ...]
"""Ignore rules with the absolute directory that they are relative to, outermost first."""


def _walk(directory: str, rules: _Rules, on_error: Callable[[str, OSError], Any]) -> Iterator[str]:
    absolute = os.path.abspath(directory)
    rules += _rules_of(absolute, ".gitignore")
    try:
        with os.scandir(directory) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        on_error(directory, error)
        return
    for entry in found:
        here = os.path.join(absolute, entry.name)
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith(".") and not _ignored(here + "/", rules):
                yield from _walk(entry.path, rules, on_error)
        elif (
            entry.is_file(follow_symlinks=False)
            and not _is_our_temporary(entry.name)
            and not _ignored(here, rules)
        ):
            yield entry.path


def _is_our_temporary(name: str) -> bool:
    return name.startswith(_TEMPORARY_PREFIX) and name.endswith(_TEMPORARY_SUFFIX)


def _outer_rules(directory: str) -> _Rules:
    """The rules of the repository that `directory` is in, from the directories above it."""
    above = []
    here = os.path.abspath(directory)
    while not os.path.exists(os.path.join(here, ".git")):
        parent = os.path.dirname(here)
        if parent == here:
            return ()
        here = parent
        above.append(here)
    rules = _rules_of(here, os.path.join(".git", "info", "exclude"))
    for outer in reversed(above):
        rules += _rules_of(outer, ".gitignore")
    return rules


def _rules_of(directory: str, name: str) -> _Rules:
    try:
        with open(os.path.join(directory, name), encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return ()
    from pathspec import GitIgnoreSpec

    return ((directory, GitIgnoreSpec.from_lines(lines)),)


def _ignored(path: str, rules: _Rules) -> bool:
    """Whether git would ignore an absolute path ("/" at the end of a directory).

    The rule nearest to the file decides, as gitignore(5) says.
    """
    for base, spec in reversed(rules):
        relative = path[len(base) :].lstrip("/" + os.sep).replace(os.sep, "/")
        decision = spec.check_file(relative).include
        if decision is not None:
            return decision
    return False
