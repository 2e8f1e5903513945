"""The benchmarks of `make bench`: each is a ratio to a baseline that is measured in the same run on the same texts."""
