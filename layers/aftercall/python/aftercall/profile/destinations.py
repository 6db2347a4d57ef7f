"""What each destination is told in the words of one company."""

from aftercall.profile.salesforce import SalesforceDelivery
from aftercall.profile.slack import SlackDelivery
from aftercall.session.models import Noun


class Destinations(Noun):
    """One section for each destination that needs one."""

    salesforce: SalesforceDelivery = SalesforceDelivery()
    slack: SlackDelivery = SlackDelivery()
