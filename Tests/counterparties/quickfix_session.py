#!/usr/bin/env python3
"""Trades with the venue through stock QuickFIX clients that validate strictly by our dictionary.

usage: quickfix_session.py
One line per check; exit code 0 where all hold. Needs the Python package quickfix (quickfix-tls).
"""
import quickfix

from fix_client import cancel, mass_cancel, mass_status, order, replace, status
from line import Line
from quickfix_client import QuickFIXClient
from venue import Checks, Folder, Venue, expect, wait_for

BUYER = "DLR001"
SELLER = "DLR002"
PRICE = 68450


class Scene:
    """A venue, the line to it, and QuickFIX with a session for each of two firms."""

    def __init__(self, venue, line, client):
        self.venue = venue
        self.line = line
        self.client = client
        self.count = 0

    def name(self, prefix="Q"):
        """A ClOrdID(11) that was not used before."""
        self.count += 1
        return f"{prefix}{self.count:04d}"

    def enter(self, firm, side, price=PRICE, quantity=25, groups=()):
        """Enters an order that is accepted; its ClOrdID(11) and the acknowledgment."""
        name = self.name()
        self.client.send(firm, "D", order(name, side, price, quantity), groups)
        return name, self.client.report(firm, name, "0")

    def cancel(self, firm, name, side):
        new = self.name("C")
        self.client.send(firm, "F", cancel(new, name, side))
        return self.client.report(firm, new, "4")

    def status(self, firm, name, side):
        request = self.name("S")
        self.client.send(firm, "H", status(name, side, request))
        return self.client.take(
            firm, lambda m: m.get(790) == request and m.get(150) == "I", "status report")

    def fill(self, name, is_complete):
        """The reports of both sides of the next trade, which must tell the same."""
        status = "2" if is_complete else "1"
        bought = self.client.report(BUYER, name, "F")
        sold = self.client.take(SELLER, lambda m: m.get(150) == "F", "fill")
        expect(bought[39] == status, f"OrdStatus(39) {status} in {bought}")
        for tag in (527, 55, 32, 31, 381):
            expect(bought[tag] == sold[tag], f"tag {tag} differs: {bought} {sold}")
        expect(bought[17] != sold[17], f"one ExecID(17) for two reports: {bought} {sold}")
        expect({bought[851], sold[851]} == {"1", "2"}, f"LastLiquidityInd(851): {bought} {sold}")
        documents = bought.all(309)
        expect(documents and documents == sold.all(309), f"documents differ: {bought} {sold}")
        expect(len(documents) == int(bought[711]) == float(bought[32]) / 25, f"711 in {bought}")
        expect(set(bought.all(311)) == {"CU"}, f"UnderlyingSymbol(311) in {bought}")
        weight = float(bought[381]) / float(bought[31])
        expect(abs(weight / float(bought[32]) - 1) < 0.02, f"GrossTradeAmt(381) in {bought}")
        return bought, sold


def enter_replace_cancel(scene):
    name, report = scene.enter(BUYER, 1, quantity=75)
    wanted = {39: "0", 38: "75", 151: "75", 14: "0", 44: str(PRICE), 54: "1", 40: "2", 59: "0"}
    for tag, value in wanted.items():
        expect(report[tag] == value, f"{tag}={value} in {report}")
    second = scene.name()
    scene.client.send(BUYER, "G", replace(second, name, 1, PRICE - 10, 50))
    replaced = scene.client.report(BUYER, second, "5")
    for tag, value in {41: name, 38: "50", 151: "50", 44: str(PRICE - 10), 39: "0"}.items():
        expect(replaced[tag] == value, f"{tag}={value} in {replaced}")
    expect(replaced[37] == report[37], f"OrderID(37) has changed: {replaced}")
    canceled = scene.cancel(BUYER, second, 1)
    for tag, value in {41: second, 39: "4", 151: "0", 37: report[37]}.items():
        expect(canceled[tag] == value, f"{tag}={value} in {canceled}")
    late = scene.name("C")
    scene.client.send(BUYER, "F", cancel(late, second, 1))
    refused = scene.client.take(BUYER, lambda m: m.type == "9", "OrderCancelReject(9)")
    for tag, value in {11: late, 41: second, 102: "0", 434: "1", 39: "4"}.items():
        expect(refused[tag] == value, f"{tag}={value} in {refused}")


