"""Statements about a situation: turned into numbers of the model or into dated facts, and given a verdict."""
