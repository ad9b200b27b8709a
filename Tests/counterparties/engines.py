#!/usr/bin/env python3
"""Engines of others against the venue: gaps, kill -9 of either side, resets.

usage: engines.py
QuickFIX C++ validates by its own FIX44.xml, so its sessions have own tags off. One line per check; exit
code 0 where all hold. Needs g++ and libquickfix-dev, and the Python package asyncfix.
"""
import datetime
import shutil

from asyncfix_client import AsyncFIXProcess
from fix_client import FixClient, cancel, mass_cancel, mass_status, now_text, order, replace, status
from line import Line
from quickfix_engine import QuickFIXEngine
from venue import Checks, Folder, Market, Venue, expect, wait_for

BUYER, SELLER, BROKER = "DLR001", "DLR002", "BRK001"
PRICE = 68450


def text(msg_type, body):
    """A line for QuickFIX from (tag, value) pairs."""
    return f"35={msg_type}|" + "".join(f"{tag}={value}|" for tag, value in body)


class Scene:
    """A venue without own tags for dealers but one, and a QuickFIX process for each of two firms."""

    def __init__(self, folder):
        self.folder = folder
        market = Market(folder)
        for name in (BUYER, SELLER, "DLR003", "DLR005"):
            dealer = f"  - compID: {name}\n    firm: {name}\n    role: dealer\n"
            market.replace("sessions.yaml", dealer, dealer + "    ownTags: no\n")
        broker = f"  - compID: {BROKER}\n    firm: {BROKER}\n    role: broker\n"
        market.replace("sessions.yaml", broker, broker + "    ownTags: no\n")
        for name in (BUYER, SELLER):
            market.replace("firms.yaml", f"  - code: {name}\n", f"  - code: {name}\n    broker: {BROKER}\n")
        market.admit("CU-BW-A", SELLER, 40)
        self.venue = Venue(folder, market=market.path)
        self.venue.start()
        self.line = Line(lambda: self.venue.port)
        self.engines = {
            name: QuickFIXEngine(folder / name, "initiator", self.line.port, [(name, "CANGDAN")])
            for name in (BUYER, SELLER)}
        self.count = 0

    def stop(self):
        for engine in self.engines.values():
            engine.stop()
        self.line.close()

    def name(self, prefix="E"):
        self.count += 1
        return f"{prefix}{self.count:04d}"

    def send(self, firm, msg_type, body):
        self.engines[firm].say(text(msg_type, body))

    def take(self, firm, wanted, what):
        return self.engines[firm].take(wanted, what)

    def enter(self, firm, side, price=PRICE, quantity=25, **fields):
        """Enters an order that is accepted."""
        name = self.name()
        body = [pair for pair in order(name, side, price, quantity) if pair[0] not in fields.get("without", ())]
        self.send(firm, "D", body + fields.get("more", []))
        self.engines[firm].report(name, "0")
        return name

    def cancel(self, firm, name, side):
        new = self.name("C")
        self.send(firm, "F", cancel(new, name, side))
        return self.engines[firm].report(new, "4")


def log_on(scene):
    for engine in scene.engines.values():
        engine.start()
    for engine in scene.engines.values():
        engine.wait_logon()


def trade(scene):
    buy = scene.enter(BUYER, 1, quantity=50)
    sell = scene.enter(SELLER, 2)
    bought, sold = (scene.engines[BUYER].report(buy, "F"), scene.engines[SELLER].report(sell, "F"))
    for tag in (32, 31, 309):
        expect(bought.all(tag) == sold.all(tag), f"tag {tag} differs: {bought} {sold}")
    expect(int(bought[711]) == 1 and bought[309], f"its document: {bought}")
    scene.cancel(BUYER, buy, 1)


