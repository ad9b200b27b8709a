#!/usr/bin/env python3
"""Deals that firms agree on beside the book, by stock QuickFIX clients that validate strictly by our dictionary: two
dealers, one that is asked too, and a broker.

usage: negotiation.py
Crosses, trades that one firm alleges, and quotes: each message and each kind of answer, refusals and ends by the clock
among them. One line per check; exit code 0 where all hold. Needs the Python package quickfix (quickfix-tls).
"""
from fix_client import later, now_text
from quickfix_scene import QuickFIXScene, run
from venue import Market, expect

BUYER, SELLER, OTHER, BROKER = "DLR001", "DLR002", "DLR003", "BRK001"
NAMES = [BUYER, SELLER, OTHER, BROKER]
#: What it is answered within is short for one of them.
SYMBOL, HASTY = "CU-BW-A", "AL-BW-P"
PRICE = 68450


def market(folder):
    market = Market(folder)
    market.fund((BUYER, SELLER))
    market.admit(SYMBOL, SELLER, 30)
    for name in ("Norvane Metals Trading", "Blue Heron Resources Pte"):
        market.replace("firms.yaml", f"name: {name}\n", f"name: {name}\n    broker: {BROKER}\n")
    market.replace("instruments.yaml", f"code: {HASTY}\n", f"code: {HASTY}\n    answerSeconds: 1\n")
    return market


def party(firm, role=1):
    return [(453, 1), (448, firm), (447, "D"), (452, role)] if firm else []


class Scene(QuickFIXScene):
    def cross(self, buyer=BUYER, seller=SELLER, sender=BROKER, quantity=25, sell_quantity=None, again=None,
              resend=False, **fields):
        """NewOrderCross(s); its CrossID(548), and what each side goes by."""
        cross = again or self.name("X")
        sides = [
            [(54, 1), (11, f"B{cross}"), *party(buyer), (38, quantity)],
            [(54, 2), (11, f"S{cross}"), *party(seller), (38, sell_quantity or quantity)]]
        body = {548: cross, 549: 1, 550: 0, 55: SYMBOL, 60: now_text(), 40: 2, 44: PRICE}
        body.update({int(tag[1:]): value for tag, value in fields.items()})
        self.send(sender, "s", body.items(), [(552, sides)], resend)
        return cross

    def report(self, sender, kind, side, contra, about=None, symbol=SYMBOL, price=PRICE, quantity=25, own=None,
               name=None, trans=0):
        """TradeCaptureReport(AE) with TradeReportType(856) `kind`; its TradeReportID(571)."""
        name = name or self.name("T")
        sides = []
        for number in (1, 2):
            firm = sender if number == side else contra
            ours = [(11, own)] if own and number == side else []
            sides.append([(54, number), (37, "NONE"), *ours, *party(firm)])
        body = [(571, name), (487, trans), (856, kind)] + ([(572, about)] if about else [])
        body += [(570, "N"), (55, symbol), (32, quantity), (31, price)]
        self.send(sender, "AE", body + [(75, now_text()[:8]), (60, now_text())], [(552, sides)])
        return name

    def alleged(self, **more):
        """A trade that the seller alleges with the buyer; its TradeReportID(571) and the venue's number."""
        name = self.report(SELLER, 0, 2, BUYER, **more)
        taken = self.told(SELLER, "AR", t571=name)
        expect((taken[939], taken[856]) == ("0", "0") and taken[7776], f"taken: {taken}")
        asked = self.told(BUYER, "AE", t571=taken[818])
        expect((asked[487], asked[856], asked[829], asked[7761]) == ("0", "1", "2", "N"), f"asked: {asked}")
        expect(asked.all(448) == [SELLER] or SELLER in asked.all(448), f"by whom: {asked}")
        return name, taken[818]

    def ask(self, sender=BUYER, side=1, of=SELLER, quantity=25, again=None, resend=False, **fields):
        """QuoteRequest(R); its QuoteReqID(131)."""
        name = again or self.name("Q")
        entry = {55: SYMBOL, 537: 2, 54: side, 38: quantity}
        entry.update({int(tag[1:]): value for tag, value in fields.items()})
        self.send(sender, "R", [(131, name)], [(146, [[*entry.items(), *party(of, 17)]])], resend)
        return name

    def asked(self, **more):
        """The same, taken; the name and the venue's number, by which the seller is asked."""
        name = self.ask(**more)
        request = self.told(SELLER, "R")
        expect((request[55], request[54], request[38]) == (SYMBOL, "1", "25"), f"asked: {request}")
        expect((request[448], request[452], request[7761]) == (BUYER, "17", "N"), f"by whom: {request}")
        taken = self.told(BUYER, "AI", t131=name)
        expect((taken[297], taken[117]) == ("0", request[131]), f"taken: {taken}")
        return name, request[131]

    def quote(self, request, price=68500, sender=SELLER, again=None, resend=False, **fields):
        """Quote(S) of a seller; its QuoteID(117)."""
        name = again or self.name("S")
        body = {131: request, 117: name, 537: 1, 55: SYMBOL, 133: price}
        body.update({int(tag[1:]): value for tag, value in fields.items()})
        self.send(sender, "S", body.items(), resend=resend)
        return name

    def quoted(self, request, **more):
        """The same, taken; the name and the venue's number of the offer, by which the buyer is told."""
        name = self.quote(request, **more)
        offer = self.told(BUYER, "S")
        expect((offer[448], offer[55], offer[135]) == (SELLER, SYMBOL, "25"), f"offered: {offer}")
        taken = self.told(SELLER, "AI", t117=name)
        expect((taken[297], taken[131]) == ("0", request), f"taken: {taken}")
        return name, offer[117]

    def answer(self, sender, kind, offer, resend=False, again=None, **fields):
        """QuoteResponse(AJ); its QuoteRespID(693)."""
        name = again or self.name("A")
        body = {693: name, 117: offer, 694: kind, 55: SYMBOL}
        body.update({int(tag[1:]): value for tag, value in fields.items()})
        self.send(sender, "AJ", body.items(), resend=resend)
        return name

    def filled(self, name, cl_ord_id, contra, price=PRICE):
        """A side is told by its fill, and by no report before."""
        report = self.told(name, "8", t11=cl_ord_id)
        got = (report[150], report[39], float(report[31]), report[7761], report[448], report[452])
        expect(got == ("F", "2", float(price), "N", contra, "17"), f"a fill: {report}")
        return report

    def operate(self, *words):
        self.control("operate", *words)


