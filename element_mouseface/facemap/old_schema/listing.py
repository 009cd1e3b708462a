"""An old schema as text."""

from __future__ import annotations

from .found import OldInference, OldRecording, OldSchema, OldTask, named

#: notes that are shown: a lab on Windows has one for each path
MOST_NOTES = 40


def listing(found: OldSchema) -> list[str]:
    """What an old schema holds, and what cannot be moved, in lines.

    Parameters
    ----------
    found : OldSchema
        From `read_old_schema`.
    """
    lines = [
        f"{', '.join(found.databases)}: element-facemap {found.release}",
        f"{len(found.recordings)} recordings, {_counted('task', found.tasks)}, "
        f"{len(found.models)} models, {_counted('inference task', found.inferences)}",
    ]
    for model in found.models:
        digest = f"sha256 {model.file_sha256[:12]}" if model.file_sha256 else "no file"
        lines.append(f"model {model.number}  {model.name}  {model.file_name} ({digest})")
    for recording in found.recordings:
        lines += _of_recording(recording, found)
    if found.notes:
        lines += ["notes:", *(f"  {note}" for note in found.notes[:MOST_NOTES])]
        if more := len(found.notes) - MOST_NOTES:
            lines += [f"  and {more} more"] if more > 0 else []
    if reasons := all_reasons(found):
        lines += ["not moved:", *(f"  {reason}" for reason in reasons)]
    return lines


def all_reasons(found: OldSchema) -> list[str]:
    """Everything that is not moved, with its reason."""
    of_recordings = [
        f"VideoRecording {named(one.key)}: {problem}"
        for one in found.recordings
        for problem in one.problems
    ]
    asked: list[OldTask | OldInference] = [*found.tasks, *found.inferences]
    never = [_never(one) for one in asked if not one.problems and not one.loads]
    return [*of_recordings, *found.unmapped, *never]


def _never(one: OldTask | OldInference) -> str:
    kind = f"facemap_task_id={one.number}" if isinstance(one, OldTask) else f"model_id={one.model}"
    table = "FacemapTask" if isinstance(one, OldTask) else "FacemapInferenceTask"
    return f"{table} {named(one.recording)}, {kind}: it was never computed"


def _counted(what: str, all_of: list) -> str:
    done = sum(one.has_result for one in all_of)
    return f"{len(all_of)} {what}s ({done} with results)"


def _of_recording(recording: OldRecording, found: OldSchema) -> list[str]:
    info = recording.info
    size = f"  {info['nframes']} frames, {info['px_width']} x {info['px_height']}" if info else ""
    lines = [f"recording {named(recording.key)}  {named(recording.equipment)}{size}"]
    lines += [f"  file {path}" for path in recording.files]
    for task in (t for t in found.tasks if t.recording == recording.key):
        where = task.output_dir or "(where the element put it)"
        state = "load" if task.loads else "; ".join(task.problems) or "never computed"
        lines.append(f"  task {task.number}  {where}  {state}")
    for one in (t for t in found.inferences if t.recording == recording.key):
        state = "load" if one.loads else "; ".join(one.problems) or "never computed"
        box = f"  bbox {one.bbox}" if one.bbox else ""
        lines.append(f"  model {one.model}  {', '.join(one.files)}{box}  {state}")
    return lines
