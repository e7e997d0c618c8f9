"""Every setting of the product: read once, ``file < environment < option``, into one frozen value.

A setting's name is its field in ``Settings``; its environment variable is ``DANGAN_`` and the name in
capitals, without exception. The file is ``dangan.toml`` in the data folder, with the names as keys;
relative paths in it start from that folder, those of options and variables from the current one.
"""

# ruff: noqa: RUF009 - _setting() returns dataclasses.field(), which the rule cannot see

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import platformdirs

from indexer.errors import UsageError, explain_os_error

FILE_NAME = "dangan.toml"
PREFIX = "DANGAN_"
#: What names under the prefix begin with that are no settings: those of the tests.
NOT_SETTINGS = ("DANGAN_TEST_", "DANGAN_REQUIRE_", "DANGAN_STOP_AT")


class Origin(StrEnum):
    """Where a setting's value comes from; the later in this list wins."""

    DEFAULT = "默认"
    FILE = "文件"
    ENVIRONMENT = "环境变量"
    OPTION = "命令行"


class _Unfit(Exception):
    """A value that a setting cannot take; the text says what it wants instead."""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _Unfit("应为一段文字")
    if "\0" in value:
        raise _Unfit("不能含有空字符")
    return value.strip()


def _path(value: object) -> Path | None:
    text = _text(value)
    return Path(text).expanduser().absolute() if text else None


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    spellings = {"1": True, "true": True, "yes": True, "on": True, "是": True}
    spellings |= {"0": False, "false": False, "no": False, "off": False, "否": False}
    found = spellings.get(str(value).strip().lower())
    if found is None:
        raise _Unfit("应为 1 或 0（true / false）")
    return found


def _whole(low: int, high: int) -> Callable[[object], int]:
    def parse(value: object) -> int:
        wanted = f"应为 {low} 到 {high} 之间的整数"
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise _Unfit(wanted)
        try:
            number = int(value)
        except ValueError:
            raise _Unfit(wanted) from None
        if not low <= number <= high:
            raise _Unfit(wanted)
        return number

    return parse


