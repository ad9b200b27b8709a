"""QuickFIX C++ as a process of its own, acceptor or initiator: built here, run on loopback only.

Needs g++, libquickfix-dev, and QuickFIX's own FIX44.xml, which the tools of Tools/test unpack from its
source package into .build-test.
"""
import os
import pathlib
import queue
import subprocess
import threading

from fix_client import Message
from venue import ROOT, expect, wait_for

HERE = pathlib.Path(__file__).resolve().parent
BUILT = ROOT / ".build-test" / "quickfix"
#: QuickFIX's own dictionary.
FIX44 = pathlib.Path(os.environ.get("QUICKFIX_FIX44") or ROOT / ".build-test" / "FIX44.xml")

CONFIG = """[DEFAULT]
ConnectionType={role}
FileStorePath={folder}/store
FileLogPath={folder}/log
NonStopSession=Y
StartTime=00:00:00
EndTime=00:00:00
ReconnectInterval=1
LogonTimeout=5
LogoutTimeout=2
UseDataDictionary=Y
DataDictionary={dictionary}
ValidateUserDefinedFields=Y
ValidateFieldsOutOfOrder=Y
ValidateFieldsHaveValues=Y
AllowUnknownMsgFields=N
CheckLatency=Y
MaxLatency=120
HeartBtInt={heartbeat}
{line}
{more}
"""


def build(target, source, *options):
    """Compiles where the source is newer than what is there."""
    path, source = BUILT / target, HERE / source
    if path.exists() and path.stat().st_mtime > source.stat().st_mtime:
        return path
    BUILT.mkdir(parents=True, exist_ok=True)
    compiler = "g++" if source.suffix == ".cpp" else "gcc"
    done = subprocess.run(
        [compiler, "-O1", "-o", path, source, *options], capture_output=True, text=True)
    expect(done.returncode == 0, f"{source.name} does not compile:\n{done.stderr[-3000:]}")
    return path


def message(text):
    """A message from a line with `|` for the delimiter."""
    return Message(text.replace("|", "\x01").encode())


class QuickFIXEngine:
    """One process with its sessions' stores in `folder`; `restart()` after a kill goes on with them."""

    def __init__(
            self, folder, role, port, sessions, heartbeat=30, dictionary=FIX44, more=""):
        """`sessions`: pairs of our and the other side's CompID."""
        expect(dictionary.exists(), f"{dictionary} is missing: Tools/test tools unpacks it")
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.role = role
        line = (
            f"SocketAcceptPort={port}\nSocketReuseAddress=Y" if role == "acceptor"
            else f"SocketConnectHost=127.0.0.1\nSocketConnectPort={port}")
        text = CONFIG.format(
            role=role, folder=folder, dictionary=dictionary, heartbeat=heartbeat, line=line, more=more)
        for ours, theirs in sessions:
            text += f"[SESSION]\nBeginString=FIX.4.4\nSenderCompID={ours}\nTargetCompID={theirs}\n"
        self.config = self.folder / "engine.cfg"
        self.config.write_text(text)
        self.process = None

    def start(self):
        """Starts the process; what it has told before is forgotten."""
        engine = build(
            "engine", "quickfix_engine.cpp", "-std=c++14", "-w", "-lquickfix", "-lpthread")
        shim = build("bind_loopback.so", "bind_loopback.c", "-shared", "-fPIC", "-Wall", "-ldl")
        self.inbox, self.events, self.sent = [], [], []
        self.errors = queue.Queue()
        self.process = subprocess.Popen(
            [engine, self.role, self.config], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=open(self.folder / "stderr.txt", "a"), text=True,
            env={**os.environ, "LD_PRELOAD": str(shim)})
        threading.Thread(target=self.read, args=(self.process.stdout,), daemon=True).start()
        wait_for(lambda: "started" in self.events, "start of QuickFIX", 10, self.complaint)
        return self

    def complaint(self):
        return (self.folder / "stderr.txt").read_text()[-500:]

    def read(self, lines):
        for line in lines:
            event, _, text = line.rstrip("\n").partition(" ")
            if event in ("app", "admin"):
                self.inbox.append((event, message(text)))
            elif event == "sent":
                self.sent.append(message(text))
            self.events.append(event)

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def take(self, wanted, what, seconds=10.0):
        """The first message that came and that `wanted` likes, taken out."""
        def found():
            for entry in self.inbox:
                if wanted(entry[1]):
                    self.inbox.remove(entry)
                    return entry[1]
            return None

        return wait_for(found, f"{what} in QuickFIX", seconds, lambda: str(self.inbox[-3:]))

    def report(self, cl_ord_id, exec_type):
        return self.take(
            lambda m: (m.type, m.get(11), m.get(150)) == ("8", cl_ord_id, exec_type),
            f"8 with 11={cl_ord_id} 150={exec_type}")

    def wait_logon(self, count=1, seconds=20.0):
        """Waits for the present process's logon number `count`."""
        wait_for(
            lambda: self.events.count("logon") >= count, f"logon {count} of QuickFIX", seconds,
            lambda: f"{self.events[-8:]} {self.complaint()}")

    def logouts(self):
        return self.events.count("logout")

    def kill9(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.stdin.close()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill9()

    def refused(self):
        """Messages by which QuickFIX says that it does not like ours."""
        return [m for m in self.sent if m.type in ("3", "j")]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
