"""Speed, reliability and quality, each runnable by one command: `python -m benchmarks.NAME`."""
