"""How long a client of AWS waits, so that a function can still say what failed before it is stopped.

boto3's own limits are 60 s to connect and 60 s to read, five times over. A call below takes at most
its attempts times (connect + read), and up to a second between two attempts.
"""

from botocore.config import Config

# A function at the edge (25 s): a secret, the table of seen ids, and one store that hangs add up to 21 s.
EDGE_CONFIG = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 2})
# Work goes on without the table of seen ids, so it is waited for once, and not long.
SEEN_IDS_CONFIG = Config(connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 1})
# A synchronous execution answers when the analysis is done; a second try would start a second one.
EXECUTION_CONFIG = Config(connect_timeout=2, read_timeout=47, retries={"total_max_attempts": 1})
# A step of the workflow, or of the telephony queue (10 s at the least): it is tried again as a whole.
STEP_CONFIG = EDGE_CONFIG
# A mail that was sent is there: a second try could be a second mail, so the ledger decides about it.
MAIL_CONFIG = Config(connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 1})
