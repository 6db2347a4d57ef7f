"""AWS's published on-demand prices in us-east-1, US dollars, without free tiers.

Each from the service's own pricing page (aws.amazon.com/<service>/pricing), as known in early 2025; check
them against the pages of your region before you budget.
"""

from typing import Final

LAMBDA_ARM_GB_SECOND: Final = 0.0000133334
LAMBDA_REQUEST: Final = 0.20 / 1_000_000
HTTP_API_REQUEST: Final = 1.00 / 1_000_000
SQS_FIFO_REQUEST: Final = 0.50 / 1_000_000
SQS_STANDARD_REQUEST: Final = 0.40 / 1_000_000
EXPRESS_REQUEST: Final = 1.00 / 1_000_000
EXPRESS_GB_SECOND: Final = 0.00001667
EXPRESS_MEMORY_GB: Final = 64 / 1024
STANDARD_TRANSITION: Final = 0.025 / 1000
S3_PUT: Final = 0.005 / 1000
S3_GET: Final = 0.0004 / 1000
S3_GB_MONTH: Final = 0.023
DYNAMODB_WRITE: Final = 0.625 / 1_000_000
DYNAMODB_READ: Final = 0.125 / 1_000_000
LOG_GB: Final = 0.50
XRAY_TRACE: Final = 5.00 / 1_000_000
FULL_CORE_MB: Final = 1769
