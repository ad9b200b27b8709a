"""Python's QuickFIX as an acceptor, plain or TLS, as a process: run as a script it is that process,
imported it starts it on loopback. Each NewOrderSingle(D) is answered by an ExecutionReport(8), new.
"""
import os
import pathlib
import subprocess
import sys

from quickfix_engine import FIX44, build
from venue import wait_for

CONFIG = """[DEFAULT]
ConnectionType=acceptor
FileStorePath={folder}/store
FileLogPath={folder}/log
NonStopSession=Y
StartTime=00:00:00
EndTime=00:00:00
UseDataDictionary=Y
DataDictionary={dictionary}
ValidateUserDefinedFields=Y
AllowUnknownMsgFields=N
SocketAcceptPort={port}
SocketReuseAddress=Y
{tls}
[SESSION]
BeginString=FIX.4.4
SenderCompID={ours}
TargetCompID={theirs}
"""
TLS = """ServerCertificateFile={}
ServerCertificateKeyFile={}
CertificationAuthoritiesFile={}
CertificateVerifyLevel=2
SSLProtocol=+TLSv1_2 +TLSv1_3
"""


class PythonAcceptor:
    """`tls`: files of its certificate, key and authorities; None on a plain line."""

    def __init__(self, folder, port, ours, theirs, tls=None):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.kind = "tls" if tls else "plain"
        self.config = self.folder / "acceptor.cfg"
        self.config.write_text(CONFIG.format(
            folder=folder, dictionary=FIX44, port=port, ours=ours, theirs=theirs,
            tls=TLS.format(*tls) if tls else ""))
        self.process = None

    def __enter__(self):
        shim = build("bind_loopback.so", "bind_loopback.c", "-shared", "-fPIC", "-Wall", "-ldl")
        self.process = subprocess.Popen(
            [sys.executable, __file__, self.kind, self.config], stdin=subprocess.PIPE,
            stdout=open(self.folder / "out.txt", "w"), stderr=subprocess.STDOUT,
            env={**os.environ, "LD_PRELOAD": str(shim)})
        wait_for(lambda: "started" in self.told(), "start of Python's QuickFIX", 10, self.told)
        return self

    def told(self):
        return (self.folder / "out.txt").read_text()

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def run(kind, config):
    """The process."""
    import quickfix

    class Application(quickfix.Application):
        count = 0

        def onCreate(self, _):
            pass

        def onLogon(self, _):
            print("logon", flush=True)

        def onLogout(self, _):
            print("logout", flush=True)

        def toAdmin(self, message, _):
            print("admin", message.toString().replace("\x01", "|"), flush=True)

        def fromAdmin(self, message, _):
            pass

        def toApp(self, message, _):
            print("app", message.toString().replace("\x01", "|"), flush=True)

        def fromApp(self, message, session_id):
            self.count += 1
            answer = quickfix.Message()
            answer.getHeader().setField(quickfix.MsgType("8"))
            for tag in (11, 55, 54, 38):
                answer.setField(quickfix.StringField(tag, message.getField(tag)))
            name = message.getField(11)
            for tag, value in ((37, f"O{name}"), (17, self.count), (150, 0), (39, 0), (14, 0), (6, 0)):
                answer.setField(quickfix.StringField(tag, str(value)))
            answer.setField(quickfix.StringField(151, message.getField(38)))
            quickfix.Session.sendToTarget(answer, session_id)

    settings = quickfix.SessionSettings(config)
    application = Application()
    store, log = quickfix.FileStoreFactory(settings), quickfix.FileLogFactory(settings)
    maker = quickfix.SSLSocketAcceptor if kind == "tls" else quickfix.SocketAcceptor
    acceptor = maker(application, store, settings, log)
    acceptor.start()
    print("started", flush=True)
    sys.stdin.read()
    acceptor.stop()


if __name__ == "__main__":
    run(*sys.argv[1:])
