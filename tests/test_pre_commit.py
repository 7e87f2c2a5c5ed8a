"""The hooks, run by pre-commit itself on a repository that holds the garbled deck.

pre-commit clones a copy of the project, builds an environment for it with pip and runs what
.pre-commit-hooks.yaml says, as it would for any user. So this takes some seconds, and needs the
package index that pip is configured with.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import fixtext

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"

PROJECT = ("pyproject.toml", ".pre-commit-hooks.yaml", "README.md", "LICENSE", "src")
"""What a wheel is built from, and the hooks."""

NO_NETWORK = (
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "Name or service not known",
    "Network is unreachable",
    "Connection refused",
    "Read timed out",
)
"""What pip says when it reaches no package index."""

Git = Callable[..., str]


def git_in(folder: Path) -> Git:
    """A function that runs git in a folder, the same way on every machine."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    return git


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A throw-away repository of this project, and its only commit."""
    folder = tmp_path_factory.mktemp("project")
    for name in PROJECT:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, folder / name)
    git = git_in(folder)
    git("init", "-q")
    git("add", "-A", "-f")
    git("commit", "-q", "-m", "the project")
    return folder, git("rev-parse", "HEAD").strip()


@pytest.fixture(scope="session")
def pre_commit(
    project: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path, str], subprocess.CompletedProcess[str]]:
    """Run a hook on all files of a repository; the hooks are installed by the first call."""
    source, commit = project
    home = tmp_path_factory.mktemp("pre-commit-home")
    config = tmp_path_factory.mktemp("config") / "config.yaml"
    config.write_text(
        f"repos:\n- repo: {source}\n  rev: {commit}\n"
        "  hooks:\n  - id: fixtext\n  - id: fixtext-check\n",
        encoding="utf-8",
    )
    environment = {
        name: value
        for name, value in os.environ.items()
        # The installed hook has to stand alone.
        if not name.startswith("GIT_") and name not in ("PYTHONPATH", "PYTHONHOME")
    }
    environment["PRE_COMMIT_HOME"] = str(home)

    def run(folder: Path, hook: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", "run", "--config", str(config)]
        ended = subprocess.run(
            [*command, "--all-files", "--verbose", hook],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if ended.returncode not in (0, 1):
            words = ended.stdout + ended.stderr
            if any(reason in words for reason in NO_NETWORK):
                pytest.skip("pip reaches no package index, so pre-commit cannot install the hook")
            pytest.fail(words)
        return ended

    return run


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Path]:
    """A repository that holds the garbled deck, its clean draft and a binary file."""
    folder = tmp_path / "repository"
    folder.mkdir()
    shutil.copy(FIXTURES / "garbled/deck.md", folder / "deck.md")
    shutil.copy(FIXTURES / "clean/deck-sibling-draft.md", folder / "draft.md")
    (folder / "image.bin").write_bytes(bytes(range(256)))
    git = git_in(folder)
    git("init", "-q")
    git("add", "-A")
    yield folder
    # Whatever happens, the hooks touch the deck alone.
    for line in git("status", "--porcelain").splitlines():
        assert line in ("AM deck.md", "A  deck.md", "A  draft.md", "A  image.bin"), line


Run = Callable[[Path, str], subprocess.CompletedProcess[str]]


def test_the_check_reports_and_changes_nothing(pre_commit: Run, repository: Path) -> None:
    before = (repository / "deck.md").read_bytes()
    ended = pre_commit(repository, "fixtext-check")
    assert ended.returncode == 1
    assert "deck.md: UTF-8 read as windows-1254, undefined bytes dropped" in ended.stdout
    assert "would be repaired" in ended.stdout
    assert "draft.md:" not in ended.stdout
    assert "files were modified" not in ended.stdout
    assert (repository / "deck.md").read_bytes() == before


def test_the_hook_repairs_and_then_passes(pre_commit: Run, repository: Path) -> None:
    ended = pre_commit(repository, "fixtext")
    assert ended.returncode == 1
    assert "files were modified by this hook" in ended.stdout
    garbled = (FIXTURES / "garbled/deck.md").read_bytes().decode()
    assert (repository / "deck.md").read_bytes().decode() == fixtext.fix_text(garbled) != garbled

    git_in(repository)("add", "deck.md")
    for hook in ("fixtext", "fixtext-check"):
        ended = pre_commit(repository, hook)
        assert ended.returncode == 0, ended.stdout
