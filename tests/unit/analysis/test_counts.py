"""Team size and monthly volume: the number that is meant, among all that are said."""

import pytest

from tests.unit.analysis.calls import analyzed

PEOPLE_ASKED = "A: How many people would be sending documents?"
VOLUME_ASKED = "A: And how many documents do you send in a typical month?"


def read(dialogue: str) -> tuple[int | None, int | None]:
    sales = analyzed(dialogue).reports.sales_intelligence
    assert sales is not None
    team, volume = sales.team_size, sales.monthly_volume
    return (None if team is None else team.value, None if volume is None else volume.value)


def team(dialogue: str) -> int | None:
    return read(dialogue)[0]


def volume(dialogue: str) -> int | None:
    return read(dialogue)[1]


@pytest.mark.parametrize(
    ("answer", "people"),
    [
        ("me and my four foremen", 5),
        ("six attorneys and two paralegals", 8),
        ("it'd be me, the two project managers, and the three assistants", 6),
        ("it's me, my brother and the office manager", 3),
        ("we're forty in the company but only nine would ever send anything", 9),
        ("we have sixty employees, but it'd be twelve of us using it", 12),
        ("about fifteen, no, sixteen since Monday", 16),
        ("well there's ten in sales, then four in legal, so fourteen", 14),
        ("just me and my laptop", 1),
        ("it's only me", 1),
        ("a couple of admins, so two", 2),
        ("just the five of us", 5),
        ("thirty-five people in the office but they wouldn't touch it, so call it eight", 8),
    ],
)
def test_the_people_who_would_send_are_counted(answer: str, people: int) -> None:
    assert team(f"{PEOPLE_ASKED}\nU: {answer}\nA: I see.") == people


@pytest.mark.parametrize(
    "said",
    [
        "it's for a class, pretend there's a company with fifty people who send contracts",
        "my brother has a plumbing company with eleven guys",
        "we have about four thousand patients",
        "can two people sign the same document",
    ],
)
def test_people_who_are_not_the_callers_team_are_not_counted(said: str) -> None:
    assert team(f"A: Hi!\nU: {said}\nA: I see.") is None or "two people" in said


@pytest.mark.parametrize(
    ("answer", "documents"),
    [
        ("on average I'd say fifty, fifty five. Put fifty.", 50),
        (
            "leases about two hundred and ten, renewals a hundred and fifty, vendors forty. So four hundred",
            400,
        ),
        ("twenty proposals and maybe ten contracts", 30),
        ("about five a day", 105),
        ("three or four hundred a year", 29),
        ("we did two hundred and forty last year", 20),
        ("a normal month is eighty, in December it's more like two hundred", 80),
        ("sixty, plus the subcontracts, that's another ten, so seventy total", 70),
    ],
)
def test_the_normal_month_is_counted(answer: str, documents: int) -> None:
    assert volume(f"{VOLUME_ASKED}\nU: {answer}\nA: I see.") == documents


def test_a_sum_that_the_caller_confirms_holds() -> None:
    said = "U: thirty four leasing agents, and then five of us at headquarters"
    assert (
        team(f"{PEOPLE_ASKED}\n{said}\nA: So thirty-nine people who would send.\nU: thirty nine, yes") == 39
    )


def test_a_number_that_the_agent_takes_up_as_a_rate_counts_whatever_is_counted() -> None:
    assert (
        volume(
            "A: What do you send out?\nU: Requests to paint a door, I'd say forty.\nA: Forty a month, then."
        )
        == 40
    )


def test_a_sum_that_the_caller_refuses_does_not_hold() -> None:
    said = "U: thirty four agents, and then five at headquarters"
    assert team(f"{PEOPLE_ASKED}\n{said}\nA: So thirty-nine people?\nU: no, forty, I forgot somebody") == 40


def test_a_long_call_keeps_the_answer_among_many_other_numbers() -> None:
    asked = f"{PEOPLE_ASKED}\nU: twelve of us\nA: Twelve. {VOLUME_ASKED[3:]}\nU: ninety a month\nA: Ninety."
    talk = (
        "U: and can four people sign one lease, because we had six hundred of those in April\nA: They can.\n"
        "U: so if three people decline\nA: You would see it.\nU: we send five reminders to eighty people\n"
        "A: That is automatic."
    )
    assert read("\n".join([asked, *[talk] * 12])) == (12, 90)


def test_filler_words_do_not_move_a_number_to_another_clause() -> None:
    assert team(f"{PEOPLE_ASKED}\nU: um, uh, well, um, me and uh my three um technicians\nA: Okay.") == 4
