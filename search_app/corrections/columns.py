"""The columns of the table of corrections: what names a document, and every field that may be corrected."""

from __future__ import annotations

from search_app.documents.page import GROUPS, label

ID, REVISION, REASON = "id", "revision", "reason"
#: What names a document; of these only the first two are read back.
NAMING = {
    ID: "编号",
    REVISION: "修订",
    "root": "根文件夹",
    "path": "文件",
    "member": "压缩包内",
    "part": "其中的会议",
}
#: The fields in the order of the document's page, by their headings.
FIELDS = {name: label(name) for _, names in GROUPS for name in names}
HEADINGS = NAMING | FIELDS | {REASON: "更正理由"}
