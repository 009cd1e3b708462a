"""The attributes of a result folder, read and checked.

`commit` writes these attributes, but a file can be edited, truncated, mixed with another or made by
another program; a missing or wrong entry would then cause an unrelated Python error elsewhere. So
every entry is checked against the format of `commit` and against the others: the grid is that of
crop and parameters, the layout has as many frames as the video.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import MouseFaceError, ResultChangedError, ResultError, ResultIncompleteError
from ...params import Crop, HOGParams
from ...params.fields import Fields, read_json, short_repr
from .layout import ATTRIBUTE, FORMAT, FORMAT_VERSION, Layout, Output, partial_path

#: Upper limits: frames of a fast camera in a year, and numbers per frame of any extractor.
_MOST_FRAMES, _MOST_AXIS, _MOST_FRAME_BYTES = 10**11, 10**6, 1 << 30
_MOST_PX = 100_000
_DTYPES = {"|u1", "<u2", "<u4", "<u8", "|i1", "<i2", "<i4", "<i8", "<f2", "<f4", "<f8", "|b1"}


def changed(path: Path, what: str, expected: str = "", got: str = "") -> ResultChangedError:
    """The error for a result that differs from what was written."""
    return ResultChangedError(
        f"{path} is not a result of this package, or it was changed: {what}.",
        expected=expected or None,
        got=got or None,
        do="repeat the command that made it with --repair (repair=True; in tables "
        "HOGProcessing.repair(key)): it recomputes only the missing parts from the movie, to the "
        "same digest; or replace it with --overwrite (overwrite=True)",
    )


def about_result(path: Path) -> dict[str, Any] | None:
    """A finished result's attributes; None if the folder is not one."""
    try:
        return read_about(path)
    except ResultError:
        return None


def read_about(path: Path) -> dict[str, Any]:
    """The attributes of a finished result, checked.

    Raises
    ------
    ResultIncompleteError
        If the run that writes it has not finished.
    ResultChangedError
        If an entry is missing or is not what was written.
    ResultError
        If there is none, it is something else, or it is of a newer version.
    """
    if path.name.endswith(".partial") or (not path.exists() and partial_path(path).exists()):
        raise ResultIncompleteError(
            f"{path}: the run that writes this result has not finished.",
            do="wait for it, or repeat its command: finished chunks are kept",
        )
    about = _attributes(path)
    fields = Fields(about, lambda what, expected, got: changed(path, what, expected, got))
    version = fields.whole("format_version", 0)
    if version > FORMAT_VERSION:
        raise ResultError(
            f"{path} was written by a newer element_mouseface.",
            expected=f"format version {FORMAT_VERSION} or older",
            got=f"version {version}, written by {short_repr(about.get('code'))}",
            do="update element_mouseface",
        )
    if version != FORMAT_VERSION:
        raise fields.refused("format_version", str(FORMAT_VERSION), str(version))
    _check(fields)
    return about


def _attributes(path: Path) -> dict[str, Any]:
    """What is under our name in the group's attributes."""
    if not path.exists():
        raise ResultError(
            f"There is no result at {path}.", do="check the path, or make it with `mouseface hog`"
        )
    if not path.is_dir():
        raise _something_else(path, "a file")
    metadata = path / "zarr.json"
    if not metadata.exists():
        raise _without_metadata(path)
    try:
        found = read_json(metadata, "file", "the metadata of a Zarr group", error=ResultError)
    except ResultError as error:
        raise changed(path, "its zarr.json cannot be read", got=error.got or "") from error
    if not isinstance(found, dict) or found.get("node_type") != "group":
        raise _something_else(path, "a Zarr array, not a group")
    attributes = found.get("attributes")
    about = attributes.get(ATTRIBUTE) if isinstance(attributes, dict) else None
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        if (path / "unit_hashes").is_dir():
            raise changed(path, "its attributes are not those of one", f"format {FORMAT}")
        raise _something_else(path, "a Zarr group without the attributes of one")
    return about


