"""Nothing is lost: a file holds its old bytes or its new ones, whatever happens."""

from __future__ import annotations

import errno
import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fixtext import files
from fixtext.errors import FileChangedError

OLD = b"old bytes\r\n" * 10
NEW = "\ufeffneue Bytes\r\n".encode() * 10

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX file systems")
unprivileged = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="root may write where nobody may"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "document.txt"
    path.write_bytes(OLD)
    return path


def names_in(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def only_holds(path: Path, data: bytes) -> None:
    """The file has these bytes, and no temporary file is beside it."""
    assert path.read_bytes() == data
    assert names_in(path.parent) == [path.name]


def ignored_errors(path: str, error: OSError) -> None:
    pytest.fail(f"{path}: {error}")


def test_bytes_are_read_as_they_are(path: Path) -> None:
    path.write_bytes(NEW)
    assert files.read_bytes(str(path)) == NEW


@posix
def test_a_device_is_not_read() -> None:
    with pytest.raises(OSError, match="is a device"):
        files.read_bytes("/dev/zero")


def test_new_bytes_replace_the_old(path: Path) -> None:
    files.write_atomically(str(path), NEW, OLD)
    only_holds(path, NEW)


def test_a_file_in_the_current_directory(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    files.write_atomically(path.name, NEW, OLD)
    only_holds(path, NEW)


@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o664, 0o4755])
def test_mode_stays(path: Path, mode: int) -> None:
    path.chmod(mode)
    files.write_atomically(str(path), NEW, OLD)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="only root gives files away")
def test_owner_stays(path: Path) -> None:
    os.chown(path, 12345, 23456)
    path.chmod(0o640)
    files.write_atomically(str(path), NEW, OLD)
    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (12345, 23456, 0o640)


