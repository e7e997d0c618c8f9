"""Photographs of a meeting: the words on the banner are all the text there is."""

from __future__ import annotations

from indexer.sample.events import Event
from indexer.sample.meetings import entry_of
from indexer.sample.paper import Draft, Line, Paper, Style

BANNERS = {
    "支委会": "{branch}支委会",
    "支部党员大会": "{branch}党员大会",
    "主题党日": "{branch}主题党日活动",
    "党课": "{branch}书记讲党课",
    "组织生活会": "{branch}组织生活会",
}


def take_photo(event: Event) -> Draft:
    """Dated by its EXIF and by the banner, which also says who met."""
    banner = BANNERS[event.kind].format(branch=event.branch.name)
    truth = entry_of(event, kind="photo", role="照片", title=None, phrases=(banner,))
    return Draft("会议照片", Paper((Line(banner, Style.TITLE),), created=event.day), truth)
