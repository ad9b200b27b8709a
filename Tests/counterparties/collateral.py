#!/usr/bin/env python3
"""Guarantees in dollars with stock QuickFIX clients: a dealer and its bank, another dealer, clearing.

usage: collateral.py
A guarantee is brought, clearing says that the dollar has fallen, the dealer is called, tops up, is called again, and defaults.
One line per check; exit code 0 where all hold. Needs the Python package quickfix (quickfix-tls).
"""
import shutil
import subprocess

from fix_client import now_text, order
from line import Line
from quickfix_client import QuickFIXClient
from venue import BINARY, SAMPLE_MARKET, Checks, Folder, Venue, expect

BUYER = "DLR001"
SELLER = "DLR002"
BANK = "ZZBK01"
CLEARING = "ZZCH"
PRICE = 68450
USD = "USD"
TOP_UP_SECONDS = 10


class Scene:
    """A venue whose buyer has no money of its own, and QuickFIX with a session for each of the four."""

    def __init__(self, client, venue):
        self.client = client
        self.venue = venue
        self.count = 0

    def take(self, name, msg_type):
        return self.client.take(name, lambda m: m.type == msg_type, f"{msg_type}")

    def assign(self, name, amount, kind=0, currency=USD, account=2, firm=BUYER):
        self.count += 1
        self.client.send(name, "AY", [
            (902, f"P{self.count}"), (895, 0), (903, kind), (60, now_text()), (15, currency),
            (900, amount), (7786, account)],
            [(453, [[(448, firm), (447, "D"), (452, 1)]])])
        answer = self.take(name, "AZ")
        expect(answer[902] == f"P{self.count}", f"CollAsgnID(902) in {answer}")
        return answer

    def brought(self, amount, currency=USD, account=2):
        """The bank has brought money, and both are told."""
        answer = self.assign(BANK, amount, currency=currency, account=account)
        expect(answer[905] == "1", f"accepted: {answer}")
        told = self.take(BUYER, "AZ")
        expect((told[902], told[905], told[901]) == (answer[902], "1", answer[901]), f"the dealer: {told}")
        return answer

    def send_fixing(self, name, fixing, symbol="USD/CNY"):
        self.client.send(
            name, "W", [(55, symbol), (7785, "TEST")], [(268, [[(269, 6), (270, fixing)]])])

    def fix(self, fixing):
        """By clearing, which hears that it holds."""
        self.send_fixing(CLEARING, fixing)
        told = self.take(CLEARING, "W")
        expect((told[55], float(told[270]), told[7785]) == ("USD/CNY", float(fixing), "TEST"), f"{told}")

    def inquire(self, name):
        """What the session is told of the buyer: calls that stand, then accounts."""
        self.count += 1
        inquiry = f"I{self.count}"
        self.client.send(
            name, "BB", [(909, inquiry)], [(453, [[(448, BUYER), (447, "D"), (452, 1)]])])
        answer = self.take(name, "BG")
        expect((answer[909], answer.get(945)) in ((inquiry, "0"), (inquiry, "4")), f"the answer: {answer}")
        reports = []
        while answer[945] == "0" and not (reports and reports[-1].get(912) == "Y"):
            reports.append(self.client.take(
                name, lambda m: m.type == "BA" and m.get(909) == inquiry, f"BA of {inquiry}"))
        return answer, reports

    def fix_by_hand(self, fixing):
        subprocess.run(
            [BINARY, "settlement", "fixing", USD, fixing, "--data", self.venue.data, "--text", "TEST"],
            check=True, capture_output=True)

    def both(self, msg_type):
        """What the buyer and its bank are told, which is the same."""
        told = [self.take(name, msg_type) for name in (BUYER, BANK)]
        expect(told[0].all(448) == [BUYER] == told[1].all(448), f"the dealer is named: {told}")
        expect(told[0].get(900) == told[1].get(900), f"both are told the same: {told}")
        return told[0]


