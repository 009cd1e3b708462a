"""Parts of `mouseface features`."""
