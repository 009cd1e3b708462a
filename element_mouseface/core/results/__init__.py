"""Results: scored recordings in memory, in folders, and over sessions."""