def takes_money_out(scene):
    """What is free leaves at the dealer's word; more than that does not."""
    refused = scene.assign(BUYER, "999999999999", kind=3, currency="CNY", account=1)
    expect((refused[905], refused[906], refused[7787]) == ("3", "3", "5"), f"not free: {refused}")
    refused = scene.assign(BUYER, "1", kind=3, currency="EUR")
    expect((refused[905], refused[7787]) == ("3", "3"), f"unknown currency: {refused}")
    refused = scene.assign(BANK, "1", firm="NOBODY")
    expect((refused[905], refused[7787]) == ("3", "1"), f"unknown firm: {refused}")
    answer = scene.brought("1.00", currency="CNY", account=1)
    free = answer[901]
    gone = scene.assign(BUYER, free, kind=3, currency="CNY", account=1)
    expect((gone[905], float(gone[901])) == ("1", 0), f"all of it leaves: {gone}")
    expect(scene.take(BANK, "AZ")[903] == "3", "the bank is told")


def takes_fixings_of_clearing_alone(scene):
    scene.send_fixing(BUYER, "1")
    refused = scene.take(BUYER, "j")
    expect((refused[372], refused[380]) == ("W", "6"), f"a dealer: {refused}")
    for symbol, fixing, reason in (("EUR/CNY", "8", "12"), ("USD/CNY", "0", "10")):
        scene.send_fixing(CLEARING, fixing, symbol)
        refused = scene.take(CLEARING, "j")
        expect((refused[372], refused[379], refused[7777]) == ("W", "TEST", reason), f"{refused}")
    scene.fix("7.1")


def buys_by_guarantee(scene):
    refused = order("B0", 1, PRICE, 25) + [(544, 2)]
    scene.client.send(BUYER, "D", refused)
    expect(scene.client.report(BUYER, "B0", "8")[7799] == "901", "nothing backs it")
    scene.brought("60000.00")
    scene.client.send(BUYER, "D", order("B1", 1, PRICE, 25) + [(544, 2)])
    scene.client.report(BUYER, "B1", "0")
    scene.client.send(SELLER, "D", order("S1", 2, PRICE, 25))
    scene.client.report(SELLER, "S1", "0")
    trade = scene.client.report(BUYER, "B1", "F")
    scene.client.report(SELLER, "S1", "F")
    left = scene.assign(BUYER, "60000.00", kind=3)
    expect(left[7787] == "5", f"part of it is held: {left}")
    return trade


def empty(scene):
    """Takes out what the guarantee does not need, so that a fall leaves it short."""
    free = scene.brought("0.01")[901]
    expect(scene.assign(BUYER, free, kind=3)[905] == "1", "what is free leaves")
    scene.take(BANK, "AZ")


def tells_what_there_is(scene, call):
    """To the dealer and to clearing the same: the call, the dollars that are held, no CNY; to nobody else."""
    for name in (BUYER, CLEARING):
        _, (called, dollars, cash) = scene.inquire(name)
        for tag in (571, 11, 37, 900, 901, 7783, 7784, 7785):
            expect(called[tag] == call[tag], f"{tag} of the call {call}: {called}")
        expect(called[7788] == call[126], f"TopUpBy(7788): {called}")
        expect((dollars[15], dollars[55], float(dollars[44]), dollars[7785]) == (USD, "USD/CNY", 6.9, "TEST"),
               f"the fixing: {dollars}")
        expect((dollars[910], float(dollars[899]), float(dollars[7784])) == ("3", 0, 0.05), f"all held: {dollars}")
        expect(dollars[7783] == call[900], f"what they are worth: {dollars}")
        expect((cash[15], float(cash[900]), cash[912]) == ("CNY", 0, "Y"), f"the last: {cash}")
    refused, _ = scene.inquire(SELLER)
    expect((refused[945], refused[946]) == ("4", "9"), f"another firm: {refused}")


