"""Standard queues whose messages say no more than "look"."""

from dataclasses import dataclass, field

from tests.fakes.client_errors import client_error


@dataclass(slots=True)
class FakeWakes:
    """Remembers which queue was sent what."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    away: frozenset[str] = frozenset()

    def send_message(self, *, QueueUrl: str, MessageBody: str) -> dict[str, str]:
        if QueueUrl in self.away:
            raise client_error("ServiceUnavailable", "SendMessage")
        self.sent.append((QueueUrl, MessageBody))
        return {}
