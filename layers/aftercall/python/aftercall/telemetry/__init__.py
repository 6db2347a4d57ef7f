"""What a running function tells its operator: structured log lines and metrics.

Belongs here: one JSON log writer and one writer of CloudWatch embedded metrics, both without
personal data by construction (scalar fields only). Does not belong here: decisions about what is
worth an alarm (infrastructure), or anything that reads a report.
"""
