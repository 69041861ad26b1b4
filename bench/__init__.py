"""One script a figure; each measures side by side with a peer, in one run, and prints the ratio."""
