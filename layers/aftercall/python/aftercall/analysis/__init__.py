"""Nine analyzers: each one pure function from a prepared session to a typed report.

Here belongs what a conversation means for a sale, a service and an operation. How text is read is
``language``; what the reports look like is ``reports``; reading and writing them is ``steps``.
Nothing here does I/O, knows a vendor or a company.
"""
