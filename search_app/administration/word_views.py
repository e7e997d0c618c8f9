"""The page of the dictionary."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indexer.archival.words import KIND_NAMES, TAUGHT, WordKind, kind_named
from indexer.errors import NotFound, UsageError
from indexer.pipeline import run_lock
from indexer.word_files import parse_words, words_file
from indexer.worksheets import MEDIA_TYPE
from search_app.administration.words import LEAST, due, names_to_propose, rebuilt, split, take
from search_app.services import services, settings, work
from search_app.web.asking import who_asks
from search_app.web.attachments import attachment
from search_app.web.security import takes_table

blueprint = Blueprint("words", __name__, template_folder="templates", url_prefix="/administration/words")

_TYPES = {"xlsx": MEDIA_TYPE, "txt": "text/plain"}


@blueprint.get("")
def page() -> str:
    return _page()


def _page(*, typed: str = "", chosen: str = WordKind.TERM.value, error: UsageError | None = None) -> str:
    at_hand = services()
    words = at_hand.catalog.words()
    confirmed = [one for one in at_hand.catalog.branches() if one.confirmed]
    shown = [kind for kind in WordKind if kind in TAUGHT or any(one.kind is kind for one in words)]
    return render_template(
        "administration/words.html",
        listed=[(kind, [one for one in words if one.kind is kind]) for kind in shown],
        taught=TAUGHT,
        KIND_NAMES=KIND_NAMES,
        branch_names=sum(1 + len(one.aliases) for one in confirmed),
        cost=due(at_hand),
        typed=typed,
        chosen=chosen,
        error=error,
    )


@blueprint.post("")
@takes_table
def change() -> ResponseReturnValue:
    """Add what was typed or ticked, take away what was ticked."""
    typed, kind = request.form.getlist("new"), request.form.get("kind")
    try:
        one = kind_named(kind)
        added = services().catalog.add_words(
            one, [word for text in typed for word in split(text)], who_asks()
        )
    except UsageError as error:
        return _page(typed="\n".join(typed), chosen=kind or "", error=error), error.http_status
    removed = services().catalog.remove_words(one, request.form.getlist("gone"))
    told = [f"加入 {len(added)} 个词"] if typed else []
    told += [f"去掉 {removed} 个词"] if removed else []
    flash("已" + "，".join(told) if told else "没有改动")
    return redirect(url_for("words.page"), 303)


@blueprint.get("/names")
def names() -> str:
    found = names_to_propose(services().catalog)
    return render_template("administration/names.html", names=found, least=LEAST)


@blueprint.post("/import")
@takes_table
def import_list() -> ResponseReturnValue:
    handed = request.files.get("file")
    try:
        if handed is None or not handed.filename:
            raise UsageError("没有选文件", "选一个 .txt 或 .xlsx 文件", parameter="file")
        found = parse_words(handed.filename, handed.read())
    except UsageError as error:
        return _page(error=error), error.http_status
    flash(take(services().catalog, found, who_asks(), replacing="replacing" in request.form))
    return redirect(url_for("words.page"), 303)


@blueprint.get("/dictionary.<suffix>")
def export(suffix: str) -> Response:
    if suffix not in _TYPES:
        raise NotFound("没有这种格式", "可以导出 xlsx 或 txt")
    content = words_file(f".{suffix}", services().catalog.words())
    return attachment([content], f"词典.{suffix}", _TYPES[suffix], size=len(content))


@blueprint.post("/apply")
def apply() -> ResponseReturnValue:
    """Build the index anew in the background. Raises ``Busy`` while a run or other work goes on."""
    at_hand, chosen = services(), settings()
    with run_lock(chosen.data):
        pass  # a run under way is told of here, not on the page of the work
    work().start("重建索引", url_for("words.page"), lambda observe: rebuilt(at_hand, chosen, observe))
    return redirect(url_for("work.page"), 303)