def crosses(scene):
    cross = scene.cross()
    for name in (BROKER, BUYER):
        report = scene.filled(name, f"B{cross}", SELLER)
        expect((report[548], report[549], report[54]) == (cross, "1", "1"), f"{report}")
    for name in (BROKER, SELLER):
        report = scene.filled(name, f"S{cross}", BUYER)
        expect((report[548], report[549], report[54]) == (cross, "1", "2"), f"{report}")
    scene.cross(again=cross, resend=True)
    for side in "BS":
        status = scene.told(BROKER, "8", t11=f"{side}{cross}")
        expect((status[150], status[39]) == ("I", "2"), f"as it is: {status}")


def crosses_refused(scene):
    """Each cross that is refused, what its buy says, and what its sell."""
    other = "The other side is refused"
    rows = [
        ({"quantity": 30}, "13", None, None), ({"sell_quantity": 50}, "13", None, None),
        ({"t44": 68455}, "99", None, None), ({"t44": 99990}, "3", None, None), ({"t55": "NONE"}, "1", None, None),
        ({"quantity": 1600}, "99", other, "1602"), ({"seller": OTHER}, "99", other, None),
        ({"buyer": OTHER}, "15", None, None), ({"seller": BUYER}, "99", None, None),
    ]
    for fields, reason, text, clause in rows:
        cross = scene.cross(**fields)
        buy, sell = (scene.told(BROKER, "8", t11=f"{side}{cross}") for side in "BS")
        expect(buy[150] == sell[150] == "8" and buy[37] == sell[37] == "NONE", f"{fields}: {buy} {sell}")
        expect(buy[103] == reason and buy[58] and sell[58], f"{fields}: {buy}")
        expect(buy[548] == sell[548] == cross, f"CrossID(548): {buy} {sell}")
        expect(text is None or buy[58] == text, f"{fields}: {buy}")
        expect(clause is None or sell[7799] == clause, f"{fields}: {sell}")
    known = scene.cross()
    scene.filled(BROKER, f"S{known}", BUYER)
    scene.cross(again=known)
    twice = scene.told(BROKER, "8", t11=f"B{known}", t150="8")
    expect(twice[103] == "6", f"a name twice: {twice}")
    scene.cross(sender=BUYER)
    refused = scene.told(BUYER, "j", t372="s")
    expect(refused[380] == "6", f"a dealer crosses nothing: {refused}")
    scene.cross(t549=2)
    expect(scene.told(BROKER, "j", t372="s")[58], "a cross that may be filled in part")
    for kind in "tu":
        body = [(548, "X"), (551, known), (549, 1), (550, 0), (55, SYMBOL), (60, now_text())]
        body += [(40, 2), (44, PRICE)] if kind == "t" else []
        sides = [[(54, 1), (41, "X"), (11, "Y"), (38, 25)], [(54, 2), (41, "X"), (11, "Z"), (38, 25)]]
        scene.send(BROKER, kind, body, [(552, sides)])
        expect(scene.told(BROKER, "j", t372=kind)[380] == "3", f"35={kind} is not offered")
    return f"{len(rows) + 5} kinds"


