"""What is owed to a destination, and what becomes of an attempt to pay it: the delivery ledger's nouns.

Pure: statuses, outcomes, waits between attempts, and the circuit breaker, as values and functions. What keeps
them in PostgreSQL is in ``warehouse``; what speaks to Salesforce, Amplitude, Slack, PagerDuty and SES is in
``delivery``.
"""
