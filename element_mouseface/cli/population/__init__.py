"""Parts of `mouseface population`."""