def crosses(scene):
    """A broker crosses the two firms, each of which is told by its own session, or is refused with both sides."""
    def cross(name, quantity):
        sides = [pair for side, firm in ((1, BUYER), (2, SELLER)) for pair in (
            (54, side), (11, f"{name}-{side}"), (453, 1), (448, firm), (447, "D"), (452, 1), (38, quantity))]
        broker.say(text("s", [
            (548, name), (549, 1), (550, 0), (552, 2), *sides, (55, "CU-BW-A"), (60, now_text()), (40, 2),
            (44, PRICE)]))

    folder = scene.folder / "broker"
    with QuickFIXEngine(folder, "initiator", scene.line.port, [(BROKER, "CANGDAN")]).start() as broker:
        broker.wait_logon()
        cross("X1", 50)
        for side, firm in ((1, BUYER), (2, SELLER)):
            for engine in (broker, scene.engines[firm]):
                report = engine.report(f"X1-{side}", "F")
                wanted = {39: "2", 54: str(side), 548: "X1", 549: "1", 32: "50", 31: str(PRICE), 711: "2"}
                for tag, value in wanted.items():
                    expect(report.get(tag) == value, f"{tag}={value} in {report}")
        cross("X2", 25 * 64)
        report = broker.report("X2-2", "8")
        expect((report[37], report[103], report[548]) == ("NONE", "99", "X2"), f"{report}")
        expect(broker.report("X2-1", "8")[58] == "The other side is refused", "the buy is refused too")
        broker.say(text("u", [
            (37, "1"), (548, "X3"), (551, "X1"), (549, 1), (550, 0), (552, 2), (54, 1), (41, "X1-1"), (11, "Y1"), (38, 50),
            (54, 2), (41, "X1-2"), (11, "Y2"), (38, 50), (55, "CU-BW-A"), (60, now_text())]))
        refused = broker.take(lambda m: m.type == "j", "refusal of u")
        expect((refused[372], refused[380]) == ("u", "3"), f"{refused}")
        expect(not broker.refused(), f"QuickFIX refuses {broker.refused()}")


def every_kind(scene):
    """A day's messages of every kind; QuickFIX validates each by its own dictionary."""
    buyer = scene.engines[BUYER]
    name = scene.enter(BUYER, 1, quantity=75)
    new = scene.name()
    scene.send(BUYER, "G", replace(new, name, 1, PRICE - 10, 50))
    buyer.report(new, "5")
    request = scene.name("S")
    scene.send(BUYER, "H", status(new, 1, request))
    scene.take(BUYER, lambda m: m.get(790) == request, "status")
    scene.cancel(BUYER, new, 1)
    scene.send(BUYER, "F", cancel(scene.name("C"), new, 1))
    scene.take(BUYER, lambda m: m.type == "9", "OrderCancelReject(9)")
    kinds = special_orders(scene)
    refusals = refused(scene)
    names = [scene.enter(BUYER, 1, PRICE - 100) for _ in range(30)]
    request = scene.name("Q")
    scene.send(BUYER, "AF", mass_status(request))
    scene.take(BUYER, lambda m: m.get(584) == request and m.get(912) == "Y", "the last of 35=AF")
    for body, wanted in (
        (mass_cancel(scene.name("M")), {531: "7"}),
        (mass_cancel(scene.name("M"), 1, symbol="NO-SUCH"), {531: "0", 532: "1"}),
        (mass_cancel(scene.name("M"), 3), {531: "0", 532: "0"}),
    ):
        scene.send(BUYER, "q", body)
        answer = scene.take(BUYER, lambda m: m.type == "r" and m.get(11) == body[0][1], "answer to q")
        for tag, value in wanted.items():
            expect(answer.get(tag) == value, f"{tag}={value} in {answer}")
    for name in names:
        buyer.report(name, "4")
    return f"{kinds} kinds of orders, {refusals} refusals"


