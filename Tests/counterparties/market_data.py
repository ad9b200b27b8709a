#!/usr/bin/env python3
"""Market data and phases: who follows them by messages alone has what the venue has.

usage: market_data.py
A stock QuickFIX session that validates strictly by our dictionary, and a raw one that stops reading, subscribe to books
by price and order by order, to trades and figures and to phases, and ask for the terms of instruments, while two
firms trade and the venue is killed with SIGKILL. Every book that is rebuilt equals a fresh snapshot. What can't be
asked for is refused, each with its reason. One line per check; exit code 0 where all hold. Needs the Python package
quickfix.
"""
import datetime
import random
import re

from fix_client import ADMIN, FixClient, cancel, order
from quickfix_client import QuickFIXClient
from venue import Checks, Folder, Market, Venue, expect, wait_for

BUYER = "DLR001"
SELLER = "DLR002"
ENGINE = "SUP001"
READER = "MD001"
BOOK = "CU-BW-A"
LISTED = "TN-BW-1"
PRICE = 68450
FIGURES = ("3", "4", "5", "7", "8", "9", "A", "B")


class Rebuilt:
    """What the messages of one subscription come to."""

    def __init__(self, mdreqid):
        self.mdreqid = mdreqid
        self.sides = {"0": [], "1": []}
        self.figures = {}
        self.trades = {}
        self.seq = None
        self.snapshots = 0

    def take(self, message):
        if message.type not in ("W", "X") or message.get(262) != self.mdreqid:
            return
        is_snapshot = message.type == "W"
        if is_snapshot:
            self.snapshots += 1
            self.sides = {"0": [], "1": []}
            self.figures = {}
        else:
            expect(message[7832] == self.seq, f"{self.mdreqid}: {message[7832]} behind {self.seq}")
        self.seq = message.get(7830)
        entries = self.entries(message, 269 if is_snapshot else 279)
        expect(message[268] == str(len(entries)), f"NoMDEntries(268) in {message}")
        for entry in entries:
            self.enter(entry)

    @staticmethod
    def entries(message, first):
        entries = []
        for tag, value in message.fields:
            if tag == first:
                entries.append({})
            if tag in (10, 7830, 7832):
                continue
            if entries:
                entries[-1].setdefault(tag, value)
        return entries

    def enter(self, entry):
        kind = entry[269]
        if kind == "2":
            self.trades[entry.get(278)] = entry
        elif kind in self.sides:
            key = entry.get(37) or entry[270]
            rows = [row for row in self.sides[kind] if row[0] != key]
            if entry.get(279) != "2":
                rows.insert(int(entry[290]) - 1, (key, entry[270], entry[271], entry.get(346)))
            self.sides[kind] = rows
        elif entry.get(279) == "2":
            self.figures.pop(kind, None)
        else:
            self.figures[kind] = (entry.get(270), entry.get(271), entry.get(277))

    @property
    def state(self):
        return self.sides, self.figures


class Looker(FixClient):
    """A market-data session over a raw socket; its prices are not repeated."""

    def __init__(self, name):
        super().__init__(name)
        self.rebuilt = {}
        self.filled = 0
        self.on_answer = self.keep

    def keep(self, message):
        if (rebuilt := self.rebuilt.get(message.get(262))) is not None:
            rebuilt.take(message)

    def compare(self, message):
        if message.type == "4":
            self.filled = max(self.filled, int(message[36]) - 1)
            for number in range(message.number, int(message[36])):
                original = self.seen.get(number)
                expect(
                    original is None or original.type in ADMIN | {"W", "X"},
                    f"a gap fill over {original}")
            return
        super().compare(message)

    def follow(self, mdreqid, **more):
        self.rebuilt[mdreqid] = Rebuilt(mdreqid)
        body, groups = request(mdreqid, **more)
        for counter, entries in groups:
            body.append((counter, len(entries)))
            body += [field for entry in entries for field in entry]
        self.send("V", body)
        return self.rebuilt[mdreqid]


def request(mdreqid, kind=1, depth=0, update=1, aggregated="Y", entries=("0", "1"), symbols=(BOOK,)):
    """Fields and groups of a MarketDataRequest(V)."""
    body = [(262, mdreqid), (263, kind), (264, depth)]
    body += [(265, update)] if update is not None else []
    body += [(266, aggregated)]
    return body, [(267, [[(269, entry)] for entry in entries]), (146, [[(55, one)] for one in symbols])]


