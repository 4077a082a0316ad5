"""The files of a scenario folder: found, read as UTF-8 text, and hashed by what they say."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from corridor.scenario.names import nearest
from corridor.scenario.problems import Problems

__all__ = ["LARGEST_BYTES", "Files"]

LARGEST_BYTES = 16 * 1024 * 1024
REQUIRED = ("scenario.yaml", "places.csv", "routes.csv", "parameters.csv")
OPTIONAL = ("schedule.csv",)
OBSERVATIONS = "observations"


class Files:
    """Reads the texts of one folder; what cannot be read is noted as a problem."""

    def __init__(self, folder: Path, problems: Problems) -> None:
        self.folder = folder
        self._problems = problems
        self._digests: list[str] = []

    def usable(self) -> bool:
        """Return whether the folder is there and can be listed."""
        try:
            os.listdir(self.folder)
        except (OSError, ValueError) as error:
            remedy = "Give the folder that holds scenario.yaml."
            self._problems.add(_shown(self.folder), 0, "", "", _why(error, "folder"), remedy)
            return False
        return True

    def text(self, name: str) -> str | None:
        """Return a file's text without byte-order mark, with plain line ends; None if there is none to use."""
        raw = self._bytes(name)
        if raw is None:
            return None
        text = self._decoded(name, raw)
        if text is None:
            return None
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        if not text.strip():
            self._add(name, 0, "is empty", "Give it at least its header line, or delete the file if it is optional.")
            return None
        self._note(name, text)
        return text

    def observation_names(self) -> list[str]:
        """Return the tables under observations/, in order of name; none if there is no such folder."""
        folder = self.folder / OBSERVATIONS
        try:
            found = sorted(entry for entry in os.listdir(folder) if entry.lower().endswith(".csv"))
        except FileNotFoundError:
            return []
        except OSError as error:
            self._add(OBSERVATIONS, 0, _why(error, "folder"), "Make it a folder of CSV files, or remove it.")
            return []
        names = [f"{OBSERVATIONS}/{name}" for name in found if not name.startswith(".")]
        for name in (name for name in names if not _printable(name)):
            self._add(ascii(name), 0, "has a name that is not UTF-8", "Rename it in plain letters.")
        return [name for name in names if _printable(name)]

    def content_hash(self) -> str:
        """Return the SHA-256 of everything read: not of paths, of the order of observation files, or of line ends."""
        return hashlib.sha256("\n".join(sorted(self._digests)).encode()).hexdigest()

    def _note(self, name: str, text: str) -> None:
        role = OBSERVATIONS if name.startswith(OBSERVATIONS) else name
        lines = "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n")
        self._digests.append(f"{role} {hashlib.sha256(lines.encode()).hexdigest()}")

    def _bytes(self, name: str) -> bytes | None:
        path = self.folder / name
        try:
            found = os.stat(path)
            if stat.S_ISDIR(found.st_mode):
                self._add(name, 0, "is a folder, not a file", f"Put a file of the name {name} in its place.")
            elif not stat.S_ISREG(found.st_mode):
                self._add(name, 0, "is not a regular file", f"Put a file of the name {name} in its place.")
            elif found.st_size > LARGEST_BYTES:
                limit = f"is larger than {LARGEST_BYTES // 1024**2} MiB"
                self._add(name, 0, limit, "Leave out what the scenario does not need.")
            else:
                return path.read_bytes()
        except FileNotFoundError:
            if name not in OPTIONAL:
                self._add(name, 0, "is missing", self._missing_remedy(name))
        except OSError as error:
            self._add(name, 0, _why(error, "file"), "Check its permissions.")
        return None

    def _missing_remedy(self, name: str) -> str:
        known = {*REQUIRED, *OPTIONAL}
        strangers = {entry: entry for entry in os.listdir(self.folder) if entry not in known}
        near = nearest(name, strangers)
        if near:
            return f"There is {near!r}: rename it to {name!r} if that is what it is."
        return "A scenario folder needs " + ", ".join(REQUIRED) + "."

    def _decoded(self, name: str, raw: bytes) -> str | None:
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            self._add(name, 0, "is encoded as UTF-16, not as UTF-8", "Save it as 'CSV UTF-8' or 'UTF-8'.")
            return None
        nul = raw.find(b"\0")
        if nul >= 0:
            where = f"has a NUL byte at byte {nul}; it is not a text file"
            self._add(name, _line(raw, nul), where, "Save it again as plain text in UTF-8.")
            return None
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            what = f"is not UTF-8: byte 0x{raw[error.start]:02x} at byte {error.start}"
            self._add(name, _line(raw, error.start), what, "Save it as 'CSV UTF-8' or 'UTF-8'.")
            return None

    def _add(self, name: str, row: int, allowed: str, remedy: str) -> None:
        self._problems.add(name, row, "", "", allowed, remedy)


def _shown(folder: Path) -> str:
    return folder.name.encode("utf-8", "replace").decode() or "folder"


def _printable(name: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _line(raw: bytes, position: int) -> int:
    return raw.count(b"\n", 0, position) + 1


def _why(error: Exception, what: str) -> str:
    if isinstance(error, FileNotFoundError):
        return f"is not there: no such {what}"
    if isinstance(error, NotADirectoryError):
        return "is a file, not a folder"
    if isinstance(error, PermissionError):
        return "may not be read: permission denied"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"