def special_orders(scene):
    """Orders with terms of their own: taken or refused, each answered by a report that validates."""
    limit = order("?", 1, PRICE - 20)
    market = [(tag, value) for tag, value in limit if tag != 44]

    def change(body, **tags):
        changed = dict(body)
        changed.update({int(tag[1:]): value for tag, value in tags.items()})
        return list(changed.items())

    cases = [
        change(limit, t59=3), change(limit, t59=4), change(limit, t59=1), change(limit, t110=25, t59=3),
        change(limit, t38=100, t111=25), change(limit, t18="6"), change(limit, t18="G"),
        change(limit, t40=4, t99=PRICE + 60, t44=PRICE + 70), change(market, t40=3, t99=PRICE + 60),
        change(market, t40=1), change(market, t40="K"), change(limit, t59=6, t126="20991231-00:00:00"),
        change(limit, t59=6, t432="20991231"), change(limit, t59=2), change(limit, t59=7),
        change(limit, t40="P"), change(limit, t529="1"), change(limit, t21=1, t15="CNY", t528="P"),
    ]
    for body in cases:
        name = scene.name("K")
        scene.send(BUYER, "D", change(body, t11=name))
        scene.take(BUYER, lambda m: m.get(11) == name or m.get(379) == name or m.type == "3", f"answer to {body}")
    return len(cases)


def refused(scene):
    """Refusals of each kind; the numbers of 35=3 are of QuickFIX's own."""
    def good():
        return order(scene.name("B"), 1, PRICE)

    def with_value(tag, value):
        return [(t, value if t == tag else v) for t, v in good() if not (t == tag and value is None)]

    cases = [
        ("D", with_value(55, "NO-SUCH")), ("D", with_value(44, PRICE + 1)), ("D", with_value(44, 90000)),
        ("D", with_value(38, 30)), ("D", with_value(38, 0)), ("D", good() + [(1, "DLR002-P")]),
        ("D", with_value(44, None)), ("D", with_value(11, "X" * 33)), ("D", good() + [(9999, "1")]),
        ("D", good() + [(150, "0")]), ("D", with_value(54, "Z")), ("D", with_value(38, "many")),
        ("D", with_value(54, None)), ("V", [(262, "1"), (263, "1"), (264, "0")]), ("ZZ", [(58, "?")]),
        ("q", mass_cancel(scene.name("M"), 1)), ("AF", mass_status(scene.name("M"), 3)),
        ("F", cancel(scene.name("C"), "NONE", 1)), ("G", replace(scene.name("C"), "NONE", 1, PRICE)),
        ("H", status("NONE", 1, scene.name("S"))), ("D", good() + [(453, 1)]),
    ]
    for msg_type, body in cases:
        scene.engines[BUYER].inbox.clear()
        scene.send(BUYER, msg_type, body)
        scene.take(BUYER, lambda m: m.type in "389jr", f"answer to {msg_type} {body}")
    return len(cases)


def told_unasked(scene):
    """What happens to an order that nobody has asked for: it expires, or the operator kills it."""
    until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=2)
    expiring = scene.enter(
        BUYER, 1, PRICE - 100, without=(59,), more=[(59, 6), (126, until.strftime("%Y%m%d-%H:%M:%S"))])
    killed = scene.enter(BUYER, 1, PRICE - 110)
    scene.engines[BUYER].report(expiring, "C")
    for lift in ((), ("--lift",)):
        done = scene.venue.tool("kill", "firm", BUYER, *lift, "--data", scene.venue.data)
        expect(done.returncode == 0, f"cangdan kill: {done.stdout}{done.stderr}")
        if not lift:
            report = scene.engines[BUYER].report(killed, "4")
            expect(report.get(41) is None, f"nobody has asked for it: {report}")


