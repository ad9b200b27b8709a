#!/usr/bin/env python3
"""One-way auctions by stock QuickFIX clients that validate strictly by our dictionary: an initiator and two bidders.

usage: auction.py
All four variants from the application to the deposits that come back: bids that are outbid, a close that is put off, a
reserve, lots of several winners, clocks, a halt; what the operator does; and each kind of refusal. One line per check;
exit code 0 where all hold. Needs the Python package quickfix (quickfix-tls).
"""
from fix_client import later, now_text, order
from quickfix_scene import QuickFIXScene, run
from venue import Market, expect

SELLER, BUYER, OTHER, WATCHER = "DLR001", "DLR002", "DLR003", "SUP001"
NAMES = [SELLER, BUYER, OTHER, WATCHER]
SYMBOL = "CU-BW-A"
START, STEP = 68400, 100
DEPOSIT = "85500"


def market(folder):
    market = Market(folder)
    market.fund((SELLER, BUYER, OTHER))
    for name in (SELLER, BUYER, OTHER):
        market.admit(SYMBOL, name, 12)
    market.replace(
        "instruments.yaml", "auction: {notice: 1 d, depositPercent: 5, extension: 60 s, extensions: 10, step: 60 s}",
        "auction: {notice: 1 s, depositPercent: 5, extension: 2 s, extensions: 1, step: 1 s}")
    return market


class Scene(QuickFIXScene):
    def __init__(self, client, venue):
        super().__init__(client, venue)
        #: TradingMode(7761) of each lot.
        self.modes = {}

    def apply(self, side="S", mode="E", sender=SELLER, quantity=25, opens=1.3, closes=None, limit=None, again=None,
              resend=False, **fields):
        """SecurityDefinitionRequest(c); its SecurityReqID(320)."""
        name = again or self.name("L")
        body = {320: name, 321: 1, 55: SYMBOL, 38: quantity}
        body.update({44: limit} if limit else {})
        body.update({60: now_text(), 336: "AUC", 342: later(opens)})
        body.update({344: later(opens + closes)} if closes else {})
        body.update({7761: mode, 7763: side, 7764: START, 7765: STEP})
        body.update({int(tag[1:]): value for tag, value in fields.items()})
        self.send(sender, "c", body.items(), resend=resend)
        return name

    def lot(self, deposits=(BUYER, OTHER), **more):
        """A lot that is announced, for which these have put down a deposit: its AuctionID(7762) and SecurityReqID(320)."""
        name = self.apply(**more)
        sender = more.get("sender", SELLER)
        taken = self.told(sender, "d", t320=name)
        expect((taken[323], taken[336], taken[7781]) == ("1", "AUC", "1"), f"taken: {taken}")
        lot = taken[7762]
        self.modes[lot] = more.get("mode", "E")
        self.operate("announce", lot)
        for firm in (SELLER, BUYER, OTHER, WATCHER):
            announced = self.told(firm, "d", t7762=lot, t320="NONE")
            expect((announced[323], announced[7781], announced[448]) == ("1", "2", sender), f"announced: {announced}")
            expect(self.told(firm, "f", t7762=lot)[326] == "21", "announced")
        for firm in deposits:
            self.deposit(firm, lot)
        return lot, name

    def deposit(self, firm, lot, kind=0, status="1", again=None, resend=False, **fields):
        """CollateralAssignment(AY), and CollateralResponse(AZ) with this CollAsgnRespType(905)."""
        name = again or self.name("D")
        body = {902: name, 895: 0, 903: kind, 60: now_text(), 7762: lot}
        body.update({int(tag[1:]): value for tag, value in fields.items()})
        self.send(firm, "AY", body.items(), resend=resend)
        answer = self.told(firm, "AZ", t902=name)
        expect((answer[905], answer[7762]) == (status, lot), f"a deposit: {answer}")
        expect(status == "1" or answer[58], f"why: {answer}")
        return answer

    def bid(self, firm, lot, price, quantity=25, side=1, tif=0, **fields):
        """NewOrderSingle(D) with AuctionID(7762); its ClOrdID(11)."""
        name = self.name("B")
        body = dict(order(name, side, price, quantity, tif=tif))
        body.update({7761: self.modes.get(lot, "E"), 7762: lot})
        body.update({int(tag[1:]): value for tag, value in fields.items()})
        self.send(firm, "D", body.items())
        return name

    def report(self, firm, name, kind):
        return self.told(firm, "8", t11=name, t150=kind)

    def status(self, lot, status, name=OTHER, **tags):
        """SecurityStatus(f) of a lot with this SecurityTradingStatus(326)."""
        return self.told(name, "f", t7762=lot, t326=status, **tags)

    def filled(self, firm, name, price, quantity="25"):
        report = self.report(firm, name, "F")
        expect((report[31], report[32]) == (str(price), quantity), f"a fill: {report}")
        expect(report[7761] in "ED" and report[7762], f"of an auction: {report}")
        return report

    def operate(self, action, lot, *more):
        self.control("auction", action, lot, *more)

    def given_back(self, lot, *firms):
        for firm in firms:
            back = self.told(firm, "AZ", t7762=lot, t903="3")
            expect((back[905], back[900]) == ("1", "0"), f"a deposit comes back: {back}")


