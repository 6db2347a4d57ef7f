"""``aftercall digest``: any day's or week's digest as a file, as it would be mailed."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console

from aftercall.command_line.databases import warehouse
from aftercall.command_line.deployment import OnAws, find_deployment
from aftercall.command_line.failures import CommandFailed, ExitCode
from aftercall.profile import InvalidProfile, Profile, load_profile
from aftercall.telemetry.clock import utc_now

if TYPE_CHECKING:
    from aftercall.reports.digest_readings import DigestPeriod
    from aftercall.reports.digests import DailyDigest, WeeklyDigest
    from aftercall.warehouse.connection import Connection

EXAMPLES: Final = (
    "Examples: aftercall digest --date 2026-11-20 --out day.html · "
    "aftercall digest --date 2026-11-20 --weekly --text · aftercall digest --date 2026-11-20 --send"
)


def digest(
    day: Annotated[
        datetime, typer.Option("--date", formats=["%Y-%m-%d"], help="The day, or a day of the week.")
    ],
    weekly: Annotated[bool, typer.Option("--weekly", help="The week with this day.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write to this file; to the terminal if left out.")] = None,
    text: Annotated[bool, typer.Option("--text", help="The plain-text part instead of HTML.")] = False,
    send: Annotated[bool, typer.Option("--send", help="Mail it as well, unless the period has one.")] = False,
    profile: Annotated[
        Path | None,
        typer.Option("--profile", help="The company's profile; the packaged sample when left out."),
    ] = None,
    aws: OnAws = False,
) -> None:
    """Render the digest of a day or week from the warehouse, as it stands now."""
    from aftercall.delivery.email.rendering import digest_mail

    chosen = _profile(profile)
    deployment = find_deployment(on_aws=aws)
    period = _period(day.date(), chosen, weekly=weekly)
    if send and period.end > utc_now():
        message = f"the {'week' if weekly else 'day'} is not over: it is mailed once it is"
        raise CommandFailed(message, "Leave out --send to see it as it stands.")
    with warehouse(deployment) as connection:
        figures = _figures(connection, period, chosen)
        mail = digest_mail(figures, chosen, deployment.api_url)
        _write(mail.text if text else mail.html, out)
        if send:
            _send(connection, period, figures)


def _period(day: date, profile: Profile, *, weekly: bool) -> "DigestPeriod":
    from aftercall.operations.digests.schedule import day_of, week_with

    zone = profile.business_hours.time_zone
    return week_with(day, zone, profile.digests) if weekly else day_of(day, zone)


def _figures(
    connection: "Connection", period: "DigestPeriod", profile: Profile
) -> "DailyDigest | WeeklyDigest":
    from aftercall.reports.digests import DailyDigest, WeeklyDigest
    from aftercall.steps.digesting import digest_of

    figures = digest_of(connection, period, profile)
    if not isinstance(figures, DailyDigest | WeeklyDigest):
        message = "no call took place up to the end of this period"
        raise CommandFailed(message, "`aftercall show` lists the calls there are.", ExitCode.NOT_FOUND)
    return figures


def _write(content: str, out: Path | None) -> None:
    if out is None:
        typer.echo(content)
        return
    try:
        out.write_text(content, encoding="utf-8")
    except OSError as error:
        message = f"{out} cannot be written ({error.strerror})"
        raise CommandFailed(message, "Choose another --out.") from error
    Console(highlight=False, stderr=True).print(f"written: {out}")


def _send(connection: "Connection", period: "DigestPeriod", figures: "DailyDigest | WeeklyDigest") -> None:
    from aftercall.warehouse.digests import write_digest

    digest_id = write_digest(connection, period, figures, utc_now())
    if digest_id is None:
        message = "this period has its digest already, and gets no second one"
        raise CommandFailed(message, "`aftercall redeliver --destination email` sends again what failed.")
    Console(highlight=False, stderr=True).print(
        f"digest {digest_id} is owed; the sweep starts its mail within a minute"
    )


def _profile(path: Path | None) -> Profile:
    try:
        return load_profile(path)
    except InvalidProfile as error:
        raise CommandFailed(str(error), "Compare with the packaged sample profile.") from error
