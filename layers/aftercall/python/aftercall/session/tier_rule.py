"""When a lead is Tier 1 (spec 1.4; decisions: the rule is profile data)."""

from collections.abc import Collection

from pydantic import Field

from aftercall.session.models import DiscoveredSignals, Noun, QualificationTier


class TierRule(Noun):
    """Tier 1 when any of these holds; ``integrations`` are lower-case names."""

    team_size_at_least: int = Field(ge=1)
    monthly_volume_at_least: int = Field(ge=1, description="documents a month")
    integrations: tuple[str, ...]

    def met_by(
        self, team_size: int | None, monthly_volume: int | None, integrations: Collection[str]
    ) -> bool:
        """Tell whether these signals make a lead Tier 1; what is not known counts as not met."""
        return (
            (team_size or 0) >= self.team_size_at_least
            or (monthly_volume or 0) >= self.monthly_volume_at_least
            or any(name.lower() in self.integrations for name in integrations)
        )

    def reported_by(self, signals: DiscoveredSignals | None) -> bool:
        """Tell whether the agent itself reported a Tier 1 lead, by name or by its signals."""
        if signals is None:
            return False
        if signals.qualification_tier is not None:
            return signals.qualification_tier is QualificationTier.TIER_1
        return self.met_by(signals.team_size, signals.monthly_volume, signals.integration_needs)
