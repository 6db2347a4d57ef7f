"""What can be wrong with a report that arrives."""


class UnreadableReport(ValueError):
    """A report that cannot become a session.

    The message names the field and what was expected there, never what was found: a report holds
    what people said, and error messages travel to logs and callers.
    """

    def __init__(self, field: str, expected: str) -> None:
        super().__init__(f"{field}: expected {expected}")
        self.field = field
        self.expected = expected

    def __reduce__(self) -> tuple[type["UnreadableReport"], tuple[str, str]]:
        return (UnreadableReport, (self.field, self.expected))
