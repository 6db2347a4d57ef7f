"""What is kept outside the databases: one encrypted bucket and the table of ids seen before."""

from aws_cdk import CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from cdk.constructs.acknowledged_rules import acknowledge
from cdk.settings import Settings

BUCKET_ARN_EXPORT = "AftercallBucketArn"
# Bodies of calls and what is made of them; inbox drops and their rejections are cleared away sooner,
# because an accepted drop has a copy below raw/ and a rejected one was never accepted.
ARCHIVED_PREFIXES = ("raw/", "prepared/", "reports/")
DROP_PREFIXES = ("inbox/", "rejected/")
DROP_RETENTION = Duration.days(90)
ACCESS_LOG_RETENTION = Duration.days(90)
UPLOAD_PATIENCE = Duration.days(7)


class StorageStack(Stack):
    """The bucket, its key, and the seen ids; everything here outlives the stack."""

    def __init__(self, scope: Construct, construct_id: str, settings: Settings) -> None:
        super().__init__(scope, construct_id, description="Aftercall: bodies of calls and seen ids")
        # A key of our own: reading a transcript then takes two permissions, every use is in CloudTrail, and
        # disabling the key closes all transcripts at once.
        self.key = kms.Key(
            self,
            "BodiesKey",
            alias="alias/aftercall-bodies",
            description="Encrypts the bodies of calls",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.RETAIN,
        )
        self.bucket = self._bodies_bucket(settings)
        self.seen_table = self._seen_table()
        # Exported under names of their own, which other stacks (and reasons given to cdk-nag) rely on.
        self.bucket_name = self._exported(self.bucket.bucket_name, "AftercallBucketName")
        self.bucket_arn = self._exported(self.bucket.bucket_arn, BUCKET_ARN_EXPORT)
        self.key_arn = self._exported(self.key.key_arn, "AftercallBodiesKeyArn")
        self.seen_table_name = self._exported(self.seen_table.table_name, "AftercallSeenTableName")
        self.seen_table_arn = self._exported(self.seen_table.table_arn, "AftercallSeenTableArn")
        CfnOutput(self, "BucketName", value=self.bucket.bucket_name)
        CfnOutput(self, "SeenTableName", value=self.seen_table.table_name)

    def _exported(self, value: str, name: str) -> str:
        imported = self.export_value(value, name=name)
        assert isinstance(imported, str)  # noqa: S101 - export_value is typed for lists as well
        return imported

    def _bodies_bucket(self, settings: Settings) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            "Bodies",
            encryption=s3.BucketEncryption.KMS,
            encryption_key=self.key,
            # One call to KMS for many objects instead of one for each: a hundredth of the cost.
            bucket_key_enabled=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            # Not versioned: raw bodies are content-addressed and never change, and an erasure must erase.
            versioned=False,
            server_access_logs_bucket=self._access_logs_bucket(),
            server_access_logs_prefix="bodies/",
            transition_default_minimum_object_size=s3.TransitionDefaultMinimumObjectSize.VARIES_BY_STORAGE_CLASS,
            lifecycle_rules=[
                *(_archive_rule(prefix, settings) for prefix in ARCHIVED_PREFIXES),
                *(_expiry_rule(prefix, settings) for prefix in ARCHIVED_PREFIXES),
                *(_drop_rule(prefix) for prefix in DROP_PREFIXES),
                s3.LifecycleRule(
                    id="unfinished-uploads", abort_incomplete_multipart_upload_after=UPLOAD_PATIENCE
                ),
            ],
            removal_policy=RemovalPolicy.RETAIN,
        )
        # Set on the resource: the CDK's own switch would add a custom resource with a Lambda to call one API.
        resource = bucket.node.default_child
        assert isinstance(resource, s3.CfnBucket)  # noqa: S101 - true of every Bucket
        resource.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
            event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(
                event_bridge_enabled=True
            )
        )
        # CloudFormation types this number as a string, which the CDK forgets.
        for index in range(len(ARCHIVED_PREFIXES)):
            resource.add_property_override(
                f"LifecycleConfiguration.Rules.{index}.ObjectSizeGreaterThan",
                str(settings.archive_minimum_bytes),
            )
        return bucket

    def _access_logs_bucket(self) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            "AccessLogs",
            # S3 cannot deliver access logs to a bucket with a key of our own.
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            lifecycle_rules=[s3.LifecycleRule(id="access-logs", expiration=ACCESS_LOG_RETENTION)],
            removal_policy=RemovalPolicy.RETAIN,
        )
        acknowledge(
            bucket,
            "AwsSolutions-S1",
            "this bucket holds the access logs; logging it into itself would never end",
        )
        return bucket

    def _seen_table(self) -> dynamodb.Table:
        table = dynamodb.Table(
            self,
            "SeenIds",
            partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
            time_to_live_attribute="expires_at",
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            # Ids expire by themselves and a lost one costs one repeated, idempotent piece of work.
            removal_policy=RemovalPolicy.DESTROY,
        )
        acknowledge(
            table,
            "AwsSolutions-DDB3",
            "ids live for days only; losing them repeats idempotent work, nothing else",
        )
        return table


def _archive_rule(prefix: str, settings: Settings) -> s3.LifecycleRule:
    return s3.LifecycleRule(
        id=f"archive-{prefix.rstrip('/')}",
        prefix=prefix,
        # Said on purpose: without it S3 leaves all below 128 KB where it is: every session body.
        object_size_greater_than=settings.archive_minimum_bytes,
        transitions=[
            s3.Transition(
                storage_class=s3.StorageClass.GLACIER,
                transition_after=Duration.days(settings.archive_after_days),
            )
        ],
    )


def _expiry_rule(prefix: str, settings: Settings) -> s3.LifecycleRule:
    # A rule of its own: an expiry in the archive rule would spare everything below its minimum size.
    return s3.LifecycleRule(
        id=f"expire-{prefix.rstrip('/')}",
        prefix=prefix,
        expiration=Duration.days(settings.expire_after_days),
    )


def _drop_rule(prefix: str) -> s3.LifecycleRule:
    return s3.LifecycleRule(id=f"clear-{prefix.rstrip('/')}", prefix=prefix, expiration=DROP_RETENTION)
