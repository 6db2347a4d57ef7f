"""What rules give their verdicts with."""

from dataclasses import dataclass

from aftercall.reports.alert_changes import Judgement, Verdict
from aftercall.reports.alert_record import AlertType, NewAlert

# A key is indexed, and sent to PagerDuty, which takes 255 characters.
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Watch:
    """One thing that a rule watches, and of which one alert is open at a time.

    Parameters
    ----------
    name
        Of the rule.
    part
        Which of several things the rule watches: a tool, a queue.
    cause
        Where another rule speaks of the same cause; the key itself by default.
    """

    name: str
    cool_down_minutes: int
    part: str | None = None
    cause: str | None = None

    @property
    def key(self) -> str:
        """The alert's dedup key."""
        return self.name if self.part is None else f"{self.name}:{self.part}"[:LONGEST_KEY]

    def firing(
        self, alert_type: AlertType, message: str, context: dict[str, object], action: str
    ) -> Judgement:
        """Give the verdict that an alert is to be raised; what to do stands in its context."""
        alert = NewAlert(
            alert_type=alert_type,
            alert_name=self.name,
            dedup_key=self.key,
            message=message,
            context={**context, "action": action},
        )
        return self._judgement(Verdict.FIRING, alert)

    def quiet(self, *, clear: bool) -> Judgement:
        """Give the verdict that nothing is wrong, or that nobody can tell."""
        return self._judgement(Verdict.CLEAR if clear else Verdict.UNKNOWN)

    def _judgement(self, verdict: Verdict, alert: NewAlert | None = None) -> Judgement:
        return Judgement(self.key, verdict, self.cause or self.key, self.cool_down_minutes, alert)


def percent(value: float) -> str:
    """Show a share: 12, 12.5, never 12.0."""
    return f"{round(value, 1):g}"
