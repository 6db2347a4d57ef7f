"""Constructs that several stacks share; a construct knows no stack but storage."""
