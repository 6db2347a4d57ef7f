"""The optional second reading of a call by a language model, off unless configured.

Here belong the ``Reader`` port, its Amazon Bedrock implementation, the prompt (versioned data), the
limits of time, tokens and cost, and what guards the report: a verifier that keeps only proposals
whose quote stands in the transcript, and a merge with the findings of our rules. What follows from
findings (tier, BANT, deadlines) is ``analysis`` again: no proposal can name it.
"""
