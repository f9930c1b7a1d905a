"""Who may see which matter and what of it; looks at sensitive answers."""
