"""The index run, the loader and the rebuild: files to catalog, catalog to engine."""

from .branches import adopt_branches
from .loader import Loaded, load, load_patiently
from .progress import Observe, Phase, Progress
from .purging import purge
from .rebuild import rebuild, rebuild_due
from .rereading import read_marked
from .run import index
from .run_lock import run_lock
from .summary import RunSummary
from .survey import Cause

__all__ = [
    "Cause",
    "Loaded",
    "Observe",
    "Phase",
    "Progress",
    "RunSummary",
    "adopt_branches",
    "index",
    "load",
    "load_patiently",
    "purge",
    "read_marked",
    "rebuild",
    "rebuild_due",
    "run_lock",
]
