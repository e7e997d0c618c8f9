"""What the calls under ``/corrections`` take and answer."""

from __future__ import annotations

from apiflask import fields
from marshmallow import validate

from search_app.documents.schemas import MAX_REASON, PlaceAnswer
from search_app.web.answers import Answer, listed, nested, nullable, present
from search_app.web.parameters import Parameters, Pattern

#: Documents that one call may correct.
MOST = 5000


class LoggedCorrectionAnswer(Answer):
    id = present(fields.Integer)
    document = nested(PlaceAnswer)
    field = present(fields.String, "会议要素写作 meeting.host")
    value = nullable(fields.Raw, "改成的值；null 为清空")
    who = present(fields.String)
    made_at = present(fields.String)
    reason = present(fields.String)
    sha256 = nullable(fields.String, "更正时原件的内容")
    batch = nullable(fields.Integer)
    reverted_at = nullable(fields.String)
    reverted_by = nullable(fields.String)


class LogAnswer(Answer):
    total = present(fields.Integer)
    page = present(fields.Integer)
    size = present(fields.Integer)
    corrections = listed(LoggedCorrectionAnswer, "新的在前")


class BatchAnswer(Answer):
    id = present(fields.Integer)
    kind = present(
        fields.String, "table 更正表，bulk 批量更正，branches 党支部改名，confirm 逐件核对，api 接口"
    )
    who = present(fields.String)
    made_at = present(fields.String)
    reason = present(fields.String)
    source = present(fields.String, "更正表的文件名")
    source_sha256 = nullable(fields.String)
    documents = present(fields.Integer)
    corrections = present(fields.Integer)
    in_force = present(fields.Integer, "还有效的更正")
    undone_at = nullable(fields.String)
    undone_by = nullable(fields.String)


class BatchesAnswer(Answer):
    total = present(fields.Integer)
    page = present(fields.Integer)
    size = present(fields.Integer)
    batches = listed(BatchAnswer, "新的在前")


class RefusedAnswer(Answer):
    id = present(fields.String)
    reason = present(fields.String)
    parameter = nullable(fields.String, "不能用的著录项")


class OutcomeAnswer(Answer):
    batch = nullable(fields.Integer, "没有改动时为 null")
    corrected = listed(fields.String(), "改了的文件；只检查时是会改的")
    refused = listed(RefusedAnswer, "没有改的文件和原因")


class DocumentCorrectionBody(Parameters):
    id = Pattern("[0-9A-Za-z._-]{1,64}", "文件的编号", required=True)
    revision = fields.Integer(required=True, metadata={"description": "读到的 revision"})
    fields_ = fields.Dict(keys=fields.String(), required=True, data_key="fields")
    reason = fields.String(load_default="", validate=validate.Length(max=MAX_REASON))


class CorrectionsBody(Parameters):
    """The body of ``POST /corrections``: many documents at once."""

    documents = fields.List(
        fields.Nested(DocumentCorrectionBody),
        required=True,
        validate=validate.Length(1, MOST, error=f"应为 1 到 {MOST} 件"),
    )
    reason = fields.String(
        load_default="",
        validate=validate.Length(max=MAX_REASON, error=f"不能超过 {MAX_REASON} 字"),
        metadata={"description": "为什么更正"},
    )
    whole = fields.Boolean(
        load_default=True, metadata={"description": "true：有一件不对就都不改；false：只改对的"}
    )
    check = fields.Boolean(load_default=False, metadata={"description": "true：只检查，不改动"})


class NothingBody(Parameters):
    """A body with nothing in it: ``{}``."""
