"""Scripts that train the models which the language package ships, and say how good they are."""
