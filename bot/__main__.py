"""The command line: `python -m bot COMMAND`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import re
import signal
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# The rest is imported by the commands that need it: a container asks for its health twice a minute, all day long.
from bot import logs
from bot.settings import Settings, SettingsError, environment, read
from bot.web.server import DoorError, address, ask_health

_log = logging.getLogger(__name__)

PROBLEM = 2
"""Exit code of bad settings, an unreachable database or a refused token."""


def main(argv: list[str] | None = None) -> int:
    args = _parser().parse_args(argv)
    try:
        return asyncio.run(_COMMANDS[args.command](args))
    except _problems() as problem:
        print(f"Tagwire cannot do this yet:\n{_listed(str(problem))}", file=sys.stderr)
        return PROBLEM
    except KeyboardInterrupt:
        return 130
    except Exception:  # the last door: what nobody foresaw goes the way of every line, which knows the secrets
        _log.critical("ended by what nobody foresaw", exc_info=True)
        return 1


def _problems() -> tuple[type[Exception], ...]:
    """What commands raise that says itself what is wrong."""
    from bot.app import StartError
    from bot.store import StoreUnavailable
    from bot.store.backup import BackupError

    return SettingsError, StartError, StoreUnavailable, BackupError, DoorError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Tagwire, a self-hosted Telegram news bot.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="the bot (needs BOT_TOKEN; see .env.example)")
    play = commands.add_parser("play", help="the bot against a local Telegram: no token, no internet")
    play.add_argument("--port", type=_port, default=8090, help="of the page and of the Bot API (default 8090)")
    play.add_argument("--dir", type=Path, help="keep the database here (default: a temporary folder)")
    play.add_argument("--no-bot", action="store_true", help="the local Telegram alone, for any other client")
    commands.add_parser("migrate", help="bring the database's schema up to date")
    commands.add_parser("doctor", help="look at everything a bot needs, and say what to do; changes nothing")
    commands.add_parser("healthcheck", help="exit 0 if the bot on this machine is well (for containers)")
    backup = commands.add_parser("backup", help="copy the SQLite database, also while the bot runs")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = commands.add_parser("restore", help="put such a copy in the database's place, while no bot runs")
    restore.add_argument("file", type=Path, metavar="FILE")
    return parser


def _port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text} is no port: a whole number from 0 (any free one) to 65535.")
    return int(text)


def _listed(problems: str) -> str:
    return "\n".join(f"  - {line}" for line in problems.splitlines())


def _settings(*, token_required: bool = True) -> Settings:
    settings = read(environment(os.environ), token_required=token_required)
    logs.configure(settings.log_level, settings.log_format, settings.secrets())
    return settings


def _until_signalled() -> asyncio.Event:
    """Set by Ctrl-C and SIGTERM; a second one kills at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def asked(number: signal.Signals) -> None:
        stop.set()
        loop.remove_signal_handler(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked, number)
    return stop


async def _run(args: argparse.Namespace) -> int:
    from bot import app

    settings = _settings()
    try:
        await app.run(settings, _until_signalled())
    except app.StartError as problem:
        if settings.log_format != "json":
            raise
        _log.critical("%s", problem)
        return PROBLEM
    return 0


async def _play(args: argparse.Namespace) -> int:
    from bot import app
    from bot.playground import Playground
    from bot.playground.publisher import Publisher

    stop = _until_signalled()
    publisher = Publisher(lambda: datetime.now(UTC))
    async with AsyncExitStack() as stack:
        folder = _folder(args.dir, stack)
        with _refused(f"--port {args.port}: cannot be listened on"):
            playground = Playground(port=args.port, publisher=publisher, token=None)
            await stack.enter_async_context(playground)
        print(f"The playground is open: {playground.url}\nStop it with Ctrl-C.", flush=True)
        if args.no_bot:
            print(f"Bot API root: {playground.url} — any token works, such as {playground.token}", flush=True)
            await stop.wait()
            return 0
        with _refused(f"--dir {folder}: cannot be written into"):
            (folder / "sources.toml").write_text(publisher.sources(playground.url), encoding="utf-8")
        await app.run(_playing(playground.url, playground.token, playground.editor_id, folder), stop)
    return 0


def _folder(wanted: Path | None, stack: AsyncExitStack) -> Path:
    """A temporary one lasts as long as the stack."""
    with _refused(f"--dir {wanted or '(a temporary folder)'}: cannot be made"):
        if wanted is None:
            return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tagwire-")))
        wanted.mkdir(parents=True, exist_ok=True)
        return wanted


@contextmanager
def _refused(what: str) -> Iterator[None]:
    """Says `what` when the system refuses it. Raises StartError."""
    try:
        yield
    except OSError as error:
        from bot.app import StartError

        raise StartError(f"{what} ({error.strerror or error})") from None


def _playing(url: str, token: str, editor: int, folder: Path) -> Settings:
    """The playground's own settings: neither `.env` nor the environment counts."""
    logs.configure("INFO", "text", [token])
    return read(
        {
            "BOT_TOKEN": token,
            "ADMIN_IDS": str(editor),
            "DATABASE_URL": f"sqlite:///{folder.resolve() / 'tagwire.db'}",
            "TELEGRAM_API_URL": url,
            "SOURCES_FILE": str(folder / "sources.toml"),
            "FETCH_ALLOW_PRIVATE": "1",
            "HTTP_PORT": "0",
        }
    )


async def _migrate(args: argparse.Namespace) -> int:
    from bot.store import migrate
    from bot.store.checkup import look_at
    from bot.store.guard import alone

    url = _settings(token_required=False).database_url.reveal()
    # A SQLite file that is up to date may be in use meanwhile; one that is changed may not.
    with alone(url) if (await look_at(url)).behind else nullcontext():
        await migrate(url)
    print("The database is up to date.")
    return 0


async def _doctor(args: argparse.Namespace) -> int:
    from bot import doctor

    logs.configure("CRITICAL", "text", [])  # the findings say it all
    report = await doctor.examine(environment(os.environ))
    for finding in report:
        print(f"{'ok ' if finding.well else 'BAD'} {finding.what}: {finding.said}")
    return 0 if all(finding.well for finding in report) else 1


async def _healthcheck(args: argparse.Namespace) -> int:
    settings = _settings(token_required=False)
    said = await ask_health(f"{address(settings.http_host, settings.http_port)}/healthz")
    print(said or "ok")
    return 1 if said else 0


async def _backup(args: argparse.Namespace) -> int:
    from bot.store.backup import backup

    await backup(_settings(token_required=False).database_url.reveal(), args.file)
    print(f"Copied to {args.file}.")
    return 0


async def _restore(args: argparse.Namespace) -> int:
    from bot.store.backup import restore

    kept = await restore(_settings(token_required=False).database_url.reveal(), args.file, datetime.now(UTC))
    print(f"Restored from {args.file}." + (f" What was there before is {kept}." if kept else ""))
    return 0


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], Coroutine[Any, Any, int]]] = {
    "run": _run,
    "play": _play,
    "migrate": _migrate,
    "doctor": _doctor,
    "healthcheck": _healthcheck,
    "backup": _backup,
    "restore": _restore,
}

if __name__ == "__main__":
    sys.exit(main())
