"""Readers of multi-byte encodings: what they show, and what they lose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtext import multibyte
from fixtext.channels import MULTIBYTE_LOSSES, Channel, garble
from tests import strategies

# Windows, browsers and Java differ from Python's codecs; these do not.
AS_PYTHON = ("gbk", "gb18030", "gb2312", "cp932", "shift-jis", "euc-jp", "cp949", "euc-kr", "big5")


@pytest.mark.parametrize("read", AS_PYTHON)
@given(text=strategies.texts())
def test_utf_8_is_shown_as_python_shows_it(read: str, text: str) -> None:
    # Line ends behind it, so that no longer code is cut off by the end.
    data = text.encode() + b"\n\n"
    codec = multibyte.READERS[read].codec
    assert multibyte.decode(data, read, "\ufffd") == data.decode(codec, "replace")
    assert multibyte.decode(data, read, "") == data.decode(codec, "ignore")


@given(
    data=st.binary(max_size=40),
    read=st.sampled_from(sorted(multibyte.READERS)),
    stand_in=st.sampled_from(["\ufffd", "?", "", "\u30fb", None]),
)
def test_any_bytes_are_shown_by_every_reader(data: bytes, read: str, stand_in: str | None) -> None:
    shown = multibyte.decode(data, read, stand_in)
    assert multibyte.decode(data, read, stand_in) == shown
    assert len(shown) <= len(data)


@given(text=strategies.texts(), read=st.sampled_from(sorted(multibyte.READERS)))
def test_ascii_behind_a_line_end_is_shown_as_it_is(text: str, read: str) -> None:
    # A lead byte takes at most one byte with it.
    shown = multibyte.decode((text + "\n\nplain text").encode(), read, "?")
    assert shown.endswith("\nplain text")


@pytest.mark.parametrize(
    ("text", "read", "loss", "shown"),
    [
        ("关于我\n", "gbk", "fffd", "鍏充簬鎴�\n"),
        ("关于我\n", "windows-936", "question", "鍏充簬鎴?"),
        ("关于我</div>", "windows-936", "question", "鍏充簬鎴?/div>"),
        ("关于我</div>", "whatwg-gbk", "fffd", "鍏充簬鎴�</div>"),
        ("it’s", "gbk", "kept", "it鈥檚"),
        ("“a” b", "windows-936", "question", "鈥渁鈥?b"),
        ("，”", "windows-936", "question", "锛屸€?"),
        ("，”", "gbk", "fffd", "锛屸��"),
        ("café", "gbk", "kept", "caf茅"),
        ("Привет", "gbk", "kept", "袩褉懈胁械褌"),
        ("中文", "windows-936", "question", "涓\ue15f枃"),
        ("中文", "gb18030", "fffd", "涓\ue15f枃"),
        ("中文", "java-gbk", "fffd", "涓\ue15f枃"),
        ("中文", "gbk", "fffd", "涓�鏂�"),
        ("この", "windows-932", "middle-dot", "縺薙・"),
        ("仕様、", "windows-932", "middle-dot", "莉墓ｧ倥\x80・"),
        ("デ破", "windows-932", "middle-dot", "繝・\xa0ｴ"),
        ("한국", "windows-949", "question", "?쒓뎅"),
        ("외부", "cp949", "fffd", "�쇅遺�"),
        ("를 저장", "java-949", "fffd", "瑜� ���옣"),
        ("得、デ", "java-932", "fffd", "蠕励�√ョ"),
        ("い場", "java-932", "fffd", "縺�蝣ｴ"),
        ("追加し", "whatwg-shift-jis", "fffd", "霑ｽ蜉�縺�"),
        ("를 저장", "cp949", "fffd", "瑜� ����옣"),
        ("리스트를", "whatwg-euc-kr", "fffd", "由ъ뒪�몃�"),
        ("你", "whatwg-big5", "fffd", "雿�"),
    ],
)
def test_what_people_see(text: str, read: str, loss: str, shown: str) -> None:
    assert garble(text, Channel(read=read, loss=loss)) == shown


@given(text=strategies.texts(), read=st.sampled_from(sorted(multibyte.READERS)))
def test_dropping_leaves_what_the_signs_stand_between(text: str, read: str) -> None:
    shown = garble(text.replace("\ufffd", ""), Channel(read=read, loss="fffd"))
    assert garble(text.replace("\ufffd", ""), Channel(read=read, loss="dropped")) == shown.replace(
        "\ufffd", ""
    )


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("GBK", "gbk"),
        ("cp936", "gbk"),
        ("Windows_936", "windows-936"),
        ("Shift_JIS", "shift-jis"),
        ("ms932", "cp932"),
        ("uhc", "cp949"),
        ("EUC_JP", "euc-jp"),
    ],
)
def test_names_and_aliases(alias: str, name: str) -> None:
    assert multibyte.canonical_name(alias) == name
    assert Channel(read=alias).read == name


@pytest.mark.parametrize("name", ["utf-8", "latin-1", "hz", "klingon", ""])
def test_what_is_no_multi_byte_encoding_is_refused(name: str) -> None:
    with pytest.raises(LookupError, match=name or "''"):
        multibyte.canonical_name(name)


@pytest.mark.parametrize("loss", MULTIBYTE_LOSSES)
def test_a_loss_is_named(loss: str) -> None:
    words = str(Channel(read="gbk", loss=loss))
    assert words.startswith("UTF-8 read as gbk")
    assert ("undefined bytes" in words) == (loss != "kept")


def test_a_row_has_one_character_for_each_trail() -> None:
    for codec in {reader.codec for reader in multibyte.READERS.values()}:
        for lead in range(0x81, 0xFF):
            shown = multibyte.row(codec, lead)
            assert len(shown) == len(multibyte.TRAILS)
            for trail, char in list(zip(multibyte.TRAILS, shown, strict=True))[::37]:
                try:
                    expected = bytes([lead, trail]).decode(codec)
                except UnicodeDecodeError:
                    expected = "\ufffd"
                assert char == expected or len(expected) > 1
