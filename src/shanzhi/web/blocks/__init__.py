"""What each kind of block needs on screen: built once for the kind, for every method that will use it."""
