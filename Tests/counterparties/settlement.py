#!/usr/bin/env python3
"""Takes trades from the match to delivery with stock QuickFIX clients: two dealers, clearing, the
registry and a warehouse.

usage: settlement.py
One line per check; exit code 0 where all hold. Needs the Python package quickfix (quickfix-tls).
"""
import subprocess

from fix_client import now_text, order
from line import Line
from quickfix_client import QuickFIXClient
from venue import BINARY, Checks, Folder, Venue, expect

BUYER = "DLR001"
SELLER = "DLR002"
CLEARING = "ZZCH"
REGISTRY = "ZZREG"
WAREHOUSE = "WHS001"
SUPERVISOR = "SUP001"
NAMES = [BUYER, SELLER, CLEARING, REGISTRY, WAREHOUSE, SUPERVISOR]
PRICE = 68450


class Scene:
    """A venue and QuickFIX with a session for each of the five."""

    def __init__(self, client):
        self.client = client
        self.count = 0

    def trade(self, buyer=BUYER, seller=SELLER, document=None):
        """One lot changes hands; the reports of both sides."""
        self.count += 1
        group = [(711, [[(311, "CU"), (309, document), (305, "100")]])] if document else ()
        buy, sell = f"B{self.count}", f"S{self.count}"
        self.client.send(buyer, "D", order(buy, 1, PRICE, 25))
        self.client.report(buyer, buy, "0")
        self.client.send(seller, "D", order(sell, 2, PRICE, 25), group)
        self.client.report(seller, sell, "0")
        return self.client.report(buyer, buy, "F"), self.client.report(seller, sell, "F")

    def take(self, name, msg_type):
        return self.client.take(name, lambda m: m.type == msg_type, f"{msg_type}")

    def asked(self, name, msg_type, trade):
        message = self.take(name, msg_type)
        expect(message[880] == trade[527], f"TrdMatchID(880) {trade[527]} in {message}")
        return message

    def answer_funds(self, asked, status=0):
        self.client.send(CLEARING, "AR", [
            (571, asked[571]), (150, "F"), (939, status), (880, asked[880]), (55, asked[55]),
            (60, now_text())])

    def answer_title(self, asked, result=1, signed="Y"):
        self.client.send(REGISTRY, "UT", [
            (880, asked[880]), (7700, asked[7700]), (7754, 5), (7755, result), (7758, signed)])

    def weigh(self, trade, weight):
        self.client.send(WAREHOUSE, "UT", [
            (880, trade[527]), (7700, f"W{trade[527]}"), (7701, trade[309]), (7725, weight)])

    def refused(self, name, msg_type, code):
        message = self.take(name, "j")
        expect((message[372], message[7777]) == (msg_type, str(code)), f"{msg_type} {code}: {message}")

    def told(self, trade, state, names=(BUYER, SELLER)):
        """Both parties are told that the trade has come to a state."""
        messages = [self.take(name, "AE") for name in names]
        for message in messages:
            expect((message[880], message[7774]) == (trade[527], str(state)), f"{state}: {message}")
            expect(message[552] == "1", f"one side in {message}")
        if state == 7:
            stored = self.take(WAREHOUSE, "UT")
            expect((stored[880], stored[7701], stored[7711], stored[7755]) ==
                   (trade[527], trade[309], "ZZW01", "1"), f"told to the warehouse: {stored}")
        return messages


