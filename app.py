"""The CDK application: ``cdk synth``, ``cdk deploy --all``, ``cdk deploy --all -c target=local``."""

from aws_cdk import App

from cdk.application import build_application
from cdk.layer_builder import CachedUvLayers
from cdk.settings import project_context, settings_from_context


def main() -> None:
    """Synthesise every stack with the settings of the context."""
    # Given here as well, so that `python app.py` alone gives the same templates as the CDK's command line.
    app = App(context=project_context())
    context: dict[str, object] = app.node.get_all_context()
    build_application(app, settings_from_context(context), CachedUvLayers())
    app.synth()


if __name__ == "__main__":
    main()
