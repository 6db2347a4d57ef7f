"""The way in: webhooks, session reports and inbox drops become messages on a queue.

Belongs here: verifying, deduplicating, keeping the raw body, reading just enough to route or to
refuse precisely, enqueueing, and the consumer that runs the analysis of a queued session. Does not
belong here: analysing a call, any database connection, any knowledge of API Gateway's or SQS's
event shapes beyond the readers named for them.
"""