def lost_reports_come_again(scene):
    resting = scene.enter(BUYER, 1, quantity=50)
    logons = scene.engines[BUYER].events.count("logon")
    scene.line.silence(BUYER, to_client=True)
    names = [scene.name() for _ in range(8)]
    for name in names:
        scene.send(BUYER, "D", order(name, 1, PRICE - 100))
    for _ in range(2):
        scene.engines[SELLER].report(scene.enter(SELLER, 2), "F")
    wait_for(lambda: scene.line.lost(BUYER) > 10 * 180, "reports on the silent line")
    scene.line.cut(BUYER)
    scene.engines[BUYER].wait_logon(logons + 1)
    for name in names:
        expect(scene.engines[BUYER].report(name, "0").is_repeat, "a repeat says so")
    for _ in range(2):
        expect(scene.engines[BUYER].report(resting, "F").is_repeat, "a repeated fill says so")
    for name in names:
        scene.cancel(BUYER, name, 1)


def lost_orders_are_asked_for(scene):
    logons = scene.engines[BUYER].events.count("logon")
    scene.line.silence(BUYER, to_venue=True)
    names = [scene.name() for _ in range(5)]
    for name in names:
        scene.send(BUYER, "D", order(name, 1, PRICE - 100))
    wait_for(lambda: scene.line.lost(BUYER) > 5 * 150, "orders on the silent line")
    scene.line.cut(BUYER)
    scene.engines[BUYER].wait_logon(logons + 1)
    for name in names:
        scene.engines[BUYER].report(name, "0")
    for name in names:
        scene.cancel(BUYER, name, 1)


def quickfix_is_killed(scene):
    """It comes back with its store, and gets what happened meanwhile."""
    resting = scene.enter(BUYER, 1, quantity=50)
    scene.engines[BUYER].kill9()
    scene.engines[SELLER].report(scene.enter(SELLER, 2), "F")
    scene.engines[BUYER].start().wait_logon()
    scene.engines[BUYER].report(resting, "F")
    scene.cancel(BUYER, resting, 1)


def venue_is_killed(scene):
    resting = scene.enter(BUYER, 1)
    logons = {name: engine.events.count("logon") for name, engine in scene.engines.items()}
    scene.venue.kill9()
    for engine in scene.engines.values():
        wait_for(lambda: engine.logouts() >= engine.events.count("logon"), "end of the session in QuickFIX")
    scene.venue.start()
    for name, engine in scene.engines.items():
        engine.wait_logon(logons[name] + 1)
    scene.engines[SELLER].report(scene.enter(SELLER, 2), "F")
    scene.engines[BUYER].report(resting, "F")


def resets(scene):
    """ResetSeqNumFlag(141)=Y by a QuickFIX that has lost its store."""
    engine = scene.engines[SELLER]
    engine.stop()
    shutil.rmtree(engine.folder / "store")
    engine.config.write_text(engine.config.read_text().replace("[SESSION]", "ResetOnLogon=Y\n[SESSION]"))
    engine.start().wait_logon()
    logon = next(m for m in engine.sent if m.type == "A")
    expect((logon.get(141), logon[34]) == ("Y", "1"), f"{logon}")
    scene.cancel(SELLER, scene.enter(SELLER, 2, PRICE + 50), 2)


def instruments(scene):
    """The terms of all instruments and of one; without own tags a refusal in y has no words."""
    scene.send(BUYER, "x", [(320, "L-1"), (559, 4)])
    last = scene.take(BUYER, lambda m: m.type == "y" and m.get(893) == "Y", "the last of 35=y")
    expect(last[560] == "0" and int(last[393]) > 5 and last[232] == "3", f"{last}")
    scene.send(BUYER, "c", [(320, "L-2"), (321, 0), (55, "CU-BW-A")])
    one = scene.take(BUYER, lambda m: m.type == "d", "35=d")
    expect(one[323] == "1" and one[107] and one[561] == "25", f"{one}")
    scene.send(BUYER, "x", [(320, "L-3"), (559, 0), (55, "NONE")])
    refused = scene.take(BUYER, lambda m: m.type == "y" and m.get(320) == "L-3", "a refusal")
    expect(refused[560] == "2" and refused.get(58) is None, f"{refused}")