class Scene:
    def __init__(self, folder):
        market = Market(folder)
        market.fund((BUYER, SELLER))
        market.admit(BOOK, SELLER, 300)
        market.admit(LISTED, SELLER, 20)
        self.venue = Venue(folder, market.path)
        self.folder = folder
        self.traders = {name: FixClient(name) for name in (BUYER, SELLER)}
        self.dice = random.Random(5)
        self.resting = []
        self.count = 0
        self.engine = None
        self.rebuilt = {}

    def start(self):
        self.venue.start()
        for client in self.traders.values():
            client.open(self.venue.port)

    def enter(self, name, side, price, **more):
        self.count += 1
        entered = f"O{self.count:06d}"
        self.traders[name].send("D", order(entered, side, price, **more))
        return entered, self.traders[name].answer(entered)

    def move(self, count):
        """Orders come on both sides, some trade, some go."""
        for _ in range(count):
            side = self.dice.choice((1, 2))
            name = BUYER if side == 1 else SELLER
            price = PRICE + 10 * self.dice.randrange(-12, 4) * (1 if side == 1 else -1)
            entered, _ = self.enter(name, side, price, quantity=25 * self.dice.randrange(1, 3))
            self.resting.append((name, side, entered))
            if len(self.resting) > 25:
                name, side, entered = self.resting.pop(self.dice.randrange(len(self.resting)))
                self.count += 1
                self.traders[name].send("F", cancel(f"C{self.count:06d}", entered, side))
                self.traders[name].answer(f"C{self.count:06d}")

    # QuickFIX

    def ask(self, mdreqid, **more):
        body, groups = request(mdreqid, **more)
        self.rebuilt[mdreqid] = Rebuilt(mdreqid)
        self.engine.send(ENGINE, "V", body, groups)
        return self.rebuilt[mdreqid]

    def told(self, kind, tag, value, what):
        return self.engine.take(
            ENGINE, lambda message: message.type == kind and message.get(tag) == value, what)

    def read(self):
        """Gives what has come to the books; the last number of each."""
        with self.engine.lock:
            inbox, self.engine.inbox[ENGINE] = self.engine.inbox[ENGINE], []
        for message in inbox:
            if message.type in ("W", "X"):
                self.rebuilt[message[262]].take(message)
            elif message.get(115) is None:
                self.engine.inbox[ENGINE].append(message)

    def equal(self, followed, **more):
        """A rebuilt book equals a fresh snapshot that was asked for in the same terms: what has changed until then
        has come before it."""
        fresh = self.ask(f"N-{len(self.rebuilt)}", kind=0, update=None, **more)
        wait_for(lambda: self.read() or fresh.snapshots, f"snapshot {fresh.mdreqid}")
        expect(followed.state == fresh.state, f"{followed.mdreqid}:\n{followed.state}\n{fresh.state}")

    def operate(self, *words):
        done = self.venue.tool("operate", *words, "--data", self.venue.data, "--text", "drill")
        expect(done.returncode == 0, f"cangdan operate: {done.stdout}{done.stderr}")


TERMS = {
    "by price": {}, "order by order": {"aggregated": "N"}, "top": {"depth": 1},
    "three orders": {"depth": 3, "aggregated": "N"}, "figures": {"entries": ("2", *FIGURES)},
}


def follow(scene):
    scene.move(20)
    books = {name: scene.ask(name, **terms) for name, terms in TERMS.items()}
    whole = scene.ask("whole", update=0)
    scene.move(120)
    for name, terms in TERMS.items():
        scene.equal(books[name], **{**terms, "entries": terms.get("entries", ("0", "1"))})
    wait_for(lambda: scene.read() or whole.seq == books["by price"].seq, "snapshots behind changes")
    expect(whole.state == books["by price"].state and whole.snapshots > 20, "snapshots alone")
    trades = books["figures"].trades
    expect(len(trades) > 5, f"trades are told: {len(trades)}")
    expect(all(trade[282] == SELLER for trade in list(trades.values())[1:]), "to a supervisor with the seller")
    return f"{len(trades)} trades"


def ended(scene):
    scene.engine.send(ENGINE, "V", *request("by price", kind=2))
    other = scene.rebuilt["order by order"]
    scene.equal(other, aggregated="N")
    before = scene.rebuilt["by price"].seq
    scene.move(5)
    scene.equal(other, aggregated="N")
    expect(scene.rebuilt["by price"].seq == before, "nothing is told behind the end")


