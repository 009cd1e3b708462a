"""`mouseface features IMAGES`: named features of a folder of still pictures."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..options import crop_file, crop_from, progress_bar
from .given import params_of, regions_of

#: option -> how it is called; those that belong to pictures only, and to movies only
_OF_PICTURES = {
    "labels": "--labels",
    "first_of_several": "--first-of-several",
    "face_model": "--face-model",
    "face_confidence": "--face-confidence",
}
_OF_MOVIES = {
    "fit_basis": "--fit-basis",
    "kept": "--pass",
    "points": "--keypoints",
    "signals": "--signals",
    "basis": "--basis",
    "times_unit": "--times-unit",
    "times_column": "--times-column",
    "accept_truncated": "--accept-truncated",
    "allow_repeats": "--allow-repeats",
    "color": "--color",
    "color_matrix": "--color-matrix",
}


def add_picture_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of folders of still pictures."""
    group = parser.add_argument_group(
        "still pictures",
        "A folder without --fps and --times is a set of stills: one row for each picture.",
    )
    group.add_argument(
        "--labels",
        metavar="LABELS.csv",
        help="a table with the columns image, label and, if you like, person; 'folders' for the "
        "names of the subfolders; 'none' (default: labels.csv in the folder, if there is one)",
    )
    group.add_argument(
        "--first-of-several",
        action="store_true",
        help="take the first picture of an animation or of several pages (default: its row is "
        "empty)",
    )
    group.add_argument(
        "--face-model",
        metavar="FACE.task",
        help="pictures of people: measure their faces with this model, MediaPipe's "
        "face_landmarker.task; needs the extra `faces`",
    )
    group.add_argument(
        "--face-confidence",
        type=float,
        metavar="0..1",
        help="from which a face counts as found (default: 0.5)",
    )


def is_pictures(args: argparse.Namespace) -> bool:
    """Whether the command is given a folder of stills (ParameterError for options of others)."""
    from .source import result_folder

    one = args.video[0] if len(args.video) == 1 else None
    clocked = args.fps is not None or args.times is not None
    stills = (
        one is not None
        and Path(one).is_dir()
        and not clocked
        and args.fit_basis is None
        and result_folder(args.video) is None
    )
    if stills:
        what = "a folder of still pictures"
        do = "leave them out; with --fps or --times the folder's images are frames of a movie"
        _refuse(args, _OF_MOVIES, what, do)
    else:
        what = "a movie or the pass over one"
        _refuse(args, _OF_PICTURES, what, "leave them out, or give a folder of pictures alone")
    return stills


def _refuse(args: argparse.Namespace, options: dict[str, str], what: str, do: str) -> None:
    from ...errors import ParameterError

    given = [flag for name, flag in options.items() if getattr(args, name) not in (None, False, [])]
    if given:
        raise ParameterError(f"{', '.join(given)} cannot be used with {what}.", do=do)


def features_of_pictures(args: argparse.Namespace) -> int:
    """Check, compute, write, tell."""
    from ...core.frame_features.pictures.features import folder_features
    from ...core.frame_features.writing import open_writer
    from ...errors import ParameterError
    from .checks import checked_table

    if args.out is None:
        raise ParameterError(
            "There is nothing to write.",
            expected="--out features.parquet, or features.csv for a spreadsheet",
            do="say where the table goes",
        )
    if args.face_confidence is not None and args.face_model is None:
        raise ParameterError("--face-confidence needs --face-model.", do="give both, or none")
    confidence = {} if args.face_confidence is None else {"face_confidence": args.face_confidence}
    labels = [args.labels] if args.labels not in (None, "folders", "none") else []
    given = [args.regions, args.params, args.face_model, crop_file(args), *labels]
    inputs = [path for path in given if path]
    out = checked_table(args, inputs)
    made = folder_features(
        args.video[0],
        labels=args.labels,
        regions=regions_of(args),
        crop=crop_from(args),
        params=params_of(args),
        orientation=args.orientation,
        white_level=args.white_level,
        first_of_several=args.first_of_several,
        face_model=args.face_model,
        **confidence,
    )
    files = [file.path for file in made.survey.folder.files]
    with (
        made,
        progress_bar("features", "pictures") as progress,
        open_writer(out, made.about, inputs=[*files, *inputs], overwrite=args.overwrite) as writer,
    ):
        for block in made.blocks(args.workers, progress):
            writer.add(block)
        closing = made.closing()
        writer.describe(closing)
    print("\n".join(_summary(made, closing)))
    print(f"written: {out}")
    return 0


def _summary(made: Any, closing: dict[str, Any]) -> list[str]:
    from ...core.video.stills.folder import counted

    n_labels = sum(label is not None for label in made.labels.labels or ())
    source = made.labels.source
    labels = "no labels"
    if source is not None:
        found = "the names of subfolders" if source == "folders" else source
        n_kinds = len(set(made.labels.labels or ()) - {None})
        labels = f"{n_labels} with a label, {n_kinds} different ones, from {found}"
    return [
        f"{counted(made.n_rows)}, {len(made.names)} features",
        f"  {closing['source']['n_unreadable']} cannot be read",
        f"  {labels}",
        *(f"note: {note}" for note in closing["notes"]),
    ]
