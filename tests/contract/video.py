"""What every video reader must do; each backend subclasses `VideoReaderSuite`."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from element_mouseface.core.video import open_video
from element_mouseface.errors import ParameterError


class VideoReaderSuite:
    """Subclasses give the source, and the frames that must come out."""

    fps = 30.0
    reading: dict = {}  # options of open_video

    def make(self, folder: Path) -> Any:
        """Make the source in the folder; what open_video takes."""
        raise NotImplementedError

    def expected(self, folder: Path) -> list[np.ndarray]:
        """Full-range luma of each frame, found by other means."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def made(cls, tmp_path_factory):
        folder = tmp_path_factory.mktemp("video")
        suite = cls()
        source = suite.make(folder)
        return source, open_video(source, **cls.reading), suite.expected(folder)

    @pytest.fixture()
    def source(self, made):
        return made[0]

    @pytest.fixture()
    def reader(self, made):
        return made[1]

    @pytest.fixture()
    def frames(self, made):
        return made[2]

    def test_info_agrees_with_the_frames(self, reader, frames):
        info = reader.info
        assert info.n_frames == len(reader) == len(frames)
        assert (info.height_px, info.width_px) == frames[0].shape
        assert info.fps == pytest.approx(self.fps, rel=1e-3)
        assert info.duration_s == pytest.approx(len(frames) / self.fps, rel=1e-3)
        assert not info.is_vfr

    def test_times_start_at_zero_and_increase(self, reader):
        assert reader.times_s.shape == (len(reader),)
        assert reader.times_s.dtype == np.float64
        assert reader.times_s[0] == 0
        assert (np.diff(reader.times_s) > 0).all()

    def test_start_frames_are_sorted_and_hold_zero(self, reader):
        assert reader.start_frames[0] == 0
        assert (np.diff(reader.start_frames) > 0).all()
        assert reader.start_frames[-1] < len(reader)

    def test_every_frame_in_order(self, reader, frames):
        numbers = []
        for number, frame in reader.read_luma(0, len(reader)):
            numbers.append(number)
            np.testing.assert_array_equal(frame, frames[number])
        assert numbers == list(range(len(frames)))

    def test_any_range_gives_the_same_frames(self, reader, frames):
        n = len(reader)
        places = {k for s in reader.start_frames.tolist() for k in (s - 1, s, s + 1)}
        for start in sorted(k for k in places if 0 <= k < n)[:40]:
            stop = min(start + 4, n)
            got = list(reader.read_luma(start, stop))
            assert [number for number, _ in got] == list(range(start, stop))
            for number, frame in got:
                np.testing.assert_array_equal(frame, frames[number])

    def test_several_threads_give_the_same(self, reader, frames):
        for number, frame in reader.read_luma(threads=2):
            np.testing.assert_array_equal(frame, frames[number])

    def test_raw_and_table_make_luma(self, reader, frames):
        number, raw = next(iter(reader.read(2, 3)))
        assert raw.dtype == np.uint8 and raw.shape == frames[2].shape
        luma = raw if reader.luma_table is None else reader.luma_table[raw]
        np.testing.assert_array_equal(luma, frames[number])

    def test_frames_are_read_only_and_outlive_the_reading(self, reader, frames):
        kept = [frame for _, frame in reader.read(0, len(reader))]
        assert not any(frame.flags.writeable for frame in kept)
        table = np.arange(256) if reader.luma_table is None else reader.luma_table
        for frame, wanted in zip(kept, frames, strict=True):
            np.testing.assert_array_equal(table[frame], wanted)

    def test_color_comes_beside_the_same_luma(self, reader):
        """Or the recording is gray, which is said instead."""
        n = len(reader)
        if reader.color.matrix is None:
            assert "gray" in reader.color.origin
            with pytest.raises(ParameterError, match="no color"):
                reader.read_color()
            return
        for start, stop in ((0, n), (n // 2, n // 2 + 1), (1, 1)):
            plain = list(reader.read(start, stop))
            for (number, frame), (again, both) in zip(
                plain, reader.read_color(start, stop, threads=2), strict=True
            ):
                assert number == again and (frame is None) == (both is None)
                if both is not None:
                    luma, color = both
                    np.testing.assert_array_equal(luma, frame)
                    sizes = [part.samples(frame.shape) for part in color.layout.planes]
                    found = [plane.shape[0] for plane in color.planes]
                    assert found == [rows for rows, _ in sizes]
        with pytest.raises(ParameterError, match="not in the recording"):
            reader.read_color(0, n + 1)

    def test_empty_range(self, reader):
        assert list(reader.read(3, 3)) == []

    @pytest.mark.parametrize("bounds", [(-1, 2), (3, 2), (0, 10**6)])
    def test_ranges_outside_are_refused_at_once(self, reader, bounds):
        with pytest.raises(ParameterError, match="not in the recording"):
            reader.read(*bounds)

    def test_closing_early_then_reading_again(self, reader, frames):
        iterator = reader.read_luma(0, len(reader))
        next(iterator)
        iterator.close()
        np.testing.assert_array_equal(reader.frame(1), frames[1])

    def test_pickled_reader_reads_the_same(self, reader, frames):
        again = pickle.loads(pickle.dumps(reader))
        assert again.info == reader.info
        assert again.content_hash() == reader.content_hash()
        np.testing.assert_array_equal(again.frame(len(frames) - 1), frames[-1])

    def test_same_source_has_the_same_hash(self, source, reader):
        assert open_video(source, **self.reading).content_hash() == reader.content_hash()
        assert len(reader.content_hash()) == 64

    def test_another_clock_has_another_hash(self, source, reader):
        options = {**self.reading, "fps": 60}
        assert open_video(source, **options).content_hash() != reader.content_hash()
