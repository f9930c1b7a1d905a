"""`python -m shanzhi`: the command line, where the `shanzhi` script is not on the path."""

from shanzhi.cli import main

if __name__ == "__main__":
    main()
