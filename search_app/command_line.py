"""What the command line asks of the web application: the same answers as the API, and the server itself."""

from __future__ import annotations

import hashlib
import http.client
import ipaddress
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import waitress
from werkzeug.datastructures import MultiDict

from indexer.catalog import Catalog
from indexer.catalog.records import BatchNote, ProblemRecord
from indexer.documents import ProblemKind
from indexer.errors import DanganError, UsageError, explain_os_error
from indexer.pipeline import Observe, RunSummary, load, purge, run_lock
from indexer.pipeline.means import unit_taxonomy, words_of_unit
from indexer.settings import Settings
from indexer.temporary import own_temporary_folder
from search_app.application import create_app
from search_app.corrections.api import line_json
from search_app.corrections.chosen import whole_choice
from search_app.corrections.parameters import LogParameters, filter_of
from search_app.corrections.planning import Plan, plan_of_table
from search_app.corrections.reading import read_table
from search_app.corrections.table import table
from search_app.documents.service import document_json, find, relations, text_pages
from search_app.following import Follower
from search_app.problems.service import (
    ProblemChoice,
    all_problems,
    mark_for_reading,
    problem_json,
    read_now,
)
from search_app.search.answers import SearchRequest
from search_app.search.api import answer_json
from search_app.search.parameters import SearchParameters, request_of
from search_app.services import Services
from search_app.status.service import status
from search_app.web.access import written_log
from search_app.web.parameters import read

__all__ = [
    "answer_json",
    "check_host",
    "corrections_answer",
    "document_answer",
    "plan_of_file",
    "problem_list",
    "problems_answer",
    "retry_problems",
    "search_request",
    "serve_until_stopped",
    "status_answer",
    "text_answer",
    "write_table",
]

_THREADS = 8
#: Where in the data folder the server writes what it did.
LOG_FOLDER = "logs"
_PROBE_SECONDS = 60


def search_request(q: str, parameters: Mapping[str, str | Sequence[str] | None]) -> SearchRequest:
    """The search that parameters by their API names ask for; None and empty lists are not given.

    Raises ``UsageError`` naming the parameter that cannot be taken, as the API does.
    """
    given: MultiDict[str, str] = MultiDict([("q", q)])
    for name, value in parameters.items():
        for one in [value] if isinstance(value, str) else value or ():
            given.add(name, one)
    return request_of(read(SearchParameters(), given))


def document_answer(services: Services, document_id: str) -> dict[str, Any]:
    """The answer of ``GET /documents/{id}``. Raises ``NotFound``."""
    record = find(services.catalog, document_id)
    return document_json(record, relations(services.catalog, record))


def text_answer(services: Services, document_id: str) -> list[dict[str, Any]]:
    """The pages of ``GET /documents/{id}/text``. Raises ``NotFound``."""
    pages = text_pages(services.catalog, find(services.catalog, document_id))
    return [{"number": page.number, "label": page.label, "text": page.text} for page in pages]


def status_answer(services: Services) -> dict[str, Any]:
    """The answer of ``GET /status``."""
    return status(services.catalog, services.engine, services.analyzer.fingerprint)


def corrections_answer(catalog: Catalog, parameters: Mapping[str, str | None]) -> dict[str, Any]:
    """The answer of ``GET /corrections``. Raises ``UsageError`` naming the parameter that cannot be taken."""
    given = read(LogParameters(), MultiDict((name, value) for name, value in parameters.items() if value))
    total, lines = catalog.log(filter_of(given), given["page"], given["size"])
    listed = [line_json(line) for line in lines]
    return {"total": total, "page": given["page"], "size": given["size"], "corrections": listed}


def write_table(services: Services, settings: Settings, request: SearchRequest, file: Path) -> int:
    """Write the table of corrections for a search; return how many documents stand in it.

    Raises ``UsageError`` where there are too many or the name is none of a table's, ``DanganError`` where the
    file cannot be written.
    """
    if file.suffix.lower() != ".xlsx":
        raise UsageError(f"不知道怎么写 {file.name}", "文件名要以 .xlsx 结尾", parameter="FILE")
    chosen = whole_choice(services.catalog, services.search, request)
    names = [branch.name for branch in services.catalog.branches()]
    try:
        file.write_bytes(table(chosen, unit_taxonomy(settings), names))
    except OSError as error:
        raise DanganError(
            f"{file} 写不进去：{explain_os_error(error)}", "检查路径和权限，关闭打开着它的程序"
        ) from None
    return len(chosen)


