"""Output files: every file and folder of this package is written with these functions.

One rule for all of them:

- An output is never an input of the same call: not the file itself, not a link to
  it, not a file in a folder that was given, not a name that differs in case alone.
- What is there is not replaced, except with ``overwrite`` (``--overwrite``), or
  where it is a picture of this package (`is_our_picture`), which can be drawn again.
- A link, a pipe, a device or a folder is never taken for a file to write.
- Content goes into a new file beside, with a name of its own, which takes the
  output's name only once it is whole and on the disk.
- Long work holds a lock (`RunLock`), so that of two that make one output one goes
  on and the other says so.  Locks and unfinished outputs carry our own mark; what
  does not carry it is somebody else's, and stays.
- Whether the place can be written is tried before the work, not after it.

`checked_file` and `checked_folder` are the look before the work, `whole_file`,
`whole_path`, `whole_files` and `whole_folder` the writing.
"""

from .identity import is_our_picture
from .lock import RunLock, lock_path
from .place import checked_file, checked_folder, make_folder
from .whole import remove_unfinished, whole_file, whole_files, whole_folder, whole_path

__all__ = [
    "RunLock",
    "checked_file",
    "checked_folder",
    "is_our_picture",
    "lock_path",
    "make_folder",
    "remove_unfinished",
    "whole_file",
    "whole_files",
    "whole_folder",
    "whole_path",
]
