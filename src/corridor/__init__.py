"""Corridor simulates what happens to people when a city is fought over."""

__version__ = "0.1.0"
