"""Flee's own rules on counts, where they are not a parameter point of ours."""
