"""A study: destination rules head to head on Flee's scenarios, each given the same information."""
