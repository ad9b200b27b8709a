#!/usr/bin/env python3
"""What surrounds deals, by stock QuickFIX clients that validate strictly by our dictionary: the ticket that both sides
affirm, a day of delivery, programmes that are registered, news of the operator.

usage: deals.py
One line per check; exit code 0 where all hold. Needs the Python package quickfix (quickfix-tls).
"""
import datetime

from fix_client import now_text, order
from negotiation import BROKER, BUYER, NAMES, OTHER, PRICE, SELLER, SYMBOL, Scene, market as with_broker
from quickfix_scene import run
from venue import expect

#: Its parties affirm the ticket.
TICKET, TICKET_PRICE = "ZN-BW-S", 19900


def market(folder):
    market = with_broker(folder)
    market.admit(TICKET, SELLER, 10)
    path = market.path / "instruments.yaml"
    text = path.read_text()
    place = text.index(f"- code: {TICKET}\n")
    old = "signingFlow: automatic under the admission agreement"
    path.write_text(text[:place] + text[place:].replace(old, "signingFlow: affirm, the ticket by both", 1))
    return market


def day(ahead):
    """A date of the market, which is eight hours east of UTC."""
    time = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8, days=ahead)
    return time.strftime("%Y%m%d")


def ticket(scene, settles=None):
    """A cross that both are to affirm: its TrdMatchID(880), which is ConfirmID(664)."""
    more = {"t63": 6, "t64": settles} if settles else {}
    cross = scene.cross(t55=TICKET, t44=TICKET_PRICE, **more)
    for name in (BROKER, BUYER):
        report = scene.filled(name, f"B{cross}", SELLER, TICKET_PRICE)
        expect(report.get(64) == settles, f"SettlDate(64): {report}")
    for name in (BROKER, SELLER):
        trade = scene.filled(name, f"S{cross}", BUYER, TICKET_PRICE)[527]
    for name, side in ((BUYER, "1"), (SELLER, "2")):
        asked = scene.told(name, "AK", t664=trade)
        expect((asked[666], asked[773], asked[665], asked[54]) == ("0", "2", "4", side), f"the ticket: {asked}")
        expect(asked[7776] and asked.get(64) == settles, f"until when, and the day: {asked}")
        expect(asked.get(63) == ("6" if settles else None), f"SettlType(63): {asked}")
    return trade, cross


def affirm(scene, name, trade, status=3):
    """ConfirmationAck(AU)."""
    scene.send(name, "AU", [(664, trade), (75, now_text()[:8]), (60, now_text()), (940, status)])


def notice_refused(scene, name, kind, code, reason):
    refused = scene.told(name, "j", t372=kind)
    expect((refused[7777], refused[380]) == (str(code), str(reason)) and refused[58], f"{kind}: {refused}")


def affirmed(scene):
    """Both affirm; whoever says it twice, otherwise, too late or for others is told so."""
    trade, _ = ticket(scene)
    affirm(scene, OTHER, trade)
    notice_refused(scene, OTHER, "AU", 6, 6)
    affirm(scene, BUYER, "999999")
    notice_refused(scene, BUYER, "AU", 1, 1)
    affirm(scene, BUYER, trade)
    affirm(scene, BUYER, trade)
    notice_refused(scene, BUYER, "AU", 3, 0)
    affirm(scene, BUYER, trade, 2)
    notice_refused(scene, BUYER, "AU", 4, 0)
    affirm(scene, SELLER, trade)
    affirm(scene, SELLER, trade)
    notice_refused(scene, SELLER, "AU", 3, 0)


def rejected(scene):
    """One rejects the ticket: the trade is undone for both."""
    trade, cross = ticket(scene)
    affirm(scene, BUYER, trade)
    affirm(scene, SELLER, trade, 2)
    for name, letter in ((BUYER, "B"), (SELLER, "S")):
        undone = scene.told(name, "AE", t880=trade)
        expect((undone[487], undone[856], undone[7774], undone[7775]) == ("1", "6", "11", "2"), f"undone: {undone}")
        expect(scene.told(name, "8", t11=f"{letter}{cross}")[150] == "H", "the fill is taken back")


