"""Benchmarks of LGQ Desk with their floors; see `bench.__main__`."""
