"""What an old schema holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]


@dataclass
class OldRecording:
    """A row of the old `VideoRecording`.

    Attributes
    ----------
    key : dict
        The session's key and `recording_id`.
    equipment : dict
        The key of its `Device`.
    files : list of str
        In order, as the new tables hold them.
    info : dict
        `nframes`, `px_height` and `px_width` of the old `RecordingInfo`; empty if it has no row.
    options : dict
        What `VideoRecording.add` has to be told: files that are in the recording, or in
        several, more than once.
    problems : list of str
        Why it cannot be inserted.
    """

    key: Row
    equipment: Row
    files: list[str] = field(default_factory=list)
    info: Row = field(default_factory=dict)
    options: Row = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@dataclass
class OldTask:
    """A row of the old `FacemapTask`.

    Attributes
    ----------
    recording : dict
        The key of its recording.
    number : int
        Its `facemap_task_id`.
    output_dir : str
        As the new tables hold it; blank: where the element put it.
    mode : str
        'load' or 'trigger'.
    has_result : bool
        Whether `FacemapProcessing` has a row for it.
    settings : dict or None
        `facemap_params` without results, as `FacemapTask.add` takes them; None if they
        cannot be used.
    switches : dict
        `do_mot_svd` and `do_mov_svd`.
    description : str
    problems : list of str
        Why it cannot be loaded.
    notes : list of str
    """

    recording: Row
    number: int
    output_dir: str
    mode: str
    has_result: bool
    settings: Row | None
    switches: Row
    description: str = ""
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def loads(self) -> bool:
        """Whether there is a result to load."""
        return not self.problems and (self.mode == "load" or self.has_result)


@dataclass
class OldModel:
    """A row of the old `FacemapModel`, with the checksum of its file and its body parts."""

    number: int
    name: str
    description: str = ""
    file_name: str = ""
    file_sha256: str = ""
    body_parts: tuple[str, ...] = ()


@dataclass
class OldInference:
    """A row of the old `FacemapInferenceTask`.

    Attributes
    ----------
    recording : dict
        The key of its recording.
    model : int
        Its `model_id`.
    files : list of str
        The keypoint files, one for each file of the recording.
    mode : str
        'load' or 'trigger'.
    has_result : bool
        Whether `FacemapInference` has a row for it.
    bbox : list or None
    description : str
    problems : list of str
        Why it cannot be loaded.
    """

    recording: Row
    model: int
    files: list[str]
    mode: str
    has_result: bool
    bbox: list[Any] | None = None
    description: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def loads(self) -> bool:
        """Whether there is a result to load."""
        return not self.problems and (self.mode == "load" or self.has_result)


@dataclass
class OldSchema:
    """All of it.

    Attributes
    ----------
    databases : list of str
        The schemas that were read.
    release : str
        Of element-facemap, as far as the columns tell.
    recordings, tasks, models, inferences : list
    unmapped : list of str
        What has no place in the new tables, each with its reason.
    notes : list of str
        What was read in a way that a user should know.
    """

    databases: list[str]
    release: str = ""
    recordings: list[OldRecording] = field(default_factory=list)
    tasks: list[OldTask] = field(default_factory=list)
    models: list[OldModel] = field(default_factory=list)
    inferences: list[OldInference] = field(default_factory=list)
    unmapped: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def named(key: Row) -> str:
    """A key in one line."""
    return ", ".join(f"{name}={value}" for name, value in key.items())
