"""The reader contract, backend by backend."""

from __future__ import annotations

import cv2
import numpy as np
import pims
import pytest
import tifffile

from .movies import decoded_in_order, pictures, write_movie
from .video import VideoReaderSuite

N = 40
OPEN_GOP = "open-gop=1:b-adapt=0:scenecut=0:bframes=3"


class MovieSuite(VideoReaderSuite):
    """A movie file: the oracle is a plain sequential read through PyAV."""

    name = "movie.mp4"
    options: dict = {"g": "12", "bf": "2"}

    def make(self, folder):
        return write_movie(folder / self.name, pictures(N), **self.options)

    def expected(self, folder):
        return decoded_in_order(folder / self.name)


class TestClosedGop(MovieSuite):
    def test_starts_are_the_idr_frames(self, reader):
        assert reader.start_frames.tolist() == [0, 12, 24, 36]


class TestOpenGop(MovieSuite):
    options = {"g": "8", "x264-params": OPEN_GOP}

    def test_starts_include_the_recovery_points(self, reader):
        assert reader.start_frames.tolist() == [0, 8, 16, 24, 32]


class TestOpenGopMatroska(TestOpenGop):
    name = "movie.mkv"


class TestOpenGopTransportStream(TestOpenGop):
    name = "movie.ts"


class TestTinyOpenGop(MovieSuite):
    """Key frames closer together than the decoder's delay."""

    options = {"x264-params": "open-gop=1:keyint=4:b-adapt=0:scenecut=0:b-pyramid=2:bframes=3"}


class TestPeriodicIntraRefresh(MovieSuite):
    options = {"g": "12", "x264-params": "intra-refresh=1"}

    def test_only_the_first_frame_is_exact(self, reader):
        assert reader.start_frames.tolist() == [0]


class TestSingleKeyframe(MovieSuite):
    options = {"g": "1000", "bf": "2"}


class TestIntraOnly(MovieSuite):
    options = {"g": "1"}

    def test_every_frame_is_a_start(self, reader):
        assert reader.start_frames.tolist() == list(range(N))


class TestStartsLate(MovieSuite):
    options = {"g": "12", "bf": "2", "shift": 45}

    def test_start_is_told(self, reader):
        assert reader.info.start_time_s == pytest.approx(1.5)


class TestEditList(MovieSuite):
    """A copy cut 17 frames in: the decoder needs the frames before, and does not show them."""

    options = {
        "g": "12", "bf": "2", "shift": -17,
        "container_options": {"avoid_negative_ts": "disabled"},
    }  # fmt: skip

    def test_hidden_frames_are_not_counted(self, reader):
        assert len(reader) == N - 17
        assert reader.info.n_frames_header == N


class TestFragmentedMp4(MovieSuite):
    options = {"g": "12", "bf": "2", "container_options": {"movflags": "frag_keyframe+empty_moov"}}


class TestFullRange(MovieSuite):
    options = {"g": "12", "full_range": True}

    def test_needs_no_table(self, reader):
        assert reader.info.full_range and reader.luma_table is None


class TestGray(MovieSuite):
    options = {"g": "12", "pix_fmt": "gray"}


class Test422(MovieSuite):
    options = {"g": "12", "pix_fmt": "yuv422p"}


class Test444(MovieSuite):
    options = {"g": "12", "pix_fmt": "yuv444p"}


class TestTenBit(MovieSuite):
    options = {"g": "12", "pix_fmt": "yuv420p10le"}


class TestRgb(MovieSuite):
    options = {"g": "12", "codec": "libx264rgb", "pix_fmt": "rgb24"}


class TestMotionJpegAvi(MovieSuite):
    name = "movie.avi"
    options = {"codec": "mjpeg", "pix_fmt": "yuvj420p"}


class TestMpeg4Avi(MovieSuite):
    name = "movie.avi"
    options = {"codec": "mpeg4", "g": "12"}


class TestH264AviWithBFrames(MovieSuite):
    """AVI has no display times: FFmpeg makes up wrong ones."""

    name = "movie.avi"

    def test_frames_are_counted(self, reader):
        assert reader.start_frames.tolist() == [0]
        assert any("counting" in note for note in reader.info.notes)


class TestRawH264(MovieSuite):
    name = "movie.h264"

    def test_rate_is_the_one_in_the_stream(self, reader):
        assert (reader.info.fps, reader.info.clock) == (30, "header")


class TestMpeg2(MovieSuite):
    name = "movie.mpg"
    options = {"codec": "mpeg2video", "g": "12", "bf": "2"}


