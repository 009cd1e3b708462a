"""A reader that takes its time, so that a run of a small movie lasts long enough to be killed."""

from __future__ import annotations

import time

from element_mouseface.core.video import VideoReader


class PacedReader(VideoReader):
    """The frames of another reader, with a pause before each."""

    def __init__(self, reader, pause_s):
        self._reader, self._pause_s = reader, pause_s
        self.info, self.times_s = reader.info, reader.times_s
        self.start_frames, self.luma_table = reader.start_frames, reader.luma_table

    def _read(self, start, stop, threads):
        for item in self._reader.read(start, stop, threads=threads):
            time.sleep(self._pause_s)
            yield item

    def _content(self):
        return self._reader._content()
