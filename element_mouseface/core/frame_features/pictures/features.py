"""Named features of a folder of still pictures: one row for each picture."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ....errors import ParameterError, check_type
from ....params import Crop, HOGParams
from ...facial_signals.regions import Region, Regions
from ...video.stills.folder import picture_folder
from ...video.stills.survey import survey
from ..faces.landmarker import FaceLandmarker
from ..params import FeatureParams
from ..recording import joined
from ..table import FrameTable
from ..writing import open_writer
from .folder import PictureFeatures, Progress
from .labels import FROM_FOLDERS, picture_labels
from .sizes import PictureSizes, check_one_size


def folder_features(
    folder: str | Path,
    *,
    labels: str | Path | None = None,
    regions: Regions | Sequence[Region] | None = None,
    crop: Crop | None = None,
    params: FeatureParams | None = None,
    orientation: str | None = None,
    white_level: float | None = None,
    first_of_several: bool = False,
    face_model: str | Path | None = None,
    face_confidence: float = 0.5,
) -> PictureFeatures:
    """Check everything that features of a folder's pictures depend on.

    Parameters and errors are those of `picture_features`.
    """
    check_type("params", params, FeatureParams | None, "FeatureParams(...)")
    check_type("crop", crop, Crop | None, "Crop(x=..., y=..., width=..., height=...)")
    params = FeatureParams() if params is None else params
    crop = Crop() if crop is None else crop
    named = regions.regions if isinstance(regions, Regions) else tuple(regions or ())
    for region in named:
        check_type("regions", region, Region, "Regions, or a list of Region")
    check_type("folder", folder, str | Path, "the path of a folder")
    check_type("face_model", face_model, str | Path | None, "the path of face_landmarker.task")
    check_type("first_of_several", first_of_several, bool, "True or False")
    files = picture_folder(folder)
    found = survey(
        files,
        orientation=orientation,
        white_level=white_level,
        first_of_several=first_of_several,
    )
    given = picture_labels(files.folder, [file.name for file in files.files], labels)
    if given.source not in (None, FROM_FOLDERS):
        found = dataclasses.replace(found, folder=files.used(str(given.source)))
    check_one_size(crop, named, {found.size_px(h) for h in found.headers if h is not None})
    colored = any(h.colored for h in found.headers if h is not None)
    sizes = PictureSizes(crop, named, params, HOGParams(), colored)
    landmarker = None
    if face_model is not None:
        if "geometry" not in params.groups:
            raise ParameterError(
                "Landmarks of faces are geometry, which is not among the groups.",
                expected="geometry among the groups, or no model of faces",
                got=", ".join(params.groups),
            )
        landmarker = FaceLandmarker(face_model, confidence=face_confidence)
    return PictureFeatures(found, given, sizes, landmarker)


def picture_features(
    folder: str | Path,
    *,
    labels: str | Path | None = None,
    regions: Regions | Sequence[Region] | None = None,
    crop: Crop | None = None,
    params: FeatureParams | None = None,
    orientation: str | None = None,
    white_level: float | None = None,
    first_of_several: bool = False,
    face_model: str | Path | None = None,
    face_confidence: float = 0.5,
    workers: int | None = None,
    progress: Progress | None = None,
) -> FrameTable:
    """Named features of each picture of a folder.

    Parameters
    ----------
    folder : path
        Pictures in it and in its subfolders are taken, in natural order of their names.
    labels : path or str, optional
        A table `image,label[,person]`; 'folders' for the name of each picture's subfolder; 'none'.
        By default labels.csv in the folder, if there is one.
    regions : Regions or sequence of Region, optional
        Areas beside the whole crop, in pixels. The pictures must have one size.
    crop : Crop, optional
        The part that is used, in pixels. The pictures must have one size.
    params : FeatureParams, optional
    orientation : {'shown', 'stored'}, optional
        Whether each picture is turned as its orientation tag (Exif) asks. By default they are, and
        pictures whose tags differ are refused.
    white_level : float, optional
        The number that is white in pictures of more than 8 bits, or of fractions.
    first_of_several : bool
        Take the first picture of an animation or of several pages. By default such a file is not
        read.
    face_model : path, optional
        MediaPipe's face_landmarker.task: adds landmarks of human faces. Needs the extra `faces`.
    face_confidence : float
        From which a face counts as found, 0 to 1.
    workers : int, optional
        Threads; one for each core by default.
    progress : callable(done_pictures, total_pictures), optional

    Returns
    -------
    FrameTable
        One row for each picture. A picture that cannot be read is a row of NaN, and its note says
        why. `about["notes"]` says what is not as usual in the folder.

    Raises
    ------
    VideoNotFoundError, VideoUnreadableError
        If there is no such folder, or no picture in it that can be read.
    VideoMismatchError
        If orientation tags differ, and `orientation` was not given.
    LabelsError
        If the labels contradict themselves or belong to another folder.
    ParameterError, CropError, PathError, DependencyError
    """
    made = folder_features(
        folder,
        labels=labels,
        regions=regions,
        crop=crop,
        params=params,
        orientation=orientation,
        white_level=white_level,
        first_of_several=first_of_several,
        face_model=face_model,
        face_confidence=face_confidence,
    )
    with made:
        table = joined(list(made.blocks(workers, progress)))
    return table.with_about(made.closing())


def write_picture_features(
    path: str | Path,
    folder: str | Path,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    inputs: Sequence[Any] = (),
    overwrite: bool = False,
    **options: Any,
) -> list[str]:
    """Compute `picture_features` and write them, in memory that does not grow with the pictures.

    Parameters
    ----------
    path : path
        Ends with .parquet or .csv.
    folder, workers, progress, **options
        As `picture_features` takes them.
    inputs : sequence
        Other files of the same call, which are never written to.
    overwrite : bool
        Whether to replace another file of this name.

    Returns
    -------
    list of str
        What is not as usual in the folder.

    Raises
    ------
    PathError, StorageError
        If another file exists, or it cannot be written.
    MouseFaceError
        As `picture_features`.
    """
    made = folder_features(folder, **options)
    read = [*(file.path for file in made.survey.folder.files), *inputs]
    with made, open_writer(path, made.about, inputs=read, overwrite=overwrite) as writer:
        for block in made.blocks(workers, progress):
            writer.add(block)
        writer.describe(made.closing())
    return made.closing()["notes"]
