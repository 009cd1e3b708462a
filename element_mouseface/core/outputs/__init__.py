"""Output files: every file and folder of this package is written with these functions.

One rule for all of them:

- An output is never an input of the same call: not the file itself, not a link to it, not a file in
  an input folder, not a name that differs only in case.
- An existing file is not replaced, except with ``overwrite`` (``--overwrite``), or if it is a
  picture of this package (`is_our_picture`), which can be drawn again.
- A link, a pipe, a device or a folder is never used as a file to write.
- Content is written to a temporary file in the same folder, which is renamed to the output only
  when it is complete and on the disk.
- Long work holds a lock (`RunLock`), so that of two runs for one output one continues and the other
  ends with an error. Locks and unfinished outputs have our mark; files without it belong to others
  and stay.
- Write access is checked before the work, not after it.

`checked_file` and `checked_folder` check before the work; `whole_file`, `whole_path`, `whole_files`
and `whole_folder` write.
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
