"""Names of members as a person would read them: decoded, with ``/``, harmless, each once.

Nothing is ever unpacked under these names; they are shown, searched and used to find a member again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from .encoding import decode

#: What systems leave in archives and nobody wrote: no member of anything.
_SYSTEM = re.compile(r"(^|/)(__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini)$", re.IGNORECASE)


def decoded(raw: Sequence[bytes]) -> list[str]:
    """Names stored without saying how, judged together: a single short name tells too little.

    Chinese archivers write GBK under no flag; some write UTF-8 under none.
    """
    joined = b"\n".join(raw)
    try:
        return [name.decode("utf-8") for name in raw]
    except UnicodeDecodeError:
        encoding = decode(joined).encoding
    return [name.decode(encoding, "replace") for name in raw]


def harmless(name: str) -> str:
    """A path inside its container: no drive, no leading slash, no step upwards, no control character."""
    plain = re.sub(r"[\x00-\x1f\x7f]", "", name.replace("\\", "/"))
    plain = re.sub(r"^[A-Za-z]:/", "", plain)
    steps = [step for step in plain.split("/") if step not in ("", ".", "..")]
    return "/".join(steps) or "无名"


def is_system_file(name: str) -> bool:
    """Whether a member is only the system's own (resource forks, folder views)."""
    return _SYSTEM.search(name) is not None


def each_once(names: Iterable[str]) -> list[str]:
    """The same names, a repeated one told apart by a number before its extension."""
    seen: set[str] = set()
    counts: Counter[str] = Counter()  # a hostile archive has one name a million times
    told = []
    for name in names:
        unique = name
        while unique in seen:
            counts[name] += 1
            unique = _numbered(name, counts[name] + 1)
        seen.add(unique)
        told.append(unique)
    return told


def _numbered(name: str, number: int) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}({number}).{suffix}" if dot and "/" not in suffix else f"{name}({number})"
