"""What Midline measures, how well and how fast, printed as tables: `python -m tests.bench`."""
