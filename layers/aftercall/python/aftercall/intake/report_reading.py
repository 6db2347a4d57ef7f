"""Reading a report at the edge: whole, so that a sender hears of a wrong field at once."""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aftercall.intake.json_body import read_json_object
from aftercall.intake.priority import decide_priority
from aftercall.intake.queues import Priority
from aftercall.intake.secrets import SecretsCache
from aftercall.session.errors import UnreadableReport
from aftercall.session.forms import SAFE_SESSION_ID, SAFE_SESSION_ID_WORDS, ReportForm, identify_form
from aftercall.session.models import ToolRole
from aftercall.session.parsing import parse_report
from aftercall.session.tier_rule import TierRule
from aftercall.session.tools import ToolCatalogue, ToolDefinition
from aftercall.settings.intake import BookingTool, ReportReadingSettings


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What the edge needs to know of a report.

    Parameters
    ----------
    email_hash
        Keyed hash of the caller's e-mail address, where the report holds one and a key is set.
    """

    session_id: str
    form: ReportForm
    priority: Priority
    email_hash: str | None


@dataclass(frozen=True, slots=True)
class ReportReader:
    """Reads reports.

    Parameters
    ----------
    tools
        The tools that book meetings: all the edge needs to tell a hot lead.
    tier_rule
        What makes reported signals a hot lead.
    email_hash_key
        Gives the key e-mail addresses are hashed with; None leaves the attribute out.
    """

    tools: ToolCatalogue
    tier_rule: TierRule
    email_hash_key: Callable[[], str] | None

    def read(self, body: bytes) -> ReadReport:
        """Read a report of any accepted form; raises UnreadableReport naming the field."""
        document = read_json_object(body)
        form = identify_form(document)
        if form is ReportForm.TWILIO_TRANSCRIPTION:
            raise UnreadableReport("body", "a report; transcriptions come in through Twilio's webhooks")
        session = parse_report(document, self.tools)
        if not SAFE_SESSION_ID.fullmatch(session.session_id):
            raise UnreadableReport("session_id", f"an identifier of {SAFE_SESSION_ID_WORDS}")
        return ReadReport(
            session_id=session.session_id,
            form=form,
            priority=decide_priority(session, self.tier_rule),
            email_hash=self._hash(session.participant.email),
        )

    def _hash(self, email: str | None) -> str | None:
        if email is None or self.email_hash_key is None:
            return None
        return hash_email(self.email_hash_key(), email)


def hash_email(key: str, email: str) -> str:
    """Give the keyed hash of an e-mail address: hex HMAC-SHA256 of it in lower case."""
    return hmac.new(
        key.encode(), email.strip().lower().encode("utf-8", "replace"), hashlib.sha256
    ).hexdigest()


def booking_catalogue(booking_tools: Sequence[BookingTool]) -> ToolCatalogue:
    """Give a catalogue that knows the booking tools alone."""
    return ToolCatalogue(
        tools={
            tool.name: ToolDefinition(role=ToolRole.BOOKING, output={"success": tool.success_key})
            for tool in booking_tools
        }
    )


def build_reader(settings: ReportReadingSettings, secrets: SecretsCache) -> ReportReader:
    """Wire a reader from its settings; the hash's key is read when the first e-mail address comes."""
    name = settings.email_hash_secret_name
    return ReportReader(
        tools=booking_catalogue(settings.booking_tools),
        tier_rule=TierRule.model_validate_json(settings.tier_rule),
        email_hash_key=None if name is None else lambda: secrets.string(name, "key"),
    )
