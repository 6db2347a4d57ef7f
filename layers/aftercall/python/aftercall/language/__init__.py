"""Understanding text: what stands in one turn, whoever says it and whatever company it is about.

Here belong normalisation, sentences, dialogue acts, numbers, dates, sentiment, personal data and
names, each pure and usable alone, with offsets into the original text. What a finding means for a
sale belongs in ``analysis``; wording particular to one company belongs in the profile.
"""
