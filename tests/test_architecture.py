"""The shape of the code, read from the code: who may import whom, where libraries live, what is portable."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("analyzers", "indexer", "search_app", "terminal")

#: Packages from the inside out: each may import those before it, never one after it.
LAYERS = ("analyzers", "indexer", "search_app", "terminal", "cli")

#: Inside the indexer the same: what stands later may import what stands before it, not the other way.
INNER_LAYERS = (
    ("indexer.errors", "indexer.documents", "indexer.settings", "indexer.stop_points"),
    ("indexer.ignoring", "indexer.discover", "indexer.extraction", "indexer.archival", "indexer.engines"),
    ("indexer.catalog",),
    ("indexer.pipeline",),
)

#: Where a third-party library may be imported: patterns of paths.
HOMES = {
    "alembic": ("indexer/catalog/*",),
    "apiflask": ("search_app/*",),
    "click": ("cli.py", "terminal/chinese.py", "terminal/session.py", "terminal/commands/*"),
    "elastic_transport": ("indexer/engines/elastic/*",),
    "elasticsearch": ("indexer/engines/elastic/*",),
    "flask": ("search_app/*",),
    "iscc_tika": ("indexer/extraction/*",),
    "jieba": ("analyzers/segment*",),
    "onnxruntime": ("indexer/extraction/*",),
    "opencc": ("analyzers/*",),
    "py7zr": ("indexer/extraction/*",),
    "pypinyin": ("analyzers/*",),
    "rapidocr": ("indexer/extraction/*",),
    "rarfile": ("indexer/extraction/*",),
    "rjieba": ("analyzers/segment*",),
    "sqlalchemy": ("indexer/catalog/*",),
    "tantivy": ("indexer/engines/embedded/*",),
    "tika": ("indexer/extraction/*",),
    "waitress": ("search_app/command_line.py",),
    "werkzeug": ("search_app/*",),
}

#: Libraries that only one module may know.
ONE_MODULE = ("iscc_tika", "tika", "rapidocr", "py7zr", "rarfile", "rjieba", "pypinyin")

#: What a declared library brings and shows in its own interface: Flask's, APIFlask's, the Elasticsearch
#: client's, RapidOCR's, Tika's.
BROUGHT_ALONG = {
    *("werkzeug", "jinja2", "markupsafe", "marshmallow", "webargs", "apispec"),
    *("elastic_transport", "cv2", "numpy", "requests"),
}

#: Attributes that some system we support lacks; reach them by getattr with a fallback.
NOT_EVERYWHERE = {
    "os": {
        "fork",
        "forkpty",
        "geteuid",
        "getuid",
        "killpg",
        "setsid",
        "statvfs",
        "sched_getaffinity",
        "chown",
    },
    "signal": {"SIGKILL", "SIGALRM", "SIGHUP", "SIGUSR1", "alarm", "setitimer", "pause"},
    "time": {"tzset"},
}
NOT_EVERYWHERE_MODULES = {"resource", "fcntl", "pwd", "grp", "termios", "pty", "winreg", "msvcrt"}


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the root of the checkout, its dotted name and its syntax tree."""

    path: str
    module: str
    tree: ast.Module

    @property
    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree)


def read(file: Path) -> Source:
    path = file.relative_to(ROOT)
    parts = path.with_suffix("").parts
    module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Source(path.as_posix(), module, ast.parse(file.read_text(encoding="utf-8"), path.as_posix()))


@cache
def product() -> tuple[Source, ...]:
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    return tuple(read(file) for file in [*files, *sorted(ROOT.glob("*.py"))])


@cache
def own_tests() -> tuple[Source, ...]:
    return tuple(read(file) for file in sorted((ROOT / "tests").rglob("*.py")))


