"""Discovery: every path once, in a stable order, with the reason where it is left out."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from indexer.discover import (
    Found,
    Ignored,
    Place,
    SourceFile,
    Unreadable,
    discover,
    openable,
    reachable,
    shown,
)
from indexer.ignoring import read_rules

posix_names = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="the file system takes Unicode names only"
)


def write(root: Path, *paths: str) -> None:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path, encoding="utf-8")


def walk(
    root: Path, under: str = "", patterns: tuple[str, ...] = (), own: tuple[Path, ...] = ()
) -> list[Found]:
    return list(discover(Place("档案", root, under, read_rules(patterns), own)))


def files(found: list[Found]) -> list[str]:
    return [item.path for item in found if isinstance(item, SourceFile)]


def ignored(found: list[Found]) -> dict[str, str]:
    return {item.path: item.reason for item in found if isinstance(item, Ignored)}


def test_files_come_in_the_order_of_their_paths_with_size_and_time(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.txt", "a/b/c.txt", "a.txt", "a-1/x.txt")
    found = walk(tmp_path)
    assert files(found) == sorted(["b.txt", "a/z.txt", "a/b/c.txt", "a.txt", "a-1/x.txt"])
    assert files(found) == files(walk(tmp_path))
    for item in found:
        assert isinstance(item, SourceFile)
        status = (tmp_path / item.path).stat()
        assert (item.size, item.mtime_ns) == (status.st_size, status.st_mtime_ns)
        assert item.absolute.read_text(encoding="utf-8") == item.path
        assert item.path_bytes is None


@pytest.mark.parametrize(
    "path",
    [
        "~$2021年总结.docx",
        ".~lock.总结.odt#",
        "Thumbs.db",
        "党课/thumbs.DB",
        "desktop.ini",
        ".DS_Store",
        "._照片.jpg",
        ".隐藏/会议.docx",
        "~WRL0001.tmp",
        "下载.crdownload",
        "$RECYCLE.BIN/x.docx",
        "a/System Volume Information/b",
        "__MACOSX/a.txt",
    ],
)
def test_lock_system_and_temporary_files_are_ignored_with_a_reason(path: str, tmp_path: Path) -> None:
    write(tmp_path, path, "总结.docx")
    found = walk(tmp_path)
    assert files(found) == ["总结.docx"]
    assert list(ignored(found)) == [path]
    assert ignored(found)[path]


@pytest.mark.parametrize("path", ["报告.part1.rar", "~总结.docx", "临时.tmp.docx", "lost+found", "a.swp.txt"])
def test_names_that_only_look_like_system_files_are_indexed(path: str, tmp_path: Path) -> None:
    write(tmp_path, path)
    assert files(walk(tmp_path)) == [path]


@pytest.mark.parametrize(
    ("patterns", "left_out"),
    [
        (("*.bak",), {"a.bak", "x/b.bak", "x/y/c.BAK"}),
        (("/*.bak",), {"a.bak"}),
        (("x/*.bak",), {"x/b.bak"}),
        (("x/**/*.bak",), {"x/b.bak", "x/y/c.BAK"}),
        (("**/y",), {"x/y/c.BAK", "x/y/d.txt"}),
        (("y/",), {"x/y/c.BAK", "x/y/d.txt"}),
        (("a.bak/",), set()),
        (("x/**",), {"x/b.bak", "x/y/c.BAK", "x/y/d.txt"}),
        (("*.bak", "!b.bak"), {"a.bak", "x/y/c.BAK"}),
        (("x/", "!x/b.bak"), {"x/b.bak", "x/y/c.BAK", "x/y/d.txt"}),
        (("?.bak",), {"a.bak", "x/b.bak", "x/y/c.BAK"}),
        (("[ab].bak",), {"a.bak", "x/b.bak"}),
        (("[!a].bak",), {"x/b.bak", "x/y/c.BAK"}),
        (("# *.bak", ""), set()),
        (("*",), {"a.bak", "x/b.bak", "x/y/c.BAK", "x/y/d.txt"}),
    ],
)
def test_patterns_of_the_user_work_as_in_gitignore(
    patterns: tuple[str, ...], left_out: set[str], tmp_path: Path
) -> None:
    write(tmp_path, "a.bak", "x/b.bak", "x/y/c.BAK", "x/y/d.txt")
    assert set(ignored(walk(tmp_path, patterns=patterns))) == left_out


def test_a_pattern_can_take_back_a_built_in_rule(tmp_path: Path) -> None:
    write(tmp_path, "记录.tmp", ".隐藏.docx")
    assert files(walk(tmp_path, patterns=("!*.tmp", "!.隐藏.docx"))) == [".隐藏.docx", "记录.tmp"]


@pytest.mark.parametrize("pattern", ["[", "[]", "[!", "a[b", "*[", "\\", "***", "(a|", "a{2}", "!", "/"])
def test_odd_patterns_are_no_error(pattern: str, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "a[b", "[")
    assert len(walk(tmp_path, patterns=(pattern,))) == 3


def test_the_data_folder_is_left_out_wherever_it_lies(tmp_path: Path) -> None:
    write(tmp_path, "档案/a.txt", "档案/数据/catalog.sqlite3", "档案/数据/index/1", "档案/b/数据/c.txt")
    found = walk(tmp_path / "档案", own=(tmp_path / "档案" / "数据",))
    assert files(found) == ["a.txt", "b/数据/c.txt"]
    assert list(ignored(found)) == ["数据/"]


def test_an_archive_inside_the_data_folder_is_walked(tmp_path: Path) -> None:
    write(tmp_path, "data/sample/a.txt")
    assert files(walk(tmp_path / "data" / "sample", own=(tmp_path / "data",))) == ["a.txt"]


def test_only_the_part_asked_for_is_walked_and_paths_stay_relative_to_the_root(tmp_path: Path) -> None:
    write(tmp_path, "a/b/c.txt", "a/d.txt", "e.txt", ".x/y/z.txt")
    assert files(walk(tmp_path, "a/b")) == ["a/b/c.txt"]
    assert files(walk(tmp_path, "a")) == ["a/b/c.txt", "a/d.txt"]
    assert list(ignored(walk(tmp_path, ".x/y"))) == [".x/y/z.txt"]


@posix_names
@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ("党建".encode("gbk") + b"/" + "总结.txt".encode("gbk"), "党建/总结.txt"),
        (b"\xff\xfe/caf\xe9.txt", "\\xff\\xfe/caf\\xe9.txt"),
    ],
)
def test_a_name_that_is_not_unicode_is_shown_as_text_and_keeps_its_bytes(
    raw: bytes, path: str, tmp_path: Path
) -> None:
    real = os.fsencode(tmp_path) + b"/" + raw
    Path(os.fsdecode(real)).parent.mkdir()
    Path(os.fsdecode(real)).write_text("text", encoding="utf-8")
    (item,) = walk(tmp_path)
    assert isinstance(item, SourceFile)
    assert item.path_bytes == raw
    assert item.path == path
    assert item.absolute.read_text(encoding="utf-8") == "text"


@posix_names
def test_an_escaped_name_never_collides_with_a_name_really_so(tmp_path: Path) -> None:
    write(tmp_path, "\\xb5.txt", "党建.txt")
    for name in (b"\xb5.txt", "党建.txt".encode("gbk")):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("other", encoding="utf-8")
    paths = files(walk(tmp_path))
    assert sorted(paths) == ["\\xb5.txt", "\\xb5.txt~", "党建.txt", "党建.txt~"]
    assert files(walk(tmp_path)) == paths


@posix_names
def test_odd_names_are_kept_as_they_are(tmp_path: Path) -> None:
    names = [
        "a\nb.txt",
        "名 字.txt",
        "cafe\u0301.txt",
        "caf\u00e9.txt",
        "-rf",
        "a\\b.txt",
        "CON",
        "点.",
        "長" * 80,
    ]
    write(tmp_path, *names)
    assert sorted(files(walk(tmp_path))) == sorted(names)


def test_paths_far_longer_than_260_characters_are_found(tmp_path: Path) -> None:
    folder = tmp_path
    for number in range(12):
        folder = folder / f"第{number}层{'很' * 30}"
        Path(openable(str(folder))).mkdir()
    Path(openable(str(folder / "a.txt"))).write_text("deep", encoding="utf-8")
    (item,) = walk(tmp_path)
    assert isinstance(item, SourceFile)
    assert len(item.path) > 400
    assert item.absolute.read_text(encoding="utf-8") == "deep"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("C:\\档案\\a.txt", "\\\\?\\C:\\档案\\a.txt"),
        ("C:/档案/a.txt", "\\\\?\\C:\\档案\\a.txt"),
        ("\\\\服务器\\共享\\a.txt", "\\\\?\\UNC\\服务器\\共享\\a.txt"),
        ("\\\\?\\C:\\a", "\\\\?\\C:\\a"),
    ],
)
def test_windows_paths_get_the_prefix_that_lifts_the_length_limit(given: str, expected: str) -> None:
    assert openable(given, "win32") == expected
    assert openable(given, "linux") == given


def test_links_are_not_followed_and_a_loop_ends(tmp_path: Path) -> None:
    write(tmp_path, "档案/a/会议.txt", "外面/秘密.txt")
    try:
        (tmp_path / "档案/a/loop").symlink_to(tmp_path / "档案", target_is_directory=True)
        (tmp_path / "档案/out").symlink_to(tmp_path / "外面", target_is_directory=True)
        (tmp_path / "档案/copy.txt").symlink_to(tmp_path / "档案/a/会议.txt")
        (tmp_path / "档案/dangling.txt").symlink_to(tmp_path / "没有")
    except OSError:
        pytest.skip("this system lets no ordinary user make symbolic links")
    found = walk(tmp_path / "档案")
    assert files(found) == ["a/会议.txt"]
    assert set(ignored(found)) == {"a/loop", "out", "copy.txt", "dangling.txt"}


def test_a_root_that_is_itself_a_link_is_walked(tmp_path: Path) -> None:
    write(tmp_path, "档案/a.txt")
    try:
        (tmp_path / "link").symlink_to(tmp_path / "档案", target_is_directory=True)
    except OSError:
        pytest.skip("this system lets no ordinary user make symbolic links")
    assert files(walk(tmp_path / "link")) == ["a.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_pipes_and_sockets_are_ignored_and_never_opened(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(tmp_path)
        listener.bind("socket.txt")
        found = walk(tmp_path)
    assert files(found) == ["a.txt"]
    assert set(ignored(found)) == {"pipe.txt", "socket.txt"}


def test_a_root_that_is_not_there_is_unreadable_and_not_empty(tmp_path: Path) -> None:
    (item,) = walk(tmp_path / "没有")
    assert isinstance(item, Unreadable)
    assert item.path == ""
    assert not reachable(tmp_path / "没有")
    assert reachable(tmp_path)


def test_a_root_that_is_a_file_is_unreadable(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    (item,) = walk(tmp_path / "a.txt")
    assert isinstance(item, Unreadable)
    assert not reachable(tmp_path / "a.txt")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not stop this user")
def test_a_folder_without_permission_is_a_problem_and_the_rest_is_walked(tmp_path: Path) -> None:
    write(tmp_path, "a/b.txt", "locked/c.txt", "d.txt")
    (tmp_path / "locked").chmod(0)
    try:
        found = walk(tmp_path)
    finally:
        (tmp_path / "locked").chmod(0o700)
    assert files(found) == ["a/b.txt", "d.txt"]
    (problem,) = [item for item in found if isinstance(item, Unreadable)]
    assert problem.path == "locked/"
    assert "权限" in problem.reason


def test_a_path_too_long_for_the_system_is_a_problem_and_the_rest_is_walked(tmp_path: Path) -> None:
    if sys.platform == "win32" or not os.supports_dir_fd:
        pytest.skip("such a folder cannot be made here")
    write(tmp_path, "a.txt", "z.txt")
    here = os.open(tmp_path, os.O_RDONLY)
    opened = [here]
    for _ in range(25):
        os.mkdir("深" * 80, dir_fd=opened[-1])
        opened.append(os.open("深" * 80, os.O_RDONLY, dir_fd=opened[-1]))
    try:
        found = walk(tmp_path)
    finally:
        for number in range(len(opened) - 1, 0, -1):
            os.close(opened[number])
            os.rmdir("深" * 80, dir_fd=opened[number - 1])
        os.close(here)
    assert files(found) == ["a.txt", "z.txt"]
    (problem,) = [item for item in found if isinstance(item, Unreadable)]
    assert problem.path.endswith("/")


def test_shown_leaves_unicode_names_alone() -> None:
    assert shown("党建 2021.docx") == "党建 2021.docx"
