"""What the calls under ``/documents`` take and answer."""

from __future__ import annotations

from apiflask import fields
from marshmallow import validate

from indexer.documents import FIELDS, MEETING_FIELDS, FieldSource, Outcome, ProblemKind
from search_app.search.schemas import PartSchema
from search_app.web.answers import Answer, AnyField, listed, nested, nullable, present, word
from search_app.web.display import FIELD_NAMES
from search_app.web.parameters import Choice, Parameters, Revision, Whole

MAX_REASON = 500


class EvidenceAnswer(Answer):
    text = present(fields.String)
    page = nullable(fields.Integer, "页码；来自名称或文件夹时为 null")


class FieldAnswer(Answer):
    value = nullable(fields.Raw, "文本、整数或文本的列表；没有时为 null 或 []")
    source = word((source.value for source in FieldSource), null=True)
    evidence = nested(EvidenceAnswer, null=True)
    confidence = present(fields.Float, "0 到 1")
    rule = nullable(fields.String, "按什么规则、得分或各处的说法定的")


def _fields_of(names: tuple[str, ...]) -> dict[str, AnyField]:
    return {name: nested(FieldAnswer, FIELD_NAMES[name]) for name in names}


MeetingAnswer = Answer.from_dict(_fields_of(MEETING_FIELDS), name="MeetingAnswer")
FieldsAnswer = Answer.from_dict(
    _fields_of(FIELDS) | {"meeting": nested(MeetingAnswer, "会议要素")}, name="FieldsAnswer"
)


class ProblemAnswer(Answer):
    kind = word(kind.value for kind in ProblemKind)
    reason = present(fields.String)
    hint = present(fields.String)


class PlaceAnswer(Answer):
    id = present(fields.String)
    title = present(fields.String)
    path = present(fields.String)
    root = present(fields.String)
    member = nullable(fields.String)


class NearCopyAnswer(PlaceAnswer):
    share = present(fields.Float, "两份文字有多少相同，0 到 1")


class SimilarAnswer(PlaceAnswer):
    nearness = present(fields.Float, "与本文件有多近，0 到 1")
    branch = nullable(fields.String)
    date = nullable(fields.String)
    role = nullable(fields.String, "材料类型")
    folded = listed(PlaceAnswer, "与它内容大体相同、不再单列的文件")


class SimilarAnswers(Answer):
    documents = listed(SimilarAnswer, "最近的在前；内容完全相同的文件见 copies")


class EventAnswer(PlaceAnswer):
    role = nullable(fields.String, "材料类型")
    date = present(fields.String)


class PartPlaceAnswer(PlaceAnswer):
    part = nested(PartSchema, null=True)
    pages = present(fields.Integer)


class DocumentAnswer(Answer):
    id = present(fields.String)
    root = present(fields.String)
    path = present(fields.String)
    member = nullable(fields.String)
    part = nested(PartSchema, null=True)
    title = present(fields.String)
    doc_type = present(fields.String)
    size = present(fields.Integer, "字节")
    sha256 = nullable(fields.String)
    pages = present(fields.Integer)
    outcome = word(outcome.value for outcome in Outcome)
    problems = listed(ProblemAnswer)
    vanished = present(fields.Boolean, "原件已不在")
    revision = present(fields.Integer, "更正时放进 If-Match")
    corrected = listed(fields.String(), "被更正过的字段；会议要素写作 meeting.host")
    stale_corrections = present(fields.Boolean, "更正之后原件又改过")
    notes = listed(fields.String())
    fields_ = nested(FieldsAnswer, data_key="fields")
    copies = listed(PlaceAnswer, "内容完全相同的其他文件")
    near_copies = listed(NearCopyAnswer, "内容大体相同的其他文件")
    event = listed(EventAnswer, "同一次会议的其他材料")
    parts = listed(PartPlaceAnswer, "从本文件拆出的各次会议")
    members = listed(PlaceAnswer, "压缩包或邮件里的文件")


class PageAnswer(Answer):
    number = present(fields.Integer, "从 1 起")
    label = present(fields.String)
    text = present(fields.String)


class TextAnswer(Answer):
    pages = listed(PageAnswer)


class CorrectionBody(Parameters):
    """The body of ``PATCH /documents/{id}``."""

    fields_ = fields.Dict(
        keys=fields.String(),
        data_key="fields",
        load_default=dict,
        metadata={"description": "字段和新值；null 清空；会议要素放在 meeting 里"},
    )
    revert = fields.List(
        fields.String(), load_default=list, metadata={"description": "取消更正、恢复自动识别值的字段"}
    )
    reason = fields.String(
        load_default="",
        validate=validate.Length(max=MAX_REASON, error=f"不能超过 {MAX_REASON} 字"),
        metadata={"description": "为什么更正"},
    )


class RevisionHeader(Parameters):
    """Which state of the document a correction was made on."""

    if_match = Revision(
        data_key="If-Match",
        required=True,
        metadata={"description": "读到的 revision；文件已被别人更正时返回 409"},
    )


class MarkingParameters(Parameters):
    """The words to mark."""

    q = fields.String(load_default="", metadata={"description": "要标出的检索词"})


class ReadingParameters(MarkingParameters):
    """What the page of a document takes: the words to mark, where to read, as text or as drawn."""

    view = Choice("text", "pages", load_default=None)
    page = Whole(1, load_default=None)
    portion = Whole(1, load_default=None)
