"""What time brings: the sweep, the worker, the working calendar in force, and whether the clock can be trusted."""