def _without_metadata(path: Path) -> ResultError:
    if (path / ".zarray").exists():
        return _something_else(path, "a Zarr array, not a group")
    if (path / "unit_hashes").is_dir():
        return changed(path, "its zarr.json is missing")
    empty = not any(path.iterdir())
    return _something_else(path, "an empty folder" if empty else "a folder, but no Zarr group")


def _something_else(path: Path, what: str) -> ResultError:
    return ResultError(
        f"{path} is not a result of `mouseface hog`.",
        got=what,
        do="give a folder that `mouseface hog` wrote; the Zarr of the published dask_faces.py "
        "is opened by element_mouseface.core.extraction.published_zarr.open_published",
    )


def _check(about: Fields) -> None:
    digest = about.text("digest")
    if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise about.refused("digest", "64 hexadecimal digits", short_repr(digest))
    layout = _check_layout(about.inner("layout"))
    grid = _check_content(about.inner("content"), layout)
    _check_video(about.inner("video"), layout, about.inner("content").wholes("frame_px", 2))
    if (found := about.wholes("grid", 2)) != grid:
        raise about.refused("grid", f"{grid}, of crop and parameters", str(found))
    _check_coverage(about, grid)
    _check_provenance(about.inner("provenance"))
    if about.has("definitions"):
        definitions = about.inner("definitions")
        for name in definitions.names():
            definitions.text(name)
    if about.has("crc32c"):
        sums_of(about.inner("crc32c"), layout)


def _check_content(content: Fields, layout: Layout) -> tuple[int, int]:
    """Check the inputs of the result; returns the grid of cells."""
    params = content.made("params", HOGParams.from_dict)
    crop = content.made("crop", Crop.from_dict)
    content.text("video")
    for extractor in content.items("extractors"):
        Fields(extractor, content.refused, "extractors").text("name")
    frame_px = content.wholes("frame_px", 2, 1, _MOST_PX)
    if (n := content.whole("n_frames")) != layout.n_frames:
        raise content.refused("n_frames", f"{layout.n_frames} as in the layout", str(n))
    try:
        rows, columns = crop.box(*frame_px)
        grid = params.grid(rows.stop - rows.start, columns.stop - columns.start)
    except MouseFaceError as error:
        raise content.refused("crop", "one that fits the frame", error.what) from error
    cells = Output.make("cells", (*grid, params.orientations), "<f4")
    if cells not in layout.outputs:
        raise content.refused("layout.outputs", f"cells of {cells.shape} numbers", "others")
    return grid


def _check_layout(fields: Fields) -> Layout:
    n_frames = fields.whole("n_frames", 1, _MOST_FRAMES)
    chunk_frames = fields.whole("chunk_frames", 16, 1 << 24)
    if chunk_frames % 16:
        raise fields.refused("chunk_frames", "a multiple of 16", str(chunk_frames))
    outputs = fields.inner("outputs")
    for name in outputs.names():
        parts = Path(name).parts
        if not 1 <= len(parts) <= 3 or ".." in parts or Path(name).is_absolute():
            raise outputs.refused(name, "a name of an array", short_repr(name))
        shape, dtype = _declared(outputs, name)
        size = math.prod(shape) * np.dtype(dtype).itemsize
        if size > _MOST_FRAME_BYTES:
            raise outputs.refused(name, f"at most {_MOST_FRAME_BYTES} bytes a frame", str(size))
    if "flags" not in outputs.names() or outputs.take("flags") != [[], "<u2"]:
        raise outputs.refused("flags", '[[], "<u2"]', short_repr(outputs.plain().get("flags")))
    return Layout.from_dict(
        {"outputs": outputs.plain(), "n_frames": n_frames, "chunk_frames": chunk_frames}
    )


def _declared(outputs: Fields, name: str) -> tuple[tuple[int, ...], str]:
    expected = f"[shape of one frame, dtype of {', '.join(sorted(_DTYPES))}]"
    value = outputs.take(name, expected)
    if isinstance(value, list) and len(value) == 2 and value[1] in list(_DTYPES):
        inner = Fields({"shape": value[0]}, outputs.refused, name)
        return inner.wholes("shape", None, 1, _MOST_AXIS), value[1]
    raise outputs.refused(name, expected, short_repr(value))


