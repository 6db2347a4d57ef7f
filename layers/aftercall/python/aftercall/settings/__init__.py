"""What the environment tells a function, typed and checked once.

Belongs here: frozen dataclasses, one module per capability, each read by an explicit
``from_environment(mapping)``. Does not belong here: secrets (only their names), anything a profile
holds, any reading of ``os.environ`` (the edge passes it in).
"""