def delivered(scene):
    bought, sold = scene.trade()
    asked = scene.asked(CLEARING, "AE", bought)
    wanted = {487: "0", 856: "0", 570: "N", 829: "5", 55: "CU-BW-A", 32: "25", 31: str(PRICE),
              381: bought[381], 552: "2", 309: bought[309]}
    for tag, value in wanted.items():
        expect(asked[tag] == value, f"{tag}={value} in {asked}")
    expect(asked.all(54) == ["1", "2"] and asked.all(448) == [BUYER, SELLER], f"sides of {asked}")
    expect(asked.all(37) == [bought[37], sold[37]], f"OrderID(37) in {asked}")
    money = [round(100 * float(text)) for text in asked.all(118)]
    gross = round(100 * float(asked[381]))
    fees = [round(100 * float(text)) for text in asked.all(137)]
    expect(asked.all(139) == ["4", "7", "4"], f"fees in {asked}")
    expect(money == [gross + fees[0] + fees[1], gross - fees[2]], f"NetMoney(118) in {asked}")
    scene.answer_funds(asked)
    title = scene.asked(REGISTRY, "UT", bought)
    wanted = {7754: "5", 7755: "0", 7707: SELLER, 7759: BUYER, 309: bought[309]}
    for tag, value in wanted.items():
        expect(title[tag] == value, f"{tag}={value} in {title}")
    scene.answer_title(title, signed="N")
    scene.refused(REGISTRY, "UT", 8)
    scene.answer_title(title)
    buyer, seller = scene.told(bought, 7)
    expect((buyer[54], seller[54]) == ("1", "2"), f"Side(54): {buyer} {seller}")
    expect([buyer[118], seller[118]] == asked.all(118), f"NetMoney(118): {buyer} {seller}")
    expect(buyer[7769] <= buyer[60], f"EarliestResaleTime(7769) in {buyer}")
    expect(buyer[7776] > buyer[60], f"SettlementDeadline(7776) in {buyer}")
    return bought, asked, title, buyer


def weighed(scene, bought, told):
    """The outturn weight is 100 kg above the receipt's: the buyer owes that much at the contract's price."""
    weight = f"{float(told[7725]) + 0.1:.3f}"
    scene.weigh(bought, weight)
    for message in scene.told(bought, 9):
        expect((message[487], message[856]) == ("2", "5"), f"final terms: {message}")
        expect(abs(float(message[7778]) - 0.1 * PRICE) < 0.01 * PRICE, f"TradeDifference(7778): {message}")
    scene.weigh(bought, weight)
    scene.refused(WAREHOUSE, "UT", 5)


def positions(scene, bought):
    """The buyer sees what it was delivered, clearing sees it too, and another dealer does not."""
    def ask(name, firm, symbol=None):
        scene.count += 1
        body = [(710, f"P{scene.count}"), (724, 0), (1, firm), (581, 1), (715, now_text()[:8]), (60, now_text())]
        body += [(55, symbol)] if symbol else []
        scene.client.send(name, "AN", body, [(453, [[(448, firm), (447, "D"), (452, 1)]])])
        taken = scene.take(name, "AO")
        expect(taken[710] == f"P{scene.count}", f"{taken}")
        return taken, [scene.take(name, "AP") for _ in range(int(taken[727]))]

    taken, reports = ask(BUYER, BUYER)
    expect((taken[728], taken[729]) == ("0", "0"), f"{taken}")
    expect([r.get(55) for r in reports[-1:]] == [None] and reports[-1].all(707) == ["CASH", "CRES"], f"{reports[-1]}")
    copper = next(r for r in reports if r.get(55) == "CU-BW-A")
    expect(copper[448] == BUYER and copper.all(703)[0] == "TQ", f"{copper}")
    _, seen = ask(CLEARING, BUYER, "CU-BW-A")
    expect([r.all(704) for r in seen] == [copper.all(704)], f"{seen} {copper}")
    taken, reports = ask(SELLER, BUYER)
    expect((taken[728], taken[729], reports) == ("3", "2", []), f"{taken}")


