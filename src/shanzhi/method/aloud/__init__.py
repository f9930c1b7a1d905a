"""A method in plain sentences (用白话读): what a clerk reads instead of its file."""
