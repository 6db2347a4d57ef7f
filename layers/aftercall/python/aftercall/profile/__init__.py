"""The profile: everything that is particular to one company, as data.

Competitors, integrations, features, tools' names, tier rule, weights, thresholds, prices, business
hours and wording live in one typed file. The sample describes the product of the source
specification; nothing in the code names a customer.
"""

from aftercall.profile.loading import InvalidProfile, load_profile
from aftercall.profile.models import Profile

__all__ = ["InvalidProfile", "Profile", "load_profile"]
