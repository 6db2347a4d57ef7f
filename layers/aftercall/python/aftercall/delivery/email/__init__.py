"""E-mail through Amazon SES: the daily and weekly digests.

``sections`` turns figures into titled lines, ``rendering`` puts them into an HTML and a plain-text part,
``destination`` sends them. Whatever came from a call is escaped, in every part and in the subject.
"""
