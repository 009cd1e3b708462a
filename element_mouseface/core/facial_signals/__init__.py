"""Facial signals as Facemap's users know them: motion energy, motion and movie SVD, pupil.

The names follow Facemap (Syeda et al., Nature Neuroscience 2024; Stringer et al., Science 2019).
"""

from .signals import Blink, Components, FacialSignals, Pupil, RegionSignals, Running

__all__ = ["Blink", "Components", "FacialSignals", "Pupil", "RegionSignals", "Running"]