def listed(scene):
    followed = scene.ask("listed", entries=("2",), symbols=(LISTED,))
    wait_for(lambda: scene.read() or followed.snapshots, "snapshot")
    price = 238000
    _, rests = scene.enter(SELLER, 2, price, quantity=2, symbol=LISTED)
    expect(rests[150] == "0", f"it rests: {rests}")
    scene.enter(BUYER, 1, price, quantity=2, symbol=LISTED)
    wait_for(lambda: scene.read() or len(followed.trades) > 0, "a trade")
    trade = list(followed.trades.values())[-1]
    expect(trade[711] == "1" and trade[7701] and trade[7711] and trade[7721] and trade[7731], f"{trade}")
    return f"{trade[7701]} at {trade[7711]}, {trade[7721]}"


def phases(scene):
    scene.read()
    engine = scene.engine
    engine.send(ENGINE, "e", [(324, "P-1"), (55, BOOK), (263, 1)])
    expect(scene.told("f", 324, "P-1", "SecurityStatus(f)")[326] == "17", "open")
    engine.send(ENGINE, "g", [(335, "P-2"), (263, 1)])
    expect(scene.told("h", 335, "P-2", "TradingSessionStatus(h)")[340] == "2", "open")
    buyer = scene.traders[BUYER]
    buyer.send("e", [(324, "D-1"), (55, BOOK), (263, 1)])
    buyer.answer("D-1", tag=324)
    scene.operate("halt", "instrument", BOOK, "--situation", "system-failure")
    expect(scene.told("f", 325, "Y", "a halt")[326] == "2", "halted")
    expect(buyer.answer("Y", tag=325)[326] == "2", "a dealer is told, too")
    scene.operate("resume", "instrument", BOOK)
    resumed = scene.told("f", 325, "Y", "the market goes on")
    expect(resumed[326] in ("17", "5"), f"goes on, perhaps by a call: {resumed}")
    scene.operate("close", "venue")
    expect(scene.told("h", 325, "Y", "the close")[340] == "3", "closed")
    scene.operate("open", "venue")
    expect(scene.told("h", 325, "Y", "the opening")[340] == "2", "opened")
    for kind, name, body in (
            ("e", 324, [(55, "NONE"), (263, 0)]), ("e", 324, [(55, BOOK), (263, 2)]),
            ("g", 335, [(336, "NIGHT"), (263, 0)])):
        engine.send(ENGINE, kind, [(name, "P-9"), *body])
        answer = scene.told("f" if kind == "e" else "h", name, "P-9", "a refusal")
        expect(answer.get(326) == "20" or answer.get(340) == "6", f"{answer}")
        expect(answer[58], "it says why")


def instruments(scene):
    """The terms of all instruments and of one, and a change that is published; to who trades by an engine without."""
    engine = scene.engine
    engine.send(ENGINE, "x", [(320, "L-1"), (559, 4)])
    listed = []
    while not listed or listed[-1][893] != "Y":
        listed.append(scene.told("y", 320, "L-1", "SecurityList(y)"))
    expect(len(listed) == int(listed[0][393]) > 5, f"{len(listed)} of {listed[0][393]}")
    expect(len({one[55] for one in listed}) == len(listed), "each instrument once")
    book = next(one for one in listed if one[55] == BOOK)
    expect(book[107] and book[7734] == "t" and book[7881] == "10" and book[7890], f"{book}")
    later = datetime.date.today() + datetime.timedelta(days=40)
    scene.operate("change", BOOK, "guarantee", "25", "--from", later.isoformat())
    engine.send(ENGINE, "c", [(320, "L-2"), (321, 0), (55, BOOK)])
    told = scene.told("d", 320, "L-2", "SecurityDefinition(d)")
    expect(told[323] == "1" and told[898] == "0.2" and told[864] == "1" and "25" in told[868], f"{told}")
    buyer = scene.traders[BUYER]
    buyer.send("x", [(320, "L-3"), (559, 0), (55, BOOK)])
    expect(buyer.answer("L-3", tag=320)[864] == "1", "a dealer is told the same")
    for kind, body, reason in (
            ("x", [(559, 1)], "1"), ("x", [(559, 0), (55, "NONE")], "2"), ("x", [(559, 4), (263, 1)], "1"),
            ("c", [(321, 0), (55, "NONE")], "6"), ("c", [(321, 3)], "5")):
        engine.send(ENGINE, kind, [(320, "L-9"), *body])
        refused = scene.told("y" if kind == "x" else "d", 320, "L-9", "a refusal")
        expect(refused.get(560, refused.get(323)) == reason and refused[58], f"{refused}")
    return f"{len(listed)} instruments"


