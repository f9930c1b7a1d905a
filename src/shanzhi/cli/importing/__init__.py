"""What `shanzhi import` asks and tells."""
