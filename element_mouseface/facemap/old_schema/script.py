"""A Python file that inserts the recordings of an old schema, and loads its results."""

from __future__ import annotations

import datetime
import decimal
import glob
import pprint
import uuid
from typing import Any

from ... import __version__
from ...errors import ParameterError
from .found import OldInference, OldModel, OldRecording, OldSchema, OldTask, Row, named
from .listing import all_reasons

_HEAD = """\
{doc}

from __future__ import annotations

{imports}from element_mouseface import descriptors, facemap, recording
from element_mouseface.facemap.old_schema import Loading

import {linking}  # your linking module, with Session and Equipment (or Device)

recording.activate({recording!r}, linking_module={linking})
descriptors.activate({descriptors!r})
facemap.activate({facemap!r})

# old column of a key -> its name in your pipeline, where it has another: {{"device": "equipment"}}
RENAMED: dict[str, str] = {{}}

loading = Loading(RENAMED)
"""
_DOC = """\
Load the recordings and results of {databases} into the tables of element_mouseface.

Written by `mouseface moving` of version {version} from a schema of element-facemap {release}, which
was read and not changed. The sessions and cameras have to be in your pipeline. Videos and results
stay where they are: in the root folders of your linking module.

Check the names of schemas and of the linking module, then run this file. It can run again: what is
there is kept. It ends with what could not be loaded, and exit code 1 if there is any.
"""
_LINKING = "my_linking"


def script(
    found: OldSchema, *, linking_module: str = _LINKING, prefix: str = "lab_mouseface_"
) -> str:
    """The text of a Python file that makes the insert calls.

    Parameters
    ----------
    found : OldSchema
        From `read_old_schema`.
    linking_module : str
        Name of the linking module that it imports.
    prefix : str
        What the names of the new schemas begin with.

    Raises
    ------
    ParameterError
        If the linking module's name cannot be imported, or there is no recording.
    """
    if not all(part.isidentifier() for part in linking_module.split(".")):
        raise ParameterError(
            "This is no name of a module.",
            expected="a name as in `import my_linking`",
            got=repr(linking_module),
            do="give the name of the linking module, without .py",
        )
    if not found.recordings:
        raise ParameterError(
            f"{', '.join(found.databases)} has no recordings.",
            do="name the schema that has them",
        )
    parts = [_head(found, linking_module, prefix)]
    if found.models:
        parts.append(
            "# models that tracked points; their files were read in the old table\nmodels = {}\n"
        )
        parts += [_model(model) for model in found.models]
    for recording in found.recordings:
        parts.append(_recording(recording))
        own = [t for t in found.tasks if t.recording == recording.key]
        parts += [_task(task) for task in own]
        tracked = [t for t in found.inferences if t.recording == recording.key]
        models = {model.number for model in found.models}
        parts += [_inference(one, one.model in models) for one in tracked]
    parts.append(_end(found))
    return "\n".join(parts)


def _head(found: OldSchema, linking_module: str, prefix: str) -> str:
    keys = [{**one.key, **one.equipment} for one in found.recordings]
    values = [value for key in keys for value in key.values()]
    modules = {
        "datetime": (datetime.date, datetime.timedelta),
        "decimal": (decimal.Decimal,),
        "uuid": (uuid.UUID,),
    }
    used = [n for n, kinds in modules.items() if any(isinstance(v, kinds) for v in values)]
    said = _DOC.format(
        databases=", ".join(found.databases), version=__version__, release=found.release
    )
    return _HEAD.format(
        doc=f'"""{_in_docstring(said)}"""',
        imports="".join(f"import {name}\n" for name in used) + ("\n" if used else ""),
        linking=linking_module,
        **{name: f"{prefix}{name}" for name in ("recording", "descriptors", "facemap")},
    )


def _in_docstring(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def literal(value: Any) -> str:
    """A value of a key as Python source, with the modules that `_head` imports."""
    if isinstance(value, uuid.UUID):
        return f"uuid.UUID({str(value)!r})"
    if isinstance(value, decimal.Decimal):
        return f"decimal.Decimal({str(value)!r})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{n!r}: {literal(v)}" for n, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(literal, value)) + "]"
    return repr(value)


