"""Finding matters by their words, and whether somebody reported the same already."""
