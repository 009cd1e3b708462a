"""What stands between tables and `core`: activation, headings, rows, the codec, passes."""
