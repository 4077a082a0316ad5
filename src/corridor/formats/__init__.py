"""Other people's files: each reader makes scenario parts and observations, and nothing else."""
