#!/usr/bin/env python3
"""FIX over TLS: QuickFIX trades, strangers are closed with the right reason, certificates change.

usage: fixs.py
One line per check; exit code 0 where all hold. Needs the Python package quickfix (quickfix-tls) and openssl.
"""
import re
import signal
import socket
import ssl
import subprocess

from fix_client import cancel, order
from quickfix_client import QuickFIXClient
from raw_scene import PRICE, Traders, logon
from tls_line import Certificates, SecureClient
from venue import Checks, Folder, Market, Venue, expect, wait_for

BUYER, SELLER = "DLR006", "MMK001"
CLOSED = "connection closed without a word"
TLS12, TLS13 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3


class Scene:
    """A venue with TLS, and certificates of every kind. DLR004 is bound to a name, DLR005 to plain lines."""

    def __init__(self, folder, market, venue):
        self.folder = folder
        self.venue = venue
        for firm, policy in (("DLR004", 'certificate: {san: "URI:fix:DLR004"}'), ("DLR005", "transport: plain")):
            line = f"  - compID: {firm}\n    firm: {firm}\n    role: dealer\n"
            market.replace("sessions.yaml", line, f"{line}    {policy}\n")
        market.admit("CU-BW-A", SELLER, 20)
        self.certificates = Certificates(self.venue, folder / "certificates")
        self.others = Certificates(self.venue, folder / "others")
        self.make()
        self.venue.start(*self.certificates.options())
        self.port = int(re.search(r"fixs=127\.0\.0\.1:(\d+)", self.venue.log()).group(1))
        self.traders = Traders(self.port, self.client)
        self.traders.start()

    def make(self):
        own = self.certificates
        own.issue("DLR003", more=("--days", "0"))
        own.keep("DLR003", "expired")
        own.issue("DLR003")
        own.keep("DLR003", "revoked")
        own.run("revoke", "DLR003")
        own.issue("DLR003", more=("--server",))
        own.keep("DLR003", "server")
        own.issue(more=("--market", self.venue.market))
        own.issue("named", more=("--san", "URI:fix:DLR004"))
        self.others.issue("DLR003")

    def client(self, name, certificate=None, version=None):
        return SecureClient(name, self.certificates.context(certificate or name, version))

    def assert_refused(self, reason, line_of, since):
        """The log has one more refusal than `since`, with this reason and these words."""
        lines = self.venue.wait_log(CLOSED, count=since + 1)
        expect(len(lines) == since + 1, f"one refusal more than {since}, not {len(lines)}")
        expect(f"reason={reason}" in lines[-1] and line_of in lines[-1], f"{reason} {line_of}: {lines[-1]}")

    def refusals(self):
        return sum(CLOSED in line for line in self.venue.log().splitlines())


# Sessions


def trade(client, name):
    client.send("D", order(name, 1, PRICE - 300))
    expect(client.answer(name)[150] == "0", "an order is taken")
    client.send("F", cancel(name + "C", name, 1))
    expect(client.answer(name + "C")[150] == "4", "it is canceled")


def both_versions(scene):
    names = []
    for version in (TLS12, TLS13):
        client = scene.client("DLR003", version=version).open(scene.port, (141, "Y"))
        trade(client, f"V{version.name}")
        names.append(client.socket.line.cipher()[0])
        client.log_out()
    expect(all("AES_128_GCM" in name or "AES128-GCM" in name for name in names), f"AES-128-GCM first: {names}")
    return ", ".join(names)


def quickfix_trades(scene):
    """QuickFIX over TLS, two firms with a certificate each."""
    own = scene.certificates
    firms = {}
    try:
        for firm in (BUYER, SELLER):
            tls = (own.file("ca"), own.file(firm), own.file(firm, "key"))
            firms[firm] = QuickFIXClient(scene.folder, scene.port, [firm], tls=tls).start()
        for number in range(20):
            buy, sell = f"QB{number}", f"QS{number}"
            firms[BUYER].send(BUYER, "D", order(buy, 1, PRICE - 50))
            firms[BUYER].report(BUYER, buy, "0")
            firms[SELLER].send(SELLER, "D", order(sell, 2, PRICE - 50))
            firms[SELLER].report(SELLER, sell, "0")
            sold = firms[SELLER].report(SELLER, sell, "F")
            bought = firms[BUYER].report(BUYER, buy, "F")
            expect(bought[527] == sold[527] and bought.all(309) == sold.all(309), f"one trade: {bought} {sold}")
        for client in firms.values():
            client.assert_content()
    finally:
        for client in firms.values():
            client.stop()
    scene.traders.go_on()
    return "20 trades"


