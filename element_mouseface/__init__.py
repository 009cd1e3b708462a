"""From a video of a mouse's face to expression scores in a DataJoint pipeline."""

__version__ = "0.1.0"
