"""Archives: every member a content of its own, under the name a person would read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import shutil
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import py7zr
import pytest
import pyzipper

from indexer.documents import Content, ProblemKind
from indexer.errors import NotFound
from indexer.extraction.extract import extract
from indexer.extraction.members import open_member
from indexer.extraction.reading import Context, Limits, Source

MINUTES = "支委会会议记录：研究路灯节能改造经费。".encode()


def read(name: str, data: bytes, context: Context | None = None) -> tuple[Content, dict[str, Content]]:
    """A container's own content, and its members' by path."""
    contents = list(extract(Source.of_bytes(name, data), context or Context(ocr=False)))
    own = contents[-1]
    by_hash = {content.sha256: content for content in contents}
    return own, {ref.member: by_hash[ref.sha256] for ref in own.members}


def text(content: Content) -> str:
    return "".join(page.text for page in content.pages)


def utf8_zip(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_names_written_in_gbk_without_the_flag_are_decoded() -> None:
    out = io.BytesIO()

    class Gbk(zipfile.ZipInfo):
        def _encodeFilenameFlags(self) -> tuple[bytes, int]:
            return self.filename.encode("gb18030"), self.flag_bits & ~0x800

    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(Gbk("6月/支委会记录.txt"), MINUTES)
        archive.writestr(Gbk("签到表.txt"), MINUTES)
    _, members = read("会议.zip", out.getvalue())
    assert sorted(members) == ["6月/支委会记录.txt", "签到表.txt"]
    assert "路灯节能改造" in text(members["签到表.txt"])


def test_names_in_utf8_with_and_without_the_flag_are_read() -> None:
    _, members = read("会议.zip", utf8_zip({"党课/讲稿.txt": MINUTES}))
    assert list(members) == ["党课/讲稿.txt"]


def test_nested_archives_give_paths_joined_by_an_exclamation_mark() -> None:
    inner = utf8_zip({"6月/记录.txt": MINUTES})
    own, members = read("外层.zip", utf8_zip({"内层.zip": inner}))
    assert set(members) == {"内层.zip", "内层.zip!6月/记录.txt"}
    assert "经费" in text(members["内层.zip!6月/记录.txt"])
    assert own.doc_type == "zip"


def test_archives_nested_beyond_the_depth_are_reported_as_limited() -> None:
    data = utf8_zip({"记录.txt": MINUTES})
    for level in range(4):
        data = utf8_zip({f"{level}.zip": data})
    _, members = read("深.zip", data, Context(ocr=False, limits=Limits(depth=2)))
    kinds = {problem.kind for content in members.values() for problem in content.problems}
    assert ProblemKind.LIMITED in kinds


def test_more_members_than_the_limit_are_cut_with_a_reason() -> None:
    data = utf8_zip({f"{number}.txt": MINUTES + bytes([48 + number]) for number in range(5)})
    own, members = read("多.zip", data, Context(ocr=False, limits=Limits(members=3)))
    assert len(members) == 3
    assert [problem.kind for problem in own.problems] == [ProblemKind.LIMITED]


def test_a_bomb_is_stopped_and_its_neighbours_are_read() -> None:
    data = utf8_zip({"炸弹.txt": b"0" * 30_000_000, "记录.txt": MINUTES})
    limits = Limits(ratio=100, ratio_from=1_000_000)
    _, members = read("炸弹.zip", data, Context(ocr=False, limits=limits))
    assert [problem.kind for problem in members["炸弹.txt"].problems] == [ProblemKind.TOO_LARGE]
    assert "经费" in text(members["记录.txt"])


def test_absolute_names_and_steps_upwards_become_harmless_paths() -> None:
    data = utf8_zip({"../../etc/密.txt": MINUTES, "/绝对.txt": MINUTES + b"1", "C:\\盘.txt": MINUTES + b"2"})
    _, members = read("恶意.zip", data)
    assert sorted(members) == sorted(["etc/密.txt", "绝对.txt", "盘.txt"])


def test_a_name_that_stands_twice_gives_two_members() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("记录.txt", MINUTES)
        archive.writestr("记录.txt", "另一份记录".encode())
    _, members = read("重名.zip", out.getvalue())
    assert set(members) == {"记录.txt", "记录(2).txt"}
    assert text(members["记录(2).txt"]) == "另一份记录"


@pytest.mark.parametrize("aes", [False, True])
def test_an_encrypted_member_is_listed_and_opened_where_a_password_fits(aes: bool) -> None:
    if aes:
        out = io.BytesIO()
        with pyzipper.AESZipFile(out, "w", encryption=pyzipper.WZ_AES) as archive:
            archive.setpassword("党建2021".encode())
            archive.writestr("记录.txt", MINUTES)
        data = out.getvalue()
    else:
        data = _zipcrypto("记录.txt", MINUTES, "党建2021".encode())
    _, members = read("加密.zip", data)
    assert [problem.kind for problem in members["记录.txt"].problems] == [ProblemKind.ENCRYPTED]
    _, members = read("加密.zip", data, Context(ocr=False, passwords=("123", "党建2021")))
    assert "经费" in text(members["记录.txt"])


def _zipcrypto(name: str, data: bytes, password: bytes) -> bytes:
    """A ZIP with one member in the traditional encryption, which no library here writes."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def crc(value: int, byte: int) -> int:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ (0xEDB88320 if value & 1 else 0)
        return value

    def update(byte: int) -> None:
        keys[0] = crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc(keys[2], keys[1] >> 24)

    for byte in password:
        update(byte)
    check = zlib.crc32(data)
    sealed = bytearray()
    for byte in b"\0" * 11 + bytes([check >> 24]) + data:
        mask = (keys[2] & 0xFFFF) | 2
        sealed.append(byte ^ ((mask * (mask ^ 1)) >> 8 & 0xFF))
        update(byte)
    raw = name.encode()
    common = struct.pack("<HHHHHIIIHH", 20, 0x801, 0, 0, 0x21, check, len(sealed), len(data), len(raw), 0)
    local = b"PK\x03\x04" + common + raw + bytes(sealed)
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + raw
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def test_a_truncated_archive_is_broken_with_a_reason() -> None:
    own, _ = read("残.zip", utf8_zip({"记录.txt": MINUTES * 50})[:-40])
    assert [problem.kind for problem in own.problems] == [ProblemKind.BROKEN]