def filled_by_another_firm(scene):
    buy, _ = scene.enter(BUYER, 1, quantity=75)
    sell, report = scene.enter(SELLER, 2, quantity=25)
    bought, sold = scene.fill(buy, is_complete=False)
    expect(report.all(309) == sold.all(309), f"reserved {report}, sold {sold}")
    for tag, value in {14: "25", 151: "50", 6: str(PRICE), 851: "1"}.items():
        expect(bought[tag] == value, f"{tag}={value} in {bought}")
    for tag, value in {11: sell, 39: "2", 151: "0", 851: "2"}.items():
        expect(sold[tag] == value, f"{tag}={value} in {sold}")
    named = ["R26110000024", "R26110000018"]
    group = [[(311, "CU"), (309, number), (305, "100")] for number in named]
    scene.enter(SELLER, 2, PRICE - 10, 50, [(711, group)])
    bought, sold = scene.fill(buy, is_complete=True)
    expect(sold.all(309) == named, f"documents {named} in {sold}")
    expect(bought[31] == str(PRICE), f"the resting order's price in {bought}")


def order_status(scene):
    live, _ = scene.enter(BUYER, 1)
    gone, _ = scene.enter(BUYER, 1)
    scene.cancel(BUYER, gone, 1)
    for name, state, leaves in ((live, "0", "25"), (gone, "4", "0"), ("NEVER", "8", "0")):
        report = scene.status(BUYER, name, 1)
        expect((report[39], report[151]) == (state, leaves), f"{name}: 39={state} in {report}")
    scene.cancel(BUYER, live, 1)


def mass_cancels(scene):
    """One OrderMassCancelReport(r) with the number, and then a report for each order."""
    def ask(**fields):
        name = scene.name("M")
        scene.client.send(BUYER, "q", mass_cancel(name, **fields))
        return scene.client.take(BUYER, lambda m: m.get(11) == name, "answer to q")

    names = [scene.enter(BUYER, 1, PRICE - 100)[0] for _ in range(3)]
    account = scene.name()
    scene.client.send(BUYER, "D", order(account, 1, PRICE - 100, account="DLR001-P"))
    scene.client.report(BUYER, account, "0")
    answer = ask(account="DLR001-P", side=1)
    for tag, value in {35: "r", 37: "NONE", 530: "7", 531: "7", 533: "1", 54: "1"}.items():
        expect(answer[tag] == value, f"{tag}={value} in {answer}")
    scene.client.report(BUYER, account, "4")
    answer = ask(request_type=1, symbol="CU-BW-A")
    for tag, value in {35: "r", 530: "1", 531: "1", 533: "3", 55: "CU-BW-A"}.items():
        expect(answer[tag] == value, f"{tag}={value} in {answer}")
    for name in names:
        report = scene.client.report(BUYER, name, "4")
        expect(int(report[34]) > int(answer[34]), f"the answer comes first: {report}")
        expect((report[39], report[151]) == ("4", "0"), f"cancelled: {report}")
        expect(report.get(41) is None and report.get(378) is None, f"no 41, no 378: {report}")
    for fields, wanted in (
        ({}, {35: "r", 531: "7", 533: "0"}),
        ({"request_type": 1, "symbol": "NO-SUCH"}, {35: "r", 531: "0", 532: "1"}),
        ({"request_type": 3}, {35: "r", 530: "3", 531: "0", 532: "0"}),
        ({"account": "DLR002-P"}, {35: "r", 531: "0", 532: "99"}),
    ):
        answer = ask(**fields)
        for tag, value in wanted.items():
            expect(answer[tag] == value, f"{fields}: {tag}={value} in {answer}")


