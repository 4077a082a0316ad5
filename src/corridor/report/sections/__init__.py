"""The parts of the page, one a file; each is a function from a Published to a Section."""
