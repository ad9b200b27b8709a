#!/usr/bin/env python3
"""Changes title documents with stock QuickFIX clients: a holder, the registry, a warehouse and a bank.

usage: titles.py
One line per check; exit code 0 where all hold. Needs the Python package quickfix (quickfix-tls).
"""
from fix_client import order
from line import Line
from quickfix_client import QuickFIXClient
from venue import Checks, Folder, Market, Venue, expect

HOLDER = "DLR001"
REGISTRY = "ZZREG"
WAREHOUSE = "WHS001"
BANK = "ZZBK01"
PRICE = 68450
PLEDGE, RELEASE, FREEZE, UNFREEZE, DEIMMOBILISE, WITHDRAW, LOAD_OUT, SPLIT = (
    6, 7, 9, 10, 11, 12, 13, 15)


def documents(market):
    """Copper of the holder in the warehouse that has a session: all may be split, the first one is over."""
    path = market.path / "receipts.csv"
    lines = path.read_text().splitlines()
    column = {name: place for place, name in enumerate(lines[0].split(","))}
    rows = [line.split(",") for line in lines[1:]]
    ours = [
        row for row in rows
        if (row[column["symbol"]], row[column["warehouse"]], row[column["holder"]],
            row[column["status"]]) == ("CU-BW-A", "ZZW01", HOLDER, "ACTIVE")]
    ours[0][column["storedUntil"]] = "2026-01-31"
    text = [lines[0] + ",splittable"] + [",".join(row) + ",Y" for row in rows]
    path.write_text("\n".join(text) + "\n")
    return [(row[column["receiptNo"]], float(row[column["netWeight"]])) for row in ours]


class Scene:
    """A venue and QuickFIX with a session for each of the four."""

    def __init__(self, client):
        self.client = client
        self.count = 0
        self.version = {}

    def ask(self, name, action, document, *fields, groups=()):
        self.count += 1
        number = f"T{self.count}"
        self.client.send(name, "UT", [
            (7700, number), (7701, document), (7708, self.version.get(document, 1)), (7754, action),
            *fields], groups)
        return number

    def told(self, name, action, document, result="1"):
        return self.client.take(
            name, lambda m: m.type == "UT" and (m[7754], m[7701], m[7755]) == (
                str(action), document, result),
            f"UT of {action} for {document}")

    def done(self, name, action, document, status, *fields, groups=(), others=()):
        """A change is made: who has asked is told under its number, the others under the venue's."""
        others = [other for other in (HOLDER, REGISTRY, WAREHOUSE, *others) if other != name]
        number = self.ask(name, action, document, *fields, groups=groups)
        told = self.told(name, action, document)
        expect((told[7700], told[7706]) == (number, str(status)), f"{number}, {status}: {told}")
        expect(len(told[7709]) == 64 and int(told[7750]) > 0, f"digest and place of {told}")
        self.version[document] = int(told[7708])
        for other in others:
            copy = self.told(other, action, document)
            expect((copy[7708], copy[7706]) == (told[7708], told[7706]), f"{copy} as {told}")
            expect(copy[7700] != number, f"a number of its own in {copy}")
        return told

    def refused(self, name, action, document, reason, *fields, groups=()):
        number = self.ask(name, action, document, *fields, groups=groups)
        told = self.client.take(
            name, lambda m: m.type == "j" and m.get(379) == number, f"j for {number}")
        expect((told[372], told[7777], told[7756]) == ("UT", "11", str(reason)), f"{reason}: {told}")

    def sell(self, document, exec_type):
        self.count += 1
        cl_ord_id = f"S{self.count}"
        group = [(711, [[(311, "CU"), (309, document), (305, "100")]])]
        self.client.send(HOLDER, "D", order(cl_ord_id, 2, PRICE, 25), group)
        return self.client.report(HOLDER, cl_ord_id, exec_type)


def expired(scene, document):
    """Its time was over before anybody logged on: it can't be sold, and is fetched if the warehouse signs."""
    refused = scene.sell(document, "8")
    expect("expired" in refused[58], f"expired: {refused}")
    scene.version[document] = 2
    scene.refused(HOLDER, WITHDRAW, document, 27)
    scene.ask(WAREHOUSE, WITHDRAW, document, (7755, 3))
    for name in (WAREHOUSE, HOLDER):
        scene.told(name, WITHDRAW, document, "3")
    scene.done(HOLDER, WITHDRAW, document, 9)


def pledged(scene, document):
    scene.refused(HOLDER, PLEDGE, document, 23, (7759, BANK))
    scene.ask(BANK, PLEDGE, document, (7755, 3))
    agreed = scene.told(BANK, PLEDGE, document, "3")
    expect(scene.told(HOLDER, PLEDGE, document, "3")[7759] == BANK, f"who agrees: {agreed}")
    told = scene.done(
        HOLDER, PLEDGE, document, 7, (7759, BANK), others=(BANK,))
    expect((told[7707], told[7759]) == (HOLDER, BANK), f"holder and pledgee: {told}")
    expect(scene.sell(document, "8")[7799] == "1603", "a pledged document is not sold")
    scene.refused(HOLDER, RELEASE, document, 4)