def english(scene):
    """Bids, each higher: the first one puts off the close, it is outbid, the reserve is met."""
    lot, name = scene.lot(closes=1.9, limit=68600)
    opened = scene.status(lot, "17", t7781="3")
    expect(opened[7766] == "N" and opened[344], f"open: {opened}")
    first = scene.bid(BUYER, lot, 68500)
    expect(scene.report(BUYER, first, "0")[7762] == lot, "a bid stands")
    bid = scene.status(lot, "17", t7781="4")
    expect((bid[31], bid[330], bid[7766], bid[7767]) == ("68500", "25", "N", "1"), f"the bid is told: {bid}")
    second = scene.bid(OTHER, lot, 68600)
    scene.report(OTHER, second, "0")
    outbid = scene.report(BUYER, first, "4")
    expect((outbid[378], outbid[7799]) == ("99", "4907") and outbid[58], f"outbid: {outbid}")
    expect(scene.status(lot, "17", t31="68600")[7766] == "Y", "the reserve is met")
    for kind in "FG":
        change = scene.name("C")
        body = [(41, second), (11, change), (55, SYMBOL), (54, 1), (60, now_text())]
        scene.send(OTHER, kind, body + ([(38, 25), (40, 2), (44, 68700)] if kind == "G" else []))
        refused = scene.told(OTHER, "9", t11=change)
        expect((refused[102], refused[7799], refused[434]) == ("99", "4907", "1" if kind == "F" else "2"), f"{refused}")
    over = scene.status(lot, "18")
    expect((over[7781], over[31], over[330]) == ("6", "68600", "25"), f"sold: {over}")
    scene.filled(OTHER, second, 68600)
    expect(scene.filled(SELLER, name, 68600)[54] == "2", "the initiator sells")
    scene.given_back(lot, BUYER, OTHER)


def several(scene):
    """A lot of two documents: two win, each at its own price."""
    lot, name = scene.lot(closes=1.0, quantity=50)
    scene.status(lot, "17", t7781="3")
    one, other = scene.bid(BUYER, lot, 68600), scene.bid(OTHER, lot, 68500)
    scene.report(BUYER, one, "0")
    scene.report(OTHER, other, "0")
    expect(scene.status(lot, "18")[330] == "50", "both are sold")
    for firm, bid, price in ((BUYER, one, 68600), (OTHER, other, 68500)):
        scene.filled(firm, bid, price)
        scene.filled(SELLER, name, price)
    scene.given_back(lot, BUYER, OTHER)


