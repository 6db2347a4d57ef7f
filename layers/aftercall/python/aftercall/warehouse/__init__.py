"""What is kept of a call: the tables of the data warehouse in PostgreSQL, the documents in MongoDB.

Here belong the migrations, the writers (one transaction per call, idempotent), the readers, and the
rows that telephony events are folded into. Understanding a call, reading queues and S3, and sending
anything anywhere do not belong here.
"""
