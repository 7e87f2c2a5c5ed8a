"""fixtext: detect, repair and check garbled text.

The public names load on first use, so that `import fixtext` costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing.TYPE_CHECKING, whose import takes 3 ms
if TYPE_CHECKING:
    from typing import Any

    from fixtext.channels import Channel, Layers, garble
    from fixtext.detector import detect
    from fixtext.errors import FixtextError, NotTextError
    from fixtext.repairer import fix_text, repair
    from fixtext.results import Detection, Fill, Repair, Span
    from fixtext.twins import Comparison, Difference, compare

__version__ = "0.1.0"

_HOMES = {
    "Channel": "fixtext.channels",
    "Layers": "fixtext.channels",
    "garble": "fixtext.channels",
    "detect": "fixtext.detector",
    "FixtextError": "fixtext.errors",
    "NotTextError": "fixtext.errors",
    "fix_text": "fixtext.repairer",
    "repair": "fixtext.repairer",
    "Detection": "fixtext.results",
    "Fill": "fixtext.results",
    "Repair": "fixtext.results",
    "Span": "fixtext.results",
    "Comparison": "fixtext.twins",
    "Difference": "fixtext.twins",
    "compare": "fixtext.twins",
}

__all__ = [
    "Channel",
    "Comparison",
    "Detection",
    "Difference",
    "Fill",
    "FixtextError",
    "Layers",
    "NotTextError",
    "Repair",
    "Span",
    "compare",
    "detect",
    "fix_text",
    "garble",
    "repair",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        value = getattr(import_module(_HOMES[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'fixtext' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
