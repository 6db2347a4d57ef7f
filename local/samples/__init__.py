"""Sample calls: dialogues written by hand, and the reports and webhooks a real agent would send of them.

Each folder ``NN-name`` holds what a person wrote (``call.toml``, ``dialogue.txt``) and what ``build.py``
makes of it (``report.json``, ``webhooks.json``). ``expected.json`` says what a careful reader understands in
each call; it is older than the analyzers and is not adapted to them.
"""
