"""Actions of `mouseface model`, and what they share."""
