"""The pages. Each module is named for what its pages show."""
