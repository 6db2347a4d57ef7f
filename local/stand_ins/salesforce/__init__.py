"""A stand-in of Salesforce's REST API: login, schema, records, SOQL, composite requests and their refusals.

Its schema is the standard objects in ``standard_objects.json`` and what the project's own metadata adds
(``salesforce/force-app``), so that code and metadata that do not fit each other are refused here as there.
"""