def refusals(scene):
    """Each bad request and the reason of its refusal, MDReqRejReason(281)."""
    rows = [
        ("unknown", {"symbols": ("NONE",)}, "0"), ("top", {}, "1"), ("depth", {"depth": 101}, "5"), ("update", {"update": None}, "6"),
        ("entry", {"entries": ("0", "6")}, "8"), ("nothing", {"kind": 2}, None),
    ]
    for name, terms, reason in rows:
        scene.engine.send(ENGINE, "V", *request(name, **terms))
        refused = scene.told("Y", 262, name, "MarketDataRequestReject(Y)")
        expect(refused.get(281) == reason and refused[58], f"{name}: {refused}")
    scene.engine.send(ENGINE, "V", *request("type", kind=9))
    refused = scene.told("3", 371, "263", "Reject(3)")
    expect(refused[373] == "5", f"SubscriptionRequestType(263) 9: {refused}")
    many = [f"S{number}" for number in range(257)]
    scene.engine.send(ENGINE, "V", *request("many", symbols=many))
    refused = scene.told("j", 379, "many", "BusinessMessageReject(j)")
    expect(refused[380] == "0", f"257 instruments: {refused}")
    return f"{len(rows) + 2} kinds"


def conflated(scene):
    """A reader that stops and goes on: snapshots, no gap, the same book; and no price comes again."""
    looker = Looker(READER)
    looker.open(scene.venue.port)
    for number in range(60):
        looker.follow(f"R-{number}", aggregated="N" if number % 2 else "Y", depth=number % 7)
    looker.wait(lambda: all(book.snapshots for book in looker.rebuilt.values()), "60 snapshots")
    scene.move(500)
    metrics = scene.venue.tool("top", "--metrics", "--data", scene.venue.data).stdout
    count = re.search(r'session_conflations_total\{session="MD001"\} (\d+)', metrics)
    expect(count and int(count[1]) > 0, f"conflations: {count and count[0]}")
    for number in range(60):
        fresh = looker.follow(
            f"F-{number}", kind=0, update=None, aggregated="N" if number % 2 else "Y", depth=number % 7)
        book = looker.rebuilt[f"R-{number}"]
        looker.wait(lambda fresh=fresh: fresh.snapshots, "a snapshot", 20)
        expect(book.state == fresh.state, f"{book.mdreqid}: {book.state} {fresh.state}")
    again = sum(looker.rebuilt[f"R-{number}"].snapshots > 1 for number in range(60))
    expect(again > 0, "some went on from a snapshot")
    last = looker.next_in - 1
    looker.ask(1)
    looker.wait(lambda: looker.filled >= last, "a gap fill over all prices")
    looker.log_out()
    return f"{again} of 60 by a snapshot, {count[1]} times"


def killed(scene):
    """Behind a crash a subscription is asked for anew, and the book is that of the log."""
    for round_number in range(2):
        scene.move(10)
        scene.venue.kill9()
        for trader in scene.traders.values():
            while trader.socket:
                trader.receive()
        logons = scene.engine.logons[ENGINE]
        scene.venue.start("--port", scene.venue.port)
        for trader in scene.traders.values():
            trader.open(scene.venue.port)
        scene.engine.wait_logon(ENGINE, logons + 1, 30)
        scene.read()
        names = {name: f"{name} {round_number}" for name in TERMS}
        books = {name: scene.ask(names[name], **terms) for name, terms in TERMS.items()}
        scene.move(30)
        for name, terms in TERMS.items():
            scene.equal(books[name], **{**terms, "entries": terms.get("entries", ("0", "1"))})


def main():
    checks = Checks("market_data.py")
    with Folder("market-data") as folder:
        scene = Scene(folder)
        with scene.venue:
            scene.start()
            scene.engine = QuickFIXClient(folder, scene.venue.port, [ENGINE]).start()
            for name, check in (
                    ("books by price and by order, trades and figures equal a snapshot", follow),
                    ("what can't be is refused with its reason", refusals),
                    ("a subscription ends", ended),
                    ("a trade in the mode listing names its document", listed),
                    ("phases of an instrument and of the market", phases),
                    ("instruments, their terms and what is published", instruments),
                    ("a reader that stops and goes on has the book; prices are not resent", conflated),
                    ("killed: subscriptions anew equal a snapshot", killed)):
                checks.run(name, check, scene, context=scene.venue.logs)
            checks.run("QuickFIX has found nothing wrong", scene.engine.assert_strict, context=scene.venue.logs)
            scene.engine.stop()
            scene.venue.stop()
            checks.run("log and replay agree", scene.venue.verify)
    checks.exit()


if __name__ == "__main__":
    main()
