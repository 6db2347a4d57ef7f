"""Speed, memory, size and cost, each beside a named alternative measured in the same run.

``python -m benchmarks`` runs all of them, ``python -m benchmarks imports sizes`` the named ones.
"""
