"""The chain of history: what its hashes cover, verifying it, an anchor to keep elsewhere, and erasing a person without breaking it."""
