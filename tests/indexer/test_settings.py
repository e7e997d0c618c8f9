"""Settings: one rule for names, one order of precedence, and errors that name what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import UsageError
from indexer.settings import NAMES, Origin, Settings, load_settings, setting_lines, variable

#: A value for every setting, as the environment gives it, and what it becomes.
SAMPLES: dict[str, tuple[str, object]] = {
    "data": ("/srv/dangan", Path("/srv/dangan").absolute()),
    "database_url": ("postgresql+psycopg://u:p@db/archive", "postgresql+psycopg://u:p@db/archive"),
    "elasticsearch_url": ("http://a:9200/, https://b:9200", "http://a:9200,https://b:9200"),
    "elasticsearch_user": ("elastic", "elastic"),
    "elasticsearch_password": ("secret", "secret"),
    "elasticsearch_api_key": ("abc==", "abc=="),
    "elasticsearch_ca": ("/etc/ca.pem", Path("/etc/ca.pem").absolute()),
    "elasticsearch_index": ("branch-archive", "branch-archive"),
    "tika_url": ("http://tika:9998", "http://tika:9998"),
    "workers": ("3", 3),
    "file_seconds": ("30", 30),
    "file_megabytes": ("512", 512),
    "ocr": ("0", False),
    "passwords_file": ("/etc/passwords.txt", Path("/etc/passwords.txt").absolute()),
    "ignore": ("*.bak, 回收站/", ("*.bak", "回收站/")),
    "max_file_megabytes": ("10", 10),
    "container_depth": ("2", 2),
    "container_members": ("100", 100),
    "container_megabytes": ("200", 200),
    "host": ("0.0.0.0", "0.0.0.0"),
    "port": ("8080", 8080),
    "allowed_hosts": ("dangan.example.cn", ("dangan.example.cn",)),
    "unit_name": ("衡东县路灯管理站", "衡东县路灯管理站"),
    "taxonomy": ("/etc/taxonomy.toml", Path("/etc/taxonomy.toml").absolute()),
    "timezone": ("Asia/Shanghai", "Asia/Shanghai"),
    "remember_searches": ("0", False),
}


def test_every_setting_has_a_sample_here() -> None:
    assert set(SAMPLES) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_read_from_its_environment_variable(name: str, tmp_path: Path) -> None:
    text, expected = SAMPLES[name]
    settings = load_settings(environ={"DANGAN_DATA": str(tmp_path), variable(name): text})
    assert getattr(settings, name) == expected
    assert settings.origins[name] is Origin.ENVIRONMENT


@pytest.mark.parametrize("name", [name for name in NAMES if name != "data"])
def test_every_setting_is_read_from_the_file(name: str, tmp_path: Path) -> None:
    text, expected = SAMPLES[name]
    (tmp_path / "dangan.toml").write_text(f"{name} = '{text}'", encoding="utf-8")
    settings = load_settings({"data": str(tmp_path)}, {})
    assert getattr(settings, name) == expected
    assert settings.origins[name] is Origin.FILE


def test_an_option_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "dangan.toml").write_text("port = 1\nworkers = 1\nfile_seconds = 1", encoding="utf-8")
    environ = {"DANGAN_DATA": str(tmp_path), "DANGAN_PORT": "2", "DANGAN_WORKERS": "2"}
    settings = load_settings({"port": "3", "host": None}, environ)
    assert (settings.port, settings.workers, settings.file_seconds) == (3, 2, 1)
    assert settings.origins["port"] is Origin.OPTION
    assert "host" not in settings.origins


def test_the_file_takes_native_values_and_a_byte_order_mark(tmp_path: Path) -> None:
    text = 'ocr = false\nport = 9000\nignore = ["*.bak", "草稿/"]\npasswords_file = "密码.txt"\n'
    (tmp_path / "dangan.toml").write_text(text, encoding="utf-8-sig")
    settings = load_settings({"data": tmp_path.as_posix()}, {})
    assert (settings.ocr, settings.port, settings.ignore) == (False, 9000, ("*.bak", "草稿/"))
    assert settings.passwords_file == tmp_path / "密码.txt"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "abc"),
        ("port", "70000"),
        ("port", "-1"),
        ("workers", "0"),
        ("workers", "1.5"),
        ("ocr", "maybe"),
        ("elasticsearch_url", "localhost:9200"),
        ("elasticsearch_url", "http://[bad"),
        ("elasticsearch_url", "http://host:99999"),
        ("tika_url", "ftp://tika"),
        ("database_url", "dangan.sqlite3"),
        ("timezone", "Mars/Olympus"),
        ("timezone", "../etc"),
    ],
)
def test_a_bad_value_is_a_usage_error_that_names_the_setting(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load_settings(environ={"DANGAN_DATA": str(tmp_path), variable(name): value})
    assert caught.value.parameter == name
    assert variable(name) in caught.value.message
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("line", ["port = true", "port = 1.5", "ignore = [1]", "unit_name = 3"])
def test_a_value_of_the_wrong_kind_in_the_file_names_the_setting(line: str, tmp_path: Path) -> None:
    (tmp_path / "dangan.toml").write_text(line, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_settings({"data": str(tmp_path)}, {})
    assert caught.value.parameter == line.split(" ")[0]


def test_an_unknown_key_in_the_file_is_an_error_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "dangan.toml").write_text("tikaurl = 'http://t'", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_settings({"data": str(tmp_path)}, {})
    assert "tikaurl" in caught.value.message
    assert "tika_url" in caught.value.hint


@pytest.mark.parametrize("content", [b"port = ", b"\xb5\xb3 = 1", b"data = '/x'"])
def test_a_file_that_cannot_be_taken_is_a_usage_error_naming_it(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "dangan.toml").write_bytes(content)
    with pytest.raises(UsageError, match=r"dangan\.toml"):
        load_settings({"data": str(tmp_path)}, {})


def test_a_misspelt_variable_is_remarked_upon_and_those_of_tests_are_not(tmp_path: Path) -> None:
    environ = {
        "DANGAN_DATA": str(tmp_path),
        "DANGAN_TIKAURL": "http://t",
        "DANGAN_TEST_TIKA_URL": "http://t",
        "DANGAN_PORT": "",
    }
    settings = load_settings(environ=environ)
    (notice,) = settings.notices
    assert "DANGAN_TIKAURL" in notice
    assert "tika_url" in notice
    assert "port" not in settings.origins


def test_the_catalog_lies_in_the_data_folder_unless_told_otherwise(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert settings.database_url.startswith("sqlite:///")
    assert Path(settings.database_url.removeprefix("sqlite:///")).parent == tmp_path


def test_setting_lines_show_every_value_with_its_origin_and_hide_secrets(tmp_path: Path) -> None:
    environ = {
        "DANGAN_ELASTICSEARCH_URL": "https://elastic:hunter2@es:9200",
        "DANGAN_ELASTICSEARCH_PASSWORD": "hunter2",
        "DANGAN_DATABASE_URL": "postgresql://me:hunter2@db/x",
    }
    settings = load_settings({"data": str(tmp_path)}, environ)
    lines = {line.name: line for line in setting_lines(settings)}
    assert set(lines) == set(NAMES)
    assert lines["data"].origin is Origin.OPTION
    assert lines["elasticsearch_url"].value == "https://elastic:******@es:9200"
    assert lines["database_url"].value == "postgresql://me:******@db/x"
    assert lines["port"].origin is Origin.DEFAULT
    assert all(line.help for line in lines.values())
    assert "hunter2" not in repr(lines)
    assert "hunter2" not in repr(settings)


def test_lists_of_addresses_are_given_apart(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, elasticsearch_url="http://a:1,http://b:2")
    assert settings.elasticsearch_urls == ("http://a:1", "http://b:2")
    assert settings.tika_urls == ()
