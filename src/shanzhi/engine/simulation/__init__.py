"""Simulation (模拟): a method under a stated load, run through the very `decide` that runs it for real.

Pure and seeded: the same method, load and seed give the same result. `shanzhi.engine.simulate` is its door.
"""
