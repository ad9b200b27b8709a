"""Starts, stops and kills the venue's program for the tests in this folder.

Every wait is for a condition with a deadline; every socket is on loopback. The program is the one that
CANGDAN_BINARY names, else the release build of this package.
"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("CANGDAN_BINARY") or ROOT / ".build/release/cangdan")
SAMPLE_MARKET = ROOT / "Specs" / "sample-market"
DICTIONARY = ROOT / "Specs" / "FIX44-cangdan.xml"
LISTENING = re.compile(r"address=127\.0\.0\.1:(\d+) .*listening")


class Failure(Exception):
    """A check that does not hold; its text says what was expected and what came."""


def expect(holds, text):
    if not holds:
        raise Failure(text)


def wait_for(condition, what, seconds=10.0, detail=None):
    """The first true value of `condition()`; a Failure that names `what` when the time is over."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() >= deadline:
            more = f": {detail()}" if detail else ""
            raise Failure(f"no {what} within {seconds:g} s{more}")
        time.sleep(0.002)


class Folder:
    """A temporary folder that goes with its `with` block."""

    def __init__(self, name):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix=f"cangdan-{name}-"))

    def __enter__(self):
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


class Venue:
    """One venue: a data directory and the process that serves it, if any."""

    def __init__(
            self, folder, market=SAMPLE_MARKET, durability="disk", threads=None, wait=None, data=None,
            prefix=()):
        """`prefix` is a command that runs the program, such as nsenter."""
        self.folder = pathlib.Path(folder)
        self.market = pathlib.Path(market)
        self.data = pathlib.Path(data or self.folder / "data")
        self.prefix = [str(part) for part in prefix]
        self.durability = durability
        self.threads = threads
        self.wait = wait
        self.port = 0
        self.process = None
        self.starts = 0

    def command(self, *more):
        command = [BINARY, "serve", "--market", self.market, "--data", self.data, "--port", "0"]
        command += ["--open-now", "--no-calendar", "--durability", self.durability]
        command += ["--threads", self.threads] if self.threads else []
        command += ["--wait", self.wait] if self.wait else []
        return self.prefix + [str(part) for part in (*command, *more)]

    @property
    def log_path(self):
        return self.folder / f"venue-{self.starts}.log"

    def log(self):
        """What the present process has written to stderr."""
        try:
            return self.log_path.read_text(errors="replace")
        except FileNotFoundError:
            return ""

    def logs(self, lines=15):
        """The ends of all processes' logs, for a failure's text."""
        parts = []
        for path in sorted(self.folder.glob("venue-*.log")):
            text = path.read_text(errors="replace").splitlines()
            text = [line for line in text if "reference data" not in line]
            parts += [f"  {path.name}: {line}" for line in text[-lines:]]
        return "\n".join(parts)

    def spawn(self, *more):
        """Starts the process without waiting for it."""
        expect(BINARY.exists(), f"{BINARY} is missing: Tools/release")
        self.starts += 1
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(
                self.command(*more), stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def start(self, *more, seconds=60.0):
        """Starts the process and waits until it listens."""
        self.spawn(*more)
        return self.wait_listening(seconds)

    def wait_listening(self, seconds=60.0):
        def listening():
            expect(self.process.poll() is None, f"the venue ended by itself:\n{self.logs()}")
            return LISTENING.search(self.log())

        found = wait_for(listening, "line 'listening' from the venue", seconds, self.logs)
        self.port = int(found.group(1))
        return self

    def stop(self, seconds=30.0):
        """SIGTERM; the exit code must be 0."""
        self.process.send_signal(signal.SIGTERM)
        code = self.wait_exit(seconds)
        expect(code == 0, f"exit code {code} after SIGTERM:\n{self.logs()}")

    def kill9(self):
        self.process.kill()
        self.process.wait()

    def wait_exit(self, seconds=30.0):
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Failure(f"the venue has not ended within {seconds:g} s:\n{self.logs()}") from None

    def assert_alive(self):
        code = self.process.poll()
        expect(code is None, f"the venue has ended with code {code}:\n{self.logs()}")

    def wait_log(self, pattern, seconds=10.0, count=1):
        """Waits until the present process has written `count` lines that match."""
        def matches():
            self.assert_alive()
            lines = [line for line in self.log().splitlines() if re.search(pattern, line)]
            return lines if len(lines) >= count else None

        return wait_for(matches, f"log line '{pattern}' x {count}", seconds, self.logs)

    def tool(self, *arguments, seconds=60.0):
        """Runs the program with other arguments."""
        command = [*self.prefix, str(BINARY), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, timeout=seconds)

    def verify(self):
        """`cangdan log --verify` and `cangdan replay` must agree with what the venue has written."""
        for arguments in (("log", self.data, "--verify"), ("replay", self.data)):
            done = self.tool(*arguments)
            expect(
                done.returncode == 0,
                f"cangdan {arguments[0]}: exit code {done.returncode}\n{done.stdout[-2000:]}"
                f"{done.stderr[-2000:]}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.kill9()


class Market:
    """A copy of the sample market in a folder of its own, to be changed."""

    def __init__(self, folder):
        self.path = pathlib.Path(folder) / "market"
        shutil.copytree(SAMPLE_MARKET, self.path)

    def replace(self, name, old, new):
        path = self.path / name
        text = path.read_text()
        expect(old in text, f"'{old}' is not in {path.name}: the sample market has changed")
        path.write_text(text.replace(old, new, 1))

    def append(self, name, text):
        with open(self.path / name, "a") as file:
            file.write(text)

    def fund(self, firms, amount="900000000000.00"):
        """Gives firms so much money."""
        path = self.path / "funds.csv"
        lines = []
        for line in path.read_text().splitlines():
            firm, currency, _ = line.split(",")
            lines.append(f"{firm},{currency},{amount}" if firm in firms else line)
        path.write_text("\n".join(lines) + "\n")

    def admit(self, symbol, firm, count):
        """Admits `count` more ACTIVE receipts of `symbol` for `firm`, like one that is there."""
        path = self.path / "receipts.csv"
        lines = path.read_text().splitlines()
        column = {name: place for place, name in enumerate(lines[0].split(","))}
        rows = (line.split(",") for line in lines[1:])
        row = next(
            row for row in rows
            if row[column["symbol"]] == symbol and row[column["status"]] == "ACTIVE")
        row[column["holder"]] = firm
        row[column["depositor"]] = firm
        for number in range(count):
            row[column["receiptNo"]] = f"X{symbol[:2]}{firm}-{number:05d}"
            row[column["position"]] = f"X{symbol[:2]}{firm}-{number:05d}"
            lines.append(",".join(row))
        path.write_text("\n".join(lines) + "\n")


class Checks:
    """Runs named checks; one line each, and the exit code."""

    def __init__(self, program):
        self.program = program
        self.failed = []

    def run(self, name, check, *arguments, context=None):
        """Runs one check; what it returns, if a text, stands behind its `ok`."""
        start = time.monotonic()
        try:
            note = check(*arguments)
        except Exception as error:
            self.failed.append(name)
            text = str(error) if isinstance(error, Failure) else traceback.format_exc()
            print(f"{name} FAILED: {text}", flush=True)
            if context:
                print(context(), flush=True)
            return False
        seconds = time.monotonic() - start
        print(f"{name} ok ({seconds:.1f} s{'; ' + note if note else ''})", flush=True)
        return True

    def exit(self):
        if self.failed:
            print(f"{self.program}: FAILED: {', '.join(self.failed)}", file=sys.stderr)
        sys.exit(1 if self.failed else 0)
