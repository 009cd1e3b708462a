"""The inference module of the old element: models, and the files of points that they tracked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...core.keypoints.boxes import boxes_of
from ...errors import MouseFaceError
from .blobs import unpacked
from .found import OldInference, OldModel, OldRecording, OldSchema, named
from .paths import beside, portable, read_as, stem
from .server import OldServer, OldTable

Tables = Mapping[str, OldTable]
#: what Facemap adds to the name of the movie
ENDING = "_FacemapPose.h5"


def read_inferences(
    server: OldServer,
    tables: Tables,
    old_roots: Sequence[str],
    found: OldSchema,
    known: Mapping[tuple, OldRecording],
) -> None:
    """Add models and inference tasks to what was found.

    Parameters
    ----------
    server : OldServer
    tables : mapping of str to OldTable
        The element's, by name.
    old_roots : sequence of str
        As `read_old_schema` takes them.
    found : OldSchema
    known : mapping
        The recordings, by the values of their keys.
    """
    if "facemap_inference_task" not in tables:
        return
    if "facemap_model" in tables:
        found.models = _models(server, tables, found)
    table, key = tables["facemap_inference_task"], tables["video_recording"].key
    done = set()
    if (results := tables.get("__facemap_inference")) is not None:
        names = [*key, "model_id"]
        done = {tuple(row[n] for n in names) for row in server.rows(results, names)}
    rows, lengths = server.rows(table), _lengths(server, table, found)
    for place, row in enumerate(rows):
        own = {name: row[name] for name in key}
        one = OldInference(
            own,
            int(row["model_id"]),
            [],
            str(row.get("task_mode") or "load"),
            (*own.values(), row["model_id"]) in done,
            description=str(row.get("task_description") or ""),
        )
        label = f"FacemapInferenceTask {named(own)}, model_id={one.model}"
        recording = known.get(tuple(own.values()))
        if recording is None or recording.problems:
            one.problems.append("its recording cannot be inserted")
        if recording is not None and recording.files:
            given = str(row["facemap_inference_output_dir"] or "")
            _files(one, given, recording, old_roots, found, label)
            if lengths[place] is not None:
                _box(one, server, table, place)
        found.inferences.append(one)
        found.unmapped += [f"{label}: {problem}" for problem in one.problems]


def _files(
    one: OldInference,
    given: str,
    recording: OldRecording,
    old_roots: Sequence[str],
    found: OldSchema,
    label: str,
) -> None:
    """The keypoint files: one in the output folder for each file of the recording."""
    folder, problem = portable(given, old_roots)
    if problem:
        one.problems.append(f"output folder {given!r}: {problem}")
        return
    if not given:
        name = f"facemap_recordingid{recording.key['recording_id']}_model{one.model}"
        folder = beside(recording.files[0], name)
    else:
        found.notes += [f"{label}: {note}" for note in read_as("output folder", given, folder)]
    start = folder.rstrip("/") + "/" if folder else ""
    one.files = [f"{start}{stem(path)}{ENDING}" for path in recording.files]


def _lengths(server: OldServer, table: OldTable, found: OldSchema) -> list[int | None]:
    """Bytes of each `bbox`; None for rows without one that can be read."""
    if "bbox" in table and not table.column("bbox").is_external:
        return server.lengths(table, "bbox")
    if "bbox" in table:
        found.unmapped.append(
            f"{table.schema}.{table.name}.bbox is in a store: give it to KeypointTask.add yourself"
        )
    return [None] * len(server.rows(table, table.key))


def _box(one: OldInference, server: OldServer, table: OldTable, place: int) -> None:
    try:
        boxes = boxes_of(unpacked(server.blob(table, "bbox", place), "bbox"), len(one.files))
    except MouseFaceError as error:
        one.problems.append(f"bbox: {error.what} {error.got or ''}".rstrip())
        return
    one.bbox = [list(box) for box in boxes] if len(boxes) > 1 else [*boxes[0]] if boxes else None


def _models(server: OldServer, tables: Tables, found: OldSchema) -> list[OldModel]:
    """The models: name, body parts, and the checksum of the attached file."""
    files: dict[Any, tuple[str, str]] = {}
    if (table := tables.get("facemap_model__file")) is not None:
        column = table.column("model_file")
        if column.is_external:
            found.unmapped.append(
                f"{table.schema}.{table.name}.model_file is in a store: the models have no checksum"
            )
        else:
            rows = server.rows(table, ["model_id"])
            given = zip(rows, server.attached(table, "model_file"), strict=True)
            files = {row["model_id"]: pair for row, pair in given}
    parts = _tracked_parts(server, tables)
    models = []
    for row in server.rows(tables["facemap_model"]):
        name, digest = files.get(row["model_id"], ("", ""))
        models.append(
            OldModel(
                int(row["model_id"]),
                str(row["model_name"]).strip() or f"model {row['model_id']}",
                str(row.get("model_description") or ""),
                name,
                digest,
                tuple(parts.get(row["model_id"], ())),
            )
        )
    return models


def _tracked_parts(server: OldServer, tables: Tables) -> dict[Any, list[str]]:
    """The body parts that have positions by a model.

    `FacemapModel.BodyPart` lists every part that the lookup had when the model was inserted,
    whether the model tracks it or not.
    """
    table = tables.get("__facemap_inference__body_part_position")
    if table is None:
        return {}
    parts: dict[Any, list[str]] = {}
    for model, part in sorted(server.counts(table, ["model_id", "body_part"])):
        parts.setdefault(model, []).append(str(part))
    return parts
