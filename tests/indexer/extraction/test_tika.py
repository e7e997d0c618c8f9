"""Tika, in this process and on servers that come and go."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from indexer.documents import ProblemKind
from indexer.extraction import tika
from indexer.extraction.reading import Context, NotReadable, Source
from indexer.extraction.xhtml import page_texts
from tests.indexer.extraction.reading_of import content_of, kinds, labels, texts

TEXT = "支部委员会会议记录"


def rtf(text: str = TEXT) -> bytes:
    """Rich text as Chinese Word writes it: GBK bytes in escapes."""
    escaped = "".join(f"\\'{byte:02x}" for byte in text.encode("gbk"))
    return (
        b"{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}}{\\info{\\title Minutes}}\\f0 "
        + escaped.encode()
        + b"\\par second}"
    )


def test_a_format_without_a_reader_of_its_own_is_read_by_tika() -> None:
    content = content_of("记录.rtf", rtf())
    assert content.doc_type == "rtf"
    assert texts(content)[0].split("\n")[0] == TEXT
    assert labels(content) == ["全文"]
    assert content.metadata["title"] == "Minutes"


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice to write an old document with")
def test_an_old_word_document_is_read_with_its_tables_and_margins(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.add_paragraph("支委会会议记录")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "时间", "2021年6月3日"
    document.save(str(tmp_path / "x.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "x.docx")], check=True, capture_output=True)
    content = content_of("记录.wps", (tmp_path / "x.doc").read_bytes())
    assert content.doc_type == "doc"
    lines = texts(content)[0].split("\n")
    assert lines[0] == "内部资料"
    assert "支委会会议记录" in lines
    assert "时间\t2021年6月3日" in lines
    assert "claimed_type" not in content.metadata


def test_no_text_is_a_problem_never_success() -> None:
    assert kinds(content_of("空.rtf", b"{\\rtf1 }")) == [ProblemKind.NO_TEXT]


def test_what_tika_gives_up_is_broken() -> None:
    with pytest.raises(NotReadable) as raised:
        tika.read(Source.of_bytes("x.chm", b"ITSF" + bytes(200)), Context())
    assert raised.value.problem.kind is ProblemKind.BROKEN


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<div class="page"><p>一</p></div><div class="page"><p>二</p></div>', ("一", "二")),
        ("<p>一</p><p>二<br/>三</p>", ("一\n二\n三",)),
        ("<table><tr><td>一</td><td>二</td></tr></table>", ("一\t二",)),
        ("<table><tr>\t<td><p>一</p></td>\n<td><p>二</p><p>三</p></td></tr></table>", ("一\t二\n三",)),
        ('<div class="page"/>', ()),
        ("<p>没有关上", ("没有关上",)),
        ("<p>一\x00\x01&#x1;二</p>", ("一二",)),
    ],
)
def test_markup_becomes_pages_and_lines(body: str, expected: tuple[str, ...]) -> None:
    assert page_texts(f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>') == expected


Answer = Callable[[BaseHTTPRequestHandler, int], None]


def records(text: str) -> bytes:
    body = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{text}</p></body></html>'
    return json.dumps([{"X-TIKA:content": body, "Content-Type": "application/rtf"}]).encode()


def says(text: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler, call: int) -> None:
        body = records(text)
        request.send_response(200)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def fails(status: int, times: int, then: Answer) -> Answer:
    def answer(request: BaseHTTPRequestHandler, call: int) -> None:
        if call > times:
            then(request, call)
            return
        request.send_response(status)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


def drops(request: BaseHTTPRequestHandler, call: int) -> None:
    request.connection.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Starts a server that answers as told; its calls are counted in ``serve.calls``."""
    running: list[ThreadingHTTPServer] = []

    def start(answer: Answer) -> str:
        calls = iter(range(1, 1000))

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                answer(self, next(calls))

            def log_message(self, *arguments: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        running.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture
def closed() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.extraction.server_tika.PAUSES", (0, 0, 0))


def ask(*urls: str) -> str:
    return "".join(tika.parse(Source.of_bytes("记录.rtf", rtf()), Context(tika_urls=urls)).texts)


def test_a_server_that_is_away_is_passed_over(serve: Callable[[Answer], str], closed: str) -> None:
    up = serve(says("有人应答"))
    assert ask(closed, up) == "有人应答"
    assert ask(up, closed) == "有人应答"


def test_a_server_that_restarts_is_asked_again(serve: Callable[[Answer], str]) -> None:
    assert ask(serve(fails(503, 2, says("回来了")))) == "回来了"


def test_a_file_that_makes_servers_drop_the_call_is_what_ails_them(serve: Callable[[Answer], str]) -> None:
    with pytest.raises(NotReadable) as raised:
        ask(serve(drops))
    assert raised.value.problem.kind is ProblemKind.BROKEN


def test_no_server_at_all_can_be_tried_again_later(closed: str) -> None:
    with pytest.raises(NotReadable) as raised:
        ask(closed)
    assert raised.value.problem.kind is ProblemKind.UNREADABLE
    assert closed in raised.value.problem.reason


def test_a_file_the_server_cannot_parse_is_broken(serve: Callable[[Answer], str]) -> None:
    with pytest.raises(NotReadable) as raised:
        ask(serve(fails(422, 99, says(""))))
    assert raised.value.problem.kind is ProblemKind.BROKEN


def test_the_client_starts_no_server_and_leaves_no_file(closed: str, tmp_path: Path) -> None:
    script = (
        "from indexer.extraction import server_tika\n"
        "from indexer.extraction.reading import Context, NotReadable, Source\n"
        "server_tika.PAUSES = ()\n"
        "try:\n"
        f"    server_tika.parse(Source.of_bytes('a.rtf', b'x'), Context(tika_urls=({closed!r},)))\n"
        "except NotReadable as error:\n"
        "    print(error.problem.kind.value)\n"
    )
    environment = os.environ | {"TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "TIKA_PATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "unreadable"
    assert not list(tmp_path.iterdir())


SERVER = os.environ.get("DANGAN_TEST_TIKA_URL")


@pytest.mark.tika_server
@pytest.mark.skipif(not SERVER, reason="DANGAN_TEST_TIKA_URL is not set")
def test_a_real_server_reads_the_same_as_tika_in_this_process(closed: str) -> None:
    source = Source.of_bytes("会议记录.rtf", rtf())
    here = tika.read(source, Context())
    there = tika.read(source, Context(tika_urls=(closed, SERVER or "")))
    assert [page.text for page in there.pages] == [page.text for page in here.pages]
    assert there.metadata["title"] == here.metadata["title"]
