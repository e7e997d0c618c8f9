"""``dangan search`` and ``dangan show``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from terminal.chinese import Command
from terminal.commands.filters import date_options, filter_options, search_words
from terminal.session import Session, json_option, pass_session
from terminal.streams import say_json, say_lines

if TYPE_CHECKING:
    pass


@click.command(cls=Command, context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, metavar="检索词…")
@filter_options
@date_options
@click.option("--within", multiple=True, metavar="检索词", help="在这个检索词的结果中再找；可重复")
@click.option("--since", metavar="时间", help="只要这时以后新收进来的：2024-06-03 或 2024-06-03T09:30")
@click.option("--sort", metavar="方式", help="relevance 相关度、newest 最新、oldest 最早")
@click.option("--page", metavar="页", help="第几页，从 1 起")
@click.option("--size", metavar="件数", help="每页几件，1 到 100，默认 20")
@click.option("--no-expand", is_flag=True, help="不找同义词和数字、日期的其他写法")
@click.option("--no-understand", is_flag=True, help="不把“去年”“一支部”当作筛选条件")
@click.option("--no-relax", is_flag=True, help="没有文件包含全部词时，不给最接近的")
@json_option
@pass_session
def search(session: Session, /, query: Sequence[str], as_json: bool, **given: Any) -> None:
    """检索。几个词之间用空格，都要出现；"…" 原样出现；-词 不要出现。"""
    from search_app.command_line import answer_json, search_request
    from terminal.reports import answer_lines

    parameters = {name: value for name, value in given.items() if not name.startswith("no_")}
    parameters = {name.replace("not_", "not."): value for name, value in parameters.items()}
    parameters |= {name: "0" for name in ("expand", "understand", "relax") if given[f"no_{name}"]}
    request = search_request(search_words(query), parameters)
    with session.services(session.settings()) as services:
        answer = services.search.search(request)
    if as_json:
        say_json(answer_json(answer))
    else:
        say_lines(answer_lines(answer, colour=sys.stdout.isatty()))


@click.command(cls=Command)
@click.argument("document_id", metavar="编号")
@click.option("--text", "with_text", is_flag=True, help="连同全文")
@json_option
@pass_session
def show(session: Session, document_id: str, with_text: bool, as_json: bool) -> None:
    """显示一份文件的著录、依据和问题。编号见检索结果方括号里。"""
    from indexer.pipeline.means import unit_taxonomy
    from search_app.command_line import document_answer, text_answer
    from terminal.reports import document_lines, text_lines

    settings = session.settings()
    with session.services(settings) as services:
        document = document_answer(services, document_id)
        pages = text_answer(services, document_id) if with_text else []
    if as_json:
        say_json(document | ({"text": pages} if with_text else {}))
    else:
        say_lines(document_lines(document, unit_taxonomy(settings)))
        say_lines(text_lines(pages))
