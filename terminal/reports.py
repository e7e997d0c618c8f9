"""What commands found, as lines to read: the summary of a run, hits, one document, the archive's state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from indexer.documents import Outcome
from search_app.web.display import FIELD_NAMES, OUTCOMES, PROBLEM_KINDS, SOURCES

from .text import duration, padded, plain, table, width

if TYPE_CHECKING:
    from indexer.archival.taxonomy import Taxonomy
    from indexer.archival.values import Branch
    from indexer.catalog.records import BatchOutcome, ProblemRecord
    from indexer.pipeline import RunSummary
    from indexer.pipeline.costs import Cost
    from indexer.settings import SettingLine
    from search_app.corrections.planning import Plan
    from search_app.search.answers import HitAnswer, PassageAnswer, SearchAnswer

_ON, _OFF = "\x1b[1;31m", "\x1b[0m"


#: Said while words of documents under quarantine may still stand in files of ours.
PURGE_DUE = "有涉密文件的旧内容还没有从索引和数据库里彻底清除：停止别的 dangan 程序，再运行一次 dangan index"


def summary_lines(summary: RunSummary) -> Iterator[str]:
    """How an index run ended; the outcomes add up to the paths seen."""
    yield f"清点 {summary.seen} 个文件，用时 {duration(summary.seconds)}"
    rows = [(OUTCOMES[outcome.value], summary.outcomes.get(outcome, 0)) for outcome in Outcome]
    yield from (f"  {line}" for line in table(rows, right=(1,)))
    events = [(cause.value, count) for cause, count in summary.causes.items()]
    events += [("未变", summary.unchanged), ("移动", summary.moved), ("消失", summary.vanished)]
    events += [("重现", summary.back), ("重新著录", summary.redescribed)]
    told = "，".join(f"{name} {count}" for name, count in events if count)
    if told:
        yield told
    if summary.rebuilt:
        yield "分词词典或索引结构已更新，索引已重建"
    for root in summary.unreached:
        yield f"文件夹“{plain(root)}”连不上，其中的文件保持原样"
    if summary.retryable:
        yield f"有 {summary.retryable} 个文件超时或暂时读不到，再运行一次会重试"
    if any(summary.outcomes.get(one) for one in (Outcome.PARTLY, Outcome.NOT_SEARCHABLE)):
        yield "哪些文件有问题、怎么办：dangan problems"
    if summary.outcomes.get(Outcome.QUARANTINED):
        yield "疑似涉密的文件没有收录内容：dangan problems --kind quarantined"
    if summary.purge_due:
        yield PURGE_DUE


def answer_lines(answer: SearchAnswer, *, colour: bool) -> Iterator[str]:
    """The hits of a search, four lines each."""
    for notice in answer.query.notices:
        yield f"提示：{notice}"
    for one in answer.query.expanded:
        yield f"“{one.word}”也找：{'、'.join(one.also)}"
    for understood in answer.query.filters:
        yield f"“{understood.source}”理解为：{understood.value}"
    if answer.query.relaxed:
        dropped = "、".join(answer.query.relaxed.dropped)
        yield f"没有文件包含全部词，不再要求：{dropped}" if dropped else "没有完全相符的，下面是最接近的"
    first = (answer.page - 1) * answer.size + 1
    yield f"共 {answer.total} 件" + (f"，从第 {first} 件起" if first > 1 and answer.hits else "")
    for number, hit in enumerate(_unfolded(answer.hits), first):
        yield ""
        yield from _hit_lines(number, hit, colour=colour)
    for suggestion in answer.suggestions:
        yield f"是不是想找：{suggestion.text}（{suggestion.why}）"


def _unfolded(hits: Iterable[HitAnswer]) -> Iterator[HitAnswer]:
    for hit in hits:
        yield hit
        yield from _unfolded(hit.folded)


def _hit_lines(number: int, hit: HitAnswer, *, colour: bool) -> Iterator[str]:
    pages = f"，{hit.pages} 页" if hit.pages > 1 else ""
    copies = f"，另有 {hit.copies} 份副本" if hit.copies else ""
    yield f"{number}. {plain(hit.title)}（{hit.doc_type}{pages}{copies}）"
    category = "/".join(part for part in (hit.category_name, hit.subcategory) if part)
    facts = (hit.branch, hit.date or (hit.year and str(hit.year)), category, hit.role, hit.doc_no)
    yield "   " + (" · ".join(plain(fact) for fact in facts if fact) or "未定")
    for passage in hit.passages[:1]:
        yield f"   {_passage(passage, colour=colour)}"
    part = f" · {plain(hit.part.label)}" if hit.part else ""
    yield f"   {_where(hit.root, hit.path, hit.member)}{part}  [{hit.id}]"


def _where(root: str, path: str, member: str | None) -> str:
    return plain(f"{root}/{path}" + (f"!{member}" if member else ""))


def _passage(passage: PassageAnswer, *, colour: bool) -> str:
    text, pieces, at = passage.text, [], 0
    for start, end in passage.marks if colour else ():
        pieces += [plain(text[at:start]), _ON, plain(text[start:end]), _OFF]
        at = end
    label = f"{plain(passage.label)}：" if passage.label else ""
    return label + "".join(pieces) + plain(text[at:])


def document_lines(document: Mapping[str, Any], taxonomy: Taxonomy) -> Iterator[str]:
    """One document as ``GET /documents/{id}`` answers it, its categories by name."""
    yield plain(str(document["title"]))
    yield _where(document["root"], document["path"], document["member"])
    outcome = OUTCOMES[document["outcome"]]
    yield f"{document['doc_type']} · {document['pages']} 页 · {document['size']} 字节 · {outcome}"
    if document["vanished"]:
        yield "原件已不在"
    for problem in document["problems"]:
        yield f"问题：{plain(problem['reason'])}。{problem['hint']}"
    yield ""
    fields = dict(document["fields"])
    meeting = fields.pop("meeting")
    for name in ("category", "category_secondary"):
        code = fields[name]["value"]
        fields[name] = fields[name] | {
            "value": code and f"{code} {taxonomy.category_name(code) or ''}".strip()
        }
    yield from _field_lines(fields)
    if any(field["value"] not in (None, []) for field in meeting.values()):
        yield f"{FIELD_NAMES['meeting']}："
        yield from (f"  {line}" for line in _field_lines(meeting))
    for note in document["notes"]:
        yield f"注意：{plain(note)}"
    for name, title in (("parts", "拆出的各次会议"), ("event", "同一次会议"), ("copies", "相同内容")):
        for place in document[name]:
            yield f"{title}：{plain(place['title'])}  [{place['id']}]"


def _field_lines(fields: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    columns = max(map(width, FIELD_NAMES.values()))
    for name, field in fields.items():
        value = field["value"]
        if value is None or value == []:
            continue
        text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
        doubt = "，待确认" if field["confidence"] < 0.5 and field["source"] != "corrected" else ""
        sure = f"，把握 {field['confidence']:.0%}" if field["source"] != "corrected" else ""
        ground = f"{SOURCES[field['source']]}{sure}{doubt}"
        yield f"{padded(FIELD_NAMES[name], columns)}  {plain(text)}（{ground}）"
        if field["rule"]:
            yield f"{' ' * columns}    {plain(field['rule'])}"


def status_lines(status: Mapping[str, Any]) -> Iterator[str]:
    """The archive's state as ``GET /status`` answers it."""
    engine = status["engine"]
    if engine["reachable"]:
        waiting = f"，还有 {engine['waiting']} 处变更没有写入" if engine["waiting"] else ""
        yield f"检索引擎：{engine['name']}，{engine['documents']} 件{waiting}"
    else:
        yield f"检索引擎：{engine['name']} 连不上。{engine['hint']}"
    if status["purge_due"]:
        yield PURGE_DUE
    if status["rebuild_due"]:
        yield "索引需要重建：dangan rebuild（或下次 dangan index 时自动重建）"
    yield f"目录库：{status['catalog']['documents']} 件"
    yield "文件夹："
    rows = [
        (root["name"], f"{root['documents']} 件", root["path"] + ("" if root["reachable"] else "（连不上）"))
        for root in status["roots"]
    ]
    yield from (f"  {line}" for line in table(rows, right=(1,)))
    yield "文件的去向："
    counts = [(OUTCOMES[name], count) for name, count in status["outcomes"].items()]
    yield from (f"  {line}" for line in table(counts, right=(1,)))
    for name, title in (("run", "正在运行"), ("last_run", "上次运行")):
        if status[name]:
            run = status[name]
            phase = f"，{run['phase']} {run['done']}" if name == "run" else ""
            message = f"，{plain(run['message'])}" if run["message"] else ""
            yield f"{title}：{_moment(run['started_at'])}，{_state(run['state'])}{phase}{message}"
    yield f"版本：{status['version']}"


