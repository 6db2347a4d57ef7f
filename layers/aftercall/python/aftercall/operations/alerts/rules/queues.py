"""Messages pile up, or were given up (spec 7.1, and what this system needs for itself)."""

from aftercall.operations.alerts.judging import Watch
from aftercall.profile.models import Profile
from aftercall.reports.alert_changes import Judgement
from aftercall.reports.alert_readings import AlertReadings, QueueReading
from aftercall.reports.alert_record import AlertType

QUEUE_BACKLOG = "queue_backlog"
DEAD_LETTERS = "dead_letters"
BACKLOG_ACTION = "Scale up analytics workers, check for stuck messages"
DEAD_LETTER_ACTION = "Mend what the function's log names, then bring the messages back: aftercall redrive"


def queue_backlog(readings: AlertReadings, profile: Profile) -> tuple[Judgement, ...]:
    """Judge how many messages wait, in the queues that are not slow on purpose."""
    rule = profile.alerts.queue_backlog
    watch = Watch(QUEUE_BACKLOG, rule.cool_down_minutes)
    if readings.queues is None:
        return (watch.quiet(clear=False),)
    watched = [
        queue for queue in readings.queues if not any(part in queue.name for part in rule.unhurried_queues)
    ]
    waiting = sum(queue.waiting for queue in watched)
    if waiting <= rule.above_messages:
        return (watch.quiet(clear=True),)
    context = _backlog_context(readings, readings.queues, waiting)
    message = f"Analytics queue backlog: {waiting} messages"
    return (watch.firing(AlertType.CRITICAL, message, context, BACKLOG_ACTION),)


def _backlog_context(
    readings: AlertReadings, queues: tuple[QueueReading, ...], waiting: int
) -> dict[str, object]:
    rate = readings.processing.calls_per_minute
    wait = readings.processing.longest_wait_seconds
    return {
        "messages": waiting,
        "queues": {queue.name: queue.waiting for queue in queues},
        "in_flight": sum(queue.in_flight for queue in queues),
        "queue_age_seconds": None if wait is None else round(wait),
        "calls_per_minute": round(rate, 1),
        "minutes_to_drain": None if rate == 0 else round(waiting / rate),
    }


def dead_letters(readings: AlertReadings, profile: Profile) -> tuple[Judgement, ...]:
    """Judge each dead-letter queue: it is to be empty."""
    cool_down = profile.alerts.housekeeping.cool_down_minutes
    return tuple(_dead_letter(queue, cool_down) for queue in readings.dead_letters or ())


def _dead_letter(queue: QueueReading, cool_down: int) -> Judgement:
    watch = Watch(DEAD_LETTERS, cool_down, queue.name)
    if not queue.waiting:
        return watch.quiet(clear=True)
    message = f"Dead-letter queue not empty: {queue.waiting} in {queue.name}"
    context: dict[str, object] = {"queue": queue.name, "messages": queue.waiting}
    return watch.firing(AlertType.HIGH, message, context, DEAD_LETTER_ACTION)
