"""Understanding: the state machine, its functions, and the consumer that runs it once per queued session."""

from pathlib import Path

from aws_cdk import CfnOutput, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as stepfunctions
from constructs import Construct

from cdk import names
from cdk.constructs.acknowledged_rules import acknowledge
from cdk.constructs.permissions import read_secret
from cdk.constructs.python_function import PythonFunction, retention
from cdk.constructs.reader import READING_ANALYZERS, give_reader
from cdk.constructs.schedule import run_on_schedule
from cdk.delivery_stack import DeliveryStack
from cdk.function_catalogue import FOLLOWING_ANALYZERS, PARALLEL_ANALYZERS
from cdk.intake_stack import IntakeStack
from cdk.layer_builder import PROJECT_FOLDER
from cdk.surroundings import FunctionMaker, Surroundings

LEARNING_RATE = "rate(1 hour)"
DEFINITION_FILE = PROJECT_FOLDER / "statemachines" / "call_analysis.asl.json"


class AnalysisStack(Stack):
    """From a queued reference to a stored analysis."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        surroundings: Surroundings,
        intake: IntakeStack,
        delivery: DeliveryStack,
    ) -> None:
        super().__init__(scope, construct_id, description="Aftercall: the analysis of a call")
        self._surroundings = surroundings
        self._maker = FunctionMaker(self, surroundings)
        steps = {
            "prepare_session": self._prepare_session(),
            **{name: self._analyzer(name) for name in (*PARALLEL_ANALYZERS, *FOLLOWING_ANALYZERS)},
            "store_results": self._store_results(delivery),
        }
        self.state_machine = self._state_machine(steps, DEFINITION_FILE)
        self._run_analysis(intake, steps["store_results"])
        self._learn_across_calls()
        CfnOutput(self, "StateMachineArn", value=self.state_machine.state_machine_arn)

    def _prepare_session(self) -> PythonFunction:
        function = self._maker.make_with_bucket("prepare_session")
        self._surroundings.objects.read(function, "raw/sessions/")
        self._surroundings.objects.write(function, "prepared/")
        return function

    def _analyzer(self, verb_noun: str) -> PythonFunction:
        function = self._maker.make_with_bucket(verb_noun)
        self._surroundings.objects.read(function, "prepared/")
        self._surroundings.objects.write(function, "reports/")
        if verb_noun in FOLLOWING_ANALYZERS:
            self._surroundings.objects.read(function, "reports/")
        if verb_noun in READING_ANALYZERS:
            give_reader(function, verb_noun, self._surroundings.settings)
        return function

    def _store_results(self, delivery: DeliveryStack) -> PythonFunction:
        function = self._maker.make_with_bucket("store_results")
        self._surroundings.objects.read(function, "prepared/", "reports/", "raw/metrics/")
        read_secret(function, "POSTGRES_SECRET_NAME", names.POSTGRES_SECRET)
        read_secret(function, "MONGO_SECRET_NAME", names.MONGO_SECRET)
        delivery.wake(function, "salesforce", "amplitude", "slack")
        return function

    def _learn_across_calls(self) -> None:
        function = self._maker.make("learn_across_calls")
        read_secret(function, "POSTGRES_SECRET_NAME", names.POSTGRES_SECRET)
        run_on_schedule(
            self,
            "LearningAcrossCalls",
            function,
            name="learn_across_calls",
            rate=LEARNING_RATE,
            description="Open questions, recurring issues and usage baselines are learned from all calls",
        )

    def _state_machine(
        self, steps: dict[str, PythonFunction], definition: Path
    ) -> stepfunctions.StateMachine:
        role = iam.Role(
            self,
            "CallAnalysisRole",
            assumed_by=iam.ServicePrincipal("states.amazonaws.com"),
            description="Invokes the steps of the analysis and nothing else",
        )
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["lambda:InvokeFunction"], resources=[step.function_arn for step in steps.values()]
            )
        )
        acknowledge(
            role,
            "AwsSolutions-IAM5[Resource::*]",
            "X-Ray and the delivery of vended logs accept no resource",
        )
        return stepfunctions.StateMachine(
            self,
            "CallAnalysis",
            state_machine_name=names.STATE_MACHINE,
            state_machine_type=stepfunctions.StateMachineType.EXPRESS,
            definition_body=stepfunctions.DefinitionBody.from_string(definition.read_text()),
            definition_substitutions={
                f"{name.title().replace('_', '')}Function": step.function_arn for name, step in steps.items()
            },
            role=role,
            tracing_enabled=True,
            logs=stepfunctions.LogOptions(
                destination=self._execution_logs(),
                level=stepfunctions.LogLevel.ALL,
                # Reports quote the caller: their contents stay out of the logs.
                include_execution_data=False,
            ),
        )

    def _execution_logs(self) -> logs.LogGroup:
        return logs.LogGroup(
            self,
            "CallAnalysisLogs",
            # This prefix keeps CloudWatch's resource policy from growing with every state machine.
            log_group_name=f"/aws/vendedlogs/states/{names.STATE_MACHINE}",
            retention=retention(self._surroundings.settings.log_retention_days),
            removal_policy=RemovalPolicy.DESTROY,
        )

    def _run_analysis(self, intake: IntakeStack, store_results: PythonFunction) -> None:
        function = self._maker.make("run_analysis")
        function.allow(["states:StartSyncExecution"], [self.state_machine.state_machine_arn])
        function.add_environment("STATE_MACHINE_ARN", self.state_machine.state_machine_arn)
        # A live metrics feed needs no analysis and is stored directly.
        function.allow(["lambda:InvokeFunction"], [store_results.function_arn])
        function.add_environment("STORE_RESULTS_FUNCTION_NAME", store_results.function_name)
        settings = self._surroundings.settings
        sources = (
            ("HOT_QUEUE_URL", intake.hot, settings.hot_concurrency),
            ("STANDARD_QUEUE_URL", intake.standard, settings.standard_concurrency),
            ("BACKFILL_QUEUE_URL", intake.backfill, settings.backfill_concurrency),
        )
        for variable, queue, concurrency in sources:
            function.add_environment(variable, queue.queue_url)
            function.add_event_source(
                event_sources.SqsEventSource(
                    queue,
                    # One call an invocation: a slow or poisonous call holds up nobody else.
                    batch_size=1,
                    # Bounds the database connections of store_results under a burst.
                    max_concurrency=concurrency,
                    report_batch_item_failures=True,
                )
            )
