"""What a fresh machine lacks: found, or fetched, or named with its remedy.

Belongs here: finding Python, uv and Node before any dependency is installed. Does not: anything that needs a
dependency, or a language newer than Python 3.11's, or knows of the local cloud.
"""
