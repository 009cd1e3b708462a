"""Facial signals of one task: loaded, computed by this package, or computed by Facemap.

Each way ends in a folder of `FacialSignals` under the processed folder, whose name is a hash of its
inputs. An existing folder is reused: deleting a row and populating again computes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from .. import __version__
from .._schema.passes import FOLDER, NAME_DIGITS, finished_pass, run_pass
from ..core.facial_signals import FacialSignals
from ..core.facial_signals.extractor import extractor_of
from ..core.facial_signals.native import extractors_for, smallest_pass
from ..core.facial_signals.part_extractor import PARTS, part_extractor_of
from ..core.facial_signals.regions import Regions
from ..core.inputs import sha256_of
from ..errors import InputError, PathError, ResultError, ResultMismatchError
from ..linking import Link
from ..params import Crop, HOGParams, content_hash
from ._settings import FacemapParams

Row = dict[str, Any]


def extractors_of(request: Row, reader: Any) -> list[Any]:
    """The outputs of a native task for each frame: bins, and pupils, blinks and running."""
    regions, params = Regions.from_dict(request["regions"]), _params(request)
    return list(extractors_for(reader, regions, params.sbin))


def load(request: Row, link: Link) -> Row:
    """Import a `_proc.npy` of Facemap, and describe it.

    Parameters
    ----------
    request : dict
        From `FacemapProcessing.make_fetch`.
    link : Link

    Returns
    -------
    dict
        Columns of `FacemapProcessing`.

    Raises
    ------
    PathError
        If there is no such file, or more than one.
    ResultError
        If it is not a file of Facemap; `UnsafeFileError` if it would run code.
    ResultMismatchError
        If it is of another recording: other frames, or another frame size.
    """
    from ..core.facial_signals.facemap_file import load_facemap

    path = find_file(
        link, request["output_dir"], "_proc.npy", "_proc.npy", "FacemapTask.facemap_output_dir"
    )
    realigned = request["realigned"]
    name = _folder_name({"file": sha256_of(path), "realigned": realigned})
    there, made = str(path), partial(load_facemap, path, realigned=realigned)
    signals = _kept(request, link.processed_dir() / name, there, made)
    return _described(signals, name, path.stat().st_mtime)


def trigger_native(request: Row, link: Link, reader: Any, **where: Any) -> Row:
    """Compute a task's signals from one pass of the engine over the recording.

    Parameters
    ----------
    request : dict
        From `FacemapProcessing.make_fetch`.
    link : Link
    reader : VideoReader
    **where
        `scheduler` and `workers`, as `core.extract` takes them.

    Returns
    -------
    dict
        Columns of `FacemapProcessing`.

    Raises
    ------
    CropError
        If a region reaches outside the frame.
    ParameterError
        If a parameter cannot be used.
    """
    from ..core.facial_signals.native import SignalParams, compute_signals

    extractors, regions = extractors_of(request, reader), Regions.from_dict(request["regions"])
    motion, movie = request["svd"]
    settings = SignalParams(motion, movie, _params(request).n_components, request["sample"])
    identity = {"video": reader.content_hash(), "bins": extractors[0].identity()}
    name = _folder_name({**identity, "native": settings.to_dict()})
    folder, pass_path = link.processed_dir() / name, None

    def made() -> FacialSignals:
        nonlocal pass_path
        result, pass_path = _pass(request, link, reader, extractors, where)
        return compute_signals(result, regions, settings)

    signals = _kept(request, folder, name, made)
    return _described(signals, name, folder.stat().st_mtime) | {"pass_path": pass_path}


def _pass(request: Row, link: Link, reader: Any, extractors: list[Any], where: Row) -> tuple:
    """A pass with these bins: an existing one, else a new one that has descriptors too."""
    size = (reader.info.height_px, reader.info.width_px)
    done, waiting = (_usable(request["hog"][state], size) for state in ("done", "waiting"))
    smallest, serves = smallest_pass(*size), _holds(extractors)
    for params, crop in (*done, *waiting, smallest):
        if there := finished_pass(link, reader, params, crop, serves):
            return there
    params, crop = (*waiting, smallest)[0]
    return run_pass(link, reader, params, crop, needed=extractors, serves=serves, **where)


def _holds(extractors: list[Any]) -> Any:
    """Whether a pass has the bins and the parts, for any regions."""
    bins, *parts = extractors

    def has_bins(made: Row) -> bool:
        if made.get("name") != bins.name or made.get("sbin") != bins.sbin:
            return False
        box = extractor_of(made).box
        return all(box.holds(region) for region in bins.regions.bins(bins.sbin, *bins.frame_px))

    def has_parts(made: Row) -> bool:
        if made.get("name") != PARTS:
            return False
        there = part_extractor_of(made).regions.regions
        return all(region in there for region in parts[0].regions.regions)

    def serves(identities: list[Row]) -> bool:
        has_all = any(map(has_bins, identities))
        return has_all and (not parts or any(map(has_parts, identities)))

    return serves


def _usable(tasks: list[Row], size: tuple[int, int]) -> list[tuple[HOGParams, Crop]]:
    """Parameters and crops of descriptors that can be computed on frames of this size."""
    found = []
    for task in tasks:
        params, crop = HOGParams.from_dict(task["params"]), Crop.from_dict(task["crop"])
        try:
            rows, columns = crop.box(*size)
            params.grid(rows.stop - rows.start, columns.stop - columns.start)
        except InputError:
            continue  # HOGProcessing.populate reports it
        found.append((params, crop))
    return found


def trigger_facemap(request: Row, link: Link, files: list[Path], video: str) -> Row:
    """Run Facemap, if it is installed, and import its output.

    Parameters
    ----------
    request : dict
        From `FacemapProcessing.make_fetch`.
    link : Link
    files : list of Path
        The recording's files in order.
    video : str
        Hash of their content.

    Raises
    ------
    DependencyError
        If Facemap is not installed.
    ParameterError
        If Facemap cannot do it: a region that is not a box, all frames sampled.
    """
    from ..core.facial_signals.facemap_engine import run_facemap

    params, regions = _params(request), Regions.from_dict(request["regions"])
    asked = {"sbin": params.sbin, "regions": regions.to_dict(), "svd": request["svd"]}
    name = _folder_name({"video": video, "facemap": asked})
    folder, out = link.processed_dir() / name, link.processed_dir() / request["output_dir"]
    motion, movie = request["svd"]
    svd = {"motion_svd": motion, "movie_svd": movie}
    made = partial(run_facemap, files, out, regions=regions, sbin=params.sbin, **svd)
    signals = _kept(request, folder, str(out), made)
    return _described(signals, name, folder.stat().st_mtime)


def find_file(link: Link, relative: str, what: str, ending: str, column: str) -> Path:
    """The one file that a relative path names, as a file or by its folder.

    Parameters
    ----------
    link : Link
    relative : str
        To a root folder.
    what : str
        What the file is, for messages.
    ending : str
        End of the file's name, to search a folder for.
    column : str
        The column of the path, for messages.

    Raises
    ------
    PathError
        If there is none, or more than one, or the path leaves the root folders.
    """
    roots = link.facemap_roots()
    found: list[Path] = []
    for root in roots:
        path = (root / relative).resolve()
        if Path(relative).is_absolute() or not path.is_relative_to(root):
            raise PathError(
                f"{relative!r} is not inside a root folder.",
                expected=f"a path relative to one of {', '.join(map(str, roots))}",
            )
        found += sorted(path.glob(f"*{ending}")) if path.is_dir() else [path]
    there = list(dict.fromkeys(path for path in found if path.is_file()))
    if len(there) == 1:
        return there[0]
    raise PathError(
        f"There is {'more than one' if there else 'no'} {what} at {relative!r}.",
        expected=f"one file, or one *{ending} in a folder, below {', '.join(map(str, roots))}",
        got=", ".join(path.name for path in there) or "none",
        do=f"give its path as {column}: the file itself, or its folder",
    )


def _params(request: Row) -> FacemapParams:
    return FacemapParams.from_dict(request["params"])


def _folder_name(identity: dict[str, Any]) -> str:
    return f"{FOLDER}/signals-{content_hash(identity)[:NAME_DIGITS]}"


def _kept(
    request: Row, folder: Path, where: str, make: Callable[[], FacialSignals]
) -> FacialSignals:
    """The signals of a folder; computed and stored if it does not exist or is incomplete."""
    try:
        signals, is_there = FacialSignals.load(folder, check=False, mmap=True), True
    except ResultError:
        signals, is_there = make(), False
    _check_fits(signals, request, where)
    if not is_there:
        signals.save(folder)
    return signals


def _check_fits(signals: FacialSignals, request: Row, where: str) -> None:
    """Whether signals are of this recording."""
    n_frames, *size = request["shape"]
    facts: dict[str, tuple[Any, Any]] = {"number of frames": (n_frames, signals.n_frames)}
    # several views side by side have no common size
    if len(signals.avgframe) == 1:
        expected = tuple(px // signals.sbin for px in size)
        facts["frame size in bins (y, x)"] = (expected, signals.avgframe[0].shape)
    for what, (expected, got) in facts.items():
        if expected != got:
            raise ResultMismatchError(
                f"The signals at {where!r} are of another recording: another {what}.",
                expected=str(expected),
                got=str(got),
                do="name the file that Facemap made from this recording. Facemap uses the number "
                "of frames in a movie's header; RecordingInfo has both numbers",
            )


def _described(signals: FacialSignals, name: str, made_at: float) -> Row:
    made = datetime.fromtimestamp(made_at, UTC).replace(tzinfo=None, microsecond=0)
    return {
        "processing_time": made,
        "package_version": signals.version[:32],
        "signals_path": name,
        "signals_digest": signals.digest,
        "signals_engine": signals.engine,
        "signals_sample": signals.sample,
        "motion_alignment": signals.motion_alignment,
        "facemap_n_frames": signals.n_frames,
        "facemap_n_regions": len(signals.regions),
        "pass_path": None,
        "facemap_code_version": __version__,
    }
