"""Parts of `mouseface decode`."""