def _listed(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        items = value.replace("\n", ",").split(",")
    elif isinstance(value, list) and all(isinstance(item, str) for item in value):
        items = value
    else:
        raise _Unfit("应为用逗号分开的几项，在文件里可写成列表")
    return tuple(item.strip() for item in items if item.strip())


def _addresses(value: object) -> str | None:
    """One or several HTTP addresses, as one text with commas between them."""
    found = _listed(value)
    for address in found:
        try:
            parts = urlsplit(address)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            good = False
        if not good:
            raise _Unfit("应为 http:// 或 https:// 开头的网址，几个之间用逗号分开")
    return ",".join(address.rstrip("/") for address in found) or None


def _database(value: object) -> str:
    text = _text(value)
    if text and "://" not in text:
        raise _Unfit("应为数据库地址，例如 postgresql+psycopg://用户@主机/库名")
    return text


def _zone_name(value: object) -> str:
    text = _text(value)
    try:
        if text:
            ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise _Unfit("应为时区名，例如 Asia/Shanghai") from None
    return text


def _processors() -> int:
    """The processors this process may use, at most 8: every worker takes memory too."""
    affinity = getattr(os, "sched_getaffinity", None)
    count = len(affinity(0)) if affinity is not None else os.cpu_count() or 1
    return max(1, min(count, 8))


def _setting(default: Any, parse: Callable[[object], Any], help_text: str, *, secret: bool = False) -> Any:
    metadata = {"parse": parse, "help": help_text, "secret": secret}
    if callable(default):
        return field(default_factory=default, metadata=metadata, repr=not secret)
    return field(default=default, metadata=metadata, repr=not secret)


def default_data() -> Path:
    """The data folder where none is given: the user's own, as each system has it."""
    return platformdirs.user_data_path("dangan", appauthor=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings. ``origins`` has a name's origin where it is not the default.

    ``notices`` are Chinese remarks on what was found and not used (a misspelt environment variable).
    """

    data: Path = _setting(default_data, _path, "数据目录：目录库、索引和日志都在里面")
    database_url: str = _setting(
        "", _database, "目录库地址；不设时用数据目录里的 SQLite，也可用 PostgreSQL", secret=True
    )
    elasticsearch_url: str | None = _setting(
        None, _addresses, "Elasticsearch 地址，几个之间用逗号分开；不设时用内置引擎", secret=True
    )
    elasticsearch_user: str = _setting("", _text, "Elasticsearch 用户名")
    elasticsearch_password: str = _setting("", _text, "Elasticsearch 密码", secret=True)
    elasticsearch_api_key: str = _setting("", _text, "Elasticsearch API 密钥，代替用户名和密码", secret=True)
    elasticsearch_ca: Path | None = _setting(None, _path, "Elasticsearch 所用证书的 CA 文件")
    elasticsearch_index: str = _setting("dangan", _text, "Elasticsearch 索引名（别名），其他名字由它派生")
    tika_url: str | None = _setting(
        None, _addresses, "Tika 服务器地址，几个之间用逗号分开；不设时在本机提取", secret=True
    )
    workers: int = _setting(_processors, _whole(1, 256), "同时提取文件的进程数")
    file_seconds: int = _setting(120, _whole(1, 86_400), "提取一个文件最多用多少秒")
    file_megabytes: int = _setting(2048, _whole(128, 1_048_576), "一个提取进程最多占多少 MB 内存")
    ocr: bool = _setting(True, _flag, "识别图片和扫描件里的文字")
    passwords_file: Path | None = _setting(None, _path, "密码本：一行一个密码，用来打开加密的文件")
    ignore: tuple[str, ...] = _setting(
        (), _listed, "不索引的文件和文件夹，写法同 .gitignore，几项之间用逗号分开"
    )
    max_file_megabytes: int = _setting(1024, _whole(1, 1_048_576), "大于多少 MB 的文件只记名称，不提取")
    container_depth: int = _setting(5, _whole(1, 50), "压缩包里套压缩包，最多打开几层")
    container_members: int = _setting(10_000, _whole(1, 10_000_000), "一个压缩包最多取出多少个文件")
    container_megabytes: int = _setting(4096, _whole(1, 1_048_576), "一个压缩包解开后最多取多少 MB")
    host: str = _setting("127.0.0.1", _text, "网页服务监听的地址")
    port: int = _setting(8620, _whole(0, 65_535), "网页服务的端口；0 表示由系统选一个空闲的")
    allowed_hosts: tuple[str, ...] = _setting((), _listed, "网页服务认可的主机名，除本机以外的")
    unit_name: str | None = _setting(
        None, lambda value: _text(value) or None, "本单位名称，用来区分本级发文和上级来文"
    )
    taxonomy: Path | None = _setting(None, _path, "自己的分类表（toml），代替自带的分类")
    remember_searches: bool = _setting(True, _flag, "记住检索过的词，在检索框里提示")
    timezone: str = _setting("", _zone_name, "时区名，例如 Asia/Shanghai；不设时用本机时区")
    origins: Mapping[str, Origin] = field(default_factory=dict, compare=False)
    notices: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if not self.database_url:
            url = "sqlite:///" + (self.data / "dangan.sqlite3").as_posix()
            object.__setattr__(self, "database_url", url)

    @property
    def elasticsearch_urls(self) -> tuple[str, ...]:
        return tuple(self.elasticsearch_url.split(",")) if self.elasticsearch_url else ()

    @property
    def tika_urls(self) -> tuple[str, ...]:
        return tuple(self.tika_url.split(",")) if self.tika_url else ()

    @property
    def zone(self) -> tzinfo | None:
        """The archive's time zone; None is the machine's own, which ``datetime.astimezone`` takes too."""
        return ZoneInfo(self.timezone) if self.timezone else None

    def today(self) -> date:
        """The archive's local date: what 去年 and 本月 are counted from."""
        return datetime.now().astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One line of ``dangan config``. ``value`` is for reading; passwords in it are hidden."""

    name: str
    value: str
    origin: Origin
    variable: str
    help: str


NAMES = tuple(item.name for item in fields(Settings) if "parse" in item.metadata)


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def load_settings(
    options: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Settings:
    """Read the settings: ``options`` over ``environ`` (the process's own if None) over the file.

    Options that are None and variables that are empty count as not given. ``file`` defaults to
    ``dangan.toml`` in the data folder, which need not exist. Raises ``UsageError`` naming the setting
    that has a value it cannot take, or a key of the file that is no setting.
    """
    environ = os.environ if environ is None else environ
    given = {name: value for name, value in (options or {}).items() if value is not None}
    found: dict[str, tuple[Origin, object]] = {}
    for name in NAMES:
        if environ.get(variable(name), "").strip():
            found[name] = (Origin.ENVIRONMENT, environ[variable(name)])
    for name, value in given.items():
        if name not in NAMES:
            raise UsageError(f"没有“{name}”这项设置", _nearest(name), parameter=name)
        found[name] = (Origin.OPTION, value)
    data = _parsed("data", *found["data"]) if "data" in found else default_data()
    for name, value in _read_file(file or data / FILE_NAME).items():
        from_folder = _FIELDS[name].metadata["parse"] is _path and isinstance(value, str) and value
        found.setdefault(name, (Origin.FILE, str(data / str(value)) if from_folder else value))
    values = {name: _parsed(name, origin, value) for name, (origin, value) in found.items()}
    origins = {name: origin for name, (origin, _) in found.items()}
    return Settings(**values | {"data": data}, origins=origins, notices=_stray_variables(environ))


def setting_lines(settings: Settings) -> list[SettingLine]:
    """Every setting with its value, origin, variable and help, in the order of the class."""
    return [
        SettingLine(
            item.name,
            _shown(getattr(settings, item.name), item.metadata["secret"]),
            settings.origins.get(item.name, Origin.DEFAULT),
            variable(item.name),
            item.metadata["help"],
        )
        for item in fields(Settings)
        if "parse" in item.metadata
    ]


_FIELDS = {item.name: item for item in fields(Settings)}


def _parsed(name: str, origin: Origin, value: object) -> Any:
    try:
        parsed = _FIELDS[name].metadata["parse"](value)
        if name == "data" and parsed is None:
            raise _Unfit("应为一个文件夹")
    except _Unfit as unfit:
        where = f"环境变量 {variable(name)}" if origin is Origin.ENVIRONMENT else f"来自{origin.value}"
        shown = "" if _FIELDS[name].metadata["secret"] else f"“{value}”"
        raise UsageError(
            f"设置 {name}（{where}）的值{shown}不能用：{unfit}",
            "改正后再试；dangan config 列出全部设置",
            parameter=name,
        ) from None
    return parsed


def _read_file(file: Path) -> dict[str, object]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"设置文件 {file} 写得不对：{error}", "按 TOML 格式改正，用 UTF-8 保存") from None
    except OSError as error:
        raise UsageError(f"设置文件 {file} 读不出来：{explain_os_error(error)}", "检查文件的权限") from None
    for name in content:
        if name == "data":
            raise UsageError(
                f"设置文件 {file} 里不能写 data",
                "用 --data 或环境变量 DANGAN_DATA 指定数据目录",
                parameter="data",
            )
        if name not in NAMES:
            raise UsageError(f"设置文件 {file} 里的“{name}”不是一项设置", _nearest(name), parameter=name)
    return content


def _nearest(name: str) -> str:
    close = difflib.get_close_matches(name.lower(), NAMES, n=1, cutoff=0.5)
    return f"是不是想写 {close[0]}？" if close else "dangan config 列出全部设置"


def _stray_variables(environ: Mapping[str, str]) -> tuple[str, ...]:
    """A remark on every variable under our prefix that is no setting: most often a misspelt one."""
    known = {variable(name) for name in NAMES}
    strays = (name for name in sorted(environ) if name.startswith(PREFIX) and name not in known)
    return tuple(
        f"环境变量 {name} 不是一项设置，没有用它。{_nearest(name.removeprefix(PREFIX))}"
        for name in strays
        if not name.startswith(NOT_SETTINGS)
    )


def _shown(value: object, secret: bool) -> str:
    if value is None or value in ("", ()):
        return ""
    if secret:
        return _without_password(str(value))
    if isinstance(value, bool):
        return "1" if value else "0"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _without_password(value: str) -> str:
    """Addresses keep all but a password in them; anything else secret is hidden whole."""
    if "://" not in value:
        return "******"
    return ",".join(_hidden(address) for address in value.split(","))


def _hidden(address: str) -> str:
    scheme, _, rest = address.partition("://")
    place, slash, tail = rest.partition("/")
    login, at, host = place.rpartition("@")
    user, colon, _ = login.partition(":")
    return f"{scheme}://{user}{':******' if colon else ''}{at}{host}{slash}{tail}"
