"""The answer of ``GET /status``."""

from __future__ import annotations

from apiflask import fields

from indexer.catalog.records import RunState
from indexer.documents import Outcome
from search_app.web.answers import Answer, listed, nested, nullable, present, word


class EngineAnswer(Answer):
    name = present(fields.String, "embedded 或 elasticsearch")
    reachable = present(fields.Boolean)
    documents = present(fields.Integer)
    waiting = present(fields.Integer, "目录库里还没有进入引擎的变更")
    rebuild_due = present(fields.Boolean)
    hint = present(fields.String, "连不上时怎么办")


class CatalogAnswer(Answer):
    documents = present(fields.Integer)


class RootAnswer(Answer):
    name = present(fields.String)
    path = present(fields.String)
    reachable = present(fields.Boolean)
    documents = present(fields.Integer)


OutcomesAnswer = Answer.from_dict(
    {outcome.value: present(fields.Integer) for outcome in Outcome}, name="OutcomesAnswer"
)


class RunAnswer(Answer):
    id = present(fields.Integer)
    state = word(state.value for state in RunState)
    started_at = present(fields.String)
    updated_at = present(fields.String)
    ended_at = nullable(fields.String)
    folders = listed(fields.String())
    phase = present(fields.String)
    done = present(fields.Integer)
    total = nullable(fields.Integer)
    counts = present(fields.Dict)
    message = present(fields.String)


class StatusAnswer(Answer):
    engine = nested(EngineAnswer)
    catalog = nested(CatalogAnswer)
    roots = listed(RootAnswer)
    outcomes = nested(OutcomesAnswer, "每个路径恰有一个结果，相加等于见过的路径数")
    members = nested(OutcomesAnswer, "压缩包里的文件")
    run = nested(RunAnswer, "正在进行的索引", null=True)
    last_run = nested(RunAnswer, "上一次索引", null=True)
    rebuild_due = present(fields.Boolean, "词典或分词规则已变，应运行 dangan rebuild")
    purge_due = present(fields.Boolean, "涉密文件的旧内容还没有从索引和数据库里彻底清除")
    version = present(fields.String)
