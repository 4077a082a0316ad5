"""Settings that every test shares."""

from hypothesis import settings

# The same examples on every run: a failure can be repeated, and a pass does not depend on the day.
settings.register_profile("repeatable", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("repeatable")
