"""Benchmarks: each script runs ours and its baseline in turn and prints the ratio last. Run by hand, never as tests."""