def alleged(scene):
    own, taken = scene.name("O"), scene.name("O")
    name, number = scene.alleged(own=own)
    scene.report(BUYER, 2, 1, SELLER, about=number, own=taken)
    scene.filled(BUYER, taken, SELLER)
    scene.filled(SELLER, own, BUYER)
    name, number = scene.alleged()
    other = scene.report(BUYER, 3, 1, SELLER, about=number)
    answered = scene.told(BUYER, "AR", t571=other)
    expect((answered[939], answered[856], answered[818]) == ("0", "3", number), f"declined: {answered}")
    over = scene.told(SELLER, "AR", t571=name)
    expect((over[939], over[751], over[818]) == ("1", "99", number) and over[58], f"declined: {over}")
    name, number = scene.alleged()
    taken_back = scene.report(SELLER, 6, 2, BUYER, about=name, trans=1)
    expect(scene.told(SELLER, "AR", t571=taken_back)[939] == "0", "taken back")
    over = scene.told(BUYER, "AE", t572=number)
    expect((over[487], over[856]) == ("1", "6"), f"taken back: {over}")


def alleged_refused(scene):
    """A report that is refused, and the reason."""
    rows = [
        ({"contra": "NOBODY"}, "1"), ({"quantity": 30}, "99"), ({"price": 68455}, "99"), ({"symbol": "NONE"}, "99"),
        ({"contra": SELLER}, "99"), ({"contra": "ZZREG"}, None)]
    for fields, reason in rows:
        name = scene.report(SELLER, 0, 2, **{"contra": BUYER, **fields})
        refused = scene.told(SELLER, "AR", t571=name)
        expect(refused[939] == "1" and refused[58], f"{fields}: {refused}")
        expect(reason is None or refused[751] == reason, f"{fields}: {refused}")
    body = [(571, "T-0"), (487, 0), (856, 0), (570, "N"), (55, SYMBOL), (32, 25), (31, PRICE), (75, now_text()[:8])]
    sides = [[(54, 1), (37, "NONE"), *party(BUYER)], [(54, 2), (37, "NONE"), *party(OTHER)]]
    scene.send(SELLER, "AE", body + [(60, now_text())], [(552, sides)])
    expect(scene.told(SELLER, "AR", t571="T-0")[751] == "1", "a trade of others")
    name, number = scene.alleged()
    scene.report(SELLER, 0, 2, BUYER, name=name)
    expect(scene.told(SELLER, "AR", t571=name)[939] == "1", "a name that is open")
    for sender, fields in ((BUYER, {"price": PRICE + 10}), (BUYER, {"quantity": 50}), (OTHER, {})):
        answer = scene.report(sender, 2, 1, SELLER, about=number, **fields)
        refused = scene.told(sender, "AR", t571=answer)
        expect((refused[939], refused[751]) == ("1", "99") and refused[58], f"{fields}: {refused}")
    answer = scene.report(BUYER, 2, 1, SELLER, about=number)
    scene.filled(BUYER, answer, SELLER)
    scene.filled(SELLER, name, BUYER)
    name, number = scene.alleged(quantity=1600)
    answer = scene.report(BUYER, 2, 1, SELLER, about=number, quantity=1600)
    for firm, what in ((BUYER, answer), (SELLER, name)):
        failed = scene.told(firm, "AR", t571=what, t939="1")
        expect("free documents" in failed[58] and failed[7799] == "1602", f"which side fails: {failed}")
    answer = scene.report(BUYER, 2, 1, SELLER, about=number, quantity=1600)
    expect(scene.told(BUYER, "AR", t571=answer)[939] == "1", "it is over")
    return f"{len(rows) + 7} kinds"


