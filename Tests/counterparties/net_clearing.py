#!/usr/bin/env python3
"""Net clearing with stock QuickFIX clients: three dealers, two banks as clearing members, clearing, the
registry and a warehouse.

usage: net_clearing.py
All pay and all is delivered; a member fails and its trade is out; what the stand-in of clearing puts down is
reconciled. One line per check; exit code 0 where all hold. Needs the Python package quickfix (quickfix-tls).
"""
import subprocess

from fix_client import now_text
from line import Line
from quickfix_client import QuickFIXClient
from settlement import BUYER, CLEARING, REGISTRY, SELLER, WAREHOUSE, Scene
from venue import BINARY, Checks, Folder, Market, Venue, expect

OTHER = "DLR003"
PAYER = "ZZBK01"
PAYEE = "ZZBK02"
NAMES = [BUYER, SELLER, OTHER, CLEARING, REGISTRY, WAREHOUSE, PAYER, PAYEE]


def fen(text):
    return round(100 * float(text))


class NetScene(Scene):
    """A market that clears net: DLR001 through one bank, DLR002 through another, DLR003 by itself."""

    def __init__(self, client, venue):
        super().__init__(client)
        self.venue = venue
        self.run = 0

    def net_run(self):
        """The operator begins a run."""
        self.run += 1
        subprocess.run(
            [BINARY, "settlement", "net-run", "--data", self.venue.data, "--text", "TEST"], check=True,
            capture_output=True)

    def nets(self, members, round=1):
        """What clearing and each member are told, which is the same, by member."""
        told = {}
        for _ in members:
            asked = self.take(CLEARING, "AE")
            told[asked[448]] = asked
        expect(sorted(told) == sorted(members), f"nets of {members}: {told}")
        for member in members:
            own = self.take(member, "AE")
            for net in (own, told[member]):
                wanted = {487: "0", 856: "0", 570: "N", 55: "[N/A]", 552: "1", 452: "4", 15: "CNY",
                          7779: str(self.run), 7780: str(round), 880: None, 32: "0", 448: member}
                for tag, value in wanted.items():
                    expect(net.get(tag) == value, f"{tag}={value} in {net}")
            for tag in (571, 54, 118, 119):
                expect(own[tag] == told[member][tag], f"{tag}: {own} {told[member]}")
        return told

    def answer_net(self, net, status=0):
        self.client.send(CLEARING, "AR", [
            (571, net[571]), (150, "F"), (939, status), (55, "[N/A]"), (60, now_text())])

    def deliver(self, trade, buyer=BUYER):
        self.answer_title(self.asked(REGISTRY, "UT", trade))
        delivered = self.told(trade, 7, (buyer, SELLER))[0]
        self.weigh(trade, delivered[7725])
        self.told(trade, 9, (buyer, SELLER))
        return delivered


def all_pay(scene):
    """The buyer's member pays what the seller's gets and the fees; then the title moves."""
    bought, _ = scene.trade()
    scene.net_run()
    nets = scene.nets([PAYER, PAYEE])
    gross = fen(bought[381])
    pays, gets = nets[PAYER], nets[PAYEE]
    expect((pays[54], gets[54]) == ("1", "2"), f"who pays: {pays} {gets}")
    expect(fen(pays[118]) > gross > fen(gets[118]), f"price and fees: {pays} {gets}")
    expect((fen(pays[119]), fen(gets[119])) == (fen(pays[118]), 0), f"to pay: {pays} {gets}")
    expect(pays[7776] > pays[60], f"SettlementDeadline(7776) in {pays}")
    scene.answer_net(gets)
    scene.refused(CLEARING, "AR", 7)
    scene.answer_net(pays)
    scene.deliver(bought)
    scene.answer_net(pays)
    scene.refused(CLEARING, "AR", 3)


