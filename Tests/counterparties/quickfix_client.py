"""QuickFIX as an initiator of several sessions, with strict validation by our dictionary."""
import collections
import re
import threading

import quickfix

from fix_client import VENUE, Message
from venue import DICTIONARY, expect, wait_for

SESSION = """[DEFAULT]
ConnectionType=initiator
FileStorePath={folder}/store
FileLogPath={folder}/quickfix
NonStopSession=Y
ReconnectInterval=1
LogonTimeout=2
LogoutTimeout=2
SocketConnectHost=127.0.0.1
SocketConnectPort={port}
SocketNodelay=Y
HeartBtInt={heartbeat}
UseDataDictionary=Y
DataDictionary={dictionary}
ValidateUserDefinedFields=Y
ValidateFieldsOutOfOrder=Y
ValidateFieldsHaveValues=Y
CheckCompID=Y
CheckLatency=Y
MaxLatency=120
ResetOnLogon={reset}
"""
SECURE = """CertificationAuthoritiesFile={}
ClientCertificateFile={}
ClientCertificateKeyFile={}
CertificateVerifyLevel=1
SSLProtocol=+TLSv1_2 +TLSv1_3
"""
NAME = re.compile(r":([A-Z0-9]+)")


def name_of(session_id):
    return NAME.search(session_id.toString()).group(1)


class QuickFIXClient(quickfix.Application):
    """Keeps what comes by session, and counts what QuickFIX itself finds wrong."""

    def __init__(self, folder, port, names, reset=False, heartbeat=30, tls=None):
        """`tls`: files of authorities, certificate and key; None on a plain line."""
        super().__init__()
        self.lock = threading.RLock()
        self.inbox = collections.defaultdict(list)
        self.admin = collections.defaultdict(list)
        self.sent_admin = collections.defaultdict(list)
        self.logons = collections.Counter()
        self.logged_on = set()
        self.complaints = []
        self.errors = []
        self.alter = {}
        self.ids = {name: quickfix.SessionID("FIX.4.4", name, VENUE) for name in names}
        path = folder / f"quickfix-{names[0]}.cfg"
        text = SESSION.format(
            folder=folder, port=port, dictionary=DICTIONARY, reset="Y" if reset else "N",
            heartbeat=heartbeat) + (SECURE.format(*tls) if tls else "")
        for name in names:
            text += f"[SESSION]\nBeginString=FIX.4.4\nSenderCompID={name}\nTargetCompID={VENUE}\n"
        path.write_text(text)
        self.settings = quickfix.SessionSettings(str(path))
        self.store = quickfix.FileStoreFactory(self.settings)
        self.log = quickfix.FileLogFactory(self.settings)
        # The single-threaded initiator does not connect again after a Logout(5) of the other side.
        kind = quickfix.ThreadedSSLSocketInitiator if tls else quickfix.ThreadedSocketInitiator
        self.initiator = kind(self, self.store, self.settings, self.log)

    # Called by QuickFIX's thread

    def guarded(self, work, session_id, message=None):
        try:
            with self.lock:
                parsed = Message(message.toString().encode()) if message else None
                work(name_of(session_id), parsed)
        except Exception as error:
            self.errors.append(repr(error))

    def onCreate(self, session_id):
        pass

    def onLogon(self, session_id):
        def work(name, _):
            self.logons[name] += 1
            self.logged_on.add(name)

        self.guarded(work, session_id)

    def onLogout(self, session_id):
        self.guarded(lambda name, _: self.logged_on.discard(name), session_id)

    def toAdmin(self, message, session_id):
        def work(name, parsed):
            self.sent_admin[name].append(parsed)
            if parsed.type == "3":
                self.complaints.append(str(parsed))

        self.guarded(work, session_id, message)

    def fromAdmin(self, message, session_id):
        def work(name, parsed):
            self.admin[name].append(parsed)
            if parsed.type == "3":
                self.inbox[name].append(parsed)

        self.guarded(work, session_id, message)

    def toApp(self, message, session_id):
        def work(name, parsed):
            if parsed.type == "j":
                self.complaints.append(str(parsed))
            if (change := self.alter.pop(name, None)) is not None:
                change(message)

        self.guarded(work, session_id, message)

    def fromApp(self, message, session_id):
        self.guarded(lambda name, parsed: self.inbox[name].append(parsed), session_id, message)

    # For the test

    def start(self):
        self.initiator.start()
        for name in self.ids:
            self.wait_logon(name, 1)
        return self

    def stop(self):
        """Logs out. QuickFIX knows its sessions by name, so the initiator must be gone, too, before
        another one has them."""
        if self.initiator:
            self.initiator.stop()
        self.initiator = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def wait_logon(self, name, count, seconds=20.0):
        """Waits for the session's logon number `count`."""
        wait_for(
            lambda: self.logons[name] >= count and name in self.logged_on,
            f"Logon(A) number {count} of {name} by QuickFIX", seconds,
            lambda: f"{self.logons[name]} so far")

    def send(self, name, msg_type, body, groups=()):
        """Sends a message of (tag, value) pairs; `groups` are (counter, entries of pairs)."""
        message = quickfix.Message()
        message.getHeader().setField(quickfix.MsgType(msg_type))
        for tag, value in body:
            message.setField(quickfix.StringField(tag, str(value)))
        for counter, entries in groups:
            for entry in entries:
                places = quickfix.IntArray(len(entry) + 1)
                for place, (tag, _) in enumerate(entry):
                    places[place] = tag
                places[len(entry)] = 0
                group = quickfix.Group(counter, entry[0][0], places)
                for tag, value in entry:
                    group.setField(quickfix.StringField(tag, str(value)))
                message.addGroup(group)
        expect(quickfix.Session.sendToTarget(message, self.ids[name]), f"{name} can't send {body}")

    def take(self, name, wanted, what, seconds=10.0):
        """The first message in the session's inbox that `wanted` likes, taken out of it."""
        def found():
            with self.lock:
                for message in self.inbox[name]:
                    if wanted(message):
                        self.inbox[name].remove(message)
                        return message
            return None

        return wait_for(
            found, f"{what} for {name}", seconds, lambda: f"last came {self.inbox[name][-3:]}")

    def report(self, name, cl_ord_id, exec_type, seconds=10.0):
        """ExecutionReport(8) of an order with this ExecType(150)."""
        def wanted(message):
            return (message.type, message.get(11), message.get(150)) == ("8", cl_ord_id, exec_type)

        return self.take(name, wanted, f"8 with 11={cl_ord_id} 150={exec_type}", seconds)

    def next_numbers(self, name):
        """The next number that the session sends, and the next that it expects."""
        session = quickfix.Session.lookupSession(self.ids[name])
        return session.getExpectedSenderNum(), session.getExpectedTargetNum()

    def assert_strict(self):
        """QuickFIX has found nothing wrong in anything that the venue has sent."""
        expect(not self.complaints, f"QuickFIX refuses our messages: {self.complaints[:3]}")
        expect(not self.errors, f"errors in callbacks: {self.errors[:3]}")

    def assert_content(self):
        """The same, and nothing has come that was not taken; copies of what others are told, OnBehalfOfCompID(115),
        need not be asked for."""
        self.assert_strict()
        for name, inbox in self.inbox.items():
            messages = [message for message in inbox if message.get(115) is None]
            expect(not messages, f"messages that nobody has asked for, {name}: {messages}")


