"""The community desk: the board's columns and cards, several matters at once, posts, what an input would change."""
