"""What a user describes: the nouns, the reader of scenario folders, policies."""
