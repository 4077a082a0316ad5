"""Which version of the program makes the numbers: a hash of the sources that a run's numbers can depend on."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

__all__ = ["numbers_hash"]

#: Rooms that only ask, judge, keep or show: a change there changes no member.
_SHOWING = frozenset(
    {"claims", "cli", "contrast", "formats", "publish", "report", "scenarios", "server", "store", "web", "whatif"}
)


@lru_cache(maxsize=1)
def numbers_hash() -> str:
    """Returns 16 hex digits that change with any source on which the numbers of a run can depend.

    Machines that share a run, and a run that goes on later, must agree in it; they may differ in how results are shown.

    >>> len(numbers_hash())
    16
    """
    package = Path(__file__).parent
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(package.rglob("*.py")):
        inside = path.relative_to(package)
        if inside.parts[0] not in _SHOWING:
            content = path.read_bytes()
            digest.update(f"{inside.as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()