def reconciled(scene, bought, venue):
    """The registry states another holder: the document is frozen, and registry and supervisor are told."""
    trade, document = bought[527], bought[309]
    statement = venue.folder / "registry.csv"

    def reconcile(holder, *more):
        statement.write_text(f"trade,document,holder\n{trade},{document},{holder}\n")
        done = subprocess.run(
            [BINARY, "reconcile", venue.data, "--registry", statement, "--within", "3600", "--report", *more],
            capture_output=True, text=True)
        expect(done.returncode == int(holder != BUYER), f"exit code {done.returncode}: {done.stdout} {done.stderr}")
        return done

    def told(seq, status):
        for name in (REGISTRY, SUPERVISOR):
            found = scene.take(name, "UR")
            wanted = {7796: str(seq), 7790: "1", 7794: str(status), 7795: "6", 880: trade, 7701: document,
                      7791: "N" if status == 2 else "Y", 7792: "Y"}
            for tag, value in wanted.items():
                expect(found[tag] == value, f"{tag}={value} in {found}")
            text = f"The registry: DLR003, expected: {BUYER}" if status == 2 else None
            expect(found.get(58) == text, f"{text} in {found}")

    def changed(action):
        for name in (BUYER, REGISTRY, WAREHOUSE):
            title = scene.take(name, "UT")
            expect((title[7701], title[7754]) == (document, str(action)), f"{action}: {title}")

    reconcile("DLR003", "--freeze")
    changed(9)
    told(1, 2)
    expect("is filed" not in reconcile("DLR003", "--freeze").stderr, "a break is filed once")
    subprocess.run([BINARY, "title", "unfreeze", document, "--data", venue.data, "--text", "Cleared"], check=True,
                   capture_output=True)
    changed(10)
    reconcile(BUYER)
    told(2, 4)


def unpaid(scene, bought, asked, venue):
    """Clearing states nothing of a delivered trade: its document is frozen, what is offered of it cancelled."""
    trade, document = bought[527], bought[309]
    statement = venue.folder / "clearing.csv"

    def reconcile(*lines):
        statement.write_text("\n".join(["trade,payer,paid,payee,received,currency", *lines]) + "\n")
        return subprocess.run(
            [BINARY, "reconcile", venue.data, "--clearing", statement, "--within", "0", "--report", "--freeze",
             "--format", "csv"], capture_output=True, text=True)

    def told(status, action):
        for name in (BUYER, REGISTRY, WAREHOUSE):
            title = scene.take(name, "UT")
            expect((title[7701], title[7754]) == (document, str(action)), f"{action}: {title}")
        for name in (REGISTRY, SUPERVISOR):
            found = scene.take(name, "UR")
            expect((found[7794], found[7795], found[880]) == (str(status), "2", trade), f"{status}: {found}")

    scene.client.send(
        BUYER, "D", order("OFFERED", 2, PRICE + 1000, 25),
        [(711, [[(311, "CU"), (309, document), (305, "100")]])])
    scene.client.report(BUYER, "OFFERED", "0")
    done = reconcile()
    expect(done.returncode == 1 and f"break,{trade},,2,clearing," in done.stdout, f"{done.stdout}{done.stderr}")
    ended = scene.client.report(BUYER, "OFFERED", "4")
    expect((ended[39], ended[378], ended[151]) == ("4", "99", "0"), f"cancelled: {ended}")
    told(2, 9)
    subprocess.run([BINARY, "title", "unfreeze", document, "--data", venue.data, "--text", "Paid"], check=True,
                   capture_output=True)
    paid, received = asked.all(118)
    done = reconcile(f"{trade},{BUYER},{paid},{SELLER},{received},CNY")
    expect(done.returncode == 0, f"{done.stdout}{done.stderr}")
    told(4, 10)


def said_twice(scene, asked, title):
    """A notice is done once; the second time it changes nothing, and its sender is told why."""
    scene.answer_funds(asked)
    scene.refused(CLEARING, "AR", 3)
    scene.answer_funds(asked, status=1)
    scene.refused(CLEARING, "AR", 4)
    scene.answer_title(title)
    scene.refused(REGISTRY, "UT", 3)
    scene.client.send(BUYER, "UD", [(571, "D1"), (880, asked[880]), (58, "Too late")])
    scene.refused(BUYER, "UD", 5)
    scene.client.send(REGISTRY, "UT", [(880, "999999"), (7700, "999999"), (7755, 1), (7758, "Y")])
    scene.refused(REGISTRY, "UT", 1)


def sold_on(scene, bought):
    """Who has bought the document sells it; before its title has moved, nobody could."""
    again, _ = scene.trade(buyer=SELLER, seller=BUYER, document=bought[309])
    expect(again[309] == bought[309], f"document {bought[309]} in {again}")
    asked = scene.asked(CLEARING, "AE", again)
    scene.client.send(
        SELLER, "D", order("TOOSOON", 2, PRICE, 25),
        [(711, [[(311, "CU"), (309, bought[309]), (305, "100")]])])
    refused = scene.client.report(SELLER, "TOOSOON", "8")
    expect(refused[7799] == "1601" or refused[7799] == "1602", f"title not moved: {refused}")
    scene.answer_funds(asked)
    scene.answer_title(scene.asked(REGISTRY, "UT", again))
    told = scene.told(again, 7)[0]
    scene.weigh(again, told[7725])
    expect(scene.told(again, 9)[0].get(7778) is None, "nothing is owed for the same weight")


