"""What the buttons of our Slack messages are called: for who writes them, and who is told of a click.

No model stands here: the endpoint that takes the clicks pays for every import.
"""

ACKNOWLEDGE_ALERT = "acknowledge_alert"
"""``action_id`` of the button that acknowledges an alert; its ``value`` is the alert's id as text."""