def dutch(scene):
    """A clock goes down; the first who accepts has it."""
    lot, name = scene.lot(mode="D", limit=68200)
    expect(scene.status(lot, "17", t7767="0")[31] == "68400", "the start")
    early = scene.bid(BUYER, lot, 68000, tif=4)
    expect(scene.report(BUYER, early, "8")[7799] == "4907", "the clock's price is worse")
    expect(scene.status(lot, "17", t7767="1")[31] == "68300", "a step lower")
    bid = scene.bid(OTHER, lot, 68400, tif=4)
    scene.report(OTHER, bid, "0")
    price = scene.report(OTHER, bid, "F")[31]
    expect(price in ("68300", "68200"), f"at the clock's price: {price}")
    scene.filled(SELLER, name, price)
    expect(scene.status(lot, "18")[7781] == "6", "sold")
    scene.given_back(lot, BUYER, OTHER)


def bought(scene):
    """Who has begun it buys, by bids that go down and by a clock that goes up."""
    lot, name = scene.lot(side="B", mode="D", closes=1.0)
    scene.status(lot, "17", t7781="3")
    offer = scene.bid(BUYER, lot, 68300, side=2)
    scene.report(BUYER, offer, "0")
    expect(scene.status(lot, "17", t31="68300")[331] == "25", "SellVolume(331)")
    scene.filled(BUYER, offer, 68300)
    scene.filled(SELLER, name, 68300)
    scene.given_back(lot, BUYER, OTHER)
    lot, name = scene.lot(side="B", mode="E", limit=68600)
    scene.status(lot, "17", t7767="1")
    offer = scene.bid(OTHER, lot, 68400, side=2, tif=4)
    scene.report(OTHER, offer, "0")
    scene.report(OTHER, offer, "F")
    expect(scene.report(SELLER, name, "F")[54] == "1", "the initiator buys")
    scene.given_back(lot, BUYER, OTHER)


def unsold(scene):
    """Nobody bids; a bid does not reach the reserve: it ends, and what was put down comes back."""
    lot, _ = scene.lot(closes=0.5)
    expect(scene.status(lot, "18")[7781] == "7", "nobody has bid")
    scene.given_back(lot, BUYER, OTHER)
    lot, _ = scene.lot(closes=1.0, limit=69000)
    scene.status(lot, "17", t7781="3")
    bid = scene.bid(BUYER, lot, 68500)
    scene.report(BUYER, bid, "0")
    over = scene.status(lot, "18")
    expect((over[7781], over[7766]) == ("7", "N"), f"the reserve is not met: {over}")
    expect(scene.report(BUYER, bid, "4")[378] == "99", "the bid ends")
    scene.given_back(lot, BUYER, OTHER)


def operated(scene):
    """The operator refuses, voids and cancels; a halt stops the time of a lot."""
    name = scene.apply(closes=5)
    lot = scene.told(SELLER, "d", t320=name)[7762]
    scene.apply(again=name, resend=True)
    expect(scene.told(SELLER, "d", t320=name)[7762] == lot, "it comes again: the same lot")
    scene.operate("refuse", lot)
    refused = scene.told(SELLER, "d", t320=name)
    expect(refused[323] == "5" and refused[58], f"refused: {refused}")
    lot, _ = scene.lot(closes=30)
    scene.status(lot, "17", t7781="3")
    bid = scene.bid(BUYER, lot, 68500)
    number = scene.report(BUYER, bid, "0")[37]
    scene.operate("void", lot, "--order", number)
    expect(scene.report(BUYER, bid, "4")[378] == "99", "a bid is void")
    scene.control("operate", "halt", "instrument", SYMBOL, "--situation", "system-failure")
    expect(scene.status(lot, "2")[7781] == "5", "its time stands still")
    bid = scene.bid(BUYER, lot, 68500)
    expect(scene.report(BUYER, bid, "8")[7799] == "4905", "halted")
    scene.control("operate", "resume", "instrument", SYMBOL)
    expect(scene.status(lot, "3")[344], "it goes on")
    scene.control("operate", "open", "instrument", SYMBOL)
    scene.operate("cancel", lot)
    expect(scene.status(lot, "18")[7781] == "8", "cancelled")
    scene.given_back(lot, BUYER, OTHER)


