"""Which model tracked the points of a file: what the file, and files beside it, say."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any, ClassVar

import numpy as np

from ...errors import ParameterError, ResultError, ResultMismatchError, raised_as
from ...params import Params, param
from ..facial_signals.safe_unpickler import load_pickled_bytes
from ..inputs import regular_file, sha256_of
from ..inputs.hdf import open_hdf
from .boxes import Box, boxes_of
from .files import detect_source, is_hdf
from .pandas_files import scorer_of_table
from .points import SOFTWARE
from .raw_points import listed
from .text_files import scorer_of

#: end of the name of what Facemap writes beside its points
METADATA = "_metadata.pkl"
_LONGEST_METADATA = 4 << 20
_LONGEST_NAME, _LONGEST_VERSION = 255, 64
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class TrackingModel(Params):
    """A model that tracked points.

    Parameters
    ----------
    name : str
        Its name: the scorer of DeepLabCut, the folder of a model of SLEAP, or any other.
    software : {'facemap', 'deeplabcut', 'sleap', 'lightning_pose'}
    version : str
        Of the program or the model, as far as it is known.
    file_name, file_sha256 : str
        Name and SHA-256 of the model's file; blank if it is not at hand.
    body_parts : sequence of str
        Names of the points that it tracks.
    """

    name: str
    software: str = param("facemap", choices=SOFTWARE)
    version: str = ""
    file_name: str = ""
    file_sha256: str = ""
    body_parts: tuple[str, ...] = ()

    TITLE: ClassVar[str] = "TrackingModel"

    def __post_init__(self) -> None:
        for what, longest in (("name", _LONGEST_NAME), ("version", _LONGEST_VERSION)):
            text = getattr(self, what)
            if len(text) > longest or (what == "name" and not text.strip()):
                raise ParameterError(
                    f"TrackingModel: {what} cannot be used.",
                    expected=f"1 to {longest} characters",
                    got=f"{text!r:.80} ({len(text)})",
                )
        if self.file_sha256 and not _SHA256.fullmatch(self.file_sha256):
            raise ParameterError(
                "TrackingModel: file_sha256 is not a checksum.",
                expected="64 hexadecimal digits, small letters",
                got=f"{self.file_sha256!r:.80}",
                do="let TrackingModel.of_file(path, ...) compute it",
            )
        if len(set(self.body_parts)) != len(self.body_parts):
            raise ParameterError(
                "TrackingModel: a body part is named twice.", got=listed(self.body_parts)
            )

    @classmethod
    def of_file(cls, path: str | Path, name: str = "", **known: Any) -> TrackingModel:
        """The model in a file, with the file's checksum.

        Parameters
        ----------
        path : str or Path
            Of the weights, such as Facemap's ``.pt``.
        name : str
            By default the file's name without its suffix.
        **known
            `software`, `version` and `body_parts`.

        Raises
        ------
        PathError
            If there is no such file.
        """
        path = Path(path)
        regular_file(path, "model file")
        return cls(name or path.stem, file_name=path.name, file_sha256=sha256_of(path), **known)

    def check_points(self, names: tuple[str, ...]) -> None:
        """ParameterError if a file's points are not those that the model tracks."""
        if self.body_parts and set(self.body_parts) != set(names):
            raise ParameterError(
                f"The model {self.name!r} tracks other points than the file has.",
                expected=listed(sorted(self.body_parts), 20),
                got=listed(sorted(names), 20),
                do="name the model that tracked this file, or correct its body_parts",
            )


@dataclass(frozen=True, eq=False)
class FileTracking:
    """What a keypoint file says of how it was made.

    Attributes
    ----------
    software : str
    name : str
        Of the model: scorer, or folders of models.
    version : str
    boxes : tuple of (int, int, int, int)
        The part of the frame that the network saw; empty if the file says nothing.
    sizes_px : tuple of (int, int)
        Height and width of the tracked videos, as far as the file says them.
    n_frames : int or None
    duration_s : float or None
        How long the tracking took.
    body_parts : tuple of str
        As Facemap's metadata list them; empty if the file says nothing.
    written_at : datetime or None
        When the file was last written, UTC.
    about : dict
        Other values, as JSON.
    """

    software: str
    name: str
    version: str = ""
    boxes: tuple[Box, ...] = ()
    sizes_px: tuple[tuple[int, int], ...] = ()
    n_frames: int | None = None
    duration_s: float | None = None
    body_parts: tuple[str, ...] = ()
    written_at: datetime | None = None
    about: dict[str, Any] = field(default_factory=dict)

    def model(self, names: tuple[str, ...]) -> TrackingModel:
        """The model of points with these names."""
        name = self.name.strip()[:_LONGEST_NAME] or self.software
        return TrackingModel(name, self.software, self.version[:_LONGEST_VERSION], body_parts=names)

    def check_fits(self, names: tuple[str, ...], frame_px: tuple[int, int] | None) -> None:
        """ResultMismatchError if what it says contradicts the points, or the recording's frame."""
        facts: list[tuple[str, Any, Any]] = []
        if self.body_parts and set(self.body_parts) != set(names):
            facts.append(("body parts", sorted(names), sorted(self.body_parts)))
        if self.sizes_px and frame_px and tuple(frame_px) not in self.sizes_px:
            facts.append(("frame size (height, width)", tuple(frame_px), self.sizes_px))
        for what, expected, got in facts:
            raise ResultMismatchError(
                f"The metadata beside the keypoint file have other {what}.",
                expected=f"{expected!r:.300}",
                got=f"{got!r:.300}",
                do=f"give the file of this recording; a stray *{METADATA} can be moved away",
            )


