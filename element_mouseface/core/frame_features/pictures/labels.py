"""Labels of pictures: a table `image,label[,person]`, or the names of subfolders.

A label belongs to a picture by name, so everything that could bind it to another one is refused or
told: a picture with two labels, names that differ in capitals, names in several folders.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ....errors import LabelsError, check_type
from ...inputs import TextTable, read_table
from ...video.stills.folder import counted

#: taken where no labels are named, if it lies in the folder
USUAL_NAME = "labels.csv"
#: what may be given in place of a file
FROM_FOLDERS, NONE = "folders", "none"
_COLUMNS = ("image", "label", "person")
_EXPECTED = "a table with the columns image, label and, if you like, person"
_SHOWN = 5


@dataclass(frozen=True)
class PictureLabels:
    """Labels and persons of pictures, in the pictures' order.

    Parameters
    ----------
    labels, persons : tuple of (str or None), or None
        None where nothing was said; as a whole, where there are no labels, or no persons.
    absent : tuple of str
        Names in the table of pictures that are not there.
    source : str or None
        'folders', or the path of the table.
    notes : tuple of str
    """

    labels: tuple[str | None, ...] | None = None
    persons: tuple[str | None, ...] | None = None
    absent: tuple[str, ...] = ()
    absent_labels: tuple[tuple[str | None, str | None], ...] = ()
    source: str | None = None
    notes: tuple[str, ...] = ()


def picture_labels(
    folder: Path, names: Sequence[str], labels: str | Path | None = None
) -> PictureLabels:
    """The labels of a folder's pictures.

    Parameters
    ----------
    folder : Path
    names : sequence of str
        Of the pictures, within the folder, with slashes.
    labels : path or str, optional
        A table; 'folders' for the name of the first subfolder of each picture; 'none'. By default
        labels.csv in the folder, if there is one.

    Raises
    ------
    LabelsError
        If the table is malformed, gives a picture two labels, or is of another folder.
    PathError
        If there is no such file.
    """
    check_type("labels", labels, str | Path | None, "a path, 'folders' or 'none'")
    if labels is None:
        usual = folder / USUAL_NAME
        if usual.is_file():
            return _from_table(usual, names)
        return PictureLabels(notes=_hint(names))
    if labels == NONE:
        return PictureLabels()
    if labels == FROM_FOLDERS:
        return _from_folders(folder, names)
    return _from_table(Path(labels), names)


def _hint(names: Sequence[str]) -> tuple[str, ...]:
    folders = sorted({name.partition("/")[0] for name in names if "/" in name})
    if not folders:
        return ()
    shown = ", ".join(folders[:_SHOWN]) + ", …" * (len(folders) > _SHOWN)
    way = "labels='folders' (--labels folders)"
    return (f"no labels; {way} takes the names of the subfolders ({shown}) as labels",)


def _from_folders(folder: Path, names: Sequence[str]) -> PictureLabels:
    found = tuple(name.partition("/")[0] if "/" in name else None for name in names)
    loose = [name for name, label in zip(names, found, strict=True) if label is None]
    if len(loose) == len(names):
        raise LabelsError(
            f"The pictures in {folder} have no folder whose name could be their label.",
            expected="a subfolder for each label, with its pictures",
            got=f"{len(names)} pictures in the folder itself, such as {names[0]}",
            do="give a table with the columns image and label (--labels labels.csv)",
        )
    notes = (f"in no subfolder, and so without a label: {counted(len(loose))}",) if loose else ()
    return PictureLabels(found, source=FROM_FOLDERS, notes=notes)


@dataclass(frozen=True)
class _Line:
    image: str
    label: str | None
    person: str | None
    line: int


def _from_table(path: Path, names: Sequence[str]) -> PictureLabels:
    table = read_table(path, "file of labels", expected=_EXPECTED, error=LabelsError)
    columns, notes = _columns(path, table)
    lines = _lines(path, table, columns)
    matched, absent, more = _matched(path, lines, names)
    if not matched:
        given = [line.image for line in absent[:_SHOWN]]
        raise LabelsError(
            f"Nothing in {path.name} is in the folder ({counted(len(lines))}).",
            expected=f"names as in the folder, such as {names[0]}",
            got=", ".join(given) or "no line",
            do="give the table of this folder; names have their ending, and their subfolder if "
            "they lie in one",
        )
    rows = [matched.get(name) for name in names]
    unlabeled = [n for n, row in zip(names, rows, strict=True) if row is None or row.label is None]
    notes += more
    if unlabeled:
        shown = ", ".join(unlabeled[:_SHOWN]) + ", …" * (len(unlabeled) > _SHOWN)
        notes.append(f"without a label: {counted(len(unlabeled))} ({shown})")
    if absent:
        shown = ", ".join(a.image for a in absent[:_SHOWN]) + ", …" * (len(absent) > _SHOWN)
        notes.append(
            f"in {path.name} but not in the folder, with an empty row: {counted(len(absent))} "
            f"({shown})"
        )
    return PictureLabels(
        labels=tuple(None if row is None else row.label for row in rows),
        persons=tuple(None if row is None else row.person for row in rows)
        if "person" in columns
        else None,
        absent=tuple(a.image for a in absent),
        absent_labels=tuple((a.label, a.person) for a in absent),
        source=str(path),
        notes=tuple(notes),
    )


def _columns(path: Path, table: TextTable) -> tuple[dict[str, int], list[str]]:
    """Place of each known column, and a note on others."""
    header = [cell.strip().lower() for cell in table.rows[0]] if table.rows else []
    places = {name: header.index(name) for name in _COLUMNS if name in header}
    twice = [name for name in _COLUMNS if header.count(name) > 1]
    if "image" not in places or "label" not in places or twice:
        raise LabelsError(
            f"{path.name} is no table of labels of pictures.",
            expected=f"{_EXPECTED}, each once, in its first line",
            got=", ".join(table.rows[0][:8]) if table.rows else "an empty file",
            do="name the columns so; `--labels none` leaves the file out",
        )
    others = [name for name in table.rows[0] if name.strip().lower() not in _COLUMNS]
    return places, [f"columns of {path.name} are not used: {', '.join(others)}"] if others else []


def _lines(path: Path, table: TextTable, columns: dict[str, int]) -> list[_Line]:
    lines = []
    for cells, number in zip(table.rows[1:], table.lines[1:], strict=True):
        if len(cells) != len(table.rows[0]):
            raise LabelsError(
                f"Line {number} of {path.name} has another number of columns than the first line.",
                expected=f"{len(table.rows[0])} cells",
                got=f"{len(cells)}: {', '.join(cells[:8])}",
                do="put a text with a comma between quotation marks",
            )
        values = {name: cells[place].strip() for name, place in columns.items()}
        if not values["image"]:
            raise LabelsError(
                f"Line {number} of {path.name} names no picture.", got=", ".join(cells[:8])
            )
        label, person = values["label"] or None, values.get("person") or None
        lines.append(_Line(_as_name(values["image"]), label, person, number))
    return lines


def _as_name(text: str) -> str:
    """A picture's name as it stands in the folder: with slashes, without './'."""
    return PurePosixPath(text.replace("\\", "/")).as_posix()


