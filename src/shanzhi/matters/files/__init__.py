"""Files people attach: told by their content, cleaned of what they say beside it, kept once."""
