"""Years that belong to a rule's name and say nothing about the paper: 发展党员工作细则（2014年）."""

from __future__ import annotations

import re

_RULE = "(?:条例|细则|规定|办法|准则|章程|规则|党章|法|纲要|标准|规范|解释|《[^》]*》)"
_YEAR = r"(?:19|20)\d{2}"
_RULE_YEAR = re.compile(
    rf"{_RULE}\s?[\[(]{_YEAR}\s?年?(?:\s?-\s?{_YEAR}年?)?(?:版|\d{{1,2}}月(?:\d{{1,2}}日)?)?(?:修订|修正|通过|印发|施行|试行)?[\])]"
    rf"|{_YEAR}年?(?:版|修订|修正|制定|新版)|《[^》]*{_YEAR}[^》]*》|{_YEAR}年(?:以来|至今|起)"
)


def without_rule_years(text: str) -> str:
    """The text with such years blanked out, its length unchanged."""
    return _RULE_YEAR.sub(lambda match: re.sub(r"\d", " ", match[0]), text)
