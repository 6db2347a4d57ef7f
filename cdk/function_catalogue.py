"""Every function in one table: which layers it loads, how long it may run, how much memory it gets.

A function gets only the layers it imports, because each one costs cold-start time. Lambda allows five.
boto3 is in no layer: the Lambda runtime brings it, and it is the largest dependency there is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from cdk.settings import Settings


class Layer(StrEnum):
    """A Lambda layer: a folder ``layers/<name>`` or a locked requirements file ``layers/<name>.txt``."""

    AFTERCALL = "aftercall"
    PYDANTIC = "pydantic"
    JWT = "jwt"
    TWILIO = "twilio"
    POSTGRES = "postgres"
    MONGO = "mongo"
    MIGRATIONS = "migrations"
    EMBEDDINGS = "embeddings"
    CUES = "cues"
    SALESFORCE = "salesforce"
    AMPLITUDE = "amplitude"
    SLACK = "slack"
    TEMPLATES = "templates"


class MemoryClass(StrEnum):
    """Functions of one kind share one memory setting (``Settings.<value>_memory_mb``)."""

    INTAKE = "intake"
    CONSUMER = "consumer"
    PREPARE = "prepare"
    ANALYZER = "analyzer"
    WAREHOUSE = "warehouse"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """What is fixed about one function.

    Parameters
    ----------
    description
        One sentence, shown in the console.
    layers
        Loaded beside the function's own folder; at most five.
    timeout_seconds
        For queue consumers at most a sixth of the queue's visibility timeout.
    """

    description: str
    layers: tuple[Layer, ...]
    timeout_seconds: int
    memory: MemoryClass


_TYPED = (Layer.AFTERCALL, Layer.PYDANTIC)


def _webhook(description: str, *layers: Layer) -> FunctionSpec:
    # Below API Gateway's 30 s, above what our own clients wait in an outage: the sender gets our 503.
    return FunctionSpec(description, (Layer.AFTERCALL, *layers), 25, MemoryClass.INTAKE)


def _delivery(description: str, *layers: Layer) -> FunctionSpec:
    # It drains for 40 s and may be in the middle of a last, slow attempt.
    return FunctionSpec(description, (*_TYPED, Layer.POSTGRES, *layers), 60, MemoryClass.DELIVERY)


def _watch(description: str) -> FunctionSpec:
    return FunctionSpec(description, (*_TYPED, Layer.POSTGRES), 60, MemoryClass.WAREHOUSE)


def _analyzer(description: str) -> FunctionSpec:
    return FunctionSpec(description, _TYPED, 10, MemoryClass.ANALYZER)


FUNCTIONS: Mapping[str, FunctionSpec] = MappingProxyType(
    {
        "receive_livekit": _webhook("Takes LiveKit's signed webhooks", Layer.JWT),
        "receive_twilio": _webhook("Takes Twilio's signed callbacks", Layer.TWILIO),
        "receive_session": _webhook("Takes signed session reports and live metrics", Layer.PYDANTIC),
        "enqueue_inbox": FunctionSpec(
            "Takes reports dropped below inbox/ in the bucket", _TYPED, 900, MemoryClass.INTAKE
        ),
        "fold_telephony": FunctionSpec(
            "Folds telephony events into one row per room or call",
            (*_TYPED, Layer.POSTGRES, Layer.MONGO),
            50,
            MemoryClass.WAREHOUSE,
        ),
        "run_analysis": FunctionSpec(
            "Runs the analysis of each queued session to its end",
            (Layer.AFTERCALL,),
            50,
            MemoryClass.CONSUMER,
        ),
        "prepare_session": FunctionSpec(
            "Parses a raw report into a session and annotates its turns",
            (*_TYPED, Layer.EMBEDDINGS, Layer.CUES),
            20,
            MemoryClass.PREPARE,
        ),
        "analyze_sales_intelligence": _analyzer("Finds need, timeline, budget, authority and competitors"),
        "analyze_quality": _analyzer("Rates the conversation"),
        "analyze_sentiment": _analyzer("Follows the caller's sentiment"),
        "analyze_objections": _analyzer("Finds objections and how they were handled"),
        "analyze_performance": _analyzer("Measures latency, usage and cost"),
        "analyze_content_gaps": _analyzer("Finds questions that the knowledge base did not answer"),
        "extract_action_items": _analyzer("Finds who promised what by when"),
        "score_lead": _analyzer("Scores the lead from the other reports"),
        "summarize_call": _analyzer("Writes the summary from the other reports"),
        "store_results": FunctionSpec(
            "Commits the analysis to the warehouse",
            (*_TYPED, Layer.POSTGRES, Layer.MONGO),
            10,
            MemoryClass.WAREHOUSE,
        ),
        "migrate_warehouse": FunctionSpec(
            "Brings the databases to this version's schema during a deployment",
            (*_TYPED, Layer.MONGO, Layer.MIGRATIONS),
            120,
            MemoryClass.WAREHOUSE,
        ),
        "learn_across_calls": FunctionSpec(
            "Learns from all calls together, every hour",
            (*_TYPED, Layer.POSTGRES, Layer.EMBEDDINGS),
            300,
            MemoryClass.PREPARE,
        ),
        "reconcile_rooms": _watch("Flags rooms that finished without a report"),
        "deliver_salesforce": _delivery("Pays what is owed to Salesforce", Layer.SALESFORCE),
        "deliver_amplitude": _delivery("Pays what is owed to Amplitude", Layer.AMPLITUDE),
        "deliver_slack": _delivery("Pays what is owed to Slack", Layer.SLACK),
        "deliver_pagerduty": _delivery("Pays what is owed to PagerDuty"),
        "deliver_email": _delivery("Pays what is owed by e-mail", Layer.TEMPLATES),
        "sync_opportunities": FunctionSpec(
            "Reads opportunities back from Salesforce",
            (*_TYPED, Layer.POSTGRES, Layer.SALESFORCE),
            300,
            MemoryClass.DELIVERY,
        ),
        "sweep_deliveries": _watch("Wakes what is due, and ends claims whose worker is gone"),
        "check_alerts": _watch("Holds every alert rule against the last minutes"),
        "write_digests": _watch("Writes the digests that are due"),
        "receive_slack": _webhook("Takes Slack's signed interactions"),
        "acknowledge_alert": _watch("Notes who takes care of an alert"),
    }
)

# The seven analyzers that need nothing but the prepared session, by the name of their state.
PARALLEL_ANALYZERS = (
    "analyze_sales_intelligence",
    "analyze_quality",
    "analyze_sentiment",
    "analyze_objections",
    "analyze_performance",
    "analyze_content_gaps",
    "extract_action_items",
)
FOLLOWING_ANALYZERS = ("score_lead", "summarize_call")


def memory_megabytes(memory: MemoryClass, settings: Settings) -> int:
    """Return the configured memory of a class of functions, in MB."""
    sizes = {
        MemoryClass.INTAKE: settings.intake_memory_mb,
        MemoryClass.CONSUMER: settings.consumer_memory_mb,
        MemoryClass.PREPARE: settings.prepare_memory_mb,
        MemoryClass.ANALYZER: settings.analyzer_memory_mb,
        MemoryClass.WAREHOUSE: settings.warehouse_memory_mb,
        MemoryClass.DELIVERY: settings.delivery_memory_mb,
    }
    return sizes[memory]
