"""The benchmark table: `python -m benchmarks [--short]`."""
