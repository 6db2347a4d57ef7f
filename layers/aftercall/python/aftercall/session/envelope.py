"""What an agent may put beside its report: discovered signals (spec 1.4), connection quality (1.6).

Nothing here can fail: a value that does not fit its field is dropped.
"""

from enum import StrEnum

from aftercall.session.models import (
    BudgetAuthority,
    ConnectionQuality,
    DecisionTimeline,
    DiscoveredSignals,
    Level,
    QualificationTier,
)
from aftercall.session.reading import count, mapping, milliseconds, non_negative, optional_text, texts

WHOLE = 100.0


def read_signals(value: object) -> DiscoveredSignals | None:
    """Read signals under the names of spec 1.4; None when there is no usable one."""
    document = mapping(value)
    signals = DiscoveredSignals(
        team_size=count(document.get("team_size")),
        monthly_volume=count(document.get("monthly_volume")),
        integration_needs=texts(document.get("integration_needs")),
        industry=optional_text(document.get("industry")),
        location=optional_text(document.get("location")),
        use_case=optional_text(document.get("use_case")),
        current_tool=optional_text(document.get("current_tool")),
        pain_points=texts(document.get("pain_points")),
        decision_timeline=_choice(document.get("decision_timeline"), DecisionTimeline),
        budget_authority=_choice(document.get("budget_authority"), BudgetAuthority),
        urgency=_choice(document.get("urgency"), Level),
        qualification_tier=_choice(document.get("qualification_tier"), QualificationTier),
    )
    return None if signals == DiscoveredSignals() else signals


def read_connection(value: object) -> ConnectionQuality | None:
    """Read connection quality under the names of spec 1.6; None when there is no usable value."""
    document = mapping(value)
    device = mapping(document.get("device_info"))
    quality = ConnectionQuality(
        bandwidth_in_bytes=count(document.get("bandwidth_in")),
        bandwidth_out_bytes=count(document.get("bandwidth_out")),
        packet_loss_percent=_percent(document.get("packet_loss")),
        jitter_ms=milliseconds(document.get("jitter")),
        browser=optional_text(device.get("browser")),
        operating_system=optional_text(device.get("os")),
        region=optional_text(device.get("location")),
    )
    return None if quality == ConnectionQuality() else quality


def _choice[Choice: StrEnum](value: object, choices: type[Choice]) -> Choice | None:
    text = optional_text(value)
    if text is None:
        return None
    wanted = text.lower().replace("-", "_")
    for choice in choices:
        if wanted in {choice.value.lower(), choice.value.lower().replace(" ", "_")}:
            return choice
    return None


def _percent(value: object) -> float | None:
    converted = non_negative(value)
    return None if converted is None or converted > WHOLE else converted
