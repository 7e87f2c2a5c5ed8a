"""Hypothesis strategies that the property tests share."""

from __future__ import annotations

from hypothesis import strategies as st

from fixtext import codepages, multibyte
from fixtext.channels import LOSSES, MULTIBYTE_LOSSES, Channel, Layers
from fixtext.scrubs import PLAIN_SCRUBS, SCRUBS

WRITTEN = ("utf-8", *codepages.NAMES, "gb18030", "gbk", "big5", "cp932", "cp949", "euc_jp")
"""The encodings that texts are garbled from: UTF-8, each code page, multi-byte encodings."""

# Stretches of the scripts that mix-ups are met in, with the characters that their bytes are
# lost in; arbitrary characters alone would hardly ever make a word of one script.
_ALPHABETS = (
    "abcXYZ 0189.,;:!?()'\"\n\t",
    "àâçéèêëîïôùûÀÇÉœŒ«»\u00a0\u202f’“”„–—…€",
    "äöüßÄÖÜåÅøØæÆñÑãõÃÕíÍìÌáÁ",
    "čďěňřšťůžÁÍŁłĄąĘęŃńŐőŰűŞşĞğİıĂăÂâȚțȘș",
    "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệ",
    "абвгдежзиклмнопрстуфхцчшщъыьэюяАБВИЁЇїІіЄє",
    "αβγδεζηθικλμνξοπρστυφχψωΆΈΪΫάέήίόύώϊϋΰΐ",
    "אבגדהוזחטיכלמנסעפצקרשת\u05b0\u05c1",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءآأؤإئ،؛؟\u064b",
    "अआइईउऊएकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह\u093e\u093f\u0940\u094d।",
    "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหอะาแโใไ\u0e31\u0e48\u0e49",
    "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生",
    "あいうえおかきくけこアイウエオカキクケコー、。「」",
    "가각간갇갈감갑강개객한국어문장입니다",
    "😀🚀✨❤\ufe0f👩\u200d👧🇧🇷✓→±×½™©®\u00ad\ufeff\ufffd",
    "\x80\x81\x8d\x8f\x90\x9d\x9f\x85\u2028\r\x00\x7f",
)


def texts(max_size: int = 60, *, surrogates: bool = False) -> st.SearchStrategy[str]:
    """Texts of one script, of several, or of any characters at all.

    max_size: characters. surrogates: whether lone surrogates may be among them.
    """
    anything = st.characters() if surrogates else st.characters(exclude_categories=["Cs"])
    of_one_script = st.sampled_from(_ALPHABETS).flatmap(
        lambda alphabet: st.text(alphabet, max_size=max_size)
    )
    mixed = st.text(st.one_of(*map(st.sampled_from, _ALPHABETS)), max_size=max_size)
    return st.one_of(of_one_script, mixed, st.text(anything, max_size=max_size))


def channels(
    written: tuple[str, ...] = ("utf-8",), scrubs: tuple[str, ...] = PLAIN_SCRUBS
) -> st.SearchStrategy[Channel]:
    """Any channel over every code page, loss and set of scrubs.

    written, scrubs: the encodings and the scrubs to choose from.
    """
    return st.builds(
        Channel,
        written=st.sampled_from(written),
        read=st.sampled_from(codepages.NAMES),
        loss=st.sampled_from(LOSSES),
        scrubs=st.lists(st.sampled_from(scrubs), unique=True).map(tuple),
    )


def multibyte_channels() -> st.SearchStrategy[Channel]:
    """Any channel over every reader of a multi-byte encoding and what it loses."""
    return st.builds(
        Channel,
        read=st.sampled_from(sorted(multibyte.READERS)),
        loss=st.sampled_from(MULTIBYTE_LOSSES),
        scrubs=st.lists(st.sampled_from(PLAIN_SCRUBS), unique=True, max_size=1).map(tuple),
    )


def layers(
    written: tuple[str, ...] = ("utf-8",), *, min_size: int = 1, max_size: int = 3
) -> st.SearchStrategy[Layers]:
    """Channels one after the other, with any scrubs."""
    return st.lists(channels(written, SCRUBS), min_size=min_size, max_size=max_size).map(tuple)
