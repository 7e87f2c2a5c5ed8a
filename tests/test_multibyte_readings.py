"""Readings through multi-byte encodings: what comes back, and what is left alone."""

from __future__ import annotations

import pytest

import fixtext
from fixtext import Channel, garble, multibyte_paths, multibyte_readings, repair

CHINESE = """\
安装完成后，请先检查配置文件是否存在。
如果没有，请创建一个新的文件，并写入以下内容：
数据库连接失败，请稍后重试。
用户可以在这里修改密码和电子邮件地址。
我们会定期更新这个页面，请随时关注。
"""
JAPANESE = """\
このブラウザではサポートされていません。
設定ファイルを読み込んでください。
新しいデータを追加する場合は、ここをクリックします。
"""
KOREAN = """\
최신 정보를 다시 확인하는 중입니다.
사용자는 여기에서 비밀번호를 변경할 수 있습니다.
파일을 찾을 수 없습니다.
"""


def right(text: str, result: str) -> float:
    """The share of characters that are in their places."""
    return sum(a == b for a, b in zip(text, result, strict=False)) / len(text)


@pytest.mark.parametrize(
    ("text", "channel", "least"),
    [
        (CHINESE, Channel(read="gbk", loss="fffd"), 0.97),
        (CHINESE, Channel(read="gb18030", loss="fffd"), 0.97),
        (CHINESE, Channel(read="whatwg-gbk", loss="fffd"), 0.97),
        (CHINESE, Channel(read="cp932", loss="fffd"), 0.9),
        (JAPANESE, Channel(read="cp932", loss="fffd"), 0.97),
        (JAPANESE, Channel(read="windows-932", loss="question"), 0.9),
        (JAPANESE, Channel(read="gb18030", loss="fffd"), 0.97),
        (KOREAN, Channel(read="cp949", loss="fffd"), 0.9),
    ],
    ids=str,
)
def test_documents_come_back(text: str, channel: Channel, least: float) -> None:
    garbled = garble(text, channel)
    result = fixtext.repair(garbled)
    assert right(text, result.text) >= least
    for span in result.spans:
        assert garble(span.after, span.layers) == span.before
    assert fixtext.repair(result.text).text is result.text


@pytest.mark.parametrize(
    ("garbled", "expected"),
    [
        ("the software鈥檚 generation", "the software’s generation"),
        ("listJobConfigs() 鈥?list all job configurations", None),
        ("telef贸nico, token del dispositivo", "telefónico, token del dispositivo"),
        # Through EUC-JP.
        ("El ni単o est叩 aqu鱈, 多qu辿 pas坦?", "El niño está aquí, ¿qué pasó?"),
        ("馃殌 Running inference on {device}", "🚀 Running inference on {device}"),
        ("鈹溾攢鈹€ gateway-admin/   # Admin", "├── gateway-admin/   # Admin"),
        ("// 閲嶇疆鍒涘缓琛ㄥ崟", "// 重置创建表单"),
        ("妫€鏌?Maven 鏄\ue21a惁瀹夎\ue5ca", "检查 Maven 是否安装"),
        ("<b>涓\ue15f枃</b>", "<b>中文</b>"),
        ("<div>鍏充簬鎴戜滑</div>", "<div>关于我们</div>"),
        ("com脙潞n en la Ciudad", "común en la Ciudad"),
        (
            "**縺薙・繧ｿ繝ｼ繝溘リ繝ｫ繧ｻ繝・す繝ｧ繝ｳ縺ｧ縺ｮ縺ｿ譛牙柑**",
            "**このターミナルセッションでのみ有効**",
        ),
        ('"蹂댄빀"', '"보합"'),
        ("袩褉懈胁械褌, 屑懈褉", "Привет, мир"),
        (
            "# 2. Prepare data (resize 鈫?float32 鈫?flip)",
            "# 2. Prepare data (resize → float32 → flip)",
        ),
        (
            "every observation trusted 窶・least squares",
            "every observation trusted — least squares",
        ),
        ("If something isn窶冲 properly configured", "If something isn’t properly configured"),
        ('text = text.replace("嚗?, ":")', 'text = text.replace("：", ":")'),
        ("    // 瑼Ｘ\uedc1session", "    // 檢查session"),
        ("隆Excelente idea! Aqu铆 tienes una", "¡Excelente idea! Aquí tienes una"),
        ("# 馃嵔锔?Auro-Dining Restaurant", "# 🍽️ Auro-Dining Restaurant"),
        ("// 譏守ｴｰ譖ｸ繧貞叙蠕励�√ョ繝ｼ繧ｿ縺後↑縺�蝣ｴ蜷�", "// 明細書を取得、データがない場合"),
    ],
)
def test_single_lines_come_back(garbled: str, expected: str | None) -> None:
    if expected is None:
        # What was lost is a guess: the dash, and the space that was taken with it.
        expected = "listJobConfigs() — list all job configurations"
        assert len(fixtext.repair(garbled).fills) == 2
    assert fixtext.fix_text(garbled) == expected


