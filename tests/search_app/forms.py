"""Forms as a browser would send them back: every control with what it holds."""

from __future__ import annotations

import re
from html import unescape


def fields_of(page: str, action: str = "") -> dict[str, str]:
    """The controls of the form with this action (of all forms where none is named); boxes only if ticked."""
    if action:
        forms = re.findall(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.S)
        assert forms, f"no form for {action}"
        page = forms[0]
    found: dict[str, str] = {}
    for control in re.findall(r"<input [^>]*>", page):
        name = re.search(r'name="([^"]+)"', control)
        value = re.search(r'value="([^"]*)"', control)
        box = 'type="checkbox"' in control or 'type="radio"' in control
        if name and 'type="file"' not in control and (not box or " checked" in control):
            found[name[1]] = unescape(value[1]) if value else "on"
    found |= {
        n: unescape(v) for n, v in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', page)
    }
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        first = re.search(r'<option value="([^"]*)"', options)
        found[name] = unescape(chosen[1] if chosen else first[1] if first else "")
    return found
