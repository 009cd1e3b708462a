"""Which files of a folder are pictures.

Pictures are taken from the folder and its subfolders, hidden ones left out, in natural order of
their names: 2 before 10.  Every other file is counted, so that nothing is left out unseen.
"""

from __future__ import annotations

import dataclasses
import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ....errors import VideoNotFoundError, VideoUnreadableError, raised_as
from ...inputs import what_it_is
from ...inputs.files import kind_of_mode
from ..files import natural_sorted
from .header import ENDINGS, OTHER_ENDINGS

#: a picture file larger than this is not opened
LARGEST_BYTES = 512 * 2**20
_SHOWN = 5
#: folders that programs write beside pictures, with files of pictures' names that are none
_NOT_OURS = frozenset(("__macosx", "$recycle.bin", "@eadir"))


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A file with a picture's name.

    Parameters
    ----------
    name : str
        Its path within the folder, with slashes on every system.
    path : str
    size_bytes, mtime_ns : int
        As it was found.
    fault : str or None
        Why it is not opened: no file but a pipe, a link to nothing, too large.
    """

    name: str
    path: str
    size_bytes: int = 0
    mtime_ns: int = 0
    fault: str | None = None

    @property
    def subfolder(self) -> str | None:
        """The first folder of its path; None if it lies in the folder itself."""
        first, _, rest = self.name.partition("/")
        return first if rest else None


@dataclass(frozen=True)
class PictureFolder:
    """The pictures of a folder.

    Parameters
    ----------
    folder : Path
    files : tuple of PictureFile
        In natural order of their names.
    others : dict of str to int
        How many files were left out, by the ending of their names.
    """

    folder: Path
    files: tuple[PictureFile, ...]
    others: dict[str, int]

    def used(self, path: str | Path) -> PictureFolder:
        """The same, where another file that lies in the folder is used and not left out."""
        path, kind = Path(path), Path(path).suffix.lower()
        inside = self.folder.resolve() in path.resolve().parents
        if not inside or path.name.startswith(".") or kind not in self.others:
            return self
        others = {k: n - (k == kind) for k, n in self.others.items() if n > (k == kind)}
        return dataclasses.replace(self, others=others)

    def notes(self) -> list[str]:
        """Sentences about what was left out and what may be a mistake."""
        notes = []
        if self.others:
            kinds = ", ".join(f"{count} {kind}" for kind, count in self.others.items())
            notes.append(f"files that are no pictures were left out: {kinds}")
        folded = Counter(file.name.casefold() for file in self.files)
        alike = [file.name for file in self.files if folded[file.name.casefold()] > 1]
        if alike:
            notes.append(
                f"names that differ in capitals only, which are one file on some systems: "
                f"{_some(alike)}"
            )
        return notes


def picture_folder(folder: str | Path) -> PictureFolder:
    """The pictures of a folder and its subfolders.

    Raises
    ------
    VideoNotFoundError
        If there is no such folder.
    VideoUnreadableError
        If it holds no picture, or may not be read.
    """
    given, found = folder, what_it_is(folder)  # of '' too, which as a path is the folder one is in
    folder = Path(folder)
    if found == "nothing":
        raise VideoNotFoundError(f"There is no folder {str(given)!r}.", do="check the path")
    if found != "a folder":
        raise VideoUnreadableError(
            f"{folder} is not a folder of pictures.", expected="a folder", got=found
        )
    files, others = [], Counter[str]()
    do = "give this user the right to read it"
    with raised_as(VideoUnreadableError, f"The folder {folder} cannot be read.", do=do):
        for path in _walked(folder):
            ending = path.suffix.lower()
            if path.name.startswith("."):
                others["hidden"] += 1
            elif ending not in ENDINGS | OTHER_ENDINGS:
                others[_as_text(ending or path.name)] += 1
            else:
                files.append(path)
    if not files:
        kinds = ", ".join(f"{count} {kind}" for kind, count in others.most_common(_SHOWN))
        raise VideoUnreadableError(
            f"The folder {folder} holds no pictures.",
            expected="JPEG, PNG, TIFF, BMP, PGM, GIF or WebP files, by the endings of their names",
            got=kinds or "an empty folder",
        )
    shown = dict(sorted(others.items(), key=lambda pair: (-pair[1], pair[0])))
    ordered = natural_sorted(files)
    return PictureFolder(folder, tuple(_picture_file(folder, path) for path in ordered), shown)


def _walked(folder: Path) -> Iterator[Path]:
    """Files of a folder and its subfolders, each real folder once, whatever links there are."""
    waiting, seen = [folder], set()
    while waiting:
        here = waiting.pop()
        real = os.path.realpath(here)
        if real in seen:
            continue
        seen.add(real)
        with os.scandir(here) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
        for entry in ordered:
            if not entry.is_dir():
                yield Path(entry.path)
            elif not entry.name.startswith(".") and entry.name.lower() not in _NOT_OURS:
                waiting.append(Path(entry.path))


def _picture_file(folder: Path, path: Path) -> PictureFile:
    name = _as_text(path.relative_to(folder).as_posix())
    try:
        info = os.stat(path)
    except OSError as error:
        broken = path.is_symlink() and isinstance(error, FileNotFoundError)
        why = "a link to nothing" if broken else error.strerror or "cannot be looked at"
        return PictureFile(name, str(path), fault=why)
    fault: str | None = None
    if not stat.S_ISREG(info.st_mode):
        fault = f"not a file but {kind_of_mode(info.st_mode)}"
    elif info.st_size > LARGEST_BYTES:
        fault = f"a file of {info.st_size // 2**20} MB; at most {LARGEST_BYTES // 2**20} are read"
    elif path.suffix.lower() in OTHER_ENDINGS:
        fault = f"{path.suffix.lower()[1:].upper()} pictures are not read: save it as JPEG or PNG"
    return PictureFile(name, str(path), info.st_size, info.st_mtime_ns, fault)


def counted(n: int) -> str:
    """A number of pictures, in words."""
    return "1 picture" if n == 1 else f"{n} pictures"


def _as_text(name: str) -> str:
    """A name that is no text in UTF-8 can stand in no table."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _some(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + ", …" * (len(names) > _SHOWN)