def mass_statuses(scene):
    """As many reports as 911 says, each order once, 912=Y on the last."""
    def ask(**fields):
        name = scene.name("Q")
        scene.client.send(BUYER, "AF", mass_status(name, **fields))
        answers = []
        while not answers or answers[-1].get(912) != "Y":
            answers.append(scene.client.take(
                BUYER, lambda m: m.get(584) == name or m.get(379) == name, "answer to AF"))
            if answers[0][35] == "j":
                return answers
        for answer in answers:
            expect((answer[35], answer[150]) == ("8", "I"), f"a status in {answer}")
            count = len(answers) if answers[0][39] != "8" else 0
            expect(int(answer[911]) == count, f"911={count} in {answer}")
        return answers

    none = ask(side=1)
    expect((none[0][37], none[0][39], none[0][911]) == ("NONE", "8", "0"), f"none: {none[0]}")
    names = [scene.enter(BUYER, 1, PRICE - 100)[0] for _ in range(260)]
    told = [answer[11] for answer in ask(request_type=1, symbol="CU-BW-A")]
    expect(told == names, f"each order once: {len(told)} of {len(names)}")
    for fields, reason in (
        ({"request_type": 1, "symbol": "NO-SUCH"}, "2"), ({"request_type": 3}, "0"),
        ({"account": "DLR002-P"}, "1"), ({"symbol": "CU-BW-A"}, "0"),
    ):
        answer = ask(**fields)[0]
        expect((answer[35], answer[380]) == ("j", reason), f"{fields}: 380={reason} in {answer}")
    name = scene.name("M")
    scene.client.send(BUYER, "q", mass_cancel(name))
    scene.client.take(BUYER, lambda m: m[35] == "r" and m.get(11) == name, "answer to q")
    for name in names:
        scene.client.report(BUYER, name, "4")


def lost_reports_come_again(scene):
    """The line is cut while reports are under way to the client."""
    resting, _ = scene.enter(BUYER, 1, quantity=50)
    logons = scene.client.logons[BUYER]
    scene.line.silence(BUYER, to_client=True)
    names = [scene.name() for _ in range(12)]
    for name in names:
        scene.client.send(BUYER, "D", order(name, 1, PRICE - 100))
    for _ in range(2):
        sell, _ = scene.enter(SELLER, 2)
        scene.client.report(SELLER, sell, "F")
    # Some 200 bytes each: all 14 reports have left the venue.
    wait_for(lambda: scene.line.lost(BUYER) > 14 * 180, "reports on the silent line")
    scene.line.cut(BUYER)
    scene.client.wait_logon(BUYER, logons + 1)
    for name in names:
        report = scene.client.report(BUYER, name, "0")
        expect(report.get(43) == "Y" and report.get(122), f"a repeat says so: {report}")
    for state in ("1", "2"):
        report = scene.client.report(BUYER, resting, "F")
        expect(report[39] == state and report.get(43) == "Y", f"a repeated fill: {report}")
    asked = [m for m in scene.client.sent_admin[BUYER] if m.type == "2"]
    expect(len(asked) == 1, f"one ResendRequest(2), not {asked}")
    for name in names:
        scene.cancel(BUYER, name, 1)


def lost_orders_are_asked_for(scene):
    """The line is cut while orders are under way to the venue."""
    logons = scene.client.logons[BUYER]
    scene.line.silence(BUYER, to_venue=True)
    names = [scene.name() for _ in range(5)]
    for name in names:
        scene.client.send(BUYER, "D", order(name, 1, PRICE - 100))
    wait_for(lambda: scene.line.lost(BUYER) > 5 * 150, "orders on the silent line")
    scene.line.cut(BUYER)
    scene.client.wait_logon(BUYER, logons + 1)
    for name in names:
        scene.client.report(BUYER, name, "0")
    asked = [m for m in scene.client.admin[BUYER] if m.type == "2"]
    expect(len(asked) == 1, f"one ResendRequest(2), not {asked}")
    for name in names:
        scene.cancel(BUYER, name, 1)


def restart(scene, end):
    """The venue ends and comes again: numbers go on and the order is still there."""
    live, report = scene.enter(BUYER, 1)
    before = {name: scene.client.next_numbers(name) for name in (BUYER, SELLER)}
    logons = dict(scene.client.logons)
    end()
    wait_for(lambda: not scene.client.logged_on, "end of both sessions in QuickFIX")
    scene.venue.start()
    for name in (BUYER, SELLER):
        scene.client.wait_logon(name, logons[name] + 1)
        ours, theirs = scene.client.next_numbers(name)
        expect(ours > before[name][0], f"{name}: {ours} after {before[name]}")
        expect(theirs > before[name][1], f"{name}: {theirs} after {before[name]}")
    now = scene.status(BUYER, live, 1)
    expect((now[37], now[39]) == (report[37], "0"), f"{report} is now {now}")
    sell, _ = scene.enter(SELLER, 2)
    bought, _ = scene.fill(live, is_complete=True)
    expect(int(bought[17]) > int(report[17]), f"ExecID(17) goes on: {report}, {bought}")