def one_fails(scene):
    """A member does not pay: its purchase is out, and the other's goes on in a second round."""
    failed, sold = scene.trade()
    paid, _ = scene.trade(buyer=OTHER)
    scene.net_run()
    first = scene.nets([PAYER, PAYEE, OTHER])
    scene.answer_net(first[OTHER])
    scene.answer_net(first[PAYER], status=1)
    for message in scene.told(failed, 12):
        expect((message[487], message[150], message[7775]) == ("1", "H", "15"), f"undone: {message}")
    for name, fill in ((BUYER, failed), (SELLER, sold)):
        undone = scene.client.report(name, fill[11], "H")
        expect(undone[19] == fill[17], f"ExecRefID(19) {fill[17]} in {undone}")
    second = scene.nets([PAYER, PAYEE, OTHER], round=2)
    expect((fen(second[PAYER][118]), fen(second[OTHER][119])) == (0, 0), f"what is left: {second}")
    expect(second[OTHER][118] == first[OTHER][118], f"paid before: {second} {first}")
    scene.deliver(paid, OTHER)
    scene.answer_net(first[PAYER])
    scene.refused(CLEARING, "AR", 5)


def put_down(scene, folder, line):
    """The stand-in of clearing pays, and its statement is the money of the trade."""
    statement = folder / "clearing.csv"
    clearing = subprocess.Popen(
        [BINARY, "stand-in", "--role", "clearing", "--compID", CLEARING, "--connect", f"127.0.0.1:{line.port}",
         "--state", folder / "state", "--statement", statement, "--reset"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        bought, _ = scene.trade()
        scene.net_run()
        for member in (PAYER, PAYEE):
            scene.take(member, "AE")
        scene.deliver(bought)
    finally:
        clearing.terminate()
        expect(clearing.wait(10) == 0, "the stand-in ends in order")
    lines = statement.read_text().splitlines()
    expect([row.split(",")[1:4:2] for row in lines[1:]] in (
        [[PAYER, ""], ["", PAYEE]], [["", PAYEE], [PAYER, ""]]), f"{lines}")
    done = scene.venue.tool(
        "reconcile", scene.venue.data, "--clearing", statement, "--within", "0", "--format", "csv")
    own = [row for row in done.stdout.splitlines() if row.startswith(f"trade,{bought[527]},")]
    expect(own and own[0].endswith(",matched"), f"{done.stdout}{done.stderr}")
    found = [row for row in done.stdout.splitlines() if row.startswith(f"break,{bought[527]},")]
    expect(done.returncode == 1 and not found, f"runs before the statement are breaks 2: {done.stdout}")


def main():
    checks = Checks("net_clearing")
    with Folder("net-clearing") as folder:
        market = Market(folder)
        market.replace("instruments.yaml", "hours: book\n", "hours: book\n    clearing: net\n")
        market.append("venue.yaml", "netting: {at: 16:00, payWithin: 60 s, cureWithin: 60 s}\n")
        for dealer, member in ((BUYER, PAYER), (SELLER, PAYEE)):
            market.replace("firms.yaml", f"code: {dealer}\n", f"code: {dealer}\n    clearingMember: {member}\n")
        market.admit("CU-BW-A", SELLER, 6)
        with Venue(folder, market=market.path) as venue:
            venue.start()
            line = Line(lambda: venue.port)
            with QuickFIXClient(folder, line.port, NAMES) as client:
                scene = NetScene(client, venue)
                checks.run("logs on with strict validation", lambda: client.start() and None)
                checks.run("settles a run that all have paid for", all_pay, scene, context=venue.logs)
                checks.run("takes out what a member has not paid", one_fails, scene, context=venue.logs)
                checks.run("refuses nothing that the venue sends", client.assert_content)
            with QuickFIXClient(folder, line.port, [name for name in NAMES if name != CLEARING]) as client:
                scene.client = client
                checks.run("logs on again, all but clearing", lambda: client.start() and None)
                checks.run("puts nets down for the reconciliation", put_down, scene, folder, line,
                           context=venue.logs)
            line.close()
            checks.run("the venue ends, log and replay agree", lambda: (venue.stop(), venue.verify())[1])
    checks.exit()


if __name__ == "__main__":
    main()
