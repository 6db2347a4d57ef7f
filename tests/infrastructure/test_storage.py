"""The bucket and the table: what the emulator keeps no promise about."""

import json

import pytest

from tests.infrastructure.templates import Resource, Template

DAYS_IN_TWO_YEARS = 730


@pytest.fixture
def bodies(storage: Template) -> Resource:
    buckets = storage.properties("AWS::S3::Bucket")
    return next(bucket for bucket in buckets if "NotificationConfiguration" in bucket)


def rules(bodies: Resource) -> dict[str, Resource]:
    return {rule["Id"]: rule for rule in bodies["LifecycleConfiguration"]["Rules"]}


@pytest.mark.parametrize("prefix", ["raw", "prepared", "reports"])
def test_bodies_move_to_glacier_after_90_days(bodies: Resource, prefix: str) -> None:
    rule = rules(bodies)[f"archive-{prefix}"]
    assert rule["Prefix"] == f"{prefix}/"
    assert rule["Status"] == "Enabled"
    assert rule["Transitions"] == [{"StorageClass": "GLACIER", "TransitionInDays": 90}]


@pytest.mark.parametrize("prefix", ["raw", "prepared", "reports"])
def test_bodies_of_a_few_kilobytes_move_as_well(bodies: Resource, prefix: str) -> None:
    # S3 would leave everything below 128 KB where it is; session bodies are 3 to 44 KB.
    assert rules(bodies)[f"archive-{prefix}"]["ObjectSizeGreaterThan"] == "2048"
    default = bodies["LifecycleConfiguration"]["TransitionDefaultMinimumObjectSize"]
    assert default == "varies_by_storage_class"


@pytest.mark.parametrize("prefix", ["raw", "prepared", "reports"])
def test_bodies_of_every_size_expire_after_two_years(bodies: Resource, prefix: str) -> None:
    rule = rules(bodies)[f"expire-{prefix}"]
    assert rule["Prefix"] == f"{prefix}/"
    assert rule["ExpirationInDays"] == DAYS_IN_TWO_YEARS
    assert "ObjectSizeGreaterThan" not in rule


@pytest.mark.parametrize("prefix", ["inbox", "rejected"])
def test_drops_are_cleared_away_after_90_days(bodies: Resource, prefix: str) -> None:
    assert rules(bodies)[f"clear-{prefix}"]["ExpirationInDays"] == 90


def test_unfinished_uploads_are_aborted(bodies: Resource) -> None:
    rule = rules(bodies)["unfinished-uploads"]
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 7}


def test_bodies_are_encrypted_with_a_key_of_our_own_that_rotates(storage: Template, bodies: Resource) -> None:
    (rule,) = bodies["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert rule["BucketKeyEnabled"] is True
    assert storage.only("AWS::KMS::Key")["EnableKeyRotation"] is True


def test_no_bucket_is_public_or_reachable_without_tls(storage: Template) -> None:
    for bucket in storage.properties("AWS::S3::Bucket"):
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    policies = storage.properties("AWS::S3::BucketPolicy")
    assert len(policies) == 2
    for policy in policies:
        denials = [item for item in policy["PolicyDocument"]["Statement"] if item["Effect"] == "Deny"]
        assert any(item["Condition"] == {"Bool": {"aws:SecureTransport": "false"}} for item in denials)


def test_an_erasure_erases_because_nothing_is_versioned(bodies: Resource) -> None:
    assert "VersioningConfiguration" not in bodies


def test_access_to_bodies_is_logged(bodies: Resource) -> None:
    assert bodies["LoggingConfiguration"]["LogFilePrefix"] == "bodies/"


def test_the_bucket_tells_the_event_bus_of_drops(bodies: Resource) -> None:
    assert bodies["NotificationConfiguration"] == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}


def test_bodies_and_their_key_outlive_the_stack(storage: Template) -> None:
    for kind in ("AWS::S3::Bucket", "AWS::KMS::Key"):
        assert {resource["DeletionPolicy"] for resource in storage.resources(kind).values()} == {"Retain"}


def test_seen_ids_expire_by_themselves(storage: Template) -> None:
    table = storage.only("AWS::DynamoDB::Table")
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert table["KeySchema"] == [{"AttributeName": "id", "KeyType": "HASH"}]
    assert table["BillingMode"] == "PAY_PER_REQUEST"


def test_storage_has_no_function_that_the_cdk_adds_behind_our_back(storage: Template) -> None:
    assert "AWS::Lambda::Function" not in json.dumps(storage.document)
