"""The command line: Chinese throughout, results on stdout, progress on stderr, exit codes for scripts."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click
import openpyxl
import pytest

import cli
from indexer.errors import DanganError
from indexer.pipeline import run_lock
from indexer.settings import NAMES, variable

REPOSITORY = Path(cli.__file__).parent


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, object]:
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


class Command:
    """Runs ``dangan`` in this process, with a data folder of its own."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self._capsys = data, capsys

    def __call__(self, *arguments: str | Path) -> Result:
        code = cli.main(["--data", str(self.data), *map(str, arguments)])
        captured = self._capsys.readouterr()
        return Result(code, captured.out, captured.err)


@pytest.fixture
def dangan(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    for name in NAMES:
        monkeypatch.delenv(variable(name), raising=False)
    monkeypatch.setenv("DANGAN_WORKERS", "1")
    monkeypatch.setenv("DANGAN_OCR", "0")
    return Command(tmp_path / "data", capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive of three files and a lock file."""
    place = tmp_path / "档案"
    for path, text in {
        "第一党支部/2021/支委会.txt": "第一党支部支委会会议记录\n时间：2021年6月3日\n研究路灯维修经费",
        "第二党支部/2022/党费.txt": "第二党支部2022年党费收缴明细",
        "说明.md": "# 说明\n\n路灯站的档案",
        "~$锁.docx": "",
    }.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text(text, encoding="utf-8")
    return place


def run(*arguments: str | Path, environ: dict[str, str] | None = None) -> Result:
    """Run ``dangan`` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "cli", *map(str, arguments)],
        cwd=REPOSITORY,
        env={**os.environ, **(environ or {})},
        capture_output=True,
    )
    return Result(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


# Help and errors


def all_commands() -> Iterator[tuple[str, ...]]:
    def walk(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for name, command in group.commands.items():
            yield (*path, name)
            if isinstance(command, click.Group):
                yield from walk(command, (*path, name))

    yield ()
    yield from walk(cli.dangan, ())


@pytest.mark.parametrize("path", list(all_commands()), ids=" ".join)
def test_the_help_of_every_command_is_chinese(path: tuple[str, ...], dangan: Command) -> None:
    result = dangan(*path, "--help")
    assert result.code == 0
    assert result.out.startswith(f"用法：dangan {' '.join(path)}".rstrip())
    assert re.search("[\u4e00-\u9fff]", result.out.split("\n")[2])
    english = re.findall(r"Usage|Options|Commands|Arguments|Show|message|exit\b|default|required", result.out)
    assert english == []
    command = cli.dangan
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            assert option.help, option.name


def test_all_commands_that_scripts_rely_on_are_there() -> None:
    wanted = (
        "index roots serve demo search show status problems branches words corrections rebuild backup"
        " restore config"
    )
    assert set(wanted.split()) == set(cli.dangan.commands)
    groups = {name: set(c.commands) for name, c in cli.dangan.commands.items() if isinstance(c, click.Group)}
    assert groups == {
        "roots": {"list", "move", "remove"},
        "branches": {"list", "export", "import"},
        "words": {"list", "add", "remove", "export", "import"},
        "corrections": {"log", "export", "import", "undo"},
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nosuch"], "没有“nosuch”这个命令"),
        (["roots", "nosuch"], "没有“nosuch”这个命令"),
        (["index", "--verfy"], "没有 --verfy 这个选项，是不是 --verify？"),
        (["search", "--brnch", "x"], "没有 --brnch 这个选项"),
        (["show"], "缺少编号"),
        (["show", "a", "b"], "多出来的参数：b"),
        (["roots", "move", "a"], "缺少文件夹"),
        (["serve", "--port"], "选项 --port 后面要有一个值"),
        (["status", "--json=1"], "选项 --json 不带值"),
        (["serve", "--port", "abc"], "设置 port"),
        (["serve", "--host", "0.0.0.0"], "还没有登录账号"),
        (["serve", "--host", "example.cn"], "还没有登录账号"),
        (["search", "路灯", "--size", "500"], "size"),
        (["search", "路灯", "--year", "去年"], "year"),
        (["problems", "--kind", "nosuch"], "kind"),
        (["index"], "还没有登记任何档案文件夹"),
        (["index", "没有这个文件夹"], "不存在"),
        (["branches", "export", "a.docx"], ".toml 或 .xlsx"),
        (["branches", "import", "没有.toml"], "读不出来"),
        (["words", "add", "LED灯"], "不能加入词典"),
        (["words", "add", "灯杆编号", "--kind", "地名"], "没有“地名”这个类别"),
        (["words", "import", "没有.txt"], "读不出来"),
        (["corrections", "export", "a.csv"], "文件名要以 .xlsx 结尾"),
        (["corrections", "export", "a.xlsx", "路灯", "--yaer", "2021"], "没有 --yaer 这个选项"),
        (["corrections", "import", "没有.xlsx"], "读不出来"),
        (["corrections", "undo"], "缺少批号"),
        (["restore", "没有.zip"], ""),
    ],
)
def test_a_wrong_call_is_told_in_chinese_with_what_to_do_and_exit_code_2(
    arguments: list[str], said: str, dangan: Command
) -> None:
    result = dangan(*arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("错误：")
    assert said in result.err
    assert re.search(r"^怎么办：", result.err, re.MULTILINE)
    assert not re.search(r"Usage|Error|No such|Missing|Invalid|Got|Try", result.err)


def test_what_is_not_there_ends_with_exit_code_1(dangan: Command) -> None:
    assert dangan("show", "0000000000000000").code == 1
    assert dangan("roots", "remove", "没有").code == 1


def test_a_database_that_cannot_be_had_ends_with_exit_code_3(
    dangan: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DANGAN_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:9/x?connect_timeout=2")
    result = dangan("index", folder)
    assert result.code == 3
    assert "怎么办：" in result.err


def test_an_engine_that_is_away_ends_with_exit_code_3_and_the_next_run_catches_up(
    dangan: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DANGAN_ELASTICSEARCH_URL", "http://127.0.0.1:9")
    result = dangan("index", folder)
    assert result.code == 3
    assert "再运行一次 dangan index" in result.err
    assert dangan("search", "路灯").code == 3
    assert "连不上" in dangan("status").out
    monkeypatch.delenv("DANGAN_ELASTICSEARCH_URL")
    assert dangan("index").code == 0
    assert dangan("search", "路灯", "--json").json["total"] == 2


def test_a_fault_of_ours_is_told_without_leaving_the_user_alone(
    dangan: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.settings.load_settings", lambda _: 1 / 0)
    result = dangan("config")
    assert result.code == DanganError.exit_code
    assert "错误：程序内部出错" in result.err
    assert "ZeroDivisionError" in result.err


# Indexing and searching


def test_index_prints_a_summary_that_adds_up_and_progress_goes_to_stderr(
    dangan: Command, folder: Path
) -> None:
    result = dangan("index", folder)
    assert result.code == 0
    seen = re.search(r"清点 (\d+) 个文件", result.out)
    counts = re.findall(r"^  \S+ +(\d+)$", result.out, re.MULTILINE)
    assert seen is not None
    assert len(counts) == 5
    assert int(seen.group(1)) == sum(map(int, counts)) == 4
    assert "新增 3" in result.out
    assert "清点文件" in result.err
    assert "清点文件" not in result.out


def test_a_file_that_can_be_tried_again_ends_with_exit_code_1(dangan: Command, folder: Path) -> None:
    dangan("index", folder)
    folder.rename(folder.with_name("拿走了"))
    result = dangan("index")
    assert result.code == 1
    assert "连不上" in result.out
    assert dangan("search", "路灯", "--json").json["total"] == 2


def test_index_and_search_end_to_end(dangan: Command, folder: Path) -> None:
    dangan("index", folder)
    found = dangan("search", "路灯维修", "--json").json
    (hit,) = found["hits"]  # type: ignore[misc]
    assert hit["path"] == "第一党支部/2021/支委会.txt"
    assert hit["branch"] == "第一党支部"
    text = dangan("search", "路灯维修").out
    assert "共 1 件" in text
    assert hit["id"] in text
    assert "\x1b" not in text


def test_search_takes_the_filters_of_the_api(dangan: Command, folder: Path) -> None:
    dangan("index", folder)

    def total(*arguments: str) -> object:
        return dangan("search", *arguments, "--json").json["total"]

    assert total() == 3
    assert total("--branch", "第一党支部") == 1
    assert total("--branch", "第一党支部", "--branch", "第二党支部") == 2
    assert total("--not-branch", "第一党支部") == 2
    assert total("--branch", "-") == 1
    assert total("--year", "2022") == 1
    assert total("--doc-type", "md") == 1
    assert total("--date-from", "2021-06", "--date-to", "2021-06") == 1
    assert total("党费", "--size", "1", "--page", "2") == 1
    assert total("路灯", "-维修") == 1
    assert total("-路灯") == 1
    assert total("路灯", "经费") == total("路灯 经费") == 1
    assert total("路灯", "--within", "经费") == 1
    assert total("--since", "2020-01-01") == 3
    assert total("--since", "2999-01-01T09:30") == 0


def test_show_gives_a_document_and_its_text(dangan: Command, folder: Path) -> None:
    dangan("index", folder)
    (hit,) = dangan("search", "路灯维修", "--json").json["hits"]  # type: ignore[misc]
    shown = dangan("show", hit["id"], "--json", "--text").json
    assert shown["id"] == hit["id"]
    assert shown["fields"]["date"]["value"] == "2021-06-03"  # type: ignore[index]
    assert "研究路灯维修经费" in shown["text"][0]["text"]  # type: ignore[index]
    text = dangan("show", hit["id"], "--text").out
    assert "2021-06-03（正文，把握 95%）" in text
    assert "研究路灯维修经费" in text


def test_status_and_problems_agree_with_the_files(dangan: Command, folder: Path) -> None:
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    dangan("index", folder)
    status = dangan("status", "--json").json
    assert status["outcomes"] == {
        "searchable": 3,
        "partly": 0,
        "not_searchable": 1,
        "quarantined": 0,
        "ignored": 1,
    }
    assert "全文可检索" in dangan("status").out
    problems = dangan("problems", "--json").json
    assert problems["total"] == 1
    (problem,) = problems["problems"]  # type: ignore[misc]
    assert problem["path"] == "坏.docx"
    (ignored,) = dangan("problems", "--kind", "ignored", "--json").json["problems"]  # type: ignore[misc]
    assert ignored["path"] == "~$锁.docx"
    assert "坏.docx" in dangan("problems").out


def test_problems_are_read_again_when_asked(dangan: Command, folder: Path) -> None:
    file = folder / "空.txt"
    file.write_bytes(b" " * 12)
    dangan("index", folder)
    assert [one["path"] for one in dangan("problems", "--json").json["problems"]] == ["空.txt"]  # type: ignore[attr-defined]
    status = file.stat()
    file.write_text("慰问职工", encoding="utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert dangan("index").code == 0
    assert dangan("problems", "--kind", "no_text", "--json").json["total"] == 1
    assert dangan("problems", "--retry", "--kind", "nosuch").code == 2
    again = dangan("problems", "--retry", "--kind", "no_text", "--json")
    assert (again.code, again.json["total"]) == (0, 0)
    assert "慰问职工" in dangan("search", "慰问职工").out
    assert "没有可以重新读取的文件" in dangan("problems", "--retry").err


def test_roots_are_listed_moved_and_removed(dangan: Command, folder: Path, tmp_path: Path) -> None:
    assert dangan("roots").out == ""
    dangan("index", folder)
    (root,) = dangan("roots", "--json").json["roots"]  # type: ignore[misc]
    assert (root["name"], root["documents"], root["reachable"]) == ("档案", 3, True)
    folder.rename(tmp_path / "新盘")
    assert "连不上" in dangan("roots", "list").out
    assert dangan("roots", "move", "档案", tmp_path / "新盘").code == 0
    assert dangan("index").out.count("新增") == 0
    assert dangan("roots", "remove", "档案").code == 0
    assert dangan("roots").out == ""
    assert dangan("search", "--json").json["total"] == 0
    assert (tmp_path / "新盘" / "说明.md").exists()


def test_rebuild_keeps_the_results_without_the_files(dangan: Command, folder: Path, tmp_path: Path) -> None:
    dangan("index", folder)
    folder.rename(tmp_path / "away")
    assert "已重建：3 件" in dangan("rebuild").out
    assert dangan("search", "路灯维修", "--json").json["total"] == 1


def test_a_run_under_way_is_told_as_busy(dangan: Command, folder: Path) -> None:
    with run_lock(dangan.data):
        result = dangan("index", folder)
    assert result.code == 1
    assert "正在" in result.err


# Branches, backup, settings


@pytest.mark.parametrize("name", ["支部.toml", "支部.xlsx"])
def test_branches_are_exported_edited_and_imported(
    name: str, dangan: Command, folder: Path, tmp_path: Path
) -> None:
    dangan("index", folder)
    table = tmp_path / name
    assert dangan("branches", "export", table).code == 0
    assert dangan("branches", "import", table).code == 0
    (first, second) = dangan("branches", "--json").json["branches"]  # type: ignore[misc]
    assert (first["name"], first["confirmed"]) == ("第一党支部", True)
    assert second["name"] == "第二党支部"
    assert "已核对" in dangan("branches").out


def test_an_imported_list_changes_what_documents_belong_to(
    dangan: Command, folder: Path, tmp_path: Path
) -> None:
    dangan("index", folder)
    table = tmp_path / "支部.toml"
    table.write_text(
        '[[branch]]\nname = "路灯站第一党支部"\naliases = ["第一党支部", "一支部"]\ncommittee = true\n'
        'groups = 2\nterm = 2021-11-20\nfrom = 2018-01-01\nuntil = "2024-12-31"\n\n'
        '[[branch]]\nname = "第二党支部"\n',
        encoding="utf-8",
    )
    result = dangan("branches", "import", table)
    assert "重新著录 3 件" in result.out
    assert dangan("search", "--branch", "路灯站第一党支部", "--json").json["total"] == 1
    (branch, _) = dangan("branches", "--json").json["branches"]  # type: ignore[misc]
    assert (branch["groups"], branch["from"], branch["until"]) == (2, "2018-01-01", "2024-12-31")
    assert branch["term"] == "2021-11-20"


def test_a_worksheet_is_read_by_its_headings(dangan: Command, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (
        ["党支部名单"],
        ["序号", "党支部名称", "简称", "有无支委会", "党小组数", "成立日期", "任期起始", "备注"],
        [1, "第一党支部", "一支部、机关一支部", "有", 2, "2018年3月", "2021.11.20", "x"],
        [2, "退休党支部", None, "无", None, None, None, None],
        [None, None, None, None, None, None, None, None],
    ):
        sheet.append(row)
    workbook.save(tmp_path / "支部.xlsx")
    assert dangan("branches", "import", tmp_path / "支部.xlsx").code == 0
    first, second = dangan("branches", "--json").json["branches"]  # type: ignore[misc]
    assert (first["aliases"], first["committee"], first["groups"]) == (["一支部", "机关一支部"], True, 2)
    assert (first["from"], first["term"]) == ("2018-03-01", "2021-11-20")
    assert (second["name"], second["committee"], second["groups"]) == ("退休党支部", False, None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[branch]]\naliases = []", "缺少名称"),
        ('[[branch]]\nname = "a"\nfrom = "昨天"', "成立日期（from）"),
        ('[[branch]]\nname = "a"\nuntil = "2021-02-30"', "撤销日期（until）"),
        ('[[branch]]\nname = "a"\ngroups = "很多"', "党小组数（groups）"),
        ('[[branch]]\nname = "a"\ncommittee = "也许"', "支委会（committee）"),
        ('[[branch]]\nname = "a"\naliases = [1]', "别名（aliases）"),
        ('[[branch]]\nname = "a"\nfrm = 2021-01-01', "没有“frm”这一项"),
        ('[[branch]]\nname = "a"\n[[branch]]\nname = "a"', "写了两次"),
        ("name = 1", "[[branch]]"),
        ("", "没有党支部"),
        ("[[branch", "读不出来"),
    ],
)
def test_a_list_of_branches_that_cannot_be_taken_names_the_place(
    text: str, said: str, dangan: Command, tmp_path: Path
) -> None:
    (tmp_path / "支部.toml").write_text(text, encoding="utf-8")
    result = dangan("branches", "import", tmp_path / "支部.toml")
    assert result.code == 2
    assert said in result.err


def test_words_of_the_unit_are_kept_told_and_applied_by_a_rebuild(
    dangan: Command, folder: Path, tmp_path: Path
) -> None:
    dangan("index", folder)
    added = dangan("words", "add", "灯杆编号", "配电箱")
    assert "已加入 2 个词" in added.out
    assert re.search(r"要重建索引 \d+ 件，大约 .*：dangan rebuild", added.err)
    assert dangan("status", "--json").json["rebuild_due"] is True
    assert dangan("rebuild").code == 0
    assert dangan("status", "--json").json["rebuild_due"] is False
    dangan("words", "add", "樊炫腾", "--kind", "人名")
    assert dangan("words", "--json").json["words"] == [
        {"kind": "person", "word": "樊炫腾"},
        {"kind": "term", "word": "灯杆编号"},
        {"kind": "term", "word": "配电箱"},
    ]
    table = tmp_path / "词典.xlsx"
    assert "3 个词" in dangan("words", "export", table).out
    assert "已去掉 1 个词" in dangan("words", "remove", "配电箱").out
    assert "已加入 1 个词" in dangan("words", "import", table).out
    (tmp_path / "新.txt").write_text("高杆灯\n", encoding="utf-8")
    assert "已加入 1 个词，去掉 2 个" in dangan("words", "import", tmp_path / "新.txt", "--replace").out


def test_a_table_of_corrections_goes_out_is_edited_checked_taken_and_taken_back(
    dangan: Command, folder: Path, tmp_path: Path
) -> None:
    dangan("index", folder)
    table = tmp_path / "更正表.xlsx"
    total = dangan("search", "--json").json["total"]
    assert f"已导出 {total} 件" in dangan("corrections", "export", table).out
    assert "已导出 1 件" in dangan("corrections", "export", table, "路灯维修", "--branch", "第一党支部").out
    book = openpyxl.load_workbook(table)
    sheet = book["著录"]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(2, headings.index("党支部") + 1).value = "城区党支部"
    sheet.append(["f" * 16, "1"])
    sheet.cell(3, headings.index("题名") + 1).value = "没有的"
    book.save(table)

    checked = dangan("corrections", "import", table, "--check")
    assert checked.code == 1
    assert "党支部：第一党支部 → 城区党支部" in checked.out
    assert "第 3 行不能改" in checked.out and "会改 1 件，0 件没有改动，1 行不能改" in checked.out
    refused = dangan("corrections", "import", table, "--reason", "核对")
    assert refused.code == 1 and "一行也没有改" in refused.err
    assert "共 0 条" in dangan("corrections").out
    taken = dangan("corrections", "import", table, "--reason", "按名册核对", "--good-rows")
    assert taken.code == 1 and "已更正 1 件，批号 1" in taken.out
    log = dangan("corrections", "log", "--json").json
    (line,) = log["corrections"]  # type: ignore[misc]
    assert (line["value"], line["reason"], line["batch"]) == ("城区党支部", "按名册核对", 1)
    assert "党支部 改为 城区党支部，批号 1" in dangan("corrections").out
    assert "已撤回 1 件" in dangan("corrections", "undo", "1").out
    assert "已撤回" in dangan("corrections", "log", "--batch", "1").out
    assert dangan("corrections", "undo", "7").code == 1


def test_backup_and_restore_bring_corrections_to_a_new_data_folder(
    dangan: Command, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from indexer.catalog import Catalog
    from indexer.settings import Settings

    dangan("index", folder)
    (hit,) = dangan("search", "路灯维修", "--json").json["hits"]  # type: ignore[misc]
    with Catalog.open(Settings(data=dangan.data).database_url) as catalog:
        record = catalog.document(hit["id"])
        assert record is not None
        catalog.correct(record.id, {"title": "更正的题名"}, (), "clerk", "", record.revision)
    saved = tmp_path / "备份.zip"
    assert dangan("backup", saved).code == 0
    assert zipfile.is_zipfile(saved)
    other = Command(tmp_path / "other", capsys)
    assert other("restore", saved).code == 0
    assert other("index", folder).code == 0
    (again,) = other("search", "更正的题名", "--json").json["hits"]  # type: ignore[misc]
    assert (again["id"], again["title"]) == (hit["id"], "更正的题名")


def test_config_lists_every_setting_with_its_origin(dangan: Command) -> None:
    lines = dangan("config", "--json").json["settings"]
    found = {line["name"]: line for line in lines}  # type: ignore[attr-defined]
    assert set(found) == set(NAMES)
    assert (found["workers"]["value"], found["workers"]["origin"]) == ("1", "环境变量")
    assert found["data"]["origin"] == "命令行"
    text = dangan("config").out
    assert all(variable(name) in text for name in NAMES)


def test_a_misspelt_variable_is_remarked_upon(dangan: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANGAN_TIKAURL", "http://x")
    assert "DANGAN_TIKAURL" in dangan("config").err


# A process of its own


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys, cli; cli.main(['--help']); heavy = set(sys.modules) &"
        " {'flask', 'apiflask', 'sqlalchemy', 'tantivy', 'elasticsearch', 'openpyxl', 'jieba', 'lxml'};"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "ascii"}])
def test_output_is_utf8_in_every_locale(locale: dict[str, str], tmp_path: Path) -> None:
    result = run(
        "--data", tmp_path, "config", environ=locale | {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    )
    assert result.code == 0
    assert "数据目录" in result.out


def test_the_data_folder_can_be_given_by_environment(tmp_path: Path) -> None:
    result = run("config", "--json", environ={"DANGAN_DATA": str(tmp_path / "甲")})
    assert result.json["settings"][0]["value"] == str(tmp_path / "甲")  # type: ignore[index]


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "cli", "--data", str(tmp_path), "config"],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    child.stdout.close()
    _, err = child.communicate(timeout=60)
    assert err == b""


def serving(*arguments: str | Path, environ: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "cli", *map(str, arguments)],
        cwd=REPOSITORY,
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def fetch(address: str, path: str) -> tuple[int, bytes]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def stop(child: subprocess.Popen[bytes], how: int = signal.SIGTERM) -> tuple[bytes, bytes]:
    child.send_signal(how)
    return child.communicate(timeout=60)


@pytest.mark.skipif(sys.platform == "win32", reason="signals end a process differently there")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_serve_prints_its_address_when_it_answers_and_stops_cleanly(how: int, tmp_path: Path) -> None:
    child = serving("--data", tmp_path, "serve", "--port", "0", environ={})
    assert child.stdout is not None
    address = child.stdout.readline().decode("utf-8").strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", address)
    assert fetch(address, "/api/v1/status")[0] == 200
    _, err = stop(child, how)
    assert child.returncode == 0
    assert err == b""


def test_a_port_that_is_taken_is_told(dangan: Command) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = dangan("serve", "--port", str(taken.getsockname()[1]))
    assert result.code == 2
    assert "端口" in result.err


def test_the_demonstration_only_writes_its_files_where_told(dangan: Command, tmp_path: Path) -> None:
    place = tmp_path / "示例"
    result = dangan("demo", "--write-only", place)
    assert result.code == 0
    assert len([path for path in place.rglob("*") if path.is_file()]) > 50
    assert not (dangan.data / "demo").exists()
    assert dangan("demo", "--write-only", place).code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals end a process differently there")
def test_ctrl_c_during_a_run_is_clean_and_the_next_run_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "档案"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number}.txt").write_text(f"第{number}份文件", encoding="utf-8")
    child = serving("--data", tmp_path / "data", "index", folder, environ={"DANGAN_WORKERS": "1"})
    deadline = time.monotonic() + 60
    while not (tmp_path / "data" / "dangan.sqlite3").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    _, err = stop(child, signal.SIGINT)
    assert child.returncode == cli.INTERRUPTED
    assert "再运行一次会接着做" in err.decode("utf-8")
    assert "Traceback" not in err.decode("utf-8")
    assert run("--data", tmp_path / "data", "index", folder, environ={"DANGAN_WORKERS": "1"}).code == 0
    found = run("--data", tmp_path / "data", "search", "--json").json
    assert found["total"] == 300
