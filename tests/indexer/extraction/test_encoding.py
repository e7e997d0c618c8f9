"""Which encoding a plain file is in, told by how the text then reads."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from indexer.extraction.encoding import decode, plausibility

MINUTES = "支部委员会会议记录：研究路灯节能改造经费，全体委员一致同意。\r\n时间：2021年6月3日\r\n"
TRADITIONAL = "黨支部會議記錄：研究路燈節能改造經費，全體委員一致同意。"
NAMES = "姓名,性别\n闫鑫,男\n褚卫东,男\n欧阳娜,女\n"


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("text", [MINUTES, NAMES, "记录", "Meeting 2021-06-03 支委会\r\n"])
def test_simplified_text_is_read_in_every_usual_encoding(text: str, codec: str) -> None:
    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize("codec", ["big5", "utf-16-le"])
def test_traditional_text_is_told_from_gbk(codec: str) -> None:
    found = decode(TRADITIONAL.encode(codec))
    assert found.text == TRADITIONAL
    assert found.sure


def test_rare_characters_of_gb18030_are_kept() -> None:
    text = "张㛃同志（䶮）和𠮷田同志参加支部党员大会，会议由书记主持。"
    assert decode(text.encode("gb18030")).text == text


def test_text_in_utf_16_without_a_single_ascii_character_is_recognised() -> None:
    text = "支部委员会会议记录研究路灯节能改造经费全体委员一致同意"
    assert decode(text.encode("utf-16-be")).text == text


def test_a_wrong_declaration_does_not_win_against_the_bytes() -> None:
    assert decode(MINUTES.encode("gb18030"), ["utf-8"]).text == MINUTES
    assert decode(MINUTES.encode("gb18030"), ["big5", "iso-8859-1"]).text == MINUTES


def test_a_right_declaration_decides_where_bytes_leave_it_open() -> None:
    assert decode("Привет, мир".encode("koi8-r"), ["koi8-r"]).text == "Привет, мир"


def test_a_few_spoiled_bytes_leave_the_rest_of_utf_8_readable_and_are_told() -> None:
    data = bytearray((MINUTES * 20).encode())
    data[100] = 0xFF
    found = decode(bytes(data))
    assert found.encoding == "utf-8"
    assert not found.sure
    assert found.text.count("\ufffd") < 4


def test_what_fits_nothing_is_decoded_all_the_same_and_told_as_unsure() -> None:
    noise = bytes(random.Random(1).randrange(128, 256) for _ in range(400))
    assert not decode(noise).sure


@pytest.mark.parametrize("data", [b"", b"a", b"\xff", b"\xff\xfe", b"\x00", b"\xef\xbb\xbf"])
def test_scraps_of_bytes_never_raise(data: bytes) -> None:
    decode(data)


def test_plausible_text_scores_above_mojibake() -> None:
    assert plausibility(MINUTES) > 0.6
    assert plausibility(MINUTES.encode().decode("gb18030", "replace")) < 0
    assert plausibility(MINUTES.encode("gb18030").decode("big5", "replace")) < 0.3
    assert plausibility("\ue000\ue001\ue002") < -1


SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "encodings.tar.zst"


@pytest.mark.shared_data
@pytest.mark.skipif(
    not SHARED.exists() or not shutil.which("zstd"), reason="no shared test material or no zstd"
)
def test_every_file_of_the_truth_set_is_told_right(tmp_path: Path) -> None:
    subprocess.run(["tar", "-I", "zstd", "-xf", str(SHARED), "-C", str(tmp_path)], check=True)
    wide = {"gb2312": "gb18030", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}
    files = [path for path in tmp_path.rglob("*/*/*") if path.is_file()]
    assert len(files) >= 40
    for path in files:
        told = path.parent.name.lower()
        assert decode(path.read_bytes()).encoding == wide.get(told, told), path.name