def restart_by_sigterm(scene):
    seen = {name: len(scene.client.admin[name]) for name in (BUYER, SELLER)}
    restart(scene, scene.venue.stop)
    for name in (BUYER, SELLER):
        said = [m for m in scene.client.admin[name][seen[name]:] if m.type == "5"]
        texts = [m.get(58) for m in said]
        expect(texts == ["The venue shuts down"], f"{name}: one Logout(5) that says why: {said}")


def restart_by_kill(scene):
    restart(scene, scene.venue.kill9)


def replaced_field(body, tag, value):
    """`body` with another value of a tag, or without it."""
    changed = [(t, value if t == tag else v) for t, v in body]
    return [(t, v) for t, v in changed if v is not None]


def bad_orders(scene):
    """(what, body of D, the answer's tags)."""
    def good():
        return order(scene.name(), 1, PRICE)

    known, _ = scene.enter(BUYER, 1, PRICE - 50)
    scene.cancel(BUYER, known, 1)
    change = replaced_field
    return [
        ("unknown symbol", change(good(), 55, "NO-SUCH"), {35: "8", 150: "8", 103: "1"}),
        ("price off the tick", change(good(), 44, "68451"), {35: "8", 150: "8", 103: "99"}),
        ("price outside the band", change(good(), 44, "90000"), {35: "8", 150: "8", 103: "3"}),
        ("broken lot", change(good(), 38, "30"), {35: "8", 150: "8", 103: "13"}),
        ("no quantity", change(good(), 38, "0"), {35: "8", 150: "8", 103: "13"}),
        ("foreign account", good() + [(1, "DLR002-P")], {35: "8", 150: "8", 103: "15"}),
        ("used ClOrdID(11)", change(good(), 11, known), {35: "8", 150: "8", 103: "6"}),
        ("type not offered", change(good(), 40, "P"),
         {35: "8", 150: "8", 103: "11", 58: "OrdType(40) is not offered by the instrument"}),
        ("stop off the tick", change(good(), 40, "3") + [(99, "68451")],
         {35: "8", 150: "8", 103: "99", 58: "StopPx(99) 68451 is not a multiple of the tick, tick 10"}),
        ("no price", change(good(), 44, None), {35: "j", 372: "D", 380: "5"}),
        ("long ClOrdID(11)", change(good(), 11, "X" * 33), {35: "j", 372: "D", 380: "0"}),
        ("unknown tag", good() + [(9999, "1")], {35: "3", 372: "D", 371: "9999", 373: "0"}),
        ("alien tag", good() + [(150, "0")], {35: "3", 372: "D", 371: "150", 373: "2"}),
        ("wrong enum", change(good(), 54, "Z"), {35: "3", 372: "D", 371: "54", 373: "5"}),
        ("no number", change(good(), 38, "many"), {35: "3", 372: "D", 371: "38", 373: "6"}),
        ("no Side(54)", change(good(), 54, None), {35: "3", 372: "D", 371: "54", 373: "1"}),
    ]


def rejected_properly(scene):
    cases = [("D", *case) for case in bad_orders(scene)]
    cases += [
        ("E", "a list of orders", [(66, "1"), (394, "3"), (68, "1")], {35: "j", 372: "E", 380: "3"}),
        ("ZZ", "no type of FIX 4.4", [(58, "?")], {35: "3", 372: "ZZ", 373: "11"}),
        ("q", "mass cancel of no symbol", mass_cancel(scene.name("M"), 1),
         {35: "j", 372: "q", 380: "5"}),
        ("F", "cancel of nothing", cancel(scene.name("C"), "NONE", 1), {35: "9", 102: "1"}),
        ("G", "replace of nothing", replace(scene.name("C"), "NONE", 1, PRICE),
         {35: "9", 102: "1", 434: "2"}),
    ]
    for msg_type, what, body, wanted in cases:
        number, _ = scene.client.next_numbers(BUYER)
        scene.client.send(BUYER, msg_type, body)
        answer = scene.client.take(BUYER, lambda m: True, f"answer to {what}")
        for tag, value in wanted.items():
            expect(answer.get(tag) == value, f"{what}: {tag}={value} in {answer}")
        expect(len(answer.get(58, "")) > 8, f"{what}: Text(58) in {answer}")
        if wanted[35] in "3j":
            expect(answer[45] == str(number), f"{what}: RefSeqNum(45)={number} in {answer}")
    name, _ = scene.enter(BUYER, 1)
    scene.cancel(BUYER, name, 1)
    return f"{len(cases)} kinds"