def alleged_ends(scene):
    name = scene.report(SELLER, 0, 2, BUYER, symbol=HASTY, price=18350)
    number = scene.told(SELLER, "AR", t571=name)[818]
    scene.told(BUYER, "AE", t571=number)
    over = scene.told(SELLER, "AR", t571=name, t939="1")
    expect(over[58], f"nobody has answered: {over}")
    ended = scene.told(BUYER, "AE", t572=number)
    expect((ended[487], ended[856]) == ("1", "6"), f"nobody has answered: {ended}")
    name, number = scene.alleged()
    scene.operate("halt", "instrument", SYMBOL, "--situation", "system-failure")
    for sender, report in (
            (BUYER, scene.report(BUYER, 2, 1, SELLER, about=number)), (SELLER, scene.report(SELLER, 0, 2, BUYER))):
        refused = scene.told(sender, "AR", t571=report)
        expect((refused[939], refused[7799]) == ("1", "4905"), f"halted: {refused}")
    scene.operate("resume", "instrument", SYMBOL)
    scene.operate("open", "instrument", SYMBOL)
    scene.operate("close", "instrument", SYMBOL)
    expect(scene.told(SELLER, "AR", t571=name, t939="1")[58], "ended by the close")
    scene.told(BUYER, "AE", t572=number)


def quotes(scene):
    name, request = scene.asked()
    _, offer = scene.quoted(request)
    counter = scene.answer(BUYER, 2, offer, t44=68440, t38=25)
    countered = scene.told(SELLER, "AJ")
    expect((countered[694], countered[44], countered[448], countered[54]) == ("2", "68440", BUYER, "1"), f"{countered}")
    taken = scene.told(BUYER, "AI", t693=counter)
    expect((taken[297], taken[131], taken[117]) == ("0", name, countered[117]), f"{taken}")
    late = scene.answer(BUYER, 1, offer)
    gone = scene.told(BUYER, "AI", t693=late)
    expect(gone[297] == "9" and gone[58], f"replaced meanwhile: {gone}")
    own = scene.name("O")
    hit = scene.answer(SELLER, 1, countered[117], t44=68440, t11=own)
    scene.filled(BUYER, counter, SELLER, 68440)
    scene.filled(SELLER, own, BUYER, 68440)
    scene.answer(SELLER, 1, countered[117], again=hit, resend=True, t11=own)
    expect(scene.told(SELLER, "8", t11=own)[150] == "I", "a hit again")


def quotes_of_all(scene):
    """All are asked; who has not dealt is told so."""
    name = scene.ask(of=None)
    request = scene.told(SELLER, "R")[131]
    expect(scene.told(OTHER, "R")[131] == request, "all are asked by one number")
    scene.told(BUYER, "AI", t131=name)
    ours, offer = scene.quoted(request, price=68460)
    theirs = scene.quote(request, sender=OTHER, price=68470)
    expect(scene.told(OTHER, "AI", t117=theirs)[297] == "0", "a second quote")
    expect(scene.told(BUYER, "S")[448] == OTHER, "both are told")
    hit = scene.answer(BUYER, 1, offer)
    scene.filled(BUYER, hit, SELLER, 68460)
    scene.filled(SELLER, ours, BUYER, 68460)
    lost = scene.told(OTHER, "AI", t117=theirs)
    expect(lost[297] == "11" and lost[58], f"dealt with another one: {lost}")
    with scene.client.lock:
        for messages in scene.client.inbox.values():
            messages[:] = [message for message in messages if message.type != "R"]


def quotes_end(scene):
    """How an offer and a request end: QuoteStatus(297) of each."""
    name, request = scene.asked()
    ours, offer = scene.quoted(request)
    late = scene.answer(BUYER, 3, offer)
    expect(scene.told(BUYER, "AI", t693=late)[297] == "7", "too late for it")
    expect(scene.told(SELLER, "AI", t117=ours)[297] == "7", "too late for it")
    ours, _ = scene.quoted(request)
    scene.quote(request, again=ours, resend=True)
    expect(scene.told(SELLER, "AI", t117=ours)[297] == "0", "it stands")
    scene.send(SELLER, "Z", [(131, request), (117, ours), (298, 1)])
    expect(scene.told(SELLER, "AI", t117=ours)[297] == "1", "taken back")
    expect(scene.told(BUYER, "AI", t131=name)[297] == "6", "taken back by the other")
    ours, offer = scene.quoted(request, t62=later(1))
    expect(scene.told(SELLER, "AI", t117=ours)[297] == "7", "its time is over")
    expect(scene.told(BUYER, "AI", t117=offer)[297] == "7", "its time is over")
    ours, offer = scene.quoted(request)
    passed = scene.answer(BUYER, 6, offer)
    expect(scene.told(BUYER, "AI", t693=passed)[297] == "11", "it passes")
    expect(scene.told(SELLER, "AI", t117=ours)[297] == "11", "the other passes")
    scene.send(BUYER, "Z", [(131, name), (117, "W"), (298, 4)])
    expect(scene.told(BUYER, "AI", t131=name)[297] == "4", "the request is taken back")
    name, request = scene.asked(t126=later(1))
    expect(scene.told(BUYER, "AI", t131=name)[297] == "7", "a request's time is over")


