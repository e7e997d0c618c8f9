"""E-mail with attachments, boundaries and identifiers fixed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from indexer.sample.paper import Paper

_CHINA = timezone(timedelta(hours=8))


def mail(paper: Paper, sender: str, receiver: str, attachments: Sequence[tuple[str, bytes]]) -> bytes:
    """The paper's text as the body; ``title`` is the subject, ``created`` the day it was sent."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, receiver, paper.title
    message["Date"] = format_datetime(datetime.combine(paper.created, time(10, 26, 5), _CHINA))
    message["Message-ID"] = f"<{paper.created:%Y%m%d}.{len(paper.text())}@ydldz.example>"
    message.set_content(paper.text() + "\n", charset="utf-8", cte="base64")
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    if message.is_multipart():
        message.set_boundary(f"----=_Part_{paper.created:%Y%m%d}_0001")
    return message.as_bytes()
