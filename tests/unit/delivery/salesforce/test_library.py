"""simple-salesforce without its SOAP parts."""

import subprocess
import sys

IMPORTED = """
import sys
from aftercall.delivery.salesforce.library import Salesforce, format_soql
soap = {"zeep", "lxml", "httpx"}
print(format_soql("Email = {}", "o'brien"), any(name.split(".")[0] in soap for name in sys.modules))
"""


def test_nothing_is_imported_that_speaks_soap() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True, timeout=60
    )

    assert finished.stdout.strip() == r"Email = 'o\'brien' False"
