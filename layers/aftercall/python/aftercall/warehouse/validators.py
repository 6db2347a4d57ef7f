"""Validators and indexes of the two MongoDB collections (multi-database specification).

Exactly the specification's, except that ``callId`` is unique in both: a call written twice is one call.
"""

from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel

TRANSCRIPTS = "transcripts"
OUTCOMES = "outcomes"

TRANSCRIPT_SCHEMA: dict[str, Any] = {
    "bsonType": "object",
    "required": ["callId", "leadId", "messages", "timestamp"],
    "properties": {
        "callId": {"bsonType": "string"},
        "leadId": {"bsonType": "string"},
        "messages": {
            "bsonType": "array",
            "items": {
                "bsonType": "object",
                "required": ["speaker", "text", "timestamp"],
                "properties": {
                    "speaker": {"enum": ["agent", "prospect"]},
                    "text": {"bsonType": "string"},
                    "timestamp": {"bsonType": "date"},
                    "phase": {"bsonType": "int"},
                    "sentiment": {"bsonType": "string"},
                    "keywords": {"bsonType": "array"},
                },
            },
        },
        "analysis": {
            "bsonType": "object",
            "properties": {
                "totalWords": {"bsonType": "int"},
                "averageSentiment": {"bsonType": "double"},
                "keyMoments": {"bsonType": "array"},
                "objectionTypes": {"bsonType": "array"},
            },
        },
        "timestamp": {"bsonType": "date"},
    },
}

OUTCOME_SCHEMA: dict[str, Any] = {
    "bsonType": "object",
    "required": ["callId", "outcome", "factors"],
    "properties": {
        "callId": {"bsonType": "string"},
        "outcome": {"enum": ["qualified", "not_qualified", "callback", "transferred", "no_answer"]},
        "factors": {
            "bsonType": "object",
            "properties": {
                "engagementLevel": {"bsonType": "double"},
                "phaseCompleted": {"bsonType": "int"},
                "objectionHandling": {"bsonType": "double"},
                "timeOfDay": {"bsonType": "string"},
                "dayOfWeek": {"bsonType": "int"},
            },
        },
        "learningPatterns": {"bsonType": "array"},
        "timestamp": {"bsonType": "date"},
    },
}

SCHEMAS = {TRANSCRIPTS: TRANSCRIPT_SCHEMA, OUTCOMES: OUTCOME_SCHEMA}


def indexes_of(collection: str) -> list[IndexModel]:
    """Give the indexes a collection must have."""
    unique = IndexModel([("callId", ASCENDING)], name=f"{collection}_callId", unique=True)
    if collection == OUTCOMES:
        return [unique]
    return [
        unique,
        IndexModel([("leadId", ASCENDING)], name="transcripts_leadId"),
        IndexModel([("messages.keywords", ASCENDING)], name="transcripts_keywords"),
        IndexModel([("timestamp", DESCENDING)], name="transcripts_timestamp"),
    ]