@pytest.mark.parametrize(
    "clean",
    [
        "我喝了一瓶茅台 (Maotai)。",
        "le caf 茅",
        "OK么？我没有iPhone，你呢?",
        "他叫張銆，是我的同學。",
        "顔・体・頭を洗う。",
        "锟斤拷锟斤拷",
        "乱码 锟斤拷锟斤拷锟斤拷 乱码",
        "ﾃｽﾄ ﾃﾞｰﾀ",
        "人人都有A股和B股吗?",
        "乱码长这样：“锛” 或 “鈥”",
    ],
)
def test_clean_text_is_left_alone(clean: str) -> None:
    assert fixtext.repair(clean).text is clean


def test_clean_lines_beside_garbled_ones_stay() -> None:
    clean = "这一行没有问题，不用修改。\n茅台没有问题。\n"
    garbled = garble(CHINESE, Channel(read="gbk", loss="fffd"))
    result = fixtext.repair(clean + garbled + clean).text
    assert result.startswith(clean)
    assert result.endswith(clean)
    assert right(clean + CHINESE + clean, result) >= 0.97


def test_twice_garbled_text_comes_back() -> None:
    text = "Le café est fermé, désolé, à bientôt."
    once = Channel(read="gbk")
    garbled = garble(text, (Channel(), once))
    assert fixtext.fix_text(garbled) == text


def test_what_lost_most_of_itself_is_refused() -> None:
    garbled = garble(JAPANESE, Channel(read="euc-jp", loss="fffd"))
    assert fixtext.repair(garbled).text is garbled


def test_fills_say_how_sure_they_are() -> None:
    result = fixtext.repair(garble("关于我\n" + CHINESE, Channel(read="gbk", loss="fffd")))
    assert result.verdict == "garbled with losses"
    assert result.fills
    assert all(0 < fill.confidence <= 1 for fill in result.fills)
    assert str(result.layers[0]) == "UTF-8 read as gbk, undefined bytes shown as U+FFFD"


def test_what_lost_nothing_is_exact() -> None:
    result = fixtext.repair("// 閲嶇疆鍒涘缓琛ㄥ崟")
    assert [span.kind for span in result.spans] == ["exact"]
    assert result.layers == (Channel(read="gbk"),)


def test_of_too_much_damage_only_what_is_whole_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = garble("我们的历史和文化，东方的智慧\n", Channel(read="gbk"))
    damaged = garble("关于我们，就在这里。", Channel(read="gbk", loss="fffd")) + "\n"
    text = whole * 9 + damaged * 9
    assert repair(text).text.count("关于我们") == 9
    monkeypatch.setattr(multibyte_paths, "_MUCH_TEXT", 50)
    monkeypatch.setattr(multibyte_paths, "_USUAL_WORK", 0)
    monkeypatch.setattr(multibyte_readings, "WORTH_A_LOOK", 50)
    assert repair(text).text.count("关于我们") == 9
    monkeypatch.setattr(multibyte_readings, "MOST_WORK", 50)
    result = repair(text)
    assert result.text.count("我们的历史和文化") == 9
    assert result.text.count(damaged) == 9
    assert len(result.left_spans) == 9
    assert all("takes too long" in span.note for span in result.left_spans)
    assert repair(result.text).text is result.text
    # Nothing is whole: it is garbled all the same.
    result = repair(damaged * 9)
    assert (result.verdict, result.layers[-1].read) == ("garbled with losses", "gbk")


def test_letters_that_are_often_the_same_are_no_list() -> None:
    text = (
        "Réellement désolée, l'équipe a cédé: épuisée, dépassée, décidée à être aidée.\n"
        "Le général vérifié a répété l'idée générale d'une réunion privée où ça gênait.\n"
    ) * 3
    assert repair(Channel(read="gbk", loss="fffd").garble(text)).text == text


def test_what_one_layer_lost_below_another() -> None:
    # 码 is E7 A0 81: GBK has no code for what is left of it at the end, and shows U+FFFD, which
    # the second layer shows as part of three others.
    layers = (Channel(read="gbk", loss="fffd"), Channel(read="windows-936"))
    text = "\t * 数据库密码"
    garbled = garble(text, layers)
    assert "\ufffd" not in garbled
    result = repair(garbled)
    assert result.text == text
    assert result.layers == layers


@pytest.mark.parametrize("text", ["锟斤拷锟斤拷", "锟斤拷烫烫烫", "数据锟斤拷库"])
def test_what_is_beyond_repair_stays(text: str) -> None:
    assert repair(text).text is text


@pytest.mark.parametrize(
    "text", ["喟叹\t喟嘆", "喔！我知道了，喔咿喔咿地叫", "牺牲\t犧牲", "啶虫脒 啶酰菌胺"]
)
def test_chinese_words_that_begin_like_letters_of_india_stay(text: str) -> None:
    assert repair(text).text is text


def test_letters_that_are_shown_as_lost_have_not_vanished() -> None:
    # Of "ß", EUC-JP shows both bytes as lost; the words that came whole are repaired.
    text = (
        "Er arbeitete ein Jahr für die BBC, hörte früh auf und schloß sich später der Küste an.\n"
    )
    channel = Channel(read="euc-jp", loss="fffd")
    repaired = repair(channel.garble(text * 20)).text
    assert repaired == text.replace("ß", "��") * 20
