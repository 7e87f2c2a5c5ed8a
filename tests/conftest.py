"""What every test shares: how hypothesis runs, and the seed that a failure is repeated with."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import settings

# Continuous integration too draws anew in every run: what it finds is worth more than a run
# that never changes. Deadlines would only measure how busy the machine is.
settings.register_profile(
    "fixtext", settings.get_profile("default"), derandomize=False, print_blob=True, deadline=None
)
settings.load_profile("fixtext")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Draw the seed here, so that it is known when a test fails."""
    if config.getoption("--hypothesis-seed") is None:
        config.option.hypothesis_seed = secrets.randbelow(2**32)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say the seed after failures."""
    if terminalreporter.stats.get("failed") or terminalreporter.stats.get("error"):
        seed = config.getoption("--hypothesis-seed")
        terminalreporter.write_line(f"hypothesis: repeat this run with --hypothesis-seed={seed}")