def wrong_target(scene):
    """A wrong TargetCompID(56) in mid-session: Reject(3) 373=9, Logout(5), and the session goes on."""
    logons = scene.client.logons[BUYER]
    scene.client.alter[BUYER] = lambda message: message.getHeader().setField(
        quickfix.TargetCompID("NOBODY"))
    name = scene.name()
    scene.client.send(BUYER, "D", order(name, 1, PRICE))
    reject = scene.client.take(BUYER, lambda m: m.type == "3", "Reject(3)")
    expect((reject[371], reject[373]) == ("56", "9"), f"CompID problem: {reject}")
    scene.client.wait_logon(BUYER, logons + 1)
    expect(scene.status(BUYER, name, 1)[39] == "8", "the order with the wrong address is unknown")


def unknown_sender(scene):
    """A SenderCompID(49) that nobody knows gets no answer; a real session goes on meanwhile."""
    with Folder("stranger") as folder:
        client = QuickFIXClient(folder, scene.line.port, ["STRANGER1"])
        client.initiator.start()
        scene.venue.wait_log("unknownSession")
        name, _ = scene.enter(BUYER, 1)
        scene.cancel(BUYER, name, 1)
        client.stop()
        expect(not client.admin, f"an answer to a stranger: {dict(client.admin)}")


def comes_back_as_another_process(scene):
    """A new initiator with the old one's store goes on with its numbers."""
    with Folder("again") as folder:
        names = []
        for round_number in range(2):
            with QuickFIXClient(folder, scene.line.port, ["DLR005"]) as client:
                client.start()
                name = f"P{round_number}"
                client.send("DLR005", "D", order(name, 1, PRICE - 100))
                client.report("DLR005", name, "0")
                names.append(client.next_numbers("DLR005"))
                client.assert_content()
        expect(names[1][0] > names[0][0] and names[1][1] > names[0][1], f"numbers {names}")


def reset_on_logon(scene):
    """ResetSeqNumFlag(141)=Y begins both directions at 1; orders stay."""
    with Folder("reset") as folder:
        for name in ("R1", "R2"):
            with QuickFIXClient(folder, scene.line.port, ["DLR006"], reset=True) as client:
                client.start()
                logon = client.admin["DLR006"][0]
                expect((logon.type, logon[34], logon.get(141)) == ("A", "1", "Y"), f"{logon}")
                client.send("DLR006", "D", order(name, 1, PRICE - 100))
                report = client.report("DLR006", name, "0")
                expect(report[34] == "2", f"number 2 behind the Logon(A): {report}")
                if name == "R2":
                    client.send("DLR006", "F", cancel("R3", "R1", 1))
                    client.report("DLR006", "R3", "4")
                client.assert_content()


def main():
    checks = Checks("quickfix_session")
    with Folder("quickfix") as folder, Venue(folder) as venue:
        venue.start()
        line = Line(lambda: venue.port)
        with QuickFIXClient(folder, line.port, [BUYER, SELLER]) as client:
            scene = Scene(venue, line, client)

            def check(name, work):
                checks.run(name, work, scene, context=venue.logs)

            checks.run("logs on with strict validation", lambda: client.start() and None)
            check("enters, replaces, cancels", enter_replace_cancel)
            check("cancels many orders at once", mass_cancels)
            check("asks for the state of many orders", mass_statuses)
            check("is filled by another firm, with documents", filled_by_another_firm)
            check("asks for the state of orders", order_status)
            check("is rejected properly for bad input", rejected_properly)
            check("recovers reports lost in mid-stream", lost_reports_come_again)
            check("repeats orders lost in mid-stream", lost_orders_are_asked_for)
            check("goes on after SIGTERM", restart_by_sigterm)
            check("goes on after kill -9", restart_by_kill)
            check("is rejected for a wrong TargetCompID(56)", wrong_target)
            check("gets no answer as a stranger", unknown_sender)
            check("comes back as another process", comes_back_as_another_process)
            check("resets its numbers by 141=Y", reset_on_logon)
            check("refuses nothing that the venue sends", lambda s: s.client.assert_content())
        line.close()
        checks.run("the venue ends, log and replay agree", lambda: (venue.stop(), venue.verify())[1])
    checks.exit()


if __name__ == "__main__":
    main()
