"""The command line: verbs only; what they do lives in the modules they name."""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.database_verbs import add_database
from bot.knowledge_verbs import add_knowledge
from bot.settings import read_settings
from knowledge.errors import KnowledgeError, SanadError
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from bot.settings import Settings

    Verb = Callable[[argparse.Namespace, Settings], int]
    _Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse has no public name for it

_MOST_LISTED: Final = 1_000_000
"""Gaps; whoever wants more of them wants the database itself."""
_LAST_PORT: Final = 65535
TO_BE_MENDED: Final = os.EX_CONFIG
"""How `sanad run` ends where starting it again is no use: `operations/sanad.service` goes by it."""

# Each verb imports what it needs when it runs, so that `ask` does not wait for the Telegram library or the database.
# ruff: noqa: PLC0415


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; 0 when it went well, 1 when something was found wrong, 2 when it could not be tried."""
    parsed = _parser().parse_args(arguments)
    verb: Verb = parsed.verb
    try:
        outcome = verb(parsed, read_settings(os.environ))
        sys.stdout.flush()  # here, where a reader who has left is understood
    except KnowledgeError as error:
        print(f"{error}\nThe knowledge cannot be served: `sanad check` shows everything.", file=sys.stderr)
    except SanadError as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    else:
        return outcome
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sanad", description="Answers about the Global Coalition against Daesh, with date and source."
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    _add_asking(verbs)
    _add_serving(verbs)
    _add_curating(verbs)
    _add_gaps(verbs)
    _add_judging(verbs)
    add_knowledge(verbs)
    add_database(verbs)
    return parser


def _add_asking(verbs: _Verbs) -> None:
    ask = verbs.add_parser("ask", help="answer one question, or a stream of them")
    ask.add_argument("text", nargs="?", help="the question")
    form = ask.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the reply as one JSON object")
    form.add_argument("--jsonl", action="store_true", help="answer JSON objects from standard input, one a line")
    ask.set_defaults(verb=_ask)
    explain = verbs.add_parser("explain", help="show the evidence for the best five entries")
    explain.add_argument("text", help="the question")
    explain.set_defaults(verb=_explain)
    verbs.add_parser("chat", help="talk in this terminal").set_defaults(verb=_chat)


def _add_serving(verbs: _Verbs) -> None:
    verbs.add_parser("run", help="run the Telegram bot").set_defaults(verb=_run)
    health = verbs.add_parser("health", help="whether `sanad run` has heard from Telegram in the last two minutes")
    health.set_defaults(verb=_health)
    prepare = verbs.add_parser("prepare", help="build the search index ahead of the first question")
    prepare.add_argument("folder", nargs="?", type=Path, help="of another knowledge than that which is served")
    prepare.add_argument("--cache", type=Path, help="where it is kept, in place of the user's cache folder")
    prepare.add_argument("--like", type=Path, help="a prepared folder that says much the same, to be quicker by")
    prepare.set_defaults(verb=_prepare)
    _add_console(verbs)
    verbs.add_parser("settings", help="show the settings, secrets as stars").set_defaults(verb=_settings)


def _add_console(verbs: _Verbs) -> None:
    console = verbs.add_parser("console", help="serve the console to this machine alone, and print a link into it")
    console.add_argument("--port", type=_port, default=8080, help="where it listens (8080)")
    console.set_defaults(verb=_console)
    link = verbs.add_parser("console-link", help="print a link into the console of `sanad run`; it works once")
    link.add_argument("id", nargs="?", help="of staff, such as telegram:1234; by default an admin's for you")
    link.set_defaults(verb=_console_link)


def _add_curating(verbs: _Verbs) -> None:
    check = verbs.add_parser("check", help="check the knowledge and print every problem")
    check.add_argument("path", nargs="?", type=Path, help="a knowledge folder, or one entries file")
    check.add_argument(
        "--language", choices=[*map(str, Language)], default="en", help="the language of what is found (en)"
    )
    check.set_defaults(verb=_check)
    seal = verbs.add_parser("seal", help="record that both languages of every text were read side by side")
    seal.add_argument("path", nargs="?", type=Path, help="a knowledge folder, or one entries file")
    seal.set_defaults(verb=_seal)
    schema = verbs.add_parser("schema", help="print a JSON Schema for editors")
    files = ("entries", "sources", "topics", "lexicon", "elsewhere", "heard")
    schema.add_argument("file", nargs="?", default="entries", choices=files)
    schema.set_defaults(verb=_schema)


def _add_gaps(verbs: _Verbs) -> None:
    gaps = verbs.add_parser("gaps", help="list what could not be answered, most asked first; or write it to a file")
    gaps.add_argument("--limit", type=_limit, default=30, help="how many at the most (30)")
    gaps.set_defaults(verb=_gaps)
    own = gaps.add_subparsers(metavar="VERB")
    export = own.add_parser("export", help="write every wording of the queue to a file")
    export.add_argument("file", metavar="FILE", help="ends in .csv or .jsonl; - is JSON lines right here")
    states = ("open", "drafted", "resolved", "dismissed")
    export.add_argument("--state", action="append", choices=states, default=[], help="only these; may be repeated")
    export.set_defaults(verb=_export_gaps)
    take_in = own.add_parser("import", help="record the gaps of such a file, redacted again")
    take_in.add_argument("file", type=Path, metavar="FILE", help="ends in .csv or .jsonl")
    take_in.set_defaults(verb=_import_gaps)


def _add_judging(verbs: _Verbs) -> None:
    measure = verbs.add_parser("measure", help="leave-one-out: does each phrasing find its entry without its own help?")
    measure.set_defaults(verb=_measure)
    audit = verbs.add_parser("audit", help="what of the knowledge a curator should look at")
    audit.add_argument("--limit", type=int, default=20, help="lines of each section at the most (20)")
    audit.add_argument("--json", action="store_true", help="print all of it as one JSON object")
    audit.set_defaults(verb=_audit)
    evaluate = verbs.add_parser("eval", help="ask the questions of question sets and judge the replies")
    evaluate.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="JSON lines; by default the knowledge's own questions"
    )
    evaluate.add_argument("--misses", action="store_true", help="list every reply that is not right")
    evaluate.add_argument("--json", action="store_true", help="print all of it as one JSON object")
    listed = evaluate.add_mutually_exclusive_group()
    listed.add_argument("--known", type=Path, metavar="FILE", help="ids of rows that may miss, and have to")
    listed.add_argument("--write-known", type=Path, metavar="FILE", help="write the list that --known reads")
    evaluate.set_defaults(verb=_eval)


def _limit(written: str) -> int:
    if not written.isdecimal() or not 1 <= int(written[: len(str(_MOST_LISTED)) + 1]) <= _MOST_LISTED:
        raise argparse.ArgumentTypeError(f"{written} is no number from 1 to {_MOST_LISTED}")
    return int(written)


def _port(written: str) -> int:
    if not written.isdecimal() or not 1 <= int(written[:6]) <= _LAST_PORT:
        raise argparse.ArgumentTypeError(f"{written} is no port: write a number from 1 to {_LAST_PORT}")
    return int(written)


def _listen(work: Coroutine[Any, Any, int]) -> int:
    """Run what reads standard input: any bytes are text of some kind, and Ctrl-C is heard while it waits for more."""

    async def interruptible() -> int:
        # asyncio's own handler waits for the loop, and the loop waits for the input.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return await work

    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    return asyncio.run(interruptible())


def _ask(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot import asking

    if not parsed.jsonl and parsed.text is None:
        raise SanadError("There is no question: sanad ask 'How many members does the Coalition have?'")
    return _listen(asking.run(settings, parsed.text, is_stream=parsed.jsonl, is_json=parsed.json))


def _explain(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot import explaining

    return explaining.run(settings, parsed.text)


def _chat(_: argparse.Namespace, settings: Settings) -> int:
    from bot import terminal

    return _listen(terminal.run(settings))


def _run(_: argparse.Namespace, settings: Settings) -> int:
    from bot import serving
    from bot.telegram.errors import TokenRefusedError

    try:
        return asyncio.run(serving.run(settings))
    except TokenRefusedError as error:
        print(error, file=sys.stderr)
        return TO_BE_MENDED


def _health(_: argparse.Namespace, settings: Settings) -> int:
    from bot.clock import SystemClock
    from bot.heartbeat import Heartbeat

    complaint = Heartbeat.beside(settings.data_folder).complaint(SystemClock().now())
    print(complaint or "alive")
    return 1 if complaint else 0


def _prepare(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.built_libraries import prepare
    from bot.served import served_folder

    prepare(parsed.folder or served_folder(settings), parsed.cache, like=parsed.like)
    return 0


def _check(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot import curating
    from knowledge.cores import every_core

    with every_core():
        return curating.check_and_print(parsed.path or settings.knowledge, settings, Language(parsed.language))


def _seal(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot import curating

    return curating.seal_and_print(parsed.path or settings.knowledge)


def _schema(parsed: argparse.Namespace, _: Settings) -> int:
    from bot import curating

    return curating.print_schema(parsed.file)


def _gaps(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot import gaps

    return asyncio.run(gaps.run(settings, parsed.limit))


def _export_gaps(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot import exchanging
    from handlers.gap_queue import GapState

    return asyncio.run(exchanging.export(settings, parsed.file, [*map(GapState, parsed.state)]))


def _import_gaps(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot import exchanging

    return asyncio.run(exchanging.take_in(settings, parsed.file))


def _console(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot import console

    return asyncio.run(console.run(settings, parsed.port))


def _console_link(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot import console

    return asyncio.run(console.print_link(settings, parsed.id))


def _measure(_: argparse.Namespace, settings: Settings) -> int:
    from bot import curating

    return curating.measure_and_print(settings)


def _audit(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot import auditing

    return auditing.run(settings, parsed.limit, is_json=parsed.json)


def _eval(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot import evaluating
    from bot.question_sets import question_tests
    from bot.served import served_folder

    evaluation = evaluating.run(
        settings,
        parsed.files or question_tests(served_folder(settings)),
        known=parsed.known,
        to_write=parsed.write_known,
        shows_misses=parsed.misses,
        is_json=parsed.json,
    )
    return asyncio.run(evaluation)


def _settings(_: argparse.Namespace, settings: Settings) -> int:
    for name, value in settings.shown():
        print(f"{name}={value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
