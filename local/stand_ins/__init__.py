"""Stand-ins of the destinations: servers on 127.0.0.1 that answer and refuse as the real services do.

What belongs here: Salesforce, Amplitude, Slack's webhooks and PagerDuty as far as the product uses them, the
switch that makes each of them fail, and the desk, a page that shows what they got.  What does not: anything
the product imports.  The product talks to them over HTTP and cannot tell them from the real ones.

docs/stand-ins.md lists what each refuses and where it differs from the service it stands for.
"""
