"""Where a branch puts the papers that come up now and then, and in which formats they came."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from indexer.sample.filing import SampleFile, file_draft, file_prepared
from indexer.sample.kinds.occasional import papers_of
from indexer.sample.paper import Draft, Grid
from indexer.sample.prepared import KINDS

#: Title → the format a paper came in, where it is not simply DOCX (or XLSX for a table).
FORMATS = {
    "第二党支部换届选举计票单": "scan-jpg",
    "夏送清凉慰问一线职工签收表": "scan-jpg",
    "党员组织关系介绍信存根": "scan-jpg",
    "党费收据": "scan-jpg",
    "2022年党风廉政建设责任书": "scan-pdf",
    "第三党支部与白石坳村党支部结对共建协议书": "scan-pdf",
    "关于成立第五党支部的批复": "scan-pdf",
    "学习二十大精神体会": "txt",
    "沅汀路灯人：台风夜里的四十一个小时": "html",
    "“三八”节女职工座谈会简报": "html-gbk",
    "关于第一党支部换届选举结果的报告": "pdf",
    "总支委员会关于LED改造项目采购方式的会议纪要": "pdf",
    "关于表彰先进党支部和优秀共产党员的决定": "ofd",
    "枫树坪村太阳能路灯帮扶情况报告": "doc",
    "第四党支部标准化规范化建设自查报告": "doc",
    "“青春护灯”团员青年夜巡活动总结": "wps",
    "节前廉政谈话记录": "rtf",
    "春节走访慰问困难党员签收表": "xls",
    "党纪学习教育知识测试成绩单": "et",
}


def file_occasions(number: int, year: int, folder_of: Callable[[Draft], str]) -> Iterator[SampleFile]:
    """The branch's occasional papers of the year; ``folder_of`` says where each goes."""
    for draft in papers_of(number, year):
        has_table = any(isinstance(block, Grid) for block in draft.paper.blocks)
        format_name = FORMATS.get(draft.stem, "xlsx" if has_table else "docx")
        if format_name in KINDS:
            yield file_prepared(draft, folder_of(draft), draft.stem, format_name)
        else:
            yield file_draft(draft, folder_of(draft), draft.stem, format_name)
