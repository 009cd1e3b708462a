"""Parts of `mouseface angle`."""
