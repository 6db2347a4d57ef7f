"""Puts the stacks together; ``app.py`` and the tests both start here."""

from dataclasses import dataclass

from aws_cdk import App, Stack, Tags, Validations
from cdk_nag import AwsSolutionsChecks

from cdk.alerting_stack import AlertingStack
from cdk.analysis_stack import AnalysisStack
from cdk.delivery_stack import DeliveryStack
from cdk.intake_stack import IntakeStack
from cdk.layer_builder import LayerBuilder
from cdk.operations_stack import OperationsStack
from cdk.settings import Settings
from cdk.storage_stack import StorageStack
from cdk.surroundings import Surroundings
from cdk.warehouse_stack import WarehouseStack


@dataclass(frozen=True, slots=True)
class Application:
    """The stacks, in the order in which they are deployed."""

    storage: StorageStack
    warehouse: WarehouseStack
    intake: IntakeStack
    delivery: DeliveryStack
    analysis: AnalysisStack
    alerting: AlertingStack
    operations: OperationsStack

    @property
    def stacks(self) -> tuple[Stack, ...]:
        """Return every stack."""
        return (
            self.storage,
            self.warehouse,
            self.intake,
            self.delivery,
            self.analysis,
            self.alerting,
            self.operations,
        )


def build_application(app: App, settings: Settings, layers: LayerBuilder) -> Application:
    """Add every stack to an app, checked by cdk-nag when it is synthesised."""
    storage = StorageStack(app, "AftercallStorage", settings)
    surroundings = Surroundings(settings, storage, layers)
    warehouse = WarehouseStack(app, "AftercallWarehouse", surroundings)
    intake = IntakeStack(app, "AftercallIntake", surroundings)
    delivery = DeliveryStack(app, "AftercallDelivery", surroundings, intake)
    analysis = AnalysisStack(app, "AftercallAnalysis", surroundings, intake, delivery)
    alerting = AlertingStack(app, "AftercallAlerting", surroundings, intake, delivery)
    operations = OperationsStack(app, "AftercallOperations", settings, intake.api_id)
    # No call is let in before its tables are there.
    intake.add_stack_dependency(warehouse)
    delivery.add_stack_dependency(warehouse)
    operations.add_stack_dependency(intake)
    for stack in (warehouse, intake, delivery, analysis, alerting):
        stack.add_stack_dependency(storage)
    Tags.of(app).add("product", "aftercall")
    check_with_cdk_nag(app)
    return Application(storage, warehouse, intake, delivery, analysis, alerting, operations)


def check_with_cdk_nag(app: App) -> None:
    """Make synthesis fail on a finding of the AwsSolutions rules that no resource gives a reason for."""
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
