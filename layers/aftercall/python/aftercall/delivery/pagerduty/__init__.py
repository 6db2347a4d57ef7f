"""PagerDuty: critical alerts, triggered and resolved under one key (spec 7.1)."""
