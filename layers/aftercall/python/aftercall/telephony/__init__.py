"""What telephony events tell of a room or a call, in whatever order, however often they come.

Here belong reading the bodies of LiveKit's and Twilio's webhooks and folding what they tell into one
state; pure, no I/O. Verifying and queueing them is ``intake``, keeping the state is ``warehouse``.
"""
