"""Parts of `mouseface affect`."""
