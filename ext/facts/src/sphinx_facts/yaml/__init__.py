"""Text of data files to plain values with their places; every fault in words."""
