"""What every real share also holds: copies, near copies, broken and locked files, a secret mark."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from indexer.sample.events import events_of
from indexer.sample.filing import SampleFile, book, file_draft, file_prepared
from indexer.sample.kinds.minutes import write_minutes
from indexer.sample.kinds.yearly import write_plan, write_summary
from indexer.sample.meetings import Meeting, hold
from indexer.sample.paper import Draft, Line, Paper, Style, body, plain, right, title
from indexer.sample.prepared import PASSWORD
from indexer.sample.truth import TruthEntry
from indexer.sample.unit import branch

FOLDER = "新建文件夹(2)"
#: The meeting whose minutes lie in three places; the first is its branch's own.
COPIED = "第一党支部|支委会|2021-06-03"


def keep() -> Iterator[SampleFile]:
    yield from _copies()
    yield from _near_copies()
    yield from _broken()
    yield from _leftovers()
    yield from _secrecy()
    yield _traditional()
    yield _last_year()
    yield _rule_of_another_year()


def _meeting(number: int, year: int, month: int, kind: str = "支委会") -> Meeting:
    events = events_of(branch(number), year)
    return hold(next(event for event in events if event.kind == kind and event.day.month == month))


def _copies() -> Iterator[SampleFile]:
    """The same bytes as 第一党支部/2021年/…/2021年6月支委会会议记录.docx, twice."""
    draft = write_minutes(_meeting(1, 2021, 6), "formal")
    draft = replace(draft, truth=replace(draft.truth, copies=COPIED))
    for folder, name in ((FOLDER, "2021年6月支委会会议记录 - 副本"), ("总支/收件", "一支部6月支委会")):
        yield file_draft(draft, folder, name)


def _near_copies() -> Iterator[SampleFile]:
    """The same minutes with other dates: what an inspection calls 雷同."""
    meeting = _meeting(3, 2023, 5)
    for number, day in enumerate(
        (meeting.event.day, meeting.event.day.replace(month=8), meeting.event.day.replace(month=11))
    ):
        event = replace(meeting.event, day=day, number=day.month)
        draft = write_minutes(replace(meeting, event=event), "formal")
        truth = replace(draft.truth, near="三支部2023雷同", event=f"雷同|{day.isoformat()}")
        file = file_draft(
            replace(draft, truth=truth),
            f"{FOLDER}/三支部补交",
            f"{day.month}月支委会记录{'' if number else '（原）'}",
        )
        yield file


def _broken() -> Iterator[SampleFile]:
    whole = file_draft(
        write_minutes(_meeting(2, 2022, 3), "formal"), FOLDER, "二支部3月支委会记录（传输中断）"
    )
    yield _odd(whole.path, whole.data[: len(whole.data) // 2], "partly", ("broken",), "docx")
    yield _odd(f"{FOLDER}/会议照片说明.docx", b"", "not_searchable", ("no_text",), "unknown")
    summary = write_summary(branch(1), 2023, "formal")
    yield _locked(file_draft(summary, FOLDER, "一支部2023总结(加密)", "pdf-locked"), "pdf")
    meetings = [hold(event) for event in events_of(branch(5), 2023) if event.kind == "支部党员大会"]
    minutes = book([write_minutes(meeting, "formal") for meeting in meetings], "第五党支部2023年会议记录")
    minutes = replace(minutes, truth=replace(minutes.truth, phrases=minutes.parts[0].phrases[:1]))
    yield _locked(file_prepared(minutes, FOLDER, "五支部2023记录(加密)", "docx-locked"), "encrypted")
    draft = write_minutes(_meeting(4, 2021, 12, "支部党员大会"), "formal")
    wrong = file_draft(draft, FOLDER, "四支部12月党员大会", "pdf")
    path = wrong.path.removesuffix("pdf") + "doc"
    yield replace(wrong, path=path, entries=(replace(wrong.entries[0], path=path),))
    yield _odd(f"{FOLDER}/扫描仪导出.dat", _noise(2048), "not_searchable", ("unknown_format",), "unknown")


def _locked(file: SampleFile, doc_type: str) -> SampleFile:
    """An encrypted Office file does not say which of the Office formats it is."""
    truth = replace(
        file.entries[0],
        doc_type=doc_type,
        outcome="not_searchable",
        problems=("encrypted",),
        password=PASSWORD,
    )
    return replace(file, entries=(truth,))


def _noise(size: int) -> bytes:
    """Bytes that are nothing in particular."""
    return random.Random("noise").randbytes(size)


def _leftovers() -> Iterator[SampleFile]:
    lock = b"\x06admin" + b" " * 48 + b"\x05\x00a\x00d\x00m\x00i\x00n\x00" + b"\x20\x00" * 49
    yield _odd(
        "第一党支部/2021年/02三会一课/支委会/~$1年6月支委会会议记录.docx", lock, "ignored", ("ignored",), None
    )
    yield _odd(f"{FOLDER}/~$总结.docx", lock, "ignored", ("ignored",), None)
    yield _odd(
        "第一党支部/2021年/03主题党日/Thumbs.db",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1528),
        "ignored",
        ("ignored",),
        None,
    )
    yield _odd(
        "总支/desktop.ini",
        b"[.ShellClassInfo]\r\nIconResource=shell32.dll,4\r\n",
        "ignored",
        ("ignored",),
        None,
    )


def _odd(path: str, data: bytes, outcome: str, problems: tuple[str, ...], doc_type: str | None) -> SampleFile:
    truth = TruthEntry(path=path, kind="oddity", outcome=outcome, problems=problems, doc_type=doc_type)
    return SampleFile(path, data, (truth,))


def _secrecy() -> Iterator[SampleFile]:
    """One paper with an invented mark, one that only speaks of secrecy. There is nothing secret in either."""
    marked = Paper(
        (
            plain("000017"),
            plain("秘密★10年"),
            Line("沅汀县应急照明演练指挥部", Style.LETTERHEAD),
            title("关于演练期间城区应急照明保障的通知"),
            *body(
                "（此件为样例，内容纯属虚构，用于检验带密级标志的文件会被拦下。）",
                "演练期间保障路段另行通知。",
            ),
            right("2022年7月4日"),
        )
    )
    truth = TruthEntry(
        path="", kind="secret", outcome="quarantined", problems=("quarantined",), secrecy="秘密"
    )
    yield file_draft(Draft("应急照明演练通知", marked, truth), "总支/上级来文/2022年")
    day = branch(1)
    talk = Paper(
        (
            title("关于加强保密教育的学习材料"),
            *body(
                "保密工作历来是党和国家的一项重要工作。国家秘密的密级分为绝密、机密、秘密三级。",
                "机密文件不得在联网计算机上处理，涉密载体要专人保管。路灯管理站不产生国家秘密，但监控点位、配电图纸属于工作中应当注意保管的资料。",
                "党员要做到不该说的不说，不该问的不问，不该看的不看。",
            ),
            right(day.name),
            right("2023年4月15日"),
        ),
        title="关于加强保密教育的学习材料",
    )
    truth = TruthEntry(
        path="",
        kind="study",
        title=talk.title,
        branch=day.name,
        work_year=2023,
        date="2023-04-15",
        category="07",
        subcategory="理论学习",
        role="学习材料",
        phrases=("路灯管理站不产生国家秘密",),
    )
    yield file_draft(Draft("保密教育学习材料", talk, truth), "第一党支部/2023年/07学习教育")


def _traditional() -> SampleFile:
    """A keepsake from before the simplification: the old script throughout."""
    phrase = "老同志們一致認為，路燈雖小，關乎群眾夜間出行"
    owner = branch(6)
    paper = Paper(
        (
            title("離退休黨支部座談會紀要"),
            *body(
                "二〇二一年六月二十八日上午，離退休黨支部在黨員活動室召開慶祝建黨一百週年座談會。",
                f"{phrase}，建議對老城區燈桿進行一次普查。",
                "會議由支部書記主持，到會黨員十人。",
            ),
        )
    )
    truth = TruthEntry(
        path="",
        kind="traditional",
        title="離退休黨支部座談會紀要",
        branch=owner.name,
        work_year=2021,
        date="2021-06-28",
        category="03",
        subcategory="主题党日",
        role="会议纪要",
        phrases=(phrase,),
    )
    return file_draft(Draft("座談會紀要", paper, truth), f"{owner.name}/活动/2021")


def _last_year() -> SampleFile:
    """Last year's plan copied into this year's folder and never edited: the text says 2020."""
    return file_draft(
        write_plan(branch(4), 2020, "formal"), "第四党支部迎检材料/2021年度/3.1 计划总结", "3.1.3 工作计划"
    )


def _rule_of_another_year() -> SampleFile:
    """The year in the name is the rule's, not the file's."""
    phrase = "党组织收到入党申请书后，应当在一个月内派人同入党申请人谈话"
    paper = Paper(
        (
            title("中国共产党发展党员工作细则（学习摘要）"),
            *body(
                f"一、{phrase}，了解基本情况。",
                "二、入党积极分子须经过一年以上培养教育和考察，每半年考察一次。",
                "三、发展对象短期集中培训时间一般不少于三天或者不少于二十四个学时。",
                "四、预备党员的预备期为一年。",
            ),
        )
    )
    truth = TruthEntry(
        path="",
        kind="rule",
        title="中国共产党发展党员工作细则（学习摘要）",
        category="05",
        role="学习材料",
        phrases=(phrase,),
    )
    return file_draft(Draft("【附件15】中国共产党发展党员工作细则（2014年）", paper, truth), "发展党员")
