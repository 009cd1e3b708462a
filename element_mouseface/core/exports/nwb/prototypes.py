"""Prototypes as pictures and tables; the crop, its masks and regions as a table of corners."""

from __future__ import annotations

from typing import Any

import numpy as np

from ....params import Crop
from ...facial_signals.regions import Regions
from ...results.scored import ScoredRecording
from .clock import FrameTimes
from .content import Column, add_table, behavior_module, check_free, check_given, object_name
from .library import library


def add_prototypes(
    nwbfile: Any, scored: ScoredRecording, times: FrameTimes, *, thumbnails: Any = None
) -> list[Any]:
    """Add the prototypes that scored.

    Those of the contrast score are pictures: the reference face, and for each stimulus its mean
    expression minus neutral, in levels of luma.  Those of the published method are HOG
    descriptors: a table with a row for each stimulus, and one for the neutral face; and the mean
    picture of the frames that each was made of, where they are of this recording.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    scored : ScoredRecording
    times : FrameTimes
    thumbnails : (frames, y, x) uint8 array-like, optional
        Of the pass over the movie, for those pictures.

    Returns
    -------
    list
        `Images` and `DynamicTable`, of the methods that have prototypes.
    """
    check_given(nwbfile, times, scored, ScoredRecording)
    made = []
    for scores in scored.methods.values():
        found = scores.prototypes
        name = f"{times.name}_{scores.method}_prototypes"
        if hasattr(found, "pictures"):
            made.append(_pictures(nwbfile, found, name))
        elif found is not None:
            made.append(_vectors(nwbfile, found, name))
            if scores.circular and thumbnails is not None and found.source_frames:
                made.append(_faces(nwbfile, found, thumbnails, f"{times.name}_prototype_faces"))
    return made


def _pictures(nwbfile: Any, found: Any, name: str) -> Any:
    module = behavior_module(nwbfile)
    check_free(module, name, "prototypes")
    registration = found.model.features.registration
    neutral = np.asarray(registration.reference, np.float64).reshape(registration.shape)
    gray = library("pynwb.image").GrayscaleImage
    images = [gray(name="neutral", data=neutral, description="The reference face, luma.")]
    names = ["neutral"]
    for stimulus, picture in zip(found.names, found.pictures(), strict=True):
        names.append(object_name(stimulus, names))
        said = f"Mean expression of {stimulus!r} minus the neutral face, in levels of luma."
        picture = np.asarray(picture, np.float64)
        images.append(gray(name=names[-1], data=picture, description=said))
    made = library("pynwb.base").Images(
        name=name, images=images, description="Prototypes of the contrast score."
    )
    module.add(made)
    return made


def _faces(nwbfile: Any, found: Any, thumbnails: Any, name: str) -> Any:
    """The mean picture of each prototype's frames: what its descriptor cannot show."""
    module = behavior_module(nwbfile)
    check_free(module, name, "prototypes")
    images: list[Any] = []
    for stimulus in found.names:
        frames = [one.frame for one in found.source_frames if one.prototype == stimulus]
        picture = np.mean([thumbnails[frame] for frame in frames], axis=0, dtype=np.float64)
        label = object_name(stimulus, [image.name for image in images])
        said = f"Mean thumbnail of the {len(frames)} frames of the prototype of {stimulus!r}, luma."
        make = library("pynwb.image").GrayscaleImage
        images.append(make(name=label, data=picture, description=said))
    made = library("pynwb.base").Images(
        name=name, images=images, description="Faces of the prototypes of the published method."
    )
    module.add(made)
    return made


def _vectors(nwbfile: Any, found: Any, name: str) -> Any:
    vectors = np.vstack([found.neutral[None], found.vectors])
    hog = ", ".join(f"{key}={value}" for key, value in found.hog.to_dict().items())
    frames = [""] + [
        " ".join(str(one.frame) for one in found.source_frames if one.prototype == stimulus)
        for stimulus in found.names
    ]
    rows, columns = found.grid
    return add_table(
        nwbfile,
        name,
        f"HOG descriptors of the published method, of {rows} rows of {columns} cells; {hog}. "
        f"Digest {found.content_hash()}.",
        [
            Column("prototype", "Stimulus, or the neutral face.", ["neutral", *found.names]),
            Column("descriptor", "The descriptor.", vectors),
            Column("frames", "Frames that were averaged, separated by spaces.", frames),
        ],
        what="prototypes",
    )


def add_crop(
    nwbfile: Any, crop: Crop, times: FrameTimes, *, frame_px: tuple[int, int] | None = None
) -> Any:
    """Add the part of the frame that was analyzed, and its masks, as a table of corners.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    crop : Crop
    times : FrameTimes
    frame_px : (height, width), optional
        Of the movie: needed where the crop reaches to its edge.

    Returns
    -------
    pynwb.core.DynamicTable or None
        `<name>_crop`; None where the crop's size is not known.
    """
    check_given(nwbfile, times, crop, Crop)
    if frame_px is None and (crop.width is None or crop.height is None):
        return None
    height_px, width_px = frame_px or (crop.y + (crop.height or 0), crop.x + (crop.width or 0))
    rows, columns = crop.box(height_px, width_px)
    corners = ((columns.start, rows.start), (columns.stop, rows.stop))
    areas: list[Any] = [("crop", "crop", "box", corners)]
    areas += [(mask.name, "mask", mask.shape, mask.points) for mask in crop.masks]
    return _corners(nwbfile, f"{times.name}_crop", "The crop and its masks", areas)


def add_regions(nwbfile: Any, regions: Regions, times: FrameTimes) -> Any:
    """Add the regions of facial signals as a table of corners.

    Returns
    -------
    pynwb.core.DynamicTable or None
        `<name>_regions`; None where there is only the full frame.
    """
    check_given(nwbfile, times, regions, Regions)
    areas = [(one.name, one.kind, one.shape, one.points) for one in regions.regions]
    if not areas:
        return None
    return _corners(nwbfile, f"{times.name}_regions", "Regions of the face", areas)


def _corners(nwbfile: Any, name: str, what: str, areas: list[Any]) -> Any:
    flat = [(label, kind, shape, x, y) for label, kind, shape, points in areas for x, y in points]
    labels, kinds, shapes, xs, ys = zip(*flat, strict=True)
    return add_table(
        nwbfile,
        name,
        f"{what}: a row for each corner. A box and an ellipse have two opposite ones, of which the "
        "second is the first pixel outside.",
        [
            Column("area", "Name of the area.", labels),
            Column("kind", "What the area is for.", kinds),
            Column("shape", "box, ellipse or polygon.", shapes),
            Column("x", "Pixels from the left edge of the frame.", [float(x) for x in xs]),
            Column("y", "Pixels from the upper edge of the frame.", [float(y) for y in ys]),
        ],
        what="areas",
    )