def _moment(iso: str) -> str:
    return datetime.fromisoformat(iso).astimezone().strftime("%Y-%m-%d %H:%M")


def _state(state: str) -> str:
    names = {"running": "进行中", "finished": "完成", "failed": "失败", "interrupted": "中断"}
    return names.get(state, state)


def text_lines(pages: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The whole text of a document, page by page."""
    for page in pages:
        yield ""
        yield f"—— {plain(page['label'])} ——"
        yield from (plain(line) for line in page["text"].splitlines())


def problem_lines(problems: Sequence[ProblemRecord]) -> Iterator[str]:
    """What is wrong with which file, and what to do."""
    yield f"共 {len(problems)} 条"
    for one in problems:
        yield ""
        yield f"{PROBLEM_KINDS[one.kind.value]}  {_where(one.root, one.path, one.member)}"
        yield f"   {plain(one.reason)}" + (f"。{plain(one.hint)}" if one.hint else "")


#: Rows of a plan that a terminal is shown.
_PLANNED = 50


def plan_lines(plan: Plan) -> Iterator[str]:
    """What a table would change, row by row, and the rows that cannot be taken."""
    for row in plan.bad:
        yield f"第 {row.line} 行不能改：{plain(row.what)}：{plain(row.reason)}"
    for one in plan.strange:
        yield f"不认识的列，没有理会：{plain(one)}"
    for planned in plan.rows[:_PLANNED]:
        yield f"第 {planned.line} 行 {plain(planned.title)}  [{planned.id}]"
        for change in planned.changes:
            before, after = (
                plain(text).replace("\n", "；") or "（空）" for text in (change.before, change.after)
            )
            yield f"    {change.label}：{before} → {after}"
    if len(plan.rows) > _PLANNED:
        yield f"……其余 {len(plan.rows) - _PLANNED} 件没有列出"
    bad = f"，{len(plan.bad)} 行不能改" if plan.bad else ""
    yield f"会改 {len(plan.rows)} 件，{plan.unchanged} 件没有改动{bad}"


def outcome_lines(outcome: BatchOutcome, *, undone: bool = False) -> Iterator[str]:
    """What became of corrections made together, or taken back."""
    for one in outcome.refused:
        yield f"没有{'撤回' if undone else '改动'} [{one.id}]：{one.reason}"
    told = f"已{'撤回' if undone else '更正'} {len(outcome.corrected)} 件"
    yield told + (f"，批号 {outcome.batch}" if outcome.batch is not None and not undone else "")


def correction_lines(log: Mapping[str, Any]) -> Iterator[str]:
    """The log of corrections as ``GET /corrections`` answers it."""
    yield f"共 {log['total']} 条"
    for one in log["corrections"]:
        value = one["value"]
        text = (
            "（空）"
            if value is None
            else "、".join(map(str, value))
            if isinstance(value, list)
            else str(value)
        )
        back = "，已撤回" if one["reverted_at"] else ""
        batch = f"，批号 {one['batch']}" if one["batch"] else ""
        name = FIELD_NAMES[one["field"].removeprefix("meeting.")]
        yield f"{_moment(one['made_at'])} {plain(one['who'])}  {plain(one['document']['title'])}"
        yield f"   {name} 改为 {plain(text)}{batch}{back}  [{one['document']['id']}]"
        if one["reason"]:
            yield f"   {plain(one['reason'])}"


def branch_lines(branches: Sequence[Branch]) -> Iterator[str]:
    """The branches with their other names."""
    if not branches:
        yield "还没有党支部名单：索引以后会自动找出，也可以用 dangan branches import 导入"
        return
    rows = [(one.name, "已核对" if one.confirmed else "自动找出", "、".join(one.aliases)) for one in branches]
    yield from table(rows)


def cost_line(cost: Cost) -> str:
    """What a change costs, said before it is made."""
    told = [f"重新著录 {cost.described} 件"] if cost.described else []
    told += [f"重建索引 {cost.indexed} 件"] if cost.indexed else []
    return f"要{'、'.join(told)}，大约 {duration(cost.seconds)}" if told else "不用重新著录"


def config_lines(lines: Sequence[SettingLine]) -> Iterator[str]:
    """Every setting with its value, where that comes from, its variable and what it is for."""
    for line in lines:
        yield f"{line.name} = {plain(line.value)}"
        yield f"    {line.help}（{line.origin.value}；{line.variable}）"
