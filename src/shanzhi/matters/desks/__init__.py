"""What desks keep for themselves: notes to each other, texts for replies."""
