"""What the agent's tools are called and where their arguments and outputs keep what we read.

Agents name their tools as they like; a profile maps each name to a role and to the fields, so that
no code here names one customer's tool.
"""

from pydantic import Field

from aftercall.session.models import Noun, ToolRole


class ToolDefinition(Noun):
    """One tool: its role and, per meaning, the key that holds it.

    ``arguments`` and ``output`` map our names (``query``, ``category``, ``customer_name``,
    ``customer_email``, ``preferred_date``, ``preferred_time``; ``results_found``,
    ``total_results``, ``success``, ``meeting_link``, ``calendar_event_id``) to the tool's keys.
    A meaning that is not mapped is looked up under our own name.
    """

    role: ToolRole
    arguments: dict[str, str] = Field(default_factory=dict)
    output: dict[str, str] = Field(default_factory=dict)


class ToolCatalogue(Noun):
    """All tools a profile knows, by name; an unknown tool has the role ``other``."""

    tools: dict[str, ToolDefinition] = Field(default_factory=dict)

    def definition_of(self, name: str) -> ToolDefinition:
        """Give the definition of a tool; never fails."""
        return self.tools.get(name, ToolDefinition(role=ToolRole.OTHER))

    def names_with_role(self, role: ToolRole) -> tuple[str, ...]:
        """Names of the tools with this role, sorted."""
        return tuple(sorted(name for name, tool in self.tools.items() if tool.role is role))