def released(scene, document):
    scene.done(BANK, RELEASE, document, 4)
    rests = scene.sell(document, "0")
    scene.refused(HOLDER, WITHDRAW, document, 5)
    return rests


def frozen(scene, document, rests):
    """The order that rests on it ends; unfrozen, it can be sold again."""
    scene.refused(REGISTRY, FREEZE, document, 29)
    scene.done(REGISTRY, FREEZE, document, 8, (7856, 1))
    ended = scene.client.report(HOLDER, rests[11], "4")
    expect((ended[378], ended[151]) == ("99", "0"), f"the whole order ends: {ended}")
    expect(scene.sell(document, "8")[7799] == "1603", "a frozen document is not sold")
    scene.done(REGISTRY, UNFREEZE, document, 4)


def withdrawn(scene, document):
    scene.refused(HOLDER, WITHDRAW, "NOSUCH", 1)
    scene.refused(BANK, WITHDRAW, document, 4)
    scene.done(HOLDER, WITHDRAW, document, 9)
    scene.done(WAREHOUSE, LOAD_OUT, document, 10)
    scene.refused(HOLDER, WITHDRAW, document, 3)


def graded(scene, document):
    """By the registry alone: at D nothing of the warehouse is sold, and it is told so."""
    def grade(name, number, grade, warehouse="ZZW01"):
        scene.client.send(
            name, "UT", [(7700, number), (7711, warehouse), (7713, grade), (58, "Customs total differs")])

    def refused(name, number):
        return scene.client.take(
            name, lambda m: m.type == "j" and m.get(379) == number, f"j for {number}")

    def told(number, letter):
        for name in (REGISTRY, WAREHOUSE):
            copy = scene.client.take(
                name, lambda m: m.type == "UT" and m.get(7713) == letter, f"grade {letter}")
            expect((copy[7711], copy[7755]) == ("ZZW01", "1"), f"the warehouse: {copy}")
            expect((copy[7700] == number) == (name == REGISTRY), f"its number: {copy}")

    grade(REGISTRY, "G1", "D")
    told("G1", "D")
    expect(scene.sell(document, "8")[7799] == "1801", "nothing is sold at grade D")
    for name in (HOLDER, WAREHOUSE):
        grade(name, f"G-{name}", "A")
        expect(refused(name, f"G-{name}")[380] == "6", "not theirs to say")
    grade(REGISTRY, "G2", "A", "NOSUCH")
    expect(refused(REGISTRY, "G2")[7777] == "13", "no such warehouse")
    grade(REGISTRY, "G3", "A")
    told("G3", "A")


def split(scene, document, weight):
    scene.refused(REGISTRY, SPLIT, document, 3)
    scene.done(HOLDER, DEIMMOBILISE, document, 3)
    first, second = round(weight / 2, 3), round(weight - round(weight / 2, 3), 3)

    def parts(weights):
        return [(7757, [[(7850, f"{document}-{n}"), (7851, f"{w:.3f}"), (7852, f"PART-{n}")]
                        for n, w in enumerate(weights, 1)])]

    scene.refused(REGISTRY, SPLIT, document, 17, groups=parts((first, second - 1)))
    told = scene.done(REGISTRY, SPLIT, document, 12, groups=parts((first, second)))
    for number, part in ((1, first), (2, second)):
        made = [scene.told(name, SPLIT, f"{document}-{number}")
                for name in (HOLDER, REGISTRY, WAREHOUSE)][0]
        expect((made[7706], made[7710]) == ("0", document), f"a draft of {document}: {made}")
        expect(abs(float(made[7725]) - part) < 0.0005, f"{part} of {told}: {made}")


def main():
    checks = Checks("titles")
    with Folder("titles") as folder:
        market = Market(folder)
        (over, _), (first, _), (second, weight) = documents(market)[:3]
        with Venue(folder, market.path) as venue:
            venue.start()
            line = Line(lambda: venue.port)
            with QuickFIXClient(folder, line.port, [HOLDER, REGISTRY, WAREHOUSE, BANK]) as client:
                scene = Scene(client)
                rests = []

                def check(name, work, *more):
                    checks.run(name, lambda: work(scene, *more) and None, context=venue.logs)

                checks.run("logs on with strict validation", lambda: client.start() and None)
                check("expires by the clock", expired, over)
                check("is pledged as the pledgee has agreed", pledged, first)
                checks.run("is released, and sold at once",
                           lambda: rests.append(released(scene, first)), context=venue.logs)
                if rests:
                    check("is frozen while an order rests on it", frozen, first, rests[0])
                check("is withdrawn and loaded out", withdrawn, first)
                check("lies at a warehouse that the registry grades", graded, second)
                check("is split by the registry", split, second, weight)
                checks.run("refuses nothing that the venue sends", client.assert_content)
            line.close()
            checks.run("the venue ends, log and replay agree", lambda: (venue.stop(), venue.verify())[1])
    checks.exit()


if __name__ == "__main__":
    main()
