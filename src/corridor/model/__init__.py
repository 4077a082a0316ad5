"""How people move: one mechanism a file, compiled functions on arrays."""