def _comment(text: str) -> str:
    """Text as comment lines, of whatever characters it has."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return f"# {plain}\n"


def _disabled(code: str) -> str:
    return "".join(f"# {line}\n" for line in code.splitlines())


def _label(text: str) -> str:
    return f"with loading({text!r}):\n"


def _call(function: str, arguments: list[str], given: str = "") -> str:
    inside = "".join(f"        {argument},\n" for argument in arguments)
    return f"    {given}{function}(\n{inside}    )\n"


def _model(model: OldModel) -> str:
    fields: Row = {"name": model.name, "software": "facemap", "file_name": model.file_name}
    fields |= {"file_sha256": model.file_sha256, "body_parts": list(model.body_parts)}
    arguments = [f"{n}={literal(v)}" for n, v in fields.items() if v]
    arguments.append(f"description={model.description!r}")
    call = _call("loading.model", arguments, f"models[{model.number}] = ")
    return _label(f"model {model.number} {model.name}") + call


def _recording(recording: OldRecording) -> str:
    key, label = literal(recording.key), f"recording {named(recording.key)}"
    # names with brackets are no patterns here
    paths = [glob.escape(path) for path in recording.files]
    arguments = ["key", literal(paths), f"loading.key({literal(recording.equipment)})"]
    arguments += ["keep_order=True", *(f"{n}={v}" for n, v in recording.options.items())]
    call = _call("recording.VideoRecording.add", arguments)
    code = _label(label) + call + "    recording.RecordingInfo.populate(key)\n"
    if recording.info:
        old = ", ".join(f"{n}={v}" for n, v in recording.info.items())
        code += f"    loading.compare(key, {old})\n"
    start = f"\nkey = loading.key({key})\n"
    if recording.problems:
        why = "".join(_comment(f"not moved: {problem}") for problem in recording.problems)
        return "\n" + why + _disabled(start.lstrip() + code)
    return start + code


def _task(task: OldTask) -> str:
    label = f"task {task.number} of {named(task.recording)}"
    where = [f"facemap_task_id={task.number}"]
    where += [f"{name}={value}" for name, value in task.switches.items()]
    where += [f"description={task.description!r}"] if task.description else []
    settings = "" if task.settings is None else pprint.pformat(task.settings, width=88)
    if task.loads:
        given = ['task_mode="load"', f"output_dir={task.output_dir!r}"]
        code = _label(label) + _call("facemap.FacemapTask.add", ["key", *given, *where])
        return (_comment(f"asked for: {settings}") if task.settings else "") + code
    if task.problems:
        why = "".join(_comment(f"not moved: task {task.number}: {p}") for p in task.problems)
        given = ['task_mode="load"', f"output_dir={task.output_dir!r}"]
        return why + _disabled(
            _label(label) + _call("facemap.FacemapTask.add", ["key", *given, *where])
        )
    given = [" ".join(settings.split()) or "{}", 'task_mode="trigger"']
    code = _label(label) + _call("facemap.FacemapTask.add", ["key", *given, *where])
    return _comment(
        f"task {task.number} was never computed; this would compute it here"
    ) + _disabled(code)


def _inference(one: OldInference, has_model: bool) -> str:
    label = f"points of {named(one.recording)} by model {one.model}"
    files = one.files[0] if len(one.files) == 1 else one.files
    arguments = ["key", literal(files), 'source="facemap"']
    # the model's own block may have failed: then the points are loaded without it
    arguments += [f"model=models.get({one.model})"] if has_model else []
    arguments += [f"bbox={literal(one.bbox)}"] if one.bbox else []
    arguments += [f"description={one.description!r}"] if one.description else []
    code = _label(label) + _call("facemap.KeypointTask.add", arguments)
    if one.loads:
        return code
    reasons = one.problems or ["it was never computed; facemap computes it"]
    return "".join(_comment(f"not moved: {label}: {p}") for p in reasons) + _disabled(code)


def _end(found: OldSchema) -> str:
    reasons = "".join(_comment(f"not moved: {reason}") for reason in all_reasons(found))
    return f"\n{reasons}loading.populate()\nloading.end()\n"
