"""What readings say of themselves: proofs, layers, and what was left unread."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fixtext.channels import Channel
from fixtext.readings import Reading, by_layers, garbles_to, is_unread, unread_reading
from tests import strategies


@given(
    some=st.lists(st.tuples(strategies.texts(8), st.booleans()), max_size=4),
    channel=strategies.channels(),
)
def test_many_proofs_at_once_are_as_good_as_one_by_one(
    some: list[tuple[str, bool]], channel: Channel
) -> None:
    after = ["".join(c for c in text if c > "\x85" and c not in "\u2028\u2029") for text, _ in some]
    before = [
        channel.garble(text) + "x" * wrong for text, (_, wrong) in zip(after, some, strict=True)
    ]
    assert garbles_to(after, before, channel) == (not any(wrong for _, wrong in some))


def test_readings_by_layers_keep_their_order() -> None:
    one, other = (Channel(),), (Channel(read="cp437"),)
    some = [
        Reading(at, at + 2, "Ã©", "é", layers, (), 20.0)
        for at, layers in enumerate([one, one, other, one])
    ]
    found = by_layers(some)
    assert list(found) == [one, other]
    assert [reading.start for reading in found[one]] == [0, 1, 3]
    assert [reading.start for reading in found[other]] == [2]


def test_what_is_left_is_unread() -> None:
    left = unread_reading(3, "Ã©", Channel())
    assert is_unread(left)
    assert (left.start, left.end, left.layers) == (3, 5, (Channel(),))
    assert not is_unread(left._replace(after="é"))
