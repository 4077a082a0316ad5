"""Speed and memory, as ratios measured interleaved: `make bench`."""