def refused(scene):
    """An application, a deposit or a bid that is refused says why."""
    applications = [
        {"opens": 0.2, "closes": 1}, {"closes": 1, "t55": "NONE"}, {"closes": 1, "quantity": 30},
        {"closes": 1, "quantity": 1600}, {"closes": 1, "t7764": 68405}, {"closes": 1, "t7765": 5}, {},
        {"mode": "D"}, {"mode": "D", "limit": 68500}, {"closes": 1, "limit": 68300},
        {"closes": 1, "t55": "EG-BW-M", "quantity": 20}]
    for fields in applications:
        name = scene.apply(**fields)
        answer = scene.told(SELLER, "d", t320=name)
        expect(answer[323] == "5" and answer[58], f"{fields}: {answer}")
    lot, _ = scene.lot(deposits=(), closes=20, opens=2.5)
    scene.deposit(SELLER, lot, status="3")
    scene.deposit(BUYER, "999", status="3")
    scene.deposit(BUYER, lot, status="3", t15="CNY", t900="1.00")
    scene.deposit(BUYER, lot, kind=3, status="3")
    name = scene.name("D")
    expect(scene.deposit(BUYER, lot, again=name, t15="CNY", t900=DEPOSIT)[900] == DEPOSIT, "the sum is said")
    expect(scene.deposit(BUYER, lot, again=name, resend=True)[900] == DEPOSIT, "it comes again")
    scene.deposit(BUYER, lot, status="3")
    scene.deposit(BUYER, lot, kind=3)
    scene.deposit(BUYER, lot)
    early = scene.bid(BUYER, lot, 68500)
    expect(scene.report(BUYER, early, "8")[7799] == "4907", "not open yet")
    scene.status(lot, "17", t7781="3")
    scene.deposit(OTHER, lot, status="3")
    bids = [
        (OTHER, {}, "4907"), (SELLER, {}, "4907"), (BUYER, {"price": 68550}, "4907"), (BUYER, {"price": 68300}, "4907"),
        (BUYER, {"price": 68400 + 100 * 21}, "4907"), (BUYER, {"quantity": 50}, "4907"), (BUYER, {"quantity": 30}, None),
        (BUYER, {"side": 2}, None), (BUYER, {"tif": 4}, None), (BUYER, {"t7762": 999}, "4907"),
        (BUYER, {"t55": "AL-BW-P"}, None), (BUYER, {"t7761": "D"}, None)]
    for firm, fields, clause in bids:
        bid = scene.bid(firm, **{"lot": lot, "price": 68500, **fields})
        answer = scene.report(firm, bid, "8")
        expect(answer[58] and answer.get(7799) == clause, f"{fields}: {answer}")
    bid = scene.bid(BUYER, lot, 68400 + 100 * 20)
    scene.report(BUYER, bid, "0")
    low = scene.bid(BUYER, lot, 68400 + 100 * 20)
    expect(scene.report(BUYER, low, "8")[7799] == "4907", "not better than what wins")
    scene.operate("cancel", lot)
    scene.report(BUYER, bid, "4")
    scene.given_back(lot, BUYER)
    late = scene.bid(BUYER, lot, 68500)
    expect(scene.report(BUYER, late, "8")[7799] == "4907", "it is over")
    return f"{len(applications) + len(bids) + 9} kinds"


if __name__ == "__main__":
    run("auction", market, NAMES, Scene, (
        ("a lot goes up by bids: put off, outbid, firm, sold above its reserve", english),
        ("two win of a lot of two", several),
        ("a lot goes down by a clock", dutch),
        ("lots are bought, by bids and by a clock", bought),
        ("nobody bids, or not enough", unsold),
        ("the operator refuses, voids, halts, cancels", operated),
        ("what is refused says why", refused)))