def nothing_is_refused(scene):
    """By its own FIX44.xml QuickFIX finds nothing wrong in what a session without own tags is sent."""
    for name, engine in scene.engines.items():
        refused = [m for m in engine.sent if m.type in ("3", "j")]
        expect(not refused, f"{name} refuses: {refused}")
        log = "".join(path.read_text() for path in (engine.folder / "log").glob("*event*"))
        for word in ("Rejected", "Reject sent", "Message Rejected", "rejected"):
            expect(word not in log, f"{name}: {[line for line in log.splitlines() if word in line][:5]}")


def own_tags_are_refused(scene):
    """The same QuickFIX does refuse a report with own tags: it is as strict as it should be."""
    with QuickFIXEngine(
            scene.folder / "strict", "initiator", scene.line.port, [("DLR004", "CANGDAN")]).start() as engine:
        engine.wait_logon()
        engine.say(text("D", order("OWN1", 1, PRICE - 100)))
        wait_for(lambda: any(m.type == "3" for m in engine.sent), "Reject(3) of a report with own tags")


def own_tags_are_not_echoed(scene):
    """What a Logon(A) of such a session says in own tags is not answered in own tags."""
    client = FixClient("DLR005")
    client.connect(scene.venue.port)
    client.log_on((7812, 1), (7813, 5000))
    client.wait(lambda: client.seen or client.logout, "answer to Logon(A)")
    for message in [*client.seen.values(), *([client.logout] if client.logout else [])]:
        own = [tag for tag, _ in message.fields if tag >= 5000]
        expect(not own, f"tags {own} in {message}")
    client.close()


# An engine in Python with a session layer of its own


def asyncfix_trades(scene):
    """asyncfix logs on, loses reports, is cut off, and has them all in the end."""
    name = "DLR003"
    with AsyncFIXProcess(scene.folder / "asyncfix", scene.line.port, name) as client:
        client.wait_logon(1)
        client.say(text("D", order("P1", 1, PRICE - 100)))
        client.report("P1", "0")
        scene.line.silence(name, to_client=True)
        for number in range(2, 6):
            client.say(text("D", order(f"P{number}", 1, PRICE - 100)))
        wait_for(lambda: scene.line.lost(name) > 4 * 180, "reports on the silent line")
        scene.line.cut(name)
        client.wait_logon(2)
        for number in range(2, 6):
            client.report(f"P{number}", "0")
        client.say(text("F", cancel("P9", "P1", 1)))
        client.report("P9", "4")
        client.kill9()
        client.start()
        client.wait_logon(1)
        client.say(text("F", cancel("P10", "P2", 1)))
        client.report("P10", "4")


def main():
    checks = Checks("engines")
    with Folder("engines") as folder:
        scene = Scene(folder)
        with scene.venue:
            def check(name, work, *arguments):
                checks.run(name, work, *arguments, context=scene.venue.logs)

            check("QuickFIX C++ logs on with its own dictionary", log_on, scene)
            check("trades, with documents", trade, scene)
            check("a broker's crosses validate", crosses, scene)
            check("messages of every kind validate", every_kind, scene)
            check("instruments and their terms", instruments, scene)
            check("reports that nobody has asked for", told_unasked, scene)
            check("recovers reports lost in mid-stream", lost_reports_come_again, scene)
            check("repeats orders lost in mid-stream", lost_orders_are_asked_for, scene)
            check("goes on after its kill -9", quickfix_is_killed, scene)
            check("goes on after the venue's kill -9", venue_is_killed, scene)
            check("begins anew without its store", resets, scene)
            check("refuses nothing that the venue sends", nothing_is_refused, scene)
            check("and refuses own tags", own_tags_are_refused, scene)
            check("none in the answer to a Logon(A) that has some", own_tags_are_not_echoed, scene)
            check("asyncfix trades, loses reports, is killed", asyncfix_trades, scene)
            scene.stop()
            checks.run("the venue ends, log and replay agree", lambda: (scene.venue.stop(), scene.venue.verify())[1])
    checks.exit()


if __name__ == "__main__":
    main()
