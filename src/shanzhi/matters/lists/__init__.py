"""Lists of matters, each by an index and a key, and the names by which they are shown."""
