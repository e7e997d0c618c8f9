"""Archives: every member a content of its own, under the name a person would read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import shutil
import struct
import sys
import tarfile
import zipfile
import zlib
from importlib import import_module
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
            assert own.problems == ()
            assert [problem.kind for problem in members["6月/记录.txt"].problems] == [ProblemKind.ENCRYPTED]
        _, members = read("档案.7z", path.read_bytes(), Context(ocr=False, passwords=("1", "党建2021")))
        assert "经费" in text(members["6月/记录.txt"])
        assert [problem.kind for problem in members["空.txt"].problems] == [ProblemKind.NO_TEXT]


def test_a_seven_zip_that_hides_its_names_is_encrypted_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "档案.7z"
    with py7zr.SevenZipFile(path, "w", password="党建2021", header_encryption=True) as archive:
        archive.writestr(MINUTES, "6月/记录.txt")
    own, members = read("档案.7z", path.read_bytes())
    assert [problem.kind for problem in own.problems] == [ProblemKind.ENCRYPTED] and not members
    _, members = read("档案.7z", path.read_bytes(), Context(ocr=False, passwords=("党建2021",)))
    assert "经费" in text(members["6月/记录.txt"])


def read_file(path: Path) -> tuple[Content, dict[str, Content]]:
    """As ``read``, of a file that may have others beside it."""
    with Source.of_path(path) as source:
        contents = list(extract(source, Context(ocr=False)))
    by_hash = {content.sha256: content for content in contents}
    return contents[-1], {ref.member: by_hash[ref.sha256] for ref in contents[-1].members}


def cut(data: bytes, folder: Path, name: str, size: int) -> list[Path]:
    """Pieces as 7-Zip cuts them: name.001, name.002 …"""
    paths = []
    for number, start in enumerate(range(0, len(data), size), 1):
        paths.append(folder / f"{name}.{number:03d}")
        paths[-1].write_bytes(data[start : start + size])
    return paths


def test_pieces_of_an_archive_are_read_with_the_first_and_are_no_documents(tmp_path: Path) -> None:
    noise = bytes(range(256)) * 8
    paths = cut(utf8_zip({"6月/记录.txt": MINUTES, "附图.bin": noise}), tmp_path, "会议.zip", 120)
    assert len(paths) > 2
    own, members = read_file(paths[0])
    assert own.doc_type == "zip" and "经费" in text(members["6月/记录.txt"])
    later, _ = read_file(paths[1])
    assert (later.doc_type, later.problems) == ("volume", ())
    with open_member(paths[0], "6月/记录.txt", Context()) as source:
        assert source.bytes() == MINUTES
    paths[0].unlink()
    lost, _ = read_file(paths[1])
    assert [problem.kind for problem in lost.problems] == [ProblemKind.LIMITED]


def test_pieces_of_a_seven_zip_are_read_with_the_first(tmp_path: Path) -> None:
    whole = tmp_path / "whole.7z"
    with py7zr.SevenZipFile(whole, "w") as archive:
        archive.writestr(MINUTES, "6月/记录.txt")
    paths = cut(whole.read_bytes(), tmp_path, "会议.7z", 100)
    _, members = read_file(paths[0])
    assert "经费" in text(members["6月/记录.txt"])
    paths[-1].unlink()
    own, _ = read_file(paths[0])
    assert [problem.kind for problem in own.problems] == [ProblemKind.BROKEN]


def split_zip(first: tuple[str, bytes], second: tuple[str, bytes]) -> tuple[bytes, bytes]:
    """A ZIP of two stored members cut between them by ZIP's own rules: the first lies on disk 0, the
    second and the directory on disk 1, and places count from the start of their disk."""

    def local(name: bytes, data: bytes) -> bytes:
        head = struct.pack(
            "<HHHHHIIIHH", 20, 0x800, 0, 0, 0x21, zlib.crc32(data), *[len(data)] * 2, len(name), 0
        )
        return b"PK\x03\x04" + head + name + data

    def central(name: bytes, data: bytes, disk: int, start: int) -> bytes:
        head = struct.pack(
            "<HHHHHHIIIHH", 20, 20, 0x800, 0, 0, 0x21, zlib.crc32(data), *[len(data)] * 2, len(name), 0
        )
        return b"PK\x01\x02" + head + struct.pack("<HHHII", 0, disk, 0, 0, start) + name

    one, two = (first[0].encode(), first[1]), (second[0].encode(), second[1])
    disk0 = b"PK\x07\x08" + local(*one)
    directory = central(*one, 0, 4) + central(*two, 1, 0)
    body = local(*two)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 1, 1, 2, 2, len(directory), len(body), 0)
    return disk0, body + directory + end


def test_a_zip_split_by_its_own_rules_is_read_from_its_last_piece(tmp_path: Path) -> None:
    disk0, disk1 = split_zip(("记录.txt", MINUTES), ("签到.txt", MINUTES * 2))
    (tmp_path / "会议.z01").write_bytes(disk0)
    (tmp_path / "会议.zip").write_bytes(disk1)
    _, members = read_file(tmp_path / "会议.zip")
    assert text(members["记录.txt"]) and text(members["签到.txt"]) == text(members["记录.txt"]) * 2
    later, _ = read_file(tmp_path / "会议.z01")
    assert (later.doc_type, later.problems) == ("volume", ())


def test_an_archive_behind_the_program_that_unpacks_it_is_read(tmp_path: Path) -> None:
    stub = b"MZ" + bytes(range(256)) * 20
    whole = tmp_path / "whole.7z"
    with py7zr.SevenZipFile(whole, "w") as archive:
        archive.writestr(MINUTES, "记录.txt")
    for packed in (whole.read_bytes(), utf8_zip({"记录.txt": MINUTES}), rar5({"记录.txt": MINUTES})):
        own, members = read("会议材料.exe", stub + packed)
        assert own.doc_type in ("7z", "zip", "rar") and "经费" in text(members["记录.txt"])
    own, _ = read("程序.exe", stub)
    assert own.doc_type == "exe" and [problem.kind for problem in own.problems] == [ProblemKind.NO_TEXT]


def test_deflate64_is_read_without_a_program() -> None:
    import inflate64

    packer = inflate64.Deflater()
    packed = packer.deflate(MINUTES * 40) + packer.flush()
    _, members = read("大.zip", one_member_zip("记录.txt", packed, MINUTES * 40, method=9))
    assert text(members["记录.txt"]).count("经费") == 40


def test_a_method_that_nothing_reads_is_a_problem_of_its_member_alone() -> None:
    _, members = read("怪.zip", one_member_zip("记录.txt", b"\x01\x02\x03", MINUTES, method=77))
    assert [problem.kind for problem in members["记录.txt"].problems] == [ProblemKind.LIMITED]


def one_member_zip(name: str, packed: bytes, data: bytes, method: int) -> bytes:
    raw = name.encode()
    sizes = (zlib.crc32(data), len(packed), len(data), len(raw), 0)
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 21, 0x800, method, 0, 0x21, *sizes) + raw + packed
    central = b"PK\x01\x02" + struct.pack("<HHHHHHIIIHH", 20, 21, 0x800, method, 0, 0x21, *sizes)
    central += struct.pack("<HHHII", 0, 0, 0, 0, 0) + raw
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def vint(value: int) -> bytes:
    out = bytearray()
    while True:
        out.append(value & 0x7F | (0x80 if value > 0x7F else 0))
        value >>= 7
        if not value:
            return bytes(out)


def rar5(files: dict[str, bytes]) -> bytes:
    """A RAR 5 archive whose members are only stored (technote of rarlab.com)."""

    def block(kind: int, flags: int, rest: bytes, data: bytes = b"") -> bytes:
        body = vint(kind) + vint(flags) + (vint(len(data)) if flags & 2 else b"") + rest
        body = vint(len(body)) + body
        return struct.pack("<I", zlib.crc32(body)) + body + data

    out = b"Rar!\x1a\x07\x01\x00" + block(1, 0, vint(0))
    for name, data in files.items():
        raw = name.encode()
        rest = vint(4) + vint(len(data)) + vint(0o100644) + struct.pack("<I", zlib.crc32(data))
        out += block(2, 2, rest + vint(0) + vint(1) + vint(len(raw)) + raw, data)
    return out + block(5, 0, vint(0))


def rar3(files: dict[bytes, bytes]) -> bytes:
    """A RAR 3 archive whose members are only stored, their names as some Chinese programs write them."""

    def block(kind: int, flags: int, rest: bytes, data: bytes = b"") -> bytes:
        body = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
        return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body + data

    out = b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6))
    for name, data in files.items():
        rest = struct.pack(
            "<IIBIIBBHI", len(data), len(data), 2, zlib.crc32(data), 0x21, 20, 0x30, len(name), 0x20
        )
        out += block(0x74, 0x8000, rest + name, data)
    return out + block(0x7B, 0x4000, b"")


def test_a_rar_of_stored_members_needs_no_program() -> None:
    own, members = read(
        "会议.rar", rar5({"6月/记录.txt": MINUTES, "空.txt": b"", "..\\..\\外面.txt": MINUTES})
    )
    assert own.doc_type == "rar" and own.problems == ()
    assert "经费" in text(members["6月/记录.txt"]) and "经费" in text(members["外面.txt"])
    assert [problem.reason for problem in members["空.txt"].problems] == ["文件是空的（0 字节）"]


def test_names_of_an_old_rar_in_gbk_are_decoded() -> None:
    names = {"第一党支部会议记录.txt".encode("gb18030"): MINUTES, "签到表.txt".encode("gb18030"): MINUTES}
    _, members = read("会议.rar", rar3(names))
    assert sorted(members) == ["第一党支部会议记录.txt", "签到表.txt"]
    assert all("经费" in text(member) for member in members.values())


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_truncated_rar_ends_in_an_outcome(keep: float) -> None:
    data = rar5({"一.txt": MINUTES * 9, "二.txt": MINUTES * 9})
    own, members = read("残.rar", data[: int(len(data) * keep)])
    assert own.problems or any(member.problems for member in members.values())


def test_zstandard_is_read() -> None:
    zstd = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo("记录.txt")
        entry.size = len(MINUTES)
        archive.addfile(entry, io.BytesIO(MINUTES))
    _, members = read("档案.tar.zst", zstd.compress(out.getvalue()))
    assert "经费" in text(members["记录.txt"])
    _, members = read("记录.txt.zst", zstd.compress(MINUTES))
    assert list(members) == ["记录.txt"]


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
    _, members = read("rar3-solid.rar", (folder / "rar3-solid.rar").read_bytes())
    assert len(members) == 2 and all(text(content) for content in members.values())
    own, members = read_file(folder / "rar5-vols.part1.rar")
    assert len(text(members["vols/bigfile.txt"])) > 200_000
    later, _ = read_file(folder / "rar5-vols.part2.rar")
    assert later.problems == ()
    own, members = read("rar5-psw.rar", (folder / "rar5-psw.rar").read_bytes())
    assert all(p.kind is ProblemKind.ENCRYPTED for m in members.values() for p in m.problems)
    _, members = read(
        "rar5-psw.rar", (folder / "rar5-psw.rar").read_bytes(), Context(ocr=False, passwords=("password",))
    )
    assert members and all(text(content) for content in members.values())
