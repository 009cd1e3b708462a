"""Settings of a synthetic movie: nuisances and encoding."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..errors import ParameterError
from ..params import Params, param

LIQUIDS = ("sucrose", "quinine", "lithium", "water", "saline", "salt", "citric_acid", "ethanol")


@dataclass(frozen=True)
class Confounds(Params):
    """Everything that moves pixels and is not the expression; 0 switches each off.

    Lengths marked "of 640" are in pixels of a 640x480 frame and scale with the frame.

    Parameters
    ----------
    whisking_deg : float
        Amplitude of whisking bouts (7 to 11 Hz); the pad moves along.
    sway_px : float
        Standard deviation of the head's slow rigid drift, of 640.
    jump_px, jumps_per_min : float
        Size (of 640) and rate of sudden small head movements, which settle within a second.
    shift_px : (float, float)
        Persistent head shift (dx, dy) in true frame pixels, right and down.
    shift_at_s : float or None
        When it happens; None is half-way.
    shift_what : {'animal', 'camera'}
        Whether the animal alone is shifted, or everything in view.
    roll_deg : float
        Largest slow turn of the head in the plane of the picture, to either side.
    roll_what : {'animal', 'camera'}
        Whether the animal alone is turned, or everything in view.
    light_drift : float
        Standard deviation of the slow relative change of light (gain and left-right gradient).
    lamp_gain : float
        Factor on all light from `lamp_at_s` on (1 is no step).
    lamp_at_s : float or None
        When the lamp steps; None is half-way.
    licking : float
        Depth of licking (tongue and jaw, 6 to 8 Hz) on liquids; 1 is a normal lick.
    lick_on : sequence of str
        The stimuli that are licked.
    spontaneous_licks_per_min : float
        Short lick bouts without any stimulus.
    breathing, sniffing : float
        Depth of breathing (body) and sniffing (nose); 1 is normal.
    blinks_per_min, twitches_per_min : float
        Rates of full blinks and of quick twitches of single parts.
    spontaneous : float
        Standard deviation of slow wandering of every facial part, in units of that part's
        largest excursion in an expression.
    grooming_per_min : float
        Rate of a paw passing over the face.
    read_noise, shot_noise : float
        Sensor noise: standard deviation at black, in luma levels, and the variance per luma
        level of signal.
    """

    whisking_deg: float = param(9.0, 0)
    sway_px: float = param(0.8, 0)
    jump_px: float = param(2.0, 0)
    jumps_per_min: float = param(3.0, 0)
    shift_px: tuple[float, float] = (0.0, 0.0)
    shift_at_s: float | None = param(None, 0)
    shift_what: str = param("animal", choices=("animal", "camera"))
    light_drift: float = param(0.03, 0)
    lamp_gain: float = param(1.0, 0)
    lamp_at_s: float | None = param(None, 0)
    licking: float = param(1.0, 0)
    lick_on: tuple[str, ...] = LIQUIDS
    spontaneous_licks_per_min: float = param(0.5, 0)
    breathing: float = param(1.0, 0)
    sniffing: float = param(1.0, 0)
    blinks_per_min: float = param(2.0, 0)
    twitches_per_min: float = param(6.0, 0)
    spontaneous: float = param(0.1, 0)
    grooming_per_min: float = param(0.0, 0)
    read_noise: float = param(1.6, 0)
    shot_noise: float = param(0.02, 0)
    roll_deg: float = param(0.0, 0, 15)
    roll_what: str = param("animal", choices=("animal", "camera"))

    def to_dict(self) -> dict[str, Any]:
        """The nuisances; roll only where there is some, so that other movies keep their hash."""
        rolls = ("roll_deg", "roll_what") if not self.roll_deg else ()
        return {name: value for name, value in super().to_dict().items() if name not in rolls}

    @classmethod
    def none(cls, **changes: Any) -> Confounds:
        """No nuisance at all, but for the ones named."""
        quiet: dict[str, Any] = {
            name: 0.0
            for name, value in vars(cls()).items()
            if isinstance(value, float) and not name.startswith("lamp")
        }
        return cls(**{**quiet, **changes})


@dataclass(frozen=True)
class Encoding(Params):
    """How the frames are written.

    Parameters
    ----------
    codec : str
        Name of an FFmpeg encoder; the quality options below are those of libx264.
    crf : float
        Constant rate factor of x264 (0 is lossless; 19 to 26 are usual).
    preset, tune : str
        x264's own names; an empty `tune` is none.
    gop : int
        Most frames from one keyframe to the next.
    bframes : int
        Most consecutive B-frames.
    open_gop : bool
        Whether frames may refer across a keyframe.
    pix_fmt : {'yuv420p', 'gray'}
        Pixel format in the file.  FFmpeg reads 8-bit monochrome H.264 back as yuv420p
        (yuvj420p in full range).
    full_range : bool or None
        Luma 0 to 255 rather than 16 to 235; None is full range for gray only.
    jitter : float
        Standard deviation of frame times, in frame intervals; above 0 the rate is variable.
    dropped : float
        Fraction of frames that the camera lost (no frame, and a gap in time).
    threads : int
        Encoder threads: the file's bytes depend on it.
    """

    codec: str = "libx264"
    crf: int | float = param(20, 0, 51)
    preset: str = "superfast"
    tune: str = ""
    gop: int = param(150, 1)
    bframes: int = param(0, 0, 16)
    open_gop: bool = False
    pix_fmt: str = param("yuv420p", choices=("yuv420p", "gray"))
    full_range: bool | None = None
    jitter: float = param(0.0, 0, 0.3)
    dropped: float = param(0.0, 0, 0.9)
    threads: int = param(1, 1)

    @property
    def is_vfr(self) -> bool:
        """Whether the times between frames vary."""
        return self.jitter > 0 or self.dropped > 0

    @property
    def is_full_range(self) -> bool:
        """Whether luma is written as 0 to 255."""
        return self.pix_fmt == "gray" if self.full_range is None else self.full_range

    def options(self) -> dict[str, str]:
        """The encoder's options, as FFmpeg wants them."""
        if self.codec != "libx264":
            return {}
        extra = f"open-gop={int(self.open_gop)}:threads={self.threads}:lookahead-threads=1"
        options = {
            "crf": repr(self.crf),
            "preset": self.preset,
            "g": str(self.gop),
            "bf": str(self.bframes),
            "x264-params": extra,
        }
        return options | ({"tune": self.tune} if self.tune else {})


def exact_rate(fps: float | str | Fraction) -> Fraction:
    """The frame rate as the fraction that was meant: 29.97 is 2997/100, '30000/1001' itself.

    Raises
    ------
    ParameterError
        If it is not a positive number.
    """
    try:
        rate = fps if isinstance(fps, Fraction) else Fraction(str(fps))
    except (ValueError, ZeroDivisionError):
        rate = Fraction(0)
    if not 0 < rate <= 2000:
        raise ParameterError(
            "The frame rate cannot be used.",
            expected="a number over 0 and at most 2000, or a fraction such as '30000/1001'",
            got=repr(fps),
        )
    return rate.limit_denominator(100_000)
