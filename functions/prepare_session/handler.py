"""The first step of an analysis: a raw report becomes an annotated session."""

import os
from collections.abc import Mapping
from functools import cache

from aftercall.embedding.cue_network import load_cue_reader
from aftercall.embedding.minilm import load_embedder
from aftercall.intake.raw_store import RawStore
from aftercall.steps.preparation import Preparation
from aftercall.steps.wiring import warm_documents, warm_profile
from aftercall.telemetry.log import standard_log

SERVICE = "prepare_session"


@cache
def warm_preparation() -> Preparation:
    """Give the step a warm container keeps: client, profile and models outlive one call on purpose."""
    documents = warm_documents()
    raw_store = RawStore(documents.s3, os.environ["BUCKET_NAME"])
    return Preparation(
        raw_store, documents, warm_profile(), standard_log(SERVICE), load_embedder(), load_cue_reader()
    )


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Prepare the session whose raw body the event points to."""
    return warm_preparation().run(event)
