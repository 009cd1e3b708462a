"""Every error that element_mouseface raises on purpose.

    MouseFaceError
    ├── InputError                  what the caller gave cannot be used
    │   ├── ParameterError          a parameter out of its range, an unknown name
    │   ├── CropError               a crop or mask outside the frame, or under one cell
    │   ├── EventsError             events that are malformed, overlap or miss the recording
    │   ├── LabelsError             labels of behaviors that are malformed, or of another video
    │   ├── PathError               a path that is missing, not writable, or outside its root
    │   ├── ClockError              frames without times, or times that cannot be right
    │   ├── PrototypeError          no usable frame, or prototypes that fit another grid
    │   └── VideoError
    │       ├── VideoNotFoundError
    │       ├── VideoUnreadableError    not a video, empty, or of an unsupported kind
    │       ├── VideoTruncatedError     fewer frames than its container says
    │       ├── VideoMismatchError      files of one recording that do not belong together
    │       └── VideoChangedError       the file is not the one that was indexed
    ├── ResultError                 a result folder
    │   ├── ResultIncompleteError   a run that has not finished
    │   ├── ResultChangedError      damaged, edited or forged after it was made
    │   ├── ResultMismatchError     made from another video, crop or parameters
    │   ├── ResultBusyError         another run is writing there
    │   ├── UnsafeFileError         a file that would run code when it is read
    │   └── StorageError            disk full, folder missing or not writable
    ├── PipelineError               the database side
    │   ├── LinkingError            the linking module is incomplete or incorrect
    │   ├── ActivationError         a schema used before it is activated, or activated twice
    │   ├── SchemaMismatchError     the tables on the server differ from those of the code
    │   ├── FixedRowError           an immutable row would be edited, or was edited
    │   └── ServerError             the database server cannot be reached
    └── DependencyError             an optional package that is not installed

Each message says what is wrong and, where it applies, what was expected, what was given, and what
to do.  The command line prints the message and exits with 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any


class MouseFaceError(Exception):
    """Base of all errors of this package.

    Parameters
    ----------
    what : str
        One sentence: what is wrong, with the offending value or path.
    expected, got, do : str, optional
        What was expected, what was given instead, and what the user can do.
    """

    def __init__(
        self,
        what: str,
        *,
        expected: str | None = None,
        got: str | None = None,
        do: str | None = None,
    ):
        self.what, self.expected, self.got, self.do = what, expected, got, do
        parts = [what]
        parts += [f"Expected: {expected}"] if expected else []
        parts += [f"Got: {got}"] if got else []
        parts += [f"What to do: {do}"] if do else []
        super().__init__("\n  ".join(parts))

    def __reduce__(self):
        # Exceptions cross process borders (Dask workers): keep the keyword parts.
        return (_rebuild, (type(self), self.what, self.expected, self.got, self.do))


def _rebuild(cls, what, expected, got, do):
    return cls(what, expected=expected, got=got, do=do)


class InputError(MouseFaceError, ValueError):
    """What the caller gave cannot be used."""


class ParameterError(InputError):
    """A parameter is out of its range, or its name is unknown."""


class CropError(InputError):
    """A crop or mask is outside the frame, or smaller than a cell."""


class EventsError(InputError):
    """Events are malformed, overlap, or are outside the recording."""


class LabelsError(InputError):
    """Labels of behaviors are malformed, contradict themselves, or belong to another video."""


class PathError(InputError):
    """A path is missing, not writable, or outside its root folder."""


class ClockError(InputError):
    """Frames have no times, or times that cannot be right."""


class PrototypeError(InputError):
    """A prototype cannot be made, or does not fit these descriptors."""


class VideoError(InputError):
    """A video cannot be used."""


class VideoNotFoundError(VideoError, FileNotFoundError):
    """There is no such video file or folder."""


class VideoUnreadableError(VideoError):
    """The file is not a video, is empty, or is of a kind that cannot be read."""


class VideoTruncatedError(VideoError):
    """The file has fewer frames than its container says."""


class VideoMismatchError(VideoError):
    """Files of one recording do not belong together."""


class VideoChangedError(VideoError):
    """The file has changed since it was indexed."""


class ResultError(MouseFaceError):
    """A result folder cannot be used."""


class ResultIncompleteError(ResultError):
    """The run that writes this result has not finished."""


class ResultChangedError(ResultError):
    """The result has changed since it was written: damaged, edited, or assembled by hand."""


class ResultMismatchError(ResultError):
    """The result was made from another video, crop or parameters."""


class ResultBusyError(ResultError):
    """Another run is writing to the same place."""


class UnsafeFileError(ResultError):
    """Reading the file would execute code; it was refused and nothing was executed."""


class StorageError(ResultError):
    """The disk is full, or a folder is missing or not writable."""


class PipelineError(MouseFaceError):
    """The database side of the pipeline cannot be used."""


class LinkingError(PipelineError):
    """The linking module is incomplete or incorrect."""


class ActivationError(PipelineError):
    """A schema is used before it is activated, or activated twice differently."""


class SchemaMismatchError(PipelineError):
    """The tables on the server differ from those of the code."""


class FixedRowError(PipelineError):
    """An immutable row would be edited, or was edited by other means."""


class ServerError(PipelineError):
    """The database server cannot be reached."""


class DependencyError(MouseFaceError, ImportError):
    """An optional package is needed and not installed."""


def check_choice(
    what: str,
    value: Any,
    choices: Iterable[Any],
    *,
    do: str | None = None,
    error: type[MouseFaceError] = ParameterError,
) -> None:
    """Raise an error unless a value is one of the choices.

    Parameters
    ----------
    what : str
        The error's first sentence.
    value
        As it was given.
    choices : iterable
        What may be given.
    do, error
        What the user can do, and the class of the error.
    """
    known = tuple(choices)
    if value not in known:
        expected = f"one of {', '.join(map(str, known)) or 'none'}"
        raise error(what, expected=expected, got=repr(value), do=do)


def check_type(name: str, value: Any, kind: Any, expected: str) -> Any:
    """Return an argument, or raise a ParameterError if it is of another type.

    Parameters
    ----------
    name : str
        Of the argument, for the message.
    value
        As it was given.
    kind : type or union of types
    expected : str
        For the message: what may be given, and how to get it.
    """
    if not isinstance(value, kind):
        raise ParameterError(
            f"The argument `{name}` cannot be used.",
            expected=expected,
            got=repr(value),
            do="`help()` of the function explains each argument",
        )
    return value


def check_whole(
    name: str, value: Any, low: int, high: int | None = None, *, unit: str = "", or_else: str = ""
) -> int:
    """A whole number of at least `low`, and at most `high`, as Python's `int`.

    Parameters
    ----------
    name : str
        Of the parameter, for the message.
    value
        As it was given.
    low, high : int
        Its limits, which are allowed.
    unit, or_else : str
        For the message: 'of pixels'; what may be given in its place.

    Raises
    ------
    ParameterError
        If it is not a number, or out of range.
    """
    try:
        whole = not isinstance(value, bool) and int(value) == value
    except (TypeError, ValueError, OverflowError):
        whole = False
    if not whole or value < low or (high is not None and value > high):
        limits = f"of at least {low}" if high is None else f"from {low} to {high}"
        expected = " ".join(filter(None, ("a whole number", unit, limits)))
        raise ParameterError(
            f"{name} is out of range.", expected=expected + or_else, got=repr(value)
        )
    return int(value)


@contextmanager
def raised_as(
    error: type[MouseFaceError],
    what: str,
    *,
    expected: str | None = None,
    do: str | None = None,
    of: tuple[type[Exception], ...] = (OSError,),
) -> Iterator[None]:
    """Re-raise errors of the system or a library in this block as an error of this package.

    Parameters
    ----------
    error : type
        Which error it becomes.
    what, expected, do : str
        Its parts; `got` is the text of the original error.
    of : tuple of types
        The exceptions to convert; an error of this package is not changed.
    """
    try:
        yield
    except MouseFaceError:  # some are ValueErrors, and one is an OSError
        raise
    except of as fault:
        got = getattr(fault, "strerror", None) or str(fault) or type(fault).__name__
        raise error(what, expected=expected, got=got, do=do) from fault