def disputed(scene):
    """A party objects to what was delivered to it."""
    bought, _ = scene.trade()
    scene.answer_funds(scene.asked(CLEARING, "AE", bought))
    scene.answer_title(scene.asked(REGISTRY, "UT", bought))
    scene.told(bought, 7)
    scene.client.send(BUYER, "UD", [(571, "D2"), (880, bought[527]), (58, "Another brand")])
    for message in scene.told(bought, 14):
        expect((message[573], message[7775]) == ("2", "12"), f"in dispute: {message}")
    scene.weigh(bought, "25")
    scene.refused(WAREHOUSE, "UT", 5)


def refused_by_the_registry(scene):
    """The fill is undone on both sides: AE with 487=1, and 150=H that names the fill; clearing pays back."""
    bought, sold = scene.trade()
    asked = scene.asked(CLEARING, "AE", bought)
    scene.answer_funds(asked)
    scene.answer_title(scene.asked(REGISTRY, "UT", bought), result=2)
    back = scene.asked(CLEARING, "AE", bought)
    wanted = {487: "1", 856: "6", 572: asked[571], 150: "H", 381: asked[381], 552: "2"}
    for tag, value in wanted.items():
        expect(back[tag] == value, f"to be paid back: {tag}={value} in {back}")
    for message in scene.told(bought, 13):
        expect((message[487], message[150]) == ("1", "H"), f"undone: {message}")
    for name, fill in ((BUYER, bought), (SELLER, sold)):
        undone = scene.client.report(name, fill[11], "H")
        expect(undone[19] == fill[17], f"ExecRefID(19) {fill[17]} in {undone}")
        expect((undone[527], undone[14]) == (fill[527], "0"), f"undone: {undone}")


def while_away(scene, venue):
    """Instructions wait for clearing and the registry, also behind a restart."""
    bought, _ = scene.trade()
    asked = scene.asked(CLEARING, "AE", bought)
    count = {name: scene.client.logons[name] for name in NAMES}
    venue.kill9()
    venue.start()
    for name, logons in count.items():
        scene.client.wait_logon(name, logons + 1)
    scene.answer_funds(asked)
    scene.answer_title(scene.asked(REGISTRY, "UT", bought))
    told = scene.told(bought, 7)[0]
    scene.weigh(bought, told[7725])
    scene.told(bought, 9)


def main():
    checks = Checks("settlement")
    with Folder("settlement") as folder, Venue(folder) as venue:
        venue.start()
        line = Line(lambda: venue.port)
        with QuickFIXClient(folder, line.port, NAMES) as client:
            scene = Scene(client)
            first = []

            def check(name, work, *more):
                checks.run(name, lambda: work(scene, *more) and None, context=venue.logs)

            checks.run("logs on with strict validation", lambda: client.start() and None)
            checks.run("is delivered on the words of clearing and registry",
                       lambda: first.extend(delivered(scene)), context=venue.logs)
            if first:
                check("is weighed by the warehouse", weighed, first[0], first[3])
                check("takes each notice once", said_twice, *first[1:3])
                check("shows what a firm has", positions, first[0])
                check("tells registry and supervisor what does not agree", reconciled, first[0], venue)
                check("is frozen where clearing states no money", unpaid, first[0], first[1], venue)
                check("is sold on by its buyer", sold_on, first[0])
            check("is undone where the registry refuses", refused_by_the_registry)
            check("stands in dispute on a party's word", disputed)
            check("goes on after kill -9", while_away, venue)
            checks.run("refuses nothing that the venue sends", client.assert_content)
        line.close()
        checks.run("the venue ends, log and replay agree", lambda: (venue.stop(), venue.verify())[1])
    checks.exit()


if __name__ == "__main__":
    main()
