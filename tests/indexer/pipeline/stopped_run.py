"""The run that tests stop midway: an index run over the archive in a folder, in a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path

from indexer.settings import Settings

from .archive import open_archive


def change(folder: Path) -> None:
    """New, changed, moved, copied, vanished, ignored, of one meeting: everything a run has to do with."""
    (folder / "旧名.txt").rename(folder / "新名.txt")
    (folder / "消失.txt").unlink()
    (folder / "改动.txt").write_text("改动以后的文字，第一党支部", encoding="utf-8")
    for path in ("新增.txt", "副本/新增.txt", "~$锁.docx"):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text("新增的文字", encoding="utf-8")
    for month in range(1, 5):
        (folder / "第二党支部").mkdir(exist_ok=True)
        (folder / f"第二党支部/{month}月.txt").write_text(f"第二党支部会议 {month} 月", encoding="utf-8")
    meeting = folder / "第二党支部/2021/6月支委会"
    meeting.mkdir(parents=True)
    (meeting / "支委会会议记录.txt").write_text(
        "第二党支部支委会会议记录\n时间：2021年6月3日\n主持人：张三\n议题：路灯维修\n",
        encoding="utf-8",
    )
    (meeting / "签到表.txt").write_text("第二党支部支委会签到表\n张三 李四 王五", encoding="utf-8")


def main() -> None:
    with open_archive(Path(sys.argv[1])) as archive:
        assert isinstance(archive.settings, Settings)
        archive.run()


if __name__ == "__main__":
    main()
