"""A population in a folder: tables, arrays, and a report in words.

The report is written last, so it marks a folder that is complete.  The population is read back
from `population.npz` alone; the tables are for people and other programs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ResultError, raised_as
from ...params.fields import Fields
from ..affect.content import rows_from
from ..inputs.npz import Npz
from ..outputs.archive import Archive, digest_of
from ..outputs.reported import ReportedFolder
from ..outputs.tables import plain_row, write_csv
from .components import Components
from .distance import DistanceRow
from .mixed_model import EffectRow, MixedModel
from .params import PopulationParams
from .population import FaceRow, MouseRow, Population
from .power import NeededRow, Power
from .prototypes import PrototypeFigure, PrototypeRow
from .words import told

ARRAYS = "population.npz"
#: attribute of `Population` -> kind of its rows, and the file
_ROWS: dict[str, tuple[type, str]] = {
    "mice": (MouseRow, "mice.csv"),
    "faces": (FaceRow, "faces.csv"),
    "prototypes": (PrototypeRow, "prototypes.csv"),
    "figures": (PrototypeFigure, "over_mice.csv"),
    "distances": (DistanceRow, "distances.csv"),
}
EFFECTS, NEEDED = "effects.csv", "needed.csv"
TABLES = (EFFECTS, NEEDED, *(name for _, name in _ROWS.values()))
FOLDER = ReportedFolder(
    "element_mouseface.population/1",
    "population",
    "mouseface population",
    "compare the mice again",
    entry="tables",
)
_ARCHIVE = Archive(
    "populations",
    {"format": "element_mouseface.population", "format_version": 1},
    "a file that `mouseface population` wrote",
    FOLDER.do,
    ResultError,
)
_OF_MODEL = ("kind", "icc", "n_mice", "n_sessions", "n_trials", "n_undefined", "measure", "unit",
             "between", "amount_unit")  # fmt: skip


def write_population(
    found: Population, folder: str | Path, *, draw: Callable[[], Any] | None = None
) -> None:
    """Write a population; what is there of a former one is replaced.

    Parameters
    ----------
    found : Population
    folder : str or Path
        That is there, and is ours or was given up.
    draw : callable, optional
        Called before the report is written: draws the figures into the folder.

    Raises
    ------
    StorageError
        If a file cannot be written.
    """
    folder = Path(folder)
    FOLDER.begin(folder)
    tables: list[tuple[str, Any, type]] = [
        (EFFECTS, found.model.effects if found.model else (), EffectRow),
        (NEEDED, found.power.rows if found.power else (), NeededRow),
    ]
    tables += [(file, getattr(found, name), kind) for name, (kind, file) in _ROWS.items()]
    for name, rows, kind in tables:
        header = [field.name for field in dataclasses.fields(kind)]
        write_csv(folder / name, header, (vars(row).values() for row in rows), overwrite=True)
    _ARCHIVE.save(folder / ARRAYS, *content_of(found), overwrite=True)
    if draw is not None:
        draw()
    FOLDER.finish(folder, report(found), TABLES)


def read_population(folder: str | Path) -> Population:
    """The population in a folder that `write_population` wrote.

    Raises
    ------
    ResultError
        If it is no such folder, or its arrays are damaged.
    ResultChangedError
        If the arrays are those of another population.
    """
    folder = Path(folder)
    stated = FOLDER.report(folder)
    if not (folder / ARRAYS).is_file():
        raise _ARCHIVE.refused(folder / ARRAYS, "no file")
    with raised_as(
        ResultError, f"{ARRAYS} in {folder} cannot be read.", do=FOLDER.do,
        of=(KeyError, TypeError, ValueError),
    ):  # fmt: skip
        found = population_of(*_ARCHIVE.open(folder / ARRAYS))
    if (digest := digest_of_population(found)) != stated.get("digest"):
        raise FOLDER.other_digest(f"{ARRAYS} in {folder} is", stated.get("digest"), digest)
    return found


def content_of(found: Population) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """What describes a population as JSON, null for NaN, and its arrays by name."""
    names = list(found.pictures)
    about: dict[str, Any] = {
        **{name: [plain_row(row) for row in getattr(found, name)] for name in _ROWS},
        "model": None if found.model is None else _model_content(found.model),
        "power": None,
        "stimuli": names,
        "notes": list(found.notes),
        "params": found.params.to_dict(),
        "about": dict(found.about),
    }
    if found.power is not None:
        rows = [plain_row(row) for row in found.power.rows]
        about["power"] = {"rows": rows, "notes": list(found.power.notes)}
    arrays: dict[str, np.ndarray] = {}
    if names:
        arrays["pictures"] = np.stack([found.pictures[name] for name in names]).astype(np.float32)
    if found.face is not None:
        arrays["face"] = np.asarray(found.face, np.float32)
    if found.model is not None:
        arrays["residuals"] = np.asarray(found.model.residuals, np.float64)
    return about, arrays


def _model_content(model: MixedModel) -> dict[str, Any]:
    plain = plain_row(_Plain(**{name: getattr(model, name) for name in _OF_MODEL}))
    return {
        **plain,
        "effects": [plain_row(row) for row in model.effects],
        "components": plain_row(model.components),
        "amounts": list(model.amounts),
        "warnings": list(model.warnings),
        "notes": list(model.notes),
        "about": dict(model.about),
        "params": model.params.to_dict(),
    }


@dataclasses.dataclass(frozen=True)
class _Plain:
    """What of a model is single values."""

    kind: str
    icc: float
    n_mice: int
    n_sessions: int
    n_trials: int
    n_undefined: int
    measure: str
    unit: str
    between: str
    amount_unit: str


def population_of(about: Fields, npz: Npz) -> Population:
    """The population of `content_of` (KeyError, TypeError, ValueError)."""
    found = about.plain()
    pictures: dict[str, np.ndarray] = {}
    if found["stimuli"]:
        stack = npz.take("pictures", (len(found["stimuli"]), 2, None, None))
        pictures = dict(zip(found["stimuli"], stack, strict=True))
    power = found["power"]
    model = found["model"]
    residuals = np.empty(0)
    if model is not None:
        residuals = npz.take("residuals", (None,)).astype(np.float64)
    parts: dict[str, Any] = {
        name: rows_from(kind, found[name]) for name, (kind, _) in _ROWS.items()
    }
    return Population(
        **parts,
        model=None if model is None else _model_of(model, residuals),
        power=None
        if power is None
        else Power(rows_from(NeededRow, power["rows"]), tuple(power["notes"])),
        pictures=pictures,
        face=npz.take("face", (None, None)) if "face" in npz.arrays else None,
        notes=tuple(found["notes"]),
        params=PopulationParams.from_dict(found["params"]),
        about=dict(found["about"]),
    )


def _model_of(found: Mapping[str, Any], residuals: np.ndarray) -> MixedModel:
    (plain,) = rows_from(_Plain, [{name: found[name] for name in _OF_MODEL}])
    (parts,) = rows_from(Components, [found["components"]])
    components = dataclasses.replace(
        parts, singular=tuple(parts.singular), notes=tuple(parts.notes)
    )
    return MixedModel(
        **vars(plain),
        effects=rows_from(EffectRow, found["effects"]),
        components=components,
        amounts=tuple(found["amounts"]),
        warnings=tuple(found["warnings"]),
        notes=tuple(found["notes"]),
        residuals=residuals,
        about=dict(found["about"]),
        params=PopulationParams.from_dict(found["params"]),
    )


def digest_of_population(found: Population) -> str:
    """SHA-256 (64 hexadecimal digits) over everything in a population."""
    return digest_of(*content_of(found))


def report(found: Population) -> dict[str, Any]:
    """report.json: what was found in words, then everything but the arrays."""
    about, _ = content_of(found)
    return {
        "digest": digest_of_population(found),
        "told": told(found),
        **about,
    }