def imported(source: Source) -> Iterator[str]:
    """Dotted names of every module the file imports, wherever in it the import stands."""
    package = source.module if source.path.endswith("__init__.py") else source.module.rpartition(".")[0]
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.rsplit(".", node.level - 1)[0] if node.level else ""
            start = ".".join(part for part in (base, node.module) if part)
            yield start
            yield from (f"{start}.{alias.name}" for alias in node.names)


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def layer_of(module: str, layers: tuple[tuple[str, ...], ...]) -> int | None:
    return next((i for i, names in enumerate(layers) if any(within(module, name) for name in names)), None)


def assert_arrows(layers: tuple[tuple[str, ...], ...]) -> None:
    wrong = []
    for source in product():
        own = layer_of(source.module, layers)
        for name in imported(source):
            other = layer_of(name, layers)
            if own is not None and other is not None and other > own:
                wrong.append(f"{source.path} imports {name}")
    assert not wrong


def test_the_arrows_between_the_packages_point_inwards() -> None:
    assert_arrows(tuple((name,) for name in LAYERS))


def test_the_arrows_inside_the_indexer_point_inwards() -> None:
    assert_arrows(INNER_LAYERS)


def test_product_code_does_not_import_tests() -> None:
    assert not [source.path for source in product() for name in imported(source) if within(name, "tests")]


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_library_is_imported_only_in_its_home(library: str) -> None:
    users = {source.path for source in product() if any(within(name, library) for name in imported(source))}
    away = {path for path in users if not any(fnmatch(path, home) for home in HOMES[library])}
    assert not away


@pytest.mark.parametrize("library", ONE_MODULE)
def test_a_library_is_known_to_one_module(library: str) -> None:
    users = {source.path for source in product() if any(within(name, library) for name in imported(source))}
    assert len(users) <= 1


def test_every_third_party_import_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    declared = {
        re.split(r"[^\w.-]", line, maxsplit=1)[0].lower().replace("_", "-")
        for line in project["dependencies"] + extras
    }
    providers = importlib.metadata.packages_distributions()
    tops = {name.split(".")[0] for source in product() for name in imported(source)}
    outside = tops - set(sys.stdlib_module_names) - set(PACKAGES) - {file.stem for file in ROOT.glob("*.py")}
    undeclared = {
        name
        for name in outside
        if not any(provider.lower().replace("_", "-") in declared for provider in providers.get(name, []))
    }
    assert undeclared <= BROUGHT_ALONG


def guarded(tree: ast.Module) -> set[int]:
    """The lines inside a ``try`` that catches ImportError or under an ``if`` that asks for the platform."""
    lines: set[int] = set()
    for node in ast.walk(tree):
        catches = isinstance(node, ast.Try) and any(
            "ImportError" in ast.unparse(handler.type) or "ModuleNotFoundError" in ast.unparse(handler.type)
            for handler in node.handlers
            if handler.type is not None
        )
        asks = isinstance(node, ast.If) and re.search(
            r"sys\.platform|os\.name|hasattr", ast.unparse(node.test)
        )
        if catches or asks:
            lines.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def test_no_module_or_function_that_some_system_lacks_is_used_without_a_fallback() -> None:
    wrong = []
    for source in product():
        safe = guarded(source.tree)
        for node in source.nodes:
            if getattr(node, "lineno", 0) in safe:
                continue
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                if node.attr in NOT_EVERYWHERE.get(node.value.id, ()):
                    wrong.append(f"{source.path}:{node.lineno} {node.value.id}.{node.attr}")
            elif isinstance(node, ast.Import | ast.ImportFrom):
                names = (
                    [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
                )
                wrong += [f"{source.path}:{node.lineno} {n}" for n in names if n in NOT_EVERYWHERE_MODULES]
    assert not wrong


def test_processes_are_spawned_never_forked() -> None:
    wrong = []
    for source in product():
        for node in source.nodes:
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func).rpartition(".")[2]
            arguments = [a.value for a in node.args if isinstance(a, ast.Constant)]
            if name in ("get_context", "set_start_method") and arguments != ["spawn"]:
                wrong.append(f"{source.path}:{node.lineno}")
            # These take the platform's default, which is fork on Linux.
            if ast.unparse(node.func) in (
                "multiprocessing.Process",
                "multiprocessing.Pool",
                "Process",
                "Pool",
            ):
                wrong.append(f"{source.path}:{node.lineno}")
            if name == "ProcessPoolExecutor" and "mp_context" not in [k.arg for k in node.keywords]:
                wrong.append(f"{source.path}:{node.lineno}")
    assert not wrong