def tracking_of(path: str | Path, source: str | None = None) -> FileTracking:
    """What a keypoint file, and Facemap's metadata beside it, say of how it was made.

    Parameters
    ----------
    path : str or Path
        As `load_keypoints` takes it.
    source : str, optional
        The program, if the file does not tell it.

    Raises
    ------
    PathError, ResultError
        If there is no such file, or it cannot be read.
    UnsafeFileError
        If it, or the metadata, would run code.
    ParameterError
        If the program is ambiguous.
    """
    path = Path(path)
    software = source if source and not is_hdf(path) else detect_source(path)
    if software is None:
        raise ParameterError(
            f"{path.name}: several programs write this .csv.", do="give the program as source="
        )
    with raised_as(ResultError, f"{path} cannot be read."):
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None)
    found: dict[str, Any] = {"written_at": written.replace(microsecond=0)}
    if software == "sleap" and is_hdf(path):
        found |= _sleap(path)
    elif not is_hdf(path):
        found["name"] = scorer_of(path)
    elif software == "deeplabcut":
        found["name"] = scorer_of_table(path)
        if found["name"].lower().startswith("facemap"):
            software = "facemap"
    if software == "facemap":
        found = {"name": "Facemap", **found, **_facemap(path)}
    return FileTracking(software, **found)


def _facemap(path: Path) -> dict[str, Any]:
    """What `_FacemapPose_metadata.pkl` beside the points says, without executing it."""
    there = path.with_name(path.stem + METADATA)
    if not there.is_file():
        return {}
    regular_file(there, "metadata file")
    with raised_as(ResultError, f"{there} cannot be read."), open(there, "rb") as file:
        data = file.read(_LONGEST_METADATA + 1)
    if len(data) > _LONGEST_METADATA:
        raise _no_metadata(there, "a file of over 4 MiB")
    given = load_pickled_bytes(data, there)
    if not isinstance(given, Mapping):
        raise _no_metadata(there, type(given).__name__)
    try:
        speed_hz, n_frames = given.get("inference_speed"), given.get("total_frames")
        heights, widths = ((), ()) if given.get("image_size") is None else given["image_size"]
        parts = given.get("bodyparts")
        found: dict[str, Any] = {
            "boxes": boxes_of(given.get("bbox")),
            "sizes_px": tuple((int(h), int(w)) for h, w in zip(heights, widths, strict=True)),
            "n_frames": None if n_frames is None else int(n_frames),
            "body_parts": () if parts is None else tuple(map(str, parts)),
            "about": {"batch_size": int(given["batch_size"])} if "batch_size" in given else {},
        }
        if speed_hz and n_frames and np.isfinite(speed_hz) and speed_hz > 0:
            # frames a second
            found["duration_s"] = float(n_frames) / float(speed_hz)
            found["about"]["inference_speed_hz"] = float(speed_hz)
    except (TypeError, ValueError, OverflowError) as error:
        raise _no_metadata(there, f"{type(error).__name__}: {error}"[:200]) from error
    return found


def _sleap(path: Path) -> dict[str, Any]:
    """Models and version in the provenance of a project or an analysis file."""
    with open_hdf(path) as file:
        if "metadata" in file.groups:
            about = _object(file.attribute("metadata", "json"))
            given = _object(about.get("provenance"))
            version = given.get("sleap_version") or file.attribute("metadata", "sleap_version")
        else:
            text = file.texts("provenance") if "provenance" in file.datasets else [""]
            given = _object(text[0] if text else "")
            version = given.get("sleap_version")
    paths = given.get("model_paths") or given.get("model_path") or []
    paths = [paths] if isinstance(paths, str) else paths if isinstance(paths, list) else []
    # a model's folder, from either kind of computer
    names = [PurePath(str(p).replace("\\", "/").removesuffix("/best_model.h5")).name for p in paths]
    kept = {k: v for k, v in given.items() if isinstance(v, str | int | float | bool | list)}
    return {
        "name": " + ".join(dict.fromkeys(filter(None, names))),
        "version": str(version or ""),
        "about": _plain_json(kept),
    }


def _object(given: Any) -> dict[str, Any]:
    """A JSON object, or the one in a text; empty if it is none."""
    try:
        found = json.loads(given) if isinstance(given, str) else given
    except (ValueError, RecursionError):
        return {}
    return dict(found) if isinstance(found, Mapping) else {}


def _plain_json(given: dict[str, Any]) -> dict[str, Any]:
    """Values that a JSON column takes, none of them long."""
    found = {}
    for name, value in list(given.items())[:50]:
        try:
            text = json.dumps(value, allow_nan=False)
        except (TypeError, ValueError, RecursionError):
            continue
        if len(text) <= 2000:
            found[str(name)[:80]] = json.loads(text)
    return found


def _no_metadata(path: Path, got: str) -> ResultError:
    return ResultError(
        f"{path} is not the metadata that Facemap writes beside its points.",
        expected="a dictionary with bbox, bodyparts, image_size and total_frames",
        got=got,
        do="restore it, or move it away: the points need only the .h5",
    )