def many_at_once(scene):
    """More than a record, more than a buffer, in one write."""
    client = scene.client("DLR003").open(scene.port, (141, "Y"))
    client.transmit(b"".join(client.number("1", [(112, f"M{n}")]) for n in range(3000)))
    client.wait(lambda: any(m.get(112) == "M2999" for m in client.seen.values()), "Heartbeat(0) M2999", 30)
    client.log_out()
    scene.traders.go_on()


def bound_to_a_name(scene):
    scene.client("DLR004", "named").open(scene.port).log_out()


# Strangers


def s_client(scene, certificate, *more, session="DLR003", authority=None):
    """What openssl s_client gets that shows a certificate and says Logon(A)."""
    own = scene.certificates
    command = ["openssl", "s_client", "-connect", f"127.0.0.1:{scene.port}", "-quiet", "-CAfile", own.file("ca")]
    if certificate:
        command += ["-cert", certificate, "-key", certificate.with_suffix(".key")]
    process = subprocess.Popen(
        [*map(str, command), *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        process.stdin.write(logon(sender=session))
        process.stdin.flush()
    except BrokenPipeError:
        pass
    try:
        answer = process.stdout.read()
        process.wait(15)
    finally:
        process.kill()
        process.stdin.close()
        process.stdout.close()
    expect(b"8=FIX" not in answer, f"FIX for a stranger: {answer}")


def wrong_certificates(scene):
    own = scene.certificates
    rows = [
        (None, "DLR003", "certificateRefused", "peer did not return a certificate"),
        (own.file("expired"), "DLR003", "certificateRefused", "certificate has expired"),
        (own.file("revoked"), "DLR003", "certificateRefused", "certificate revoked"),
        (own.file("server"), "DLR003", "certificateRefused", "certificate purpose"),
        (scene.others.file("DLR003"), "DLR003", "certificateRefused", "tls="),
        (own.file("DLR006"), "DLR003", "certificateOfAnother", "certificate=CN=DLR006"),
        (own.file("DLR004"), "DLR004", "certificateOfAnother", "compID=DLR004"),
        (own.file("DLR005"), "DLR005", "tlsNotAllowed", "compID=DLR005"),
        (own.file("DLR003"), "NOBODY", "unknownSession", "compID=NOBODY"),
    ]
    for version in ("-tls1_2", "-tls1_3"):
        for certificate, session, reason, words in rows:
            since = scene.refusals()
            s_client(scene, certificate, version, session=session)
            scene.assert_refused(reason, words, since)
            scene.traders.go_on()
    return f"{len(rows)} kinds in two versions"


def old_versions(scene):
    since = scene.refusals()
    s_client(scene, scene.certificates.file("DLR003"), "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0")
    scene.assert_refused("tlsFailed", "unsupported protocol", since)


def send(port, data, half_close=False):
    """What comes back for plain bytes, until the venue closes."""
    with socket.create_connection(("127.0.0.1", port), 5) as line:
        line.sendall(data)
        if half_close:
            line.shutdown(socket.SHUT_WR)
        line.settimeout(15)
        answer = b""
        try:
            while piece := line.recv(4096):
                answer += piece
        except ConnectionResetError:
            pass
        expect(b"8=FIX" not in answer, f"FIX for a stranger: {answer}")


def hello():
    """The first bytes of a TLS client."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    line = ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname="localhost")
    try:
        line.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()


def wrong_ports(scene):
    rows = [
        (scene.port, logon(), "tlsFailed", "wrong version number"),
        (scene.port, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "tlsFailed", "http request"),
        (scene.venue.port, hello(), "tlsOnPlainPort", "peer="),
    ]
    for port, data, reason, words in rows:
        since = scene.refusals()
        send(port, data)
        scene.assert_refused(reason, words, since)
    scene.traders.go_on()


def cut_handshakes(scene):
    data = hello()
    since = scene.refusals()
    for end in range(0, 300):
        send(scene.port, data[: end * len(data) // 300], half_close=True)
    wait_for(
        lambda: scene.refusals() - since + left_out(scene) >= 300, "300 refusals, told or counted", 25,
        scene.venue.logs)
    scene.traders.go_on()
    return f"300 cut anywhere, {left_out(scene)} of them told as a number"


def left_out(scene):
    """Refusals that the log has told by their number alone."""
    return sum(int(count) for count in re.findall(r"amount=(\d+) .*more connections closed", scene.venue.log()))


def slow_handshakes(scene):
    """As many as may wait, each with a byte less than a hello; real sessions log on beside them."""
    since = scene.refusals()
    lines = [socket.create_connection(("127.0.0.1", scene.port), 5, ("127.0.0.3", 0)) for _ in range(70)]
    for line in lines:
        try:
            line.sendall(hello()[:-1])
        except OSError:
            pass
    client = scene.client("DLR003").open(scene.port, (141, "Y"))
    trade(client, "SLOW")
    client.log_out()
    scene.venue.wait_log("reason=handshakeTimeout", count=64, seconds=15)
    scene.venue.wait_log("reason=tooManyFromAddress", count=6)
    expect(scene.refusals() >= since + 70, "every one is told")
    for line in lines:
        line.close()
    scene.traders.go_on()


# Certificates change


def serial(scene):
    """The serial number that the venue shows."""
    context = scene.certificates.context("DLR003")
    with socket.create_connection(("127.0.0.1", scene.port), 5) as raw:
        with context.wrap_socket(raw, server_hostname="localhost") as line:
            return line.getpeercert()["serialNumber"]


def reload(scene):
    own, venue = scene.certificates, scene.venue
    before = serial(scene)
    own.issue("CANGDAN", more=("--server",))
    expect(serial(scene) == before, "nothing is read before SIGHUP")
    venue.process.send_signal(signal.SIGHUP)
    venue.wait_log("certificates read again")
    after = serial(scene)
    expect(after != before, "the renewed certificate is shown")
    own.keep("CANGDAN", "good")
    own.file("CANGDAN", "key").write_bytes(own.file("DLR003", "key").read_bytes())
    venue.process.send_signal(signal.SIGHUP)
    line = venue.wait_log("certificates not read again")[0]
    expect("key values mismatch" in line and "CANGDAN.key" in line, f"file and reason in {line}")
    expect(serial(scene) == after, "the one from before stays")
    own.keep("good", "CANGDAN")
    scene.traders.go_on()


def revoke(scene):
    own, venue = scene.certificates, scene.venue
    client = scene.client("DLR003").open(scene.port, (141, "Y"))
    own.run("revoke", "DLR003")
    venue.process.send_signal(signal.SIGHUP)
    venue.wait_log("certificates read again", count=2)
    client.wait_closed()
    expect(client.logout and client.logout.get(58) == "Access revoked", f"Logout(5) says why: {client.logout}")
    venue.wait_log("access revoked, the session ends")
    since = scene.refusals()
    s_client(scene, own.file("DLR003"))
    scene.assert_refused("certificateRefused", "certificate revoked", since)
    scene.traders.go_on()


def wrong_files(scene):
    """A venue does not start on wrong files, and says which and why."""
    own = scene.certificates
    own.issue("old", more=("--server", "--days", "0"))
    own.issue("open", more=("--server",))
    own.file("open", "key").chmod(0o644)
    rows = [
        ({"key": own.file("DLR004", "key")}, "DLR004.key: key values mismatch"),
        ({"certificate": own.file("none")}, "none.pem: No such file or directory"),
        ({"certificate": own.file("old"), "key": own.file("old", "key")}, "old.pem: the certificate has expired"),
        ({"certificate": own.file("open"), "key": own.file("open", "key")}, "chmod 600"),
        ({"ca": own.file("DLR004", "key")}, "expected certificates of authorities in PEM"),
        ({"crl": own.file("ca")}, "expected a list of revocations"),
    ]
    for changed, words in rows:
        with Venue(scene.folder / "second", market=scene.venue.market, data=scene.folder / "other") as venue:
            venue.folder.mkdir(exist_ok=True)
            venue.spawn(*own.options(**changed))
            expect(venue.wait_exit() == 1, f"exit code 1 for {changed}")
            expect(words in venue.log(), f"'{words}' in {venue.log()}")


def client_of_ours(scene):
    """`cangdan trade --tls`: it trades, and says why it does not."""
    own = scene.certificates
    script = scene.folder / "script.txt"
    script.write_text(f"wait-for-logon within 5\nbuy CU-BW-A 25 @ {PRICE - 300} id A\nexpect 8 150=0 11={{A}} within 5\n")

    def trade_as(session, certificate, *more, authority=own):
        return scene.venue.tool(
            "trade", "--as", session, "--port", scene.port, "--tls", "--ca", authority.file("ca"), "--certificate",
            own.file(certificate), "--key", own.file(certificate, "key"), "--state", scene.folder / "state",
            "--script", script, *more)

    done = trade_as("DLR003", "DLR003", "--reset")
    expect(done.returncode == 0, f"it trades: {done.stdout}{done.stderr}")
    rows = [
        (trade_as("DLR003", SELLER), "is our certificate that session"),
        (trade_as("DLR003", "DLR003", "--tls-name", "fix.market.example"), "hostname mismatch"),
        (trade_as("DLR003", "DLR003", authority=scene.others), "certificate"),
        (trade_as("DLR003", "none"), "none.pem: No such file or directory"),
    ]
    for done, words in rows:
        text = done.stdout + done.stderr
        expect(done.returncode == 1 and words in text, f"'{words}' in {text}")
    scene.traders.go_on()


def certificate_command(scene):
    own, tool = scene.certificates, scene.venue.tool
    for name in ("ca", "DLR001"):
        mode = own.file(name, "key").stat().st_mode & 0o777
        expect(mode == 0o600, f"{name}.key is for its owner alone, not {mode:o}")
    done = tool("certificate", "show", own.file("named"))
    for words in ("/CN=named", "/CN=Cangdan Test Authority", "URI:fix:DLR004", "fingerprint  "):
        expect(done.returncode == 0 and words in done.stdout, f"'{words}' in {done.stdout}{done.stderr}")
    rows = [
        (("show", own.file("expired")), "has expired"),
        (("show", own.file("ca", "key")), "expected a certificate in PEM"),
        (("ca", "--directory", own.path), "there is an authority already"),
        (("issue", "X", "--directory", scene.folder), "cangdan certificate ca"),
        (("issue", "X", "--directory", own.path, "--san", "nonsense"), "is not like DNS:host"),
        (("revoke", "nobody", "--directory", own.path), "nobody.pem"),
    ]
    for arguments, words in rows:
        done = tool("certificate", *arguments)
        text = done.stdout + done.stderr
        expect(done.returncode != 0 and words in text, f"'{words}' in {text}")


CHECKS = [
    ("cangdan certificate", certificate_command),
    ("cangdan trade --tls", client_of_ours),
    ("TLS 1.2 and 1.3", both_versions),
    ("QuickFIX over TLS", quickfix_trades),
    ("3,000 messages in one write", many_at_once),
    ("a session bound to an alternative name", bound_to_a_name),
    ("wrong certificates", wrong_certificates),
    ("TLS 1.1", old_versions),
    ("the wrong port", wrong_ports),
    ("handshakes that are cut", cut_handshakes),
    ("handshakes that are slow", slow_handshakes),
    ("certificates read again", reload),
    ("a certificate is revoked", revoke),
    ("files that are wrong", wrong_files),
]


def main():
    checks = Checks("fixs")
    with Folder("fixs") as folder:
        run(checks, folder, Market(folder))
    checks.exit()


def run(checks, folder, market):
    with Venue(folder, market=market.path, durability="memory") as venue:
        scene = Scene(folder, market, venue)
        for name, check in CHECKS:
            checks.run(name, check, scene, context=venue.logs)
        checks.run("the real sessions have traded on", scene.traders.end)
        checks.run("the venue ends, log and replay agree", lambda: (venue.stop(), venue.verify())[1])


if __name__ == "__main__":
    main()
