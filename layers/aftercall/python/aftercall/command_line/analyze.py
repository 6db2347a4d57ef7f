"""``aftercall analyze``: read one call without any cloud."""

import json
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from aftercall.command_line.failures import CommandFailed, ExitCode
from aftercall.command_line.reader import reader_of_environment
from aftercall.command_line.report_view import CallHeader, print_call
from aftercall.profile import InvalidProfile, Profile, load_profile
from aftercall.session.errors import UnreadableReport

EXAMPLES: Final = (
    "Examples: aftercall analyze call.json · aftercall analyze call.json --json | jq .lead_score.score · "
    "aftercall analyze call.json --labels > call.label.json · "
    "READER_MODEL_ID=... aftercall analyze call.json --reader · "
    "aftercall analyze - < call.json"
)

ReportFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        allow_dash=True,
        help="A report in any form (LiveKit report, PostCallReport, raw session); - is standard input.",
    ),
]
ProfileFile = Annotated[
    Path | None, typer.Option("--profile", help="The company's profile; the packaged sample when left out.")
]


def analyze(
    file: ReportFile,
    as_json: Annotated[bool, typer.Option("--json", help="Print the reports as JSON.")] = False,
    as_labels: Annotated[
        bool, typer.Option("--labels", help="Print the report in the format in which people label calls.")
    ] = False,
    with_reader: Annotated[
        bool,
        typer.Option("--reader", help="Let the model named by READER_MODEL_ID (Amazon Bedrock) read along."),
    ] = False,
    with_embeddings: Annotated[
        bool,
        typer.Option(
            "--embeddings/--no-embeddings",
            help="Compare questions by their meaning, where the packages for it are installed.",
        ),
    ] = True,
    with_cues: Annotated[
        bool,
        typer.Option(
            "--cues/--no-cues",
            help="Let the small network of cues read beside the rules, where its packages are installed.",
        ),
    ] = True,
    profile: ProfileFile = None,
) -> None:
    """Read one call from a file and print what was understood; needs no cloud and no network."""
    from aftercall.analysis.pipeline import analyze_session
    from aftercall.embedding.cue_network import load_cue_reader
    from aftercall.embedding.minilm import load_embedder
    from aftercall.session.parsing import parse_report

    chosen = _profile(profile)
    document = read_document(file)
    try:
        session = parse_report(document, chosen.tools)
    except UnreadableReport as error:
        raise CommandFailed(
            f"{file}: {error}",
            "docs/schemas/ has the JSON Schema of each accepted form, docs/samples/ a sample.",
        ) from error
    improve = reader_of_environment(chosen) if with_reader else None
    embedder = load_embedder() if with_embeddings else None
    cue_reader = load_cue_reader() if with_cues else None
    analyzed = analyze_session(session, chosen, improve, embedder=embedder, cue_reader=cue_reader)
    if as_labels:
        from aftercall.command_line.labels import labels_of

        typer.echo(json.dumps(labels_of(analyzed), indent=1, ensure_ascii=False))
        return
    if as_json:
        reports = analyzed.reports.model_dump(mode="json")
        heading = {
            "session_id": session.session_id,
            "embedding_model": analyzed.prepared.embedding_model,
            "cue_model": analyzed.prepared.cue_model,
        }
        typer.echo(json.dumps({**heading, **reports}, indent=2, ensure_ascii=False))
        return
    console = Console(highlight=False)
    print_call(console, CallHeader.of_session(session), analyzed.reports)
    if embedder is None:
        why = _why_off("--no-embeddings", asked=with_embeddings)
        console.print(f"\nEmbeddings off: {why}. Questions are compared by their words alone.", style="dim")
    if cue_reader is None:
        why = _why_off("--no-cues", asked=with_cues)
        console.print(f"\nCues off: {why}. The rules read alone.", style="dim")


def _why_off(flag: str, *, asked: bool) -> str:
    return "their packages are not installed (make ready)" if asked else flag


def read_document(file: Path) -> dict[str, object]:
    """Read a JSON object from a file, or from standard input for ``-``.

    Raises
    ------
    CommandFailed
        When the file is missing, is no UTF-8 text, or holds no JSON object.
    """
    try:
        text = typer.get_text_stream("stdin").read() if str(file) == "-" else file.read_text(encoding="utf-8")
        document = json.loads(text)
    except OSError as error:
        message = f"{file}: cannot be read ({error.strerror})"
        raise CommandFailed(message, code=ExitCode.NOT_FOUND) from error
    except UnicodeDecodeError as error:
        message = f"{file}: expected UTF-8 text"
        raise CommandFailed(message) from error
    except (ValueError, RecursionError) as error:
        where = (
            f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        )
        message = f"{file}: expected JSON{where}"
        raise CommandFailed(message) from error
    if not isinstance(document, dict):
        message = f"{file}: expected a JSON object"
        raise CommandFailed(message)
    return document


def _profile(path: Path | None) -> Profile:
    try:
        return load_profile(path)
    except InvalidProfile as error:
        raise CommandFailed(str(error), "Compare with the packaged sample profile.") from error
