"""What damage is read in the light of: what is certain, the language, and the model for both."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from fixtext.adaptation import adapt
from fixtext.beam_search import best_path
from fixtext.channels import Channel
from fixtext.gaps import lattice_in
from fixtext.identification import LEAST_LEAD, is_to_be_told, language_of
from fixtext.language import LanguageModel
from fixtext.lattice import Edge, Model
from fixtext.stretches import Stretch


class Context(NamedTuple):
    """What damage is read in the light of.

    model: of the language, sharpened by what is clean. judged: the one that readings are weighed
    with. shown: the text with what is certain. ends: where each stretch ends in that.
    """

    model: Model
    judged: LanguageModel
    shown: str
    ends: list[int]


def context_of(
    text: str,
    found: list[Stretch],
    certain: list[str],
    lattices: list[list[list[Edge]]],
    static: LanguageModel,
    context: Iterable[str],
    *,
    torn: bool,
) -> Context:
    """As Context says. certain: what is certain of each stretch."""
    gaps = _between(text, found)
    known = [part for pair in zip(gaps, [*certain, ""], strict=True) for part in pair]
    shown = "".join(known)
    language = language_of(shown, static)
    if language is None:
        language = _language_at_first_look(found, lattices, gaps, static)
    model = adapt(static, [*context, "\n".join(gaps)], shown, language)
    judged = static.in_language(language) if torn and language is not None else static
    return Context(model, judged, shown, list(accumulate(map(len, known)))[1::2])


def certain_of(
    text: str,
    found: list[Stretch],
    marked: list[str],
    damaged: list[bool],
    lattices: list[list[list[Edge]]],
    channel: Channel,
) -> list[str]:
    """What is certain of each stretch, and U+FFFD for each other character.

    lattices: of the first stretches, as lattices_of says.
    """
    certain = []
    for i, (stretch, mark, is_it) in enumerate(zip(found, marked, damaged, strict=True)):
        if is_it:
            known = i < len(lattices)
            mark = _certain_text(lattices[i] if known else lattice_in(text, stretch, channel))  # noqa: PLW2901
        certain.append(mark)
    return certain


def _certain_text(edges: list[list[Edge]]) -> str:
    """The characters of a lattice that have no alternative, and U+FFFD for each other one."""
    characters = []
    at = 0
    while at < len(edges):
        edge = edges[at][0]
        certain = len(edges[at]) == 1 and len(edge.candidates) == 1
        characters.append(edge.candidates[0] if certain else "\ufffd")
        at += edge.length
    return "".join(characters)


def _between(text: str, found: list[Stretch]) -> list[str]:
    """The text before, between and behind the stretches."""
    parts, done = [], 0
    for stretch in found:
        parts.append(text[done : stretch.start])
        done = stretch.end
    parts.append(text[done:])
    return parts


def _language_at_first_look(
    found: list[Stretch], lattices: list[list[list[Edge]]], gaps: list[str], model: LanguageModel
) -> str | None:
    """The language of the beginning of the text, as all languages together would have it."""
    text = ""
    looked, next_asked = 0, _ASKED_FIRST
    for stretch, edges, gap in zip(found, lattices, gaps, strict=False):
        text += gap
        if edges:
            pieces = best_path(edges, gap, "", model, _LOOKING_BEAM)
            text += "".join([piece.char for piece in pieces])
        looked += len(stretch.text)
        if looked >= next_asked:
            # A little of a text tells its script, and some languages at once.
            if not is_to_be_told(text, model):
                return None
            language = language_of(text, model, _SURE_LEAD)
            if language is not None or looked >= _LOOKED_AT:
                break
            next_asked = 2 * looked
    return language_of(text, model)


_ASKED_FIRST = 100
_LOOKED_AT = 1_500
_LOOKING_BEAM = 4
_SURE_LEAD = 3 * LEAST_LEAD
"""Characters of a text that are looked at before its language is asked for the first time, and at
most; histories kept meanwhile; and what is enough not to look on."""