def delivered_later(scene):
    """A day of delivery: in a cross with its ticket, in quotes, in a trade that is alleged; and days that are none."""
    trade, _ = ticket(scene, day(30))
    affirm(scene, BUYER, trade)
    affirm(scene, SELLER, trade)
    for ahead in (31, -1):
        cross = scene.cross(t64=day(ahead))
        for side in "BS":
            refused = scene.told(BROKER, "8", t11=f"{side}{cross}")
            expect((refused[150], refused[103], refused[7799]) == ("8", "11", "4906"), f"{ahead} days: {refused}")
    scene.cross(t63=6)
    expect(scene.told(BROKER, "j", t372="s")[380] == "5", "SettlType(63) 6 without a day")
    scene.cross(t63=3)
    expect(scene.told(BROKER, "j", t372="s")[380] == "0", "a period that is not offered")
    settles = day(2)
    name = scene.ask(t63=6, t64=settles)
    request = scene.told(SELLER, "R")
    expect((request[63], request[64]) == ("6", settles), f"who is asked knows the day: {request}")
    scene.told(BUYER, "AI", t131=name)
    wrong = scene.quote(request[131], t64=day(3))
    expect(scene.told(SELLER, "AI", t117=wrong)[297] == "5", "another day")
    ours = scene.quote(request[131], t64=settles)
    offer = scene.told(BUYER, "S")
    expect((offer[63], offer[64]) == ("6", settles), f"the offer says the day: {offer}")
    scene.told(SELLER, "AI", t117=ours)
    counter = scene.answer(BUYER, 2, offer[117], t44=68440, t38=25)
    countered = scene.told(SELLER, "AJ")
    expect((countered[63], countered[64]) == ("6", settles), f"the counter too: {countered}")
    scene.told(BUYER, "AI", t693=counter)
    hit = scene.answer(SELLER, 1, countered[117], t64=settles)
    expect(scene.filled(BUYER, counter, SELLER, 68440)[64] == settles, "the fill says the day")
    expect(scene.filled(SELLER, hit, BUYER, 68440)[64] == settles, "the fill says the day")


def programmes(scene):
    """A programme is registered, its orders name it, and it ends."""
    def register(name, **fields):
        body = {376: name}
        body.update({int(tag[1:]): value for tag, value in fields.items()})
        scene.send(BUYER, "UP", body.items())

    def enter(number):
        name = scene.name("P")
        scene.send(BUYER, "D", order(name, 1, PRICE - 500) + [(376, number), (529, "1")])
        return scene.told(BUYER, "8", t11=name)

    register("MM-CU", t7802="M", t7803=20)
    known = scene.told(BUYER, "UP", t376="MM-CU")
    expect((known[7807], known[7806], known[7802]) == ("1", BUYER, "M"), f"registered: {known}")
    register("MM-CU", t7802="M", t7803=20)
    notice_refused(scene, BUYER, "UP", 3, 0)
    register("MM-NI", t7802="M", t7803=0)
    notice_refused(scene, BUYER, "UP", 10, 0)
    taken = enter(known[7801])
    expect((taken[150], taken[39]) == ("0", "0"), f"a program trade: {taken}")
    refused = enter(999)
    expect((refused[150], refused[103]) == ("8", "99") and refused[58], f"no registration: {refused}")
    for number, kind in ((999, "9"), (known[7801], "8")):
        name = scene.name("G")
        body = [(41, taken[11]), (11, name), (55, SYMBOL), (54, 1), (60, now_text()), (38, 25), (40, 2)]
        scene.send(BUYER, "G", body + [(44, PRICE - 510), (376, number), (529, "1")])
        answer = scene.told(BUYER, kind, t11=name)
        expect(answer.get(102 if kind == "9" else 150) == ("99" if kind == "9" else "5"), f"a replace: {answer}")
    register("MM-CU", t7801=known[7801])
    expect(scene.told(BUYER, "UP", t376="MM-CU")[7807] == "2", "ended")
    register("MM-CU", t7801=known[7801])
    notice_refused(scene, BUYER, "UP", 14, 1)
    expect(enter(known[7801])[150] == "8", "it is over")


def told(scene):
    """The operator's news: an announcement, a warning of risk, a document that is doubted."""
    for words, urgency in ((("announcement", "A holiday", "No trading."), "0"),
                           (("risk-warning", "Fog", "Deliveries may be late.", "--symbol", SYMBOL), "1")):
        done = scene.venue.tool("operate", "news", *words, "--data", scene.venue.data)
        expect(done.returncode == 0, f"cangdan operate news: {done.stdout}{done.stderr}")
        for name in NAMES:
            news = scene.told(name, "B", t148=words[1])
            expect((news[61], news[58]) == (urgency, words[2]), f"news: {news}")


if __name__ == "__main__":
    run("deals", market, NAMES, Scene, (
        ("both affirm the ticket of a deal; who may not, or says it twice, is told so", affirmed),
        ("one rejects it: the trade is undone", rejected),
        ("a deal is delivered on a day; days that are none", delivered_later),
        ("a programme is registered, named, and ended", programmes),
        ("the operator's news come to all", told)))