def _matched(
    path: Path, lines: list[_Line], names: Sequence[str]
) -> tuple[dict[str, _Line], list[_Line], list[str]]:
    """The line of each picture, lines of pictures that are not there, and notes."""
    known = _Names(path, names)
    matched: dict[str, _Line] = {}
    absent: dict[str, _Line] = {}
    repeated = otherwise = 0
    for line in lines:
        name = known.find(line)
        otherwise += name is not None and name != line.image
        store = absent if name is None else matched
        key = line.image if name is None else name
        before = store.setdefault(key, line)
        if before is line:
            continue
        if (before.label, before.person) != (line.label, line.person):
            raise LabelsError(
                f"{path.name} says two things about {key}.",
                expected="one line for each picture",
                got=f"line {before.line}: {_said(before)}; line {line.line}: {_said(line)}",
                do="leave one of the lines, or give each person's labels as a table of their own",
            )
        repeated += 1
    notes = [f"said more than once in {path.name}: {counted(repeated)}"] if repeated else []
    if otherwise:
        notes.append(
            f"written otherwise in {path.name} than in the folder (capitals, accents, without the "
            f"subfolder), and fitting one picture each: {counted(otherwise)}"
        )
    return matched, list(absent.values()), notes


def _said(line: _Line) -> str:
    return line.label or "no label" if line.person is None else f"{line.label} ({line.person})"


class _Names:
    """Finds pictures by names that are written in another way on another system."""

    def __init__(self, path: Path, names: Sequence[str]):
        self._path, self._exact = path, set(names)
        self._loose: dict[str, list[str]] = {}
        self._last: dict[str, list[str]] = {}
        for name in names:
            self._loose.setdefault(_folded(name), []).append(name)
            self._last.setdefault(_folded(PurePosixPath(name).name), []).append(name)

    def find(self, line: _Line) -> str | None:
        """The picture that a line names; None if it is not there."""
        if line.image in self._exact:
            return line.image
        found = self._loose.get(_folded(line.image), [])
        if not found and "/" not in line.image:
            found = self._last.get(_folded(line.image), [])
        if len(found) > 1:
            raise LabelsError(
                f"Line {line.line} of {self._path.name} names {line.image}, which could be several "
                "pictures.",
                expected="the name as in the folder, with its subfolder and the same capitals",
                got=", ".join(found[:_SHOWN]),
            )
        return found[0] if found else None


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
