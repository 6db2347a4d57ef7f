"""simple-salesforce without its SOAP parts.

The library imports zeep, for the Metadata API, whenever it is imported: a third of the import's time, and
14 MB of packages that a function would carry for nothing. What is not needed is put in its place first.
"""

import sys
from types import ModuleType

METADATA_API = "simple_salesforce.metadata"

if METADATA_API not in sys.modules:
    _nothing = ModuleType(METADATA_API, "Stands for the Metadata API, which nothing here uses.")
    _nothing.SfdcMetadataApi = object  # type: ignore[attr-defined] # the one name that is imported from it
    sys.modules[METADATA_API] = _nothing

from simple_salesforce.api import Salesforce  # noqa: E402 - after its part was replaced
from simple_salesforce.exceptions import SalesforceError, SalesforceExpiredSession  # noqa: E402
from simple_salesforce.format import format_external_id, format_soql  # noqa: E402

__all__ = [
    "Salesforce",
    "SalesforceError",
    "SalesforceExpiredSession",
    "format_external_id",
    "format_soql",
]