def called_and_topped_up(scene, trade):
    empty(scene)
    scene.fix("6.9")
    call = scene.both("AX")
    wanted = {895: "3", 571: trade[527], 11: "B1", 37: trade[37], 55: "CU-BW-A", 15: "CNY"}
    for tag, value in wanted.items():
        expect(call[tag] == value, f"{tag}={value} in {call}")
    missing = float(call[7783]) - float(call[900])
    expect(abs(missing - float(call[901])) < 0.005, f"CashOutstanding(901) in {call}")
    expect(call[126] > call[60], f"ExpireTime(126) in {call}")
    refused = scene.assign(BUYER, "0.01", kind=3)
    expect(refused[7787] in ("5", "7"), f"nothing leaves meanwhile: {refused}")
    tells_what_there_is(scene, call)
    scene.brought("5000.00")
    whole = scene.both("BA")
    expect((whole[910], whole[571]) == ("3", trade[527]), f"whole again: {whole}")
    expect(float(whole[900]) >= float(whole[7783]), f"what is held covers it: {whole}")


def told_of_excess(scene, trade):
    scene.fix_by_hand("7.5")
    told = scene.both("AX")
    expect((told[895], told[571]) == ("4", trade[527]), f"not needed: {told}")
    expect(float(told[899]) > 0, f"MarginExcess(899) in {told}")
    empty(scene)


def defaults(scene, trade):
    """The time of the second call passes: the seller has the dollars, the fill is undone."""
    scene.fix("6.5")
    expect(scene.both("AX")[895] == "3", "called again")
    for name in (BUYER, SELLER):
        told = scene.client.take(
            name, lambda m: m.type == "AE" and m.get(7774) == "12", "the default", seconds=30)
        expect((told[880], told[7775]) == (trade[527], "16"), f"not topped up: {told}")
    undone = scene.client.report(BUYER, "B1", "H")
    expect(undone[19] == trade[17], f"ExecRefID(19) in {undone}")
    scene.client.report(SELLER, "S1", "H")
    got = scene.assign(SELLER, "40000.00", kind=3, account=1, firm=SELLER)
    expect(got[905] == "1", f"the seller has dollars: {got}")
    scene.take(BANK, "AZ")


def prepare(folder):
    """The sample market with dollars at 7.1, little time to top up, and a buyer without money."""
    market = folder / "market"
    shutil.copytree(SAMPLE_MARKET, market)
    venue = (market / "venue.yaml").read_text()
    (market / "venue.yaml").write_text(
        venue + f"  topUpWithin: {TOP_UP_SECONDS} s\n"
        "currencies:\n  - {code: USD, haircutPercent: 5, fixing: 7.1}\n")
    firms = (market / "firms.yaml").read_text()
    known = f"code: {BUYER}\n"
    expect(known in firms, f"{BUYER} is in firms.yaml")
    (market / "firms.yaml").write_text(
        firms.replace(known, f"{known}    clearingMember: {BANK}\n"))
    funds = (market / "funds.csv").read_text().splitlines()
    (market / "funds.csv").write_text(
        "\n".join(row for row in funds if not row.startswith(BUYER)) + "\n")
    return market


def main():
    checks = Checks("collateral")
    with Folder("collateral") as folder, Venue(folder, market=prepare(folder)) as venue:
        venue.start()
        line = Line(lambda: venue.port)
        with QuickFIXClient(folder, line.port, [BUYER, SELLER, BANK, CLEARING]) as client:
            scene = Scene(client, venue)
            trade = []
            checks.run("logs on with strict validation", lambda: client.start() and None)
            checks.run("takes out what is free", lambda: takes_money_out(scene), context=venue.logs)
            checks.run("takes fixings of clearing alone",
                       lambda: takes_fixings_of_clearing_alone(scene), context=venue.logs)
            checks.run("buys by a guarantee in dollars",
                       lambda: trade.append(buys_by_guarantee(scene)), context=venue.logs)
            if trade:
                for name, work in (("is called when the dollar falls, and tops up", called_and_topped_up),
                                   ("has back what it does not need", told_of_excess),
                                   ("defaults at the end of a second call", defaults)):
                    checks.run(name, lambda: work(scene, trade[0]), context=venue.logs)
            checks.run("refuses nothing that the venue sends", client.assert_content)
        line.close()
        checks.run("the venue ends, log and replay agree", lambda: (venue.stop(), venue.verify())[1])
    checks.exit()


if __name__ == "__main__":
    main()
