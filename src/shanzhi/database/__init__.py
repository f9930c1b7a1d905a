"""What stands between this program and its two databases: plain statements, columns kept to the byte, many rows at once, prefixes."""
