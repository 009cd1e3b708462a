"""The parts of `mouseface score`: arguments, checks, the job, prototypes, the summary."""
