"""Charts as SVG text, one kind a file; none of them knows what the numbers mean."""