@posix
def test_set_id_bits_do_not_pass_to_another_owner(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    path.chmod(0o6755)
    before = path.stat()
    real = os.fstat
    # As if the temporary file belonged to somebody else than the target.
    monkeypatch.setattr(
        os, "fstat", lambda fd: os.stat_result((*real(fd)[:4], before.st_uid + 1, *real(fd)[5:]))
    )
    monkeypatch.setattr(os, "fchown", refuse)
    files.write_atomically(str(path), NEW, OLD)
    assert stat.S_IMODE(path.stat().st_mode) == 0o755


@posix
def test_extended_attributes_stay(path: Path) -> None:
    if not hasattr(os, "setxattr"):
        pytest.skip("no extended attributes here")
    try:
        os.setxattr(path, "user.note", b"kept")
    except OSError as error:
        pytest.skip(f"this file system keeps no extended attributes: {error}")
    files.write_atomically(str(path), NEW, OLD)
    assert os.getxattr(path, "user.note") == b"kept"


@posix
def test_a_symbolic_link_stays_and_its_target_changes(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    link = folder / "link"
    link.symlink_to(path)
    second = folder / "second"
    second.symlink_to("link")
    files.write_atomically(str(second), NEW, OLD)
    assert path.read_bytes() == NEW
    assert str(second.readlink()) == "link"
    assert str(link.readlink()) == str(path)
    assert names_in(folder) == ["link", "second"]


def test_a_file_that_changed_since_is_left_alone(path: Path) -> None:
    with pytest.raises(FileChangedError, match="changed by another program"):
        files.write_atomically(str(path), NEW, OLD[:-1] + b"!")
    only_holds(path, OLD)


def test_a_file_that_changes_while_we_write_is_left_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = b"what another program wrote"
    real = os.fsync

    def fsync(descriptor: int) -> None:
        path.write_bytes(other)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(FileChangedError):
        files.write_atomically(str(path), NEW, OLD)
    only_holds(path, other)


def test_a_file_that_was_removed_stays_removed(path: Path) -> None:
    path.unlink()
    with pytest.raises(FileChangedError, match="removed"):
        files.write_atomically(str(path), NEW, OLD)
    assert not names_in(path.parent)


def test_without_expected_bytes_a_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "made.txt"
    files.write_atomically(str(path), NEW, None)
    only_holds(path, NEW)


@posix
def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    usual, made = tmp_path / "usual", tmp_path / "made"
    usual.write_bytes(b"")
    files.write_atomically(str(made), NEW, None)
    assert made.stat().st_mode == usual.stat().st_mode


@pytest.mark.parametrize("function", ["write", "fsync", "replace", "chmod"])
@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_bytes(
    path: Path, monkeypatch: pytest.MonkeyPatch, function: str, failure: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise failure

    with monkeypatch.context() as patch:
        patch.setattr(os, function, fail)
        with pytest.raises(type(failure)):
            files.write_atomically(str(path), NEW, OLD)
    only_holds(path, OLD)


def test_short_writes_are_continued(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, data[:7]))
    files.write_atomically(str(path), NEW, OLD)
    only_holds(path, NEW)


@posix
def test_a_real_file_size_limit_leaves_the_old_bytes(path: Path) -> None:
    code = (
        "import resource, sys; from fixtext import files\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "old = files.read_bytes(sys.argv[1])\n"
        "try: files.write_atomically(sys.argv[1], b'x' * 100_000, old)\n"
        "except OSError as error: sys.exit(error.strerror)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (1, f"{os.strerror(errno.EFBIG)}\n")
    only_holds(path, OLD)


def test_a_write_protected_file_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write to anything
    with pytest.raises(PermissionError, match="write-protected"):
        files.write_atomically(str(path), NEW, OLD)
    only_holds(path, OLD)


@unprivileged
def test_a_directory_without_write_permission(path: Path) -> None:
    path.parent.chmod(0o555)
    try:
        with pytest.raises(PermissionError):
            files.write_atomically(str(path), NEW, OLD)
        only_holds(path, OLD)
    finally:
        path.parent.chmod(0o755)


@posix
def test_a_pipe_is_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="not a regular file"):
        files.write_atomically(str(pipe), NEW, OLD)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@posix
def test_output_to_a_device_goes_into_it() -> None:
    before = Path(os.devnull).stat()
    files.write_output(os.devnull, NEW)
    assert os.path.samestat(before, Path(os.devnull).stat())


# Killed at random moments

TOGGLE = """
import sys
from fixtext import files
path = sys.argv[1]
old = files.read_bytes(path)
new = bytes(byte ^ 1 for byte in old)
print("ready", flush=True)
while True:
    files.write_atomically(path, new, old)
    old, new = new, old
"""

REPAIR = """
import sys
from fixtext.cli import main
main(["repair", "--quiet", sys.argv[1]])
print("ready", flush=True)
main(["repair", "--quiet", *sys.argv[2:]])
"""


def kill_at_random_moment(code: str, arguments: list[str], longest: float) -> None:
    """Run Python code, wait for its line "ready", and kill -9 it up to `longest` seconds later."""
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(random.uniform(0, longest))  # noqa: S311 - no secret
        process.send_signal(signal.SIGKILL)


@posix
def test_killed_at_any_moment_a_file_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    even = bytes(range(0, 256, 2)) * 8_000  # 1 MB: most of the time is spent on writing
    odd = bytes(byte ^ 1 for byte in even)
    path.write_bytes(even)
    seen = set()
    for _ in range(25):
        kill_at_random_moment(TOGGLE, [str(path)], 0.04)
        now = path.read_bytes()
        assert now in (even, odd), f"{len(now)} bytes, neither the old nor the new"
        seen.add(now)
    assert seen == {even, odd}, "no write was ever finished: the test did not test anything"


@posix
def test_killed_repairs_leave_old_or_new_bytes(tmp_path: Path) -> None:
    new = ("Съешь же ещё этих мягких французских булок, да выпей чаю.\n" * 40).encode()
    old = new.decode("latin-1").encode()
    paths = [tmp_path / f"{number:03}.txt" for number in range(120)]
    midway = 0
    for _ in range(6):
        for path in paths:
            path.write_bytes(old)
        kill_at_random_moment(REPAIR, [str(path) for path in paths], 0.4)
        # The first is repaired before the clock starts: models are loaded then.
        found = {path.read_bytes() for path in paths[1:]}
        assert found <= {old, new}
        midway += len(found) == 2
    assert midway, "killed before the first or after the last repair every time"


HANG = """
import os, sys, time
from fixtext import files
def hang(descriptor):
    print("ready", flush=True)
    time.sleep(600)
os.fsync = hang
files.write_atomically(sys.argv[1], b"new", None)
"""


@posix
def test_what_a_killed_process_left_is_removed_by_the_next_write(path: Path) -> None:
    other = path.parent / "other.txt"
    stranger = path.parent / ".fixtext-notes"
    stranger.write_bytes(b"not ours")
    with subprocess.Popen(
        [sys.executable, "-c", HANG, str(other)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        (left,) = path.parent.glob(".fixtext-*.tmp")
        long_ago = time.time() - 2 * files._STALE_AFTER

        def written_anew() -> bool:
            """Whether the file is still there once another process has written."""
            files._remove_stale.cache_clear()
            files.write_atomically(str(path), NEW, None)
            return left.exists()

        os.utime(left, (long_ago, long_ago))
        assert written_anew(), "a living process has it"
        process.send_signal(signal.SIGKILL)
    os.utime(left)
    assert written_anew(), "it may be somebody's who has not locked it yet"
    os.utime(left, (long_ago, long_ago))
    assert not written_anew()
    assert names_in(path.parent) == [stranger.name, path.name]


# The files of a directory


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in (
        "b.txt",
        "a.txt",
        "sub/c.md",
        "sub/deep/d.md",
        "sub/deep/kept.log",
        "build/out.txt",
        "sub/build/out.txt",
        "x.log",
        ".hidden-file",
        ".git/config",
        ".git/info/exclude",
        ".venv/lib.py",
        ".fixtext-0123.tmp",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"text\n")
    (tmp_path / ".gitignore").write_text("*.log\n/build/\n", encoding="utf-8")
    (tmp_path / "sub/deep/.gitignore").write_text("!kept.log\n", encoding="utf-8")
    (tmp_path / ".git/info/exclude").write_text("a.txt\n", encoding="utf-8")
    return tmp_path


def found_below(directory: Path) -> list[str]:
    found = files.text_files(str(directory), ignored_errors)
    return [str(Path(path).relative_to(directory)) for path in found]


EXPECTED = [
    ".gitignore",
    ".hidden-file",
    "b.txt",
    "sub/build/out.txt",
    "sub/c.md",
    "sub/deep/.gitignore",
    "sub/deep/d.md",
    "sub/deep/kept.log",
]


def test_files_below_a_directory(tree: Path) -> None:
    assert found_below(tree) == EXPECTED


def test_rules_from_above_hold_below(tree: Path) -> None:
    (tree / "sub/y.log").write_bytes(b"ignored\n")
    (tree / "sub/a.txt").write_bytes(b"excluded\n")
    expected = [name.removeprefix("sub/") for name in EXPECTED if name.startswith("sub/")]
    assert found_below(tree / "sub") == expected


def test_an_ignored_directory_that_is_asked_for_is_read(tree: Path) -> None:
    assert found_below(tree / "build") == ["out.txt"]


def test_git_agrees_on_what_is_ignored(tree: Path) -> None:
    exclude = (tree / ".git/info/exclude").read_bytes()
    for name in ("config", "info/exclude"):
        (tree / ".git" / name).unlink()
    subprocess.run(["git", "init", "-q", str(tree)], check=True)
    (tree / ".git/info/exclude").write_bytes(exclude)
    listed = subprocess.run(
        ["git", "-C", str(tree), "ls-files", "-co", "--exclude-standard"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split()
    # Directories that begin with a dot, and our temporary files, are ours to leave out.
    listed = [name for name in listed if not name.startswith((".venv/", ".fixtext-"))]
    assert sorted(found_below(tree)) == sorted(listed)


@posix
def test_links_are_not_followed(tree: Path) -> None:
    (tree / "link.txt").symlink_to(tree / "b.txt")
    (tree / "loop").symlink_to(tree, target_is_directory=True)
    os.mkfifo(tree / "pipe")
    assert found_below(tree) == EXPECTED


def test_a_directory_that_cannot_be_listed_is_told(tree: Path) -> None:
    told = []
    found = files.text_files(str(tree / "missing"), lambda path, error: told.append((path, error)))
    assert list(found) == []
    assert [path for path, _ in told] == [str(tree / "missing")]
    assert isinstance(told[0][1], FileNotFoundError)