def quotes_refused(scene):
    """A request or an offer that is refused, and the reason."""
    rows = [({"of": "NOBODY"}, "99"), ({"of": BUYER}, "99"), ({"t55": "NONE"}, "1"), ({"quantity": 30}, "99"),
            ({"t126": later(-5)}, "99"), ({"t126": later(3_600)}, "99")]
    for fields, reason in rows:
        name = scene.ask(**fields)
        refused = scene.told(BUYER, "AG", t131=name)
        expect(refused[658] == reason and refused[58], f"{fields}: {refused}")
    name, request = scene.asked()
    scene.ask(again=name)
    expect(scene.told(BUYER, "AG", t131=name)[658] == "99", "a name that is open")
    scene.ask(again=name, resend=True)
    expect(scene.told(BUYER, "AI", t131=name)[117] == request, "it stands")
    for fields, sender in (({"t133": 68455}, SELLER), ({"t133": 99990}, SELLER), ({}, OTHER), ({"t62": later(-5)}, SELLER),
                           ({"t55": HASTY}, SELLER)):
        offer = scene.quote(request, sender=sender, **fields)
        refused = scene.told(sender, "AI", t117=offer)
        expect(refused[297] == "5" and refused[58], f"{fields}: {refused}")
    offer = scene.quote("999999")
    expect(scene.told(SELLER, "AI", t117=offer)[297] == "5", "no such request")
    ours, offer = scene.quoted(request)
    for fields in ({"t44": 68510}, {"t38": 50}, {"t54": 2}):
        answer = scene.answer(BUYER, 1, offer, **fields)
        refused = scene.told(BUYER, "AI", t693=answer)
        expect(refused[297] == "5" and refused[58], f"{fields}: {refused}")
    answer = scene.answer(OTHER, 1, offer)
    expect(scene.told(OTHER, "AI", t693=answer)[297] == "9", "not its own to answer")
    ours, offer = scene.quoted(request)
    scene.operate("halt", "instrument", SYMBOL, "--situation", "system-failure")
    other = scene.ask()
    expect(scene.told(BUYER, "AG", t131=other)[7799] == "4905", "halted")
    answer = scene.answer(BUYER, 1, offer)
    expect(scene.told(BUYER, "AI", t693=answer)[297] == "5", "halted: nobody deals, and the offer stays")
    scene.operate("resume", "instrument", SYMBOL)
    scene.operate("open", "instrument", SYMBOL)
    scene.operate("close", "instrument", SYMBOL)
    expect(scene.told(BUYER, "AI", t131=name)[297] == "6", "ended by the close")
    expect(scene.told(SELLER, "AI", t117=ours)[297] == "6", "ended by the close")
    return f"{len(rows) + 13} kinds"


def resumed(scene):
    """The market opens; deals are made again."""
    scene.operate("open", "instrument", SYMBOL)
    cross = scene.cross()
    scene.filled(BROKER, f"B{cross}", SELLER)
    scene.filled(BUYER, f"B{cross}", SELLER)
    scene.filled(SELLER, f"S{cross}", BUYER)
    scene.filled(BROKER, f"S{cross}", BUYER)


if __name__ == "__main__":
    run("negotiation", market, NAMES, Scene, (
        ("a cross deals, both firms and the broker are told; again as it is", crosses),
        ("a cross that is refused says why, and which side", crosses_refused),
        ("a trade is alleged, accepted, declined, taken back", alleged),
        ("a report that is refused says why; what fails when both agree ends it", alleged_refused),
        ("what nobody answers ends by the clock, or by the close, not by a halt", alleged_ends),
        ("the market opens again", resumed),
        ("quote, counter and hit", quotes),
        ("all are asked, one deals", quotes_of_all),
        ("offers and requests end: too late, taken back, over, passed", quotes_end),
        ("requests, offers and answers that are refused say why; a close ends all", quotes_refused)))
