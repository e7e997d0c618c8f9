"""What the calls of administration take and answer."""

from __future__ import annotations

from apiflask import fields

from indexer.archival.words import WordKind
from search_app.web.answers import Answer, listed, nested, nullable, present, word
from search_app.web.parameters import Choice, Parameters


class BranchAnswer(Answer):
    name = present(fields.String)
    aliases = listed(fields.String())
    committee = nullable(fields.Boolean, "有没有支委会；null 未填")
    groups = nullable(fields.Integer, "党小组数")
    term = nullable(fields.String, "本届任期起始日期")
    from_ = nullable(fields.String, "成立日期", data_key="from")
    until = nullable(fields.String, "撤销日期")
    confirmed = present(fields.Boolean, "有人核对过")
    documents = present(fields.Integer)


class BranchesAnswer(Answer):
    unit_name = nullable(fields.String, "本单位名称；发文单位不是它的，作为上级来文")
    branches = listed(BranchAnswer)
    none = present(fields.Integer, "不属于任何党支部的文件")


class WordAnswer(Answer):
    kind = word((kind.value for kind in WordKind), "专用词、人名或同义词")
    word = present(fields.String)


class CostAnswer(Answer):
    described = present(fields.Integer, "要重新著录的文件")
    indexed = present(fields.Integer, "要重建索引的文件")
    seconds = present(fields.Float, "大约多少秒")


class WordsAnswer(Answer):
    words = listed(WordAnswer)
    due = nested(CostAnswer, "还没有用到索引里时，重建索引的代价", null=True)


class WordsBody(Parameters):
    """The body of ``POST /words``."""

    kind = Choice(*(kind.value for kind in WordKind), load_default=WordKind.TERM.value)
    add = fields.List(fields.String(), load_default=list)
    remove = fields.List(fields.String(), load_default=list)
