"""Telling the world: what was understood goes to Salesforce, Amplitude, Slack, PagerDuty and by e-mail.

A folder for each destination holds what it is told (pure functions from nouns to payloads) and a client
that speaks its protocol; ``port`` says what all of them are to the ledger. What is due and what became of
it is kept by ``warehouse``; when to alert and what a digest says is decided in ``operations``.
"""
