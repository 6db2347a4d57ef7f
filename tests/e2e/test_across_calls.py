"""What is learned from all calls together, on the deployed stack."""

from datetime import timedelta

from tests.e2e.stack import Stack

FAILED_SEARCHES = "07-failed-searches"


def learn(stack: Stack) -> None:
    """Let the scheduled function run until nothing waits."""
    while not stack.functions.invoke("learn_across_calls", {})["complete"]:
        pass


def clusters_of(stack: Stack, session_id: str) -> set[int]:
    return {row["cluster_id"] for row in stack.rows("open_questions", "session_id", session_id)}


def test_two_calls_that_miss_the_same_share_their_clusters_and_the_second_knows_the_score_before(
    stack: Stack,
) -> None:
    earlier = stack.new_call(FAILED_SEARCHES, ended_at=stack.now() - timedelta(days=3))
    later = stack.new_call(FAILED_SEARCHES)
    for call in (earlier, later):
        stack.send_whole_call(call)
        stack.wait_for_analysis(call.session_id)

    learn(stack)

    shared = clusters_of(stack, later.session_id)
    assert shared
    assert shared == clusters_of(stack, earlier.session_id)
    for cluster in shared:
        [row] = stack.connection.execute(
            "SELECT calls >= 2, rank > 0 FROM warehouse.question_clusters WHERE cluster_id = %s", [cluster]
        ).fetchall()
        assert row == (True, True)
    score = stack.row("analysis_results", "session_id", later.session_id)["lead_score_breakdown"]
    assert score["previous_score"] == score["score"]
    assert score["change_explanation"] == f"Unchanged at {score['score']}."


def test_learning_twice_leaves_the_same(stack: Stack) -> None:
    learn(stack)
    before = stack.connection.execute("SELECT count(*) FROM warehouse.open_questions").fetchall()
    assert stack.functions.invoke("learn_across_calls", {})["calls"] == 0
    assert stack.connection.execute("SELECT count(*) FROM warehouse.open_questions").fetchall() == before
