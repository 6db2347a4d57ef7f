"""``aftercall alerts``: what is wrong, what was, and who takes care of it."""

import getpass
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from aftercall.command_line.databases import warehouse
from aftercall.command_line.deployment import Deployment, OnAws, find_deployment
from aftercall.command_line.failures import CommandFailed, ExitCode

if TYPE_CHECKING:
    from aftercall.reports.alert_record import AlertRecord

EXAMPLES: Final = (
    "Examples: aftercall alerts · aftercall alerts --all · aftercall alerts show 17 ·"
    " aftercall alerts ack 17 · aftercall alerts resolve 17 --by maya"
)
STYLES: Final = {"P1": "bold red", "P2": "yellow", "P3": "dim"}


class AlertAction(StrEnum):
    """What to do."""

    LIST = "list"
    SHOW = "show"
    ACK = "ack"
    RESOLVE = "resolve"


def alerts(
    action: Annotated[AlertAction, typer.Argument(help="list, show, ack or resolve.")] = AlertAction.LIST,
    alert_id: Annotated[int | None, typer.Argument(metavar="ID", help="The alert, as listed.", min=1)] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also those of calls, and those that ended.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many to list at the most.")] = 50,
    by: Annotated[str | None, typer.Option(help="Who you are; the name you are logged in with.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    aws: OnAws = False,
) -> None:
    """List what is wrong; show one alert with its figures, acknowledge it, or end it by hand.

    Alerts resolve themselves. One that is ended by hand comes back after its cool-down if it lasts.
    """
    if (action is AlertAction.LIST) != (alert_id is None):
        raise typer.BadParameter("list takes no ID; show, ack and resolve take one", param_hint="ID")
    deployment = find_deployment(on_aws=aws)
    if alert_id is None:
        _list(deployment, limit, everything=everything, as_json=as_json)
    elif action is AlertAction.SHOW:
        _show(deployment, alert_id, as_json=as_json)
    else:
        _answer(deployment, action, alert_id, by or getpass.getuser())


def _list(deployment: Deployment, limit: int, *, everything: bool, as_json: bool) -> None:
    from aftercall.telemetry.clock import utc_now
    from aftercall.warehouse.alerts import list_alerts

    with warehouse(deployment) as connection:
        found = list_alerts(connection, everything=everything, limit=limit)
    if as_json:
        typer.echo(json.dumps([alert.model_dump(mode="json") for alert in found], indent=2))
        return
    console = Console(highlight=False)
    if not found:
        console.print("no alerts" if everything else "nothing is wrong (--all lists what was)")
        return
    console.print(alert_table(found, utc_now()))


def alert_table(found: Sequence["AlertRecord"], now: datetime) -> Table:
    """Lay alerts out so that eighty columns suffice: a long message folds."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("id", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("since", no_wrap=True)
    table.add_column("state", no_wrap=True)
    table.add_column("message", overflow="fold")
    for alert in found:
        table.add_row(
            str(alert.alert_id),
            f"[{STYLES[alert.severity]}]{alert.severity}[/]",
            since(alert.triggered_at, now),
            state_of(alert),
            escape(alert.message),
        )
    return table


def state_of(alert: "AlertRecord") -> str:
    """Give where an alert stands, in one word."""
    if alert.resolved_at is not None:
        return "resolved"
    return "open" if alert.acknowledged_at is None else "acknowledged"


def since(then: datetime, now: datetime) -> str:
    """Give how long ago something was, as shortly as it helps: 7 min, 3 h, 12 d."""
    minutes = max(0, int((now - then) / timedelta(minutes=1)))
    if minutes < 2 * 60:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 2 * 24 else f"{hours // 24} d"


def _show(deployment: Deployment, alert_id: int, *, as_json: bool) -> None:
    from aftercall.warehouse.alerts_history import read_alert

    with warehouse(deployment) as connection:
        alert = read_alert(connection, str(alert_id))
    if alert is None:
        raise _unknown(alert_id)
    if as_json:
        typer.echo(json.dumps(alert.model_dump(mode="json"), indent=2, ensure_ascii=False))
        return
    console = Console(highlight=False)
    console.print(f"[{STYLES[alert.severity]}]{alert.severity}[/] [bold]{escape(alert.message)}[/]")
    facts = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    for name, value in (*_course(alert), *alert.context.items()):
        facts.add_row(name.replace("_", " "), escape(shown(value)))
    console.print(facts)


def _course(alert: "AlertRecord") -> list[tuple[str, object]]:
    """Give what became of an alert, as far as something did."""
    course: list[tuple[str, object]] = [
        ("key", alert.dedup_key),
        ("triggered", alert.triggered_at),
        ("last seen", alert.last_seen_at),
        ("sent to", alert.sent_to or "nobody yet"),
        ("call", alert.session_id),
        ("acknowledged", _by(alert.acknowledged_at, alert.acknowledged_by)),
        ("resolved", _by(alert.resolved_at, alert.resolved_by)),
    ]
    return [(name, value) for name, value in course if value is not None]


def _by(at: datetime | None, by: str | None) -> str | None:
    return None if at is None else f"{shown(at)} by {by}"


def shown(value: object) -> str:
    """Show a value of an alert's context on one line, which may fold."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S} UTC"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {shown(one)}" for name, one in value.items()) or "none"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(shown(one) for one in value) or "none"
    return "unknown" if value is None else str(value)


def _answer(deployment: Deployment, action: AlertAction, alert_id: int, by: str) -> None:
    from aftercall.telemetry.clock import utc_now
    from aftercall.warehouse.alerts import AlertAnswer, acknowledge_alert, resolve_alert

    now = utc_now()
    with warehouse(deployment) as connection:
        if action is AlertAction.ACK:
            answer = acknowledge_alert(connection, alert_id, by, now, now)
        else:
            answer = resolve_alert(connection, alert_id, by, now)
    if answer is AlertAnswer.UNKNOWN:
        raise _unknown(alert_id)
    done = "acknowledged" if action is AlertAction.ACK else "resolved"
    word = f"{done} before; nothing changed" if answer is AlertAnswer.ALREADY else f"{done} by {by}"
    Console(highlight=False).print(f"alert {alert_id}: {word}", markup=False)


def _unknown(alert_id: int) -> CommandFailed:
    remedy = "`aftercall alerts --all` lists those there are."
    return CommandFailed(f"no alert with the id {alert_id}", remedy, ExitCode.NOT_FOUND)