class TestVp8(MovieSuite):
    name = "movie.webm"
    options = {"codec": "libvpx", "g": "12", "auto-alt-ref": "1", "lag-in-frames": "8"}


class TestVp9(MovieSuite):
    name = "movie.webm"
    options = {"codec": "libvpx-vp9", "g": "12", "cpu-used": "8", "lag-in-frames": "8"}


class TestHevcOpenGop(MovieSuite):
    options = {
        "codec": "libx265", "g": "12",
        "x265-params": "open-gop=1:keyint=12:log-level=0:bframes=3:pools=1",
    }  # fmt: skip


class TestFfv1(MovieSuite):
    name = "movie.mkv"
    options = {"codec": "ffv1", "pix_fmt": "gray", "g": "12"}

    def expected(self, folder):
        return list(pictures(N))  # lossless


class TestTwoFiles(VideoReaderSuite):
    """Two files in a row, the second with another start time and range."""

    def make(self, folder):
        one = write_movie(folder / "a_2.mp4", pictures(20), g="8", bf="2")
        two = write_movie(folder / "a_10.mp4", pictures(20, 1), g="6", shift=99, full_range=True)
        return [one, two]

    def expected(self, folder):
        return decoded_in_order(folder / "a_2.mp4") + decoded_in_order(folder / "a_10.mp4")

    def test_second_file_follows_by_one_interval(self, reader):
        np.testing.assert_allclose(reader.times_s, np.arange(40) / 30, atol=1e-9)
        assert [(f.first_frame, f.n_frames) for f in reader.info.files] == [(0, 20), (20, 20)]


class TestArray(VideoReaderSuite):
    reading = {"fps": 30}

    def make(self, folder):
        return pictures(N)

    def expected(self, folder):
        return list(pictures(N))


class TestArray16Bit(VideoReaderSuite):
    reading = {"fps": 30, "white_level": 65535}

    def make(self, folder):
        return pictures(N).astype(np.uint16) * 257

    def expected(self, folder):
        return list(pictures(N))


class TestPngFolder(VideoReaderSuite):
    reading = {"fps": 30}

    def make(self, folder):
        for k, frame in enumerate(pictures(N)):
            cv2.imwrite(str(folder / f"frame_{k}.png"), frame)
        return folder

    def expected(self, folder):
        return list(pictures(N))


class TestColorPngFolder(VideoReaderSuite):
    reading = {"fps": 30}
    color = np.random.default_rng(3).integers(0, 256, (6, 32, 48, 3), np.uint8)

    def make(self, folder):
        for k, frame in enumerate(self.color):
            cv2.imwrite(str(folder / f"{k}.png"), frame[:, :, ::-1])
        return folder

    def expected(self, folder):
        exact = self.color.astype(float) @ [0.299, 0.587, 0.114]
        return list(np.floor(exact + 0.5 + 1e-9).astype(np.uint8))


class TestJpegFolder(VideoReaderSuite):
    """The same pictures as a Motion-JPEG movie have the same luma."""

    reading = {"fps": 30}

    def make(self, folder):
        import av

        write_movie(folder / "m.avi", pictures(N), codec="mjpeg", pix_fmt="yuvj420p")
        (folder / "frames").mkdir()
        with av.open(str(folder / "m.avi")) as movie:
            for k, packet in enumerate(p for p in movie.demux(video=0) if p.size):
                (folder / "frames" / f"f{k}.jpg").write_bytes(bytes(packet))
        return folder / "frames"

    def expected(self, folder):
        return decoded_in_order(folder / "m.avi")


class TestTiffStack(VideoReaderSuite):
    reading = {"fps": 30}
    options: dict = {}

    def make(self, folder):
        path = folder / "stack.tif"
        tifffile.imwrite(path, pictures(N), photometric="minisblack", **self.options)
        return path

    def expected(self, folder):
        return list(pictures(N))


class TestCompressedTiffStack(TestTiffStack):
    options = {"compression": "deflate"}


class TestImagejStack(VideoReaderSuite):
    reading = {"fps": 30}

    def make(self, folder):
        tifffile.imwrite(folder / "stack.tif", pictures(N), imagej=True)
        return folder / "stack.tif"

    def expected(self, folder):
        return list(pictures(N))


class TestPimsSequence(VideoReaderSuite):
    reading = {"fps": 30}

    def make(self, folder):
        for k, frame in enumerate(pictures(N)):
            cv2.imwrite(str(folder / f"frame_{k:03d}.png"), frame)
        return pims.ImageSequence(str(folder / "*.png"))

    def expected(self, folder):
        return list(pictures(N))
