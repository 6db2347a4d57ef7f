"""Watching over calls and over the system itself: alert rules and digests.

Rules and digests are computed from readings that are passed in; nothing here asks a database or a clock.
What is found is told by ``delivery`` through the ledger.
"""