def _check_video(video: Fields, layout: Layout, frame_px: tuple[int, ...]) -> None:
    due = {"n_frames": layout.n_frames, "height_px": frame_px[0], "width_px": frame_px[1]}
    for name, value in due.items():
        if (found := video.whole(name)) != value:
            raise video.refused(name, f"{value} as in the layout and content", str(found))
    for name in ("fps", "duration_s"):
        if video.has(name):
            video.number(name, 0)
    if video.has("files"):
        for file in video.items("files"):
            one = Fields(file, video.refused, "files")
            one.text("path")
            one.text("sha256")
            one.whole("n_frames")


def _check_coverage(about: Fields, grid: tuple[int, int]) -> None:
    rows = about.items("cell_coverage")
    expected = f"{grid[0]} lists of {grid[1]} numbers from 0 to 1"
    if len(rows) != grid[0]:
        raise about.refused("cell_coverage", expected, f"{len(rows)} entries")
    for row in rows:
        good = isinstance(row, list) and len(row) == grid[1]
        if not good or not all(type(v) in (int, float) and 0 <= v <= 1 for v in row):
            raise about.refused("cell_coverage", expected, short_repr(row))


def _check_provenance(provenance: Fields) -> None:
    provenance.whole("computed_frames")
    if provenance.has("workers"):
        provenance.whole("workers")
    if provenance.has("duration_s"):
        provenance.number("duration_s", 0)
    for name in ("started_at", "element_mouseface"):
        if provenance.has(name):
            provenance.text(name)


def sums_of(fields: Fields, layout: Layout) -> dict[str, tuple[int, ...]]:
    """The checksums of each array's chunks, by the array's name."""
    outputs = (*layout.arrays, *layout.at_the_end)
    return {o.name: fields.wholes(o.name, layout.n_chunks_of(o), 0, 2**32 - 1) for o in outputs}


def _metadata(path: Path, name: str, kind: str) -> dict[str, Any]:
    """What the metadata file of a group or array says."""
    try:
        found = read_json(path / name / "zarr.json", "file", "", error=ResultError)
    except ResultError as error:
        what = f"the metadata of {name} cannot be read"
        raise changed(path, what, f"{name}/zarr.json", error.got or "") from error
    if not isinstance(found, dict) or found.get("node_type") != kind:
        raise changed(
            path, f"{name} is no {kind}", f"the metadata of a Zarr {kind}", short_repr(found)
        )
    return found


def check_group(path: Path, name: str) -> None:
    """Check that a subgroup's metadata exists, which other programs need.

    Raises
    ------
    ResultChangedError
    """
    _metadata(path, name, "group")


def check_array(path: Path, output: Output, layout: Layout) -> None:
    """Check an array's metadata against the layout: zarr and other programs use it.

    Raises
    ------
    ResultChangedError
    """
    found = _metadata(path, output.name, "array")
    rows, *rest = layout.shape(output)
    due: dict[str, Any] = {
        "zarr_format": 3,
        "shape": [rows, *rest],
        "data_type": np.dtype(output.dtype).name,
        "chunk_grid": {
            "name": "regular",
            "configuration": {"chunk_shape": [layout.chunk_rows(output), *rest]},
        },
        "chunk_key_encoding": {"name": "default", "configuration": {"separator": "."}},
        "fill_value": "NaN" if math.isnan(output.fill) else output.fill,
    }
    for name, value in due.items():
        theirs = found.get(name)
        if theirs != value or type(theirs) is not type(value):
            what = f"{name} of {output.name} is another"
            raise changed(path, what, str(value), short_repr(theirs))
    codecs = found.get("codecs")
    given = codecs if isinstance(codecs, list) else []
    if [c.get("name") if isinstance(c, dict) else c for c in given] != ["bytes", "blosc"]:
        raise changed(path, f"{output.name} has other codecs", "bytes, blosc", short_repr(codecs))