def opens_text(node: ast.Call) -> bool:
    """Whether a call opens a file as text: ``open``, ``Path.open``, ``read_text`` and ``write_text``."""
    name = ast.unparse(node.func)
    if name in ("tarfile.open", "zipfile.open"):
        return False
    if name.endswith((".read_text", ".write_text")):
        return not re.search(r"resources|distribution", name)
    if name not in ("open", "io.open", "os.fdopen") and not re.fullmatch(
        r".*(path|file|folder|root)\w*\.open", name
    ):
        return False
    modes = [k.value for k in node.keywords if k.arg == "mode"]
    modes += node.args[1:2] if name in ("open", "io.open", "os.fdopen") else node.args[:1]
    return not any(isinstance(mode, ast.Constant) and "b" in str(mode.value) for mode in modes)


def test_text_files_are_opened_with_an_encoding() -> None:
    wrong = []
    for source in (*product(), *own_tests()):
        for node in source.nodes:
            if isinstance(node, ast.Call) and opens_text(node):
                positional = ast.unparse(node.func).endswith(".read_text") and len(node.args) > 0
                if "encoding" not in [k.arg for k in node.keywords] and not positional:
                    wrong.append(f"{source.path}:{node.lineno}")
    assert not wrong


def test_text_from_other_programs_is_read_with_an_encoding() -> None:
    wrong = []
    for source in (*product(), *own_tests()):
        for node in source.nodes:
            keywords = {k.arg: k.value for k in node.keywords} if isinstance(node, ast.Call) else {}
            asks = [keywords[name] for name in ("text", "universal_newlines") if name in keywords]
            if "encoding" not in keywords and any(
                isinstance(v, ast.Constant) and v.value is True for v in asks
            ):
                wrong.append(f"{source.path}:{getattr(node, 'lineno', 0)}")
    assert not wrong


def test_no_path_of_one_system_is_written_into_the_code() -> None:
    pattern = re.compile(r"^(/tmp|/var|/etc|/usr|/home|/root|/proc|/dev|[A-Za-z]:\\)")
    wrong = []
    for source in product():
        docs = {
            ast.get_docstring(n, clean=False)
            for n in source.nodes
            if isinstance(n, ast.Module | ast.FunctionDef)
        }
        for node in source.nodes:
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and text not in docs and pattern.match(text):
                wrong.append(f"{source.path}:{getattr(node, 'lineno', 0)} {text}")
    assert not wrong


def test_index_files_are_never_renamed() -> None:
    """Windows renames no open or mapped file: a pointer file names the current index instead."""
    wrong = []
    for source in product():
        if not source.path.startswith("indexer/engines/"):
            continue
        for node in source.nodes:
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if name in ("os.rename", "os.renames", "shutil.move") or name.endswith(".rename"):
                wrong.append(f"{source.path}:{getattr(node, 'lineno', 0)} {name}")
    assert not wrong


def test_nothing_is_caught_whole_but_at_the_outer_edges() -> None:
    """Every ``except Exception`` that ends an error, and not only cleans up on its way, says beside it
    why it stands there."""
    wrong = []
    for source in product():
        lines = (ROOT / source.path).read_text(encoding="utf-8").splitlines()
        for node in source.nodes:
            if isinstance(node, ast.ExceptHandler):
                caught = "" if node.type is None else ast.unparse(node.type)
                passed_on = isinstance(node.body[-1], ast.Raise)
                whole = caught in ("", "Exception", "BaseException") and not passed_on
                if whole and "BLE001" not in lines[node.lineno - 1]:
                    wrong.append(f"{source.path}:{node.lineno}")
    assert not wrong