def plan_of_file(services: Services, settings: Settings, file: Path, reason: str) -> Plan:
    """What a table of corrections would change. Raises ``UsageError`` where it is none."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{file} 读不出来：{explain_os_error(error)}", "检查路径", parameter="FILE"
        ) from None
    note = BatchNote("table", reason.strip(), file.name, hashlib.sha256(data).hexdigest())
    return plan_of_table(services.catalog, unit_taxonomy(settings), read_table(file.name, data), note)


def problem_list(catalog: Catalog, kind: str | None, branch: str | None) -> list[ProblemRecord]:
    """All problems of a kind and a branch. Raises ``UsageError`` for a kind that there is not."""
    return list(all_problems(catalog, _problem_choice(kind, branch)))


def retry_problems(
    services: Services, settings: Settings, kind: str | None, branch: str | None, observe: Observe
) -> RunSummary | None:
    """Read the files of these problems again; None where there are none, or their folders are away.

    Raises ``UsageError`` for a kind that there is not, ``Busy`` while a run goes on.
    """
    marked = mark_for_reading(services.catalog, _problem_choice(kind, branch))
    return read_now(services, settings, marked, observe)


def _problem_choice(kind: str | None, branch: str | None) -> ProblemChoice:
    kinds = [one.value for one in ProblemKind]
    if kind is not None and kind not in kinds:
        raise UsageError(
            f"参数 kind 不能用：应为 {'、'.join(kinds)} 之一",
            "dangan problems 不带 --kind 列出全部",
            parameter="kind",
        )
    return ProblemChoice(ProblemKind(kind) if kind else None, branch)


def problems_answer(rows: Sequence[ProblemRecord]) -> dict[str, Any]:
    """The answer of ``GET /problems`` with all of them on one page."""
    return {"total": len(rows), "page": 1, "size": len(rows), "problems": [problem_json(row) for row in rows]}


def check_host(settings: Settings) -> None:
    """Raises ``UsageError`` for an address that others can reach: there are no accounts to tell who asks."""
    if settings.host.lower() == "localhost":
        return
    try:
        loopback = ipaddress.ip_address(settings.host.strip("[]")).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise UsageError(
            f"不能在 {settings.host} 上提供服务：还没有登录账号，别人会看到全部档案",
            "只能用本机地址 127.0.0.1 或 localhost；要让别人访问，需要先有账号功能",
            parameter="host",
        )


def serve_until_stopped(services: Services, settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or a request to end; ``announce`` gets the address once it answers.

    Changes of the catalog are carried to the engine meanwhile. Raises ``UsageError`` where the port is taken.
    """
    app = create_app(services, settings)
    listener = _listen(settings)
    port = listener.getsockname()[1]
    server = waitress.create_server(app, sockets=[listener], threads=_THREADS, ident="dangan")
    address = f"http://{_shown_host(settings.host)}:{port}"
    threading.Thread(
        target=_announce_when_up, args=(settings.host, port, address, announce), daemon=True
    ).start()
    services.search.vocabulary.at_hand()  # whoever types first is not to wait for the words
    carrying = Follower(lambda: carry(services, settings))
    with (
        own_temporary_folder(settings.data),
        written_log(settings.data / LOG_FOLDER),
        _ending_on_request(),
        carrying,
    ):
        server.run()  # returns on KeyboardInterrupt and SystemExit
        server.close()


def carry(services: Services, settings: Settings) -> None:
    """Bring the engine up to the catalog, cutting by the unit's words as they are now, and remove for good
    what is left of secret documents.

    Raises ``Busy`` where another process is at it, ``EngineUnavailable``, ``CatalogUnavailable``.
    """
    services.analyzer.learn(words_of_unit(services.catalog))
    load(services.catalog, services.engine)
    if services.catalog.purge_due() is not None:
        services.search.forget()
        with run_lock(settings.data):
            purge(services.catalog, services.engine, settings, services.analyzer.fingerprint)


def _listen(settings: Settings) -> socket.socket:
    """The listening socket. Made here, since waitress leaks its own where the port is taken."""
    host = settings.host.strip("[]")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, settings.port), family=family)
    except OSError as error:
        raise UsageError(
            f"端口 {settings.port} 用不了：{explain_os_error(error)}",
            "换一个端口（--port 或环境变量 DANGAN_PORT），0 表示自动选一个",
            parameter="port",
        ) from None


def _shown_host(host: str) -> str:
    bare = host.strip("[]")
    return f"[{bare}]" if ":" in bare else bare


def _announce_when_up(host: str, port: int, address: str, announce: Callable[[str], None]) -> None:
    until = time.monotonic() + _PROBE_SECONDS
    while time.monotonic() < until:
        connection = http.client.HTTPConnection(host.strip("[]"), port, timeout=5)
        try:
            connection.request("GET", "/api/v1/status")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            announce(address)
            return
        finally:
            connection.close()


@contextmanager
def _ending_on_request() -> Iterator[None]:
    """SIGTERM ends the server as Ctrl-C does, so that a service stops cleanly."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(*_: object) -> None:
    raise KeyboardInterrupt
