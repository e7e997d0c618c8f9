"""What the calls of administration take and answer."""

from __future__ import annotations

from apiflask import fields

from search_app.web.answers import Answer, listed, nullable, present


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
