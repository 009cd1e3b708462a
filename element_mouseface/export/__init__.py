"""From the tables to files of other programs."""
