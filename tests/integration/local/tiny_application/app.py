"""A small CDK app with each kind of resource the product uses, to test the launcher on its own."""

from pathlib import Path

from aws_cdk import App, CfnOutput, CustomResource, Duration, RemovalPolicy, Stack, custom_resources
from aws_cdk import aws_apigatewayv2 as api
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as functions
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_notifications as notifications
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as machines
from constructs import Construct

CODE = Path(__file__).parent / "functions"


class TinyStack(Stack):
    """One of everything."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        self.bucket = s3.Bucket(self, "Bodies", removal_policy=RemovalPolicy.DESTROY)
        self.table = dynamodb.TableV2(
            self,
            "Seen",
            partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
            time_to_live_attribute="expires_at",
        )
        self.add_queues()
        self.add_receiver()
        self.add_migration()
        self.add_machine()
        self.function("reach")
        CfnOutput(self, "BucketName", value=self.bucket.bucket_name)
        CfnOutput(self, "TableName", value=self.table.table_name)

    def function(self, name: str) -> functions.Function:
        """Make a function of one file in `functions`."""
        made = functions.Function(
            self,
            name,
            function_name=f"tiny-{name}",
            runtime=functions.Runtime.PYTHON_3_13,
            handler=f"{name}.lambda_handler",
            code=functions.Code.from_asset(str(CODE)),
            timeout=Duration.seconds(20),
            environment={"BUCKET_NAME": self.bucket.bucket_name, "TABLE_NAME": self.table.table_name},
        )
        self.bucket.grant_read_write(made)
        self.table.grant_read_write_data(made)
        return made

    def add_queues(self) -> None:
        """Six queues, each with its dead-letter queue, under the product's outputs."""
        for name in ("Hot", "Standard", "Backfill", "Telephony", "Inbox", "Acknowledgements"):
            dead_letters = sqs.Queue(
                self, f"{name}Dead", queue_name=f"tiny-{name.lower()}-dlq.fifo", fifo=True
            )
            queue = sqs.Queue(
                self,
                name,
                queue_name=f"tiny-{name.lower()}.fifo",
                fifo=True,
                dead_letter_queue=sqs.DeadLetterQueue(max_receive_count=3, queue=dead_letters),
            )
            CfnOutput(self, f"{name}QueueUrl", value=queue.queue_url)

    def add_receiver(self) -> None:
        """One function behind the API, the bucket and the clock."""
        receiver = self.function("receive")
        self.bucket.add_event_notification(
            s3.EventType.OBJECT_CREATED,
            notifications.LambdaDestination(receiver),
            s3.NotificationKeyFilter(prefix="inbox/"),
        )
        events.Rule(
            self,
            "EveryMinute",
            schedule=events.Schedule.rate(Duration.minutes(1)),
            targets=[targets.LambdaFunction(receiver)],
        )
        http_api = api.HttpApi(self, "Api", api_name="tiny")
        http_api.add_routes(
            path="/sessions/{id}/metrics",
            methods=[api.HttpMethod.POST],
            integration=integrations.HttpLambdaIntegration("Receive", receiver),
        )
        CfnOutput(self, "ApiUrl", value=http_api.api_endpoint)

    def add_migration(self) -> None:
        """A custom resource that reads a secret which exists before the stack."""
        migrate = self.function("migrate")
        secret = secretsmanager.Secret.from_secret_name_v2(self, "Postgres", "aftercall/postgres")
        secret.grant_read(migrate)
        migrate.add_environment("POSTGRES_SECRET_NAME", secret.secret_name)
        provider = custom_resources.Provider(self, "Provider", on_event_handler=migrate)
        resource = CustomResource(self, "Migration", service_token=provider.service_token)
        CfnOutput(self, "MigratedDatabase", value=resource.get_att_string("Database"))

    def add_machine(self) -> None:
        """An Express machine that passes its input through."""
        machine = machines.StateMachine(
            self,
            "Analysis",
            state_machine_type=machines.StateMachineType.EXPRESS,
            definition_body=machines.DefinitionBody.from_chainable(machines.Pass(self, "Through")),
        )
        CfnOutput(self, "StateMachineArn", value=machine.state_machine_arn)


app = App()
TinyStack(app, "AftercallTiny")
app.synth()