@pytest.mark.parametrize(
    ("name", "mode"),
    [("档案.tar", "w"), ("档案.tar.gz", "w:gz"), ("档案.tar.bz2", "w:bz2"), ("档案.tar.xz", "w:xz")],
)
def test_tars_plain_and_compressed_are_read(name: str, mode: str) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, encoding="utf-8") as archive:  # type: ignore[call-overload]
        entry = tarfile.TarInfo("6月/记录.txt")
        entry.size = len(MINUTES)
        archive.addfile(entry, io.BytesIO(MINUTES))
        link = tarfile.TarInfo("外面")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    _, members = read(name, out.getvalue())
    assert "经费" in text(members["6月/记录.txt"])
    assert [problem.kind for problem in members["外面"].problems] == [ProblemKind.LIMITED]


def test_tar_names_in_gbk_are_decoded() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", encoding="gb18030", format=tarfile.GNU_FORMAT) as archive:
        entry = tarfile.TarInfo("第一党支部会议记录.txt")
        entry.size = len(MINUTES)
        archive.addfile(entry, io.BytesIO(MINUTES))
    _, members = read("档案.tar", out.getvalue())
    assert list(members) == ["第一党支部会议记录.txt"]


@pytest.mark.parametrize(
    ("name", "pack"),
    [("记录.txt.gz", gzip.compress), ("记录.txt.bz2", bz2.compress), ("记录.txt.xz", lzma.compress)],
)
def test_a_single_compressed_file_is_its_only_member(name: str, pack: object) -> None:
    assert callable(pack)
    _, members = read(name, pack(MINUTES))
    assert list(members) == ["记录.txt"]
    assert "经费" in text(members["记录.txt"])


def test_seven_zip_with_and_without_a_password(tmp_path: Path) -> None:
    for password in (None, "党建2021"):
        path = tmp_path / f"档案{password}.7z"
        with py7zr.SevenZipFile(path, "w", password=password) as archive:
            archive.writestr(MINUTES, "6月/记录.txt")
            archive.writestr(b"", "空.txt")
        if password:
            own, members = read("档案.7z", path.read_bytes())
            assert [problem.kind for problem in own.problems] == [ProblemKind.ENCRYPTED]
        _, members = read("档案.7z", path.read_bytes(), Context(ocr=False, passwords=("1", "党建2021")))
        assert "经费" in text(members["6月/记录.txt"])
        assert [problem.kind for problem in members["空.txt"].problems] == [ProblemKind.NO_TEXT]


def test_a_member_is_found_again_by_its_path(tmp_path: Path) -> None:
    inner = utf8_zip({"6月/记录.txt": MINUTES})
    path = tmp_path / "外层.zip"
    path.write_bytes(utf8_zip({"内层.zip": inner, "别的.txt": b"1"}))
    with open_member(path, "内层.zip!6月/记录.txt", Context()) as source:
        assert source.bytes() == MINUTES
        assert source.name == "记录.txt"
    with open_member(path, "内层.zip", Context()) as source:
        assert source.bytes() == inner
    with pytest.raises(NotFound), open_member(path, "内层.zip!没有.txt", Context()):
        pass


SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "rar.tar.zst"


@pytest.mark.shared_data
@pytest.mark.skipif(
    not SHARED.exists() or not shutil.which("zstd"), reason="no shared test material or no zstd"
)
@pytest.mark.skipif(
    not any(map(shutil.which, ("unar", "unrar", "7z", "bsdtar"))), reason="no unpacker for RAR"
)
def test_rar_members_are_listed_and_read(tmp_path: Path) -> None:
    import subprocess

    subprocess.run(["tar", "-I", "zstd", "-xf", str(SHARED), "-C", str(tmp_path)], check=True)
    folder = tmp_path / "rarfile-tests"
    own, members = read("rar5-subdirs.rar", (folder / "rar5-subdirs.rar").read_bytes())
    assert "sub/with space/long fn.txt" in members
    assert own.doc_type == "rar"
    own, members = read("rar5-psw.rar", (folder / "rar5-psw.rar").read_bytes())
    assert all(p.kind is ProblemKind.ENCRYPTED for m in members.values() for p in m.problems)
    _, members = read(
        "rar5-psw.rar", (folder / "rar5-psw.rar").read_bytes(), Context(ocr=False, passwords=("password",))
    )
    assert members and all(text(content) for content in members.values())
