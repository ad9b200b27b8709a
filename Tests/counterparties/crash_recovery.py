#!/usr/bin/env python3
"""Kills the venue with SIGKILL under load and accounts for every order.

usage: crash_recovery.py [--rounds N] [--orders N] [--kills N] [--seed S] [--seconds S]

In each round several sessions enter, replace and cancel orders at full speed: some are accepted, some
refused, some over the session's throttle, some filled. The venue is killed at random moments, counted in
messages, and started again on the same data directory (now and then killed again while it starts). The
clients come back with their numbers, ask for what they have missed and repeat what the venue asks for.
At the end every message sent has exactly one answer, both sides of every trade agree, nothing that was
refused is alive, a repeat of the whole day equals what came first, and `cangdan log --verify` and
`cangdan replay` agree. With --seconds rounds go on until the time is over.
"""
import argparse
import collections
import random
import selectors
import sys
import time

from fix_client import FixClient, cancel, encode, order, replace, status
from venue import Failure, Folder, Market, Venue, expect

SYMBOLS = {"CU-BW-A": (68450, 10), "AL-BW-P": (18350, 5)}
THROTTLED = "DLR003"
#: Of the same firm as the throttled session, to look after its orders at the end.
SECOND = "DLR003B"
FIRMS = ["DLR001", "DLR002", "DLR003", "DLR005", "MMK001"]
WINDOW = 48
LIVE = {"0", "1"}
OUTCOMES = {"0": "entered", "8": "refused", "4": "canceled", "5": "replaced"}


class Order:
    """What the client knows of one order that it has entered."""

    def __init__(self, name, side, symbol, price, lots, tif):
        self.names = [name]
        self.side = side
        self.symbol = symbol
        self.price = price
        self.lots = lots
        self.tif = tif
        self.state = None
        self.fills = []
        self.cum = 0.0
        self.is_changing = False


class Trader:
    """One session under load, and the account of what it has sent."""

    def __init__(self, comp_id, generator, quota):
        self.client = FixClient(comp_id)
        self.client.on_answer = self.answered
        self.random = generator
        self.quota = quota
        self.pending = {}
        self.answers = collections.Counter()
        self.counts = collections.Counter()
        self.orders = {}
        self.exec_ids = set()
        self.refused = []
        self.sent = 0
        #: Reports of what the firm's other session has canceled.
        self.told = 0

    @property
    def firm(self):
        return self.client.comp_id[:6]

    def name(self):
        self.sent += 1
        return f"{self.client.comp_id}-{self.sent:06d}"

    # Sending

    def fill_window(self):
        """The bytes of as many messages as the window has room for."""
        data = bytearray()
        while self.quota > 0 and len(self.pending) < WINDOW:
            data += self.next_message()
            self.quota -= 1
        return bytes(data)

    def next_message(self):
        live = [one for one in self.orders.values() if one.state in LIVE and not one.is_changing]
        kind = self.random.random()
        if live and kind < 0.22:
            return self.cancel_message(self.random.choice(live))
        if live and kind < 0.36:
            return self.replace_message(self.random.choice(live))
        if self.orders and kind < 0.40:
            known = self.random.choice(list(self.orders.values()))
            return self.status_message(known.names[-1], known.side, known.symbol)
        if kind < 0.43:
            return self.message("F", self.name(), cancel("?", "NEVER-SENT", 1), "cancel")
        return self.order_message(kind)

    def message(self, msg_type, name, body, kind, subject=None):
        body = [(tag, name if tag == 11 and value == "?" else value) for tag, value in body]
        self.pending[name] = (kind, subject)
        return self.client.number(msg_type, body)

    def order_message(self, kind):
        symbol = self.random.choice(list(SYMBOLS))
        middle, tick = SYMBOLS[symbol]
        side = self.random.choice((1, 2))
        price = middle + tick * self.random.randint(-4, 4)
        lots = self.random.randint(1, 3)
        tif = self.random.choice((0, 0, 0, 1, 3, 4))
        quantity = 25 * lots
        fault = self.random.random()
        if fault < 0.06:
            price += 1
        elif fault < 0.10:
            symbol = "NO-SUCH"
        elif fault < 0.13:
            quantity += 1
        name = self.name()
        body = order("?", side, price, quantity, symbol, tif)
        if 0.13 <= fault < 0.15:
            body = [field for field in body if field[0] != 44]
        elif 0.15 <= fault < 0.16:
            body = [field for field in body if field[0] != 54]
        return self.message("D", name, body, "order", Order(name, side, symbol, price, lots, tif))

    def cancel_message(self, one):
        one.is_changing = True
        return self.message(
            "F", self.name(), cancel("?", one.names[-1], one.side, one.symbol), "cancel", one)

    def replace_message(self, one):
        one.is_changing = True
        _, tick = SYMBOLS[one.symbol]
        price = one.price + tick * self.random.choice((-1, 0, 0, 1))
        lots = self.random.randint(1, 3)
        body = replace("?", one.names[-1], one.side, price, 25 * lots, one.symbol, one.tif)
        return self.message("G", self.name(), body, "replace", one)

    def status_message(self, name, side, symbol):
        request = self.name()
        body = status(name, side, request, symbol)
        self.pending[request] = ("status", None)
        return self.client.number("H", body)

    # Receiving: each message once, in order

    def answered(self, message):
        if message.type == "8":
            expect(message[17] not in self.exec_ids, f"ExecID(17) twice: {message}")
            self.exec_ids.add(message[17])
            kind = message[150]
            if kind == "4" and message[11].startswith(SECOND) and self.client.comp_id == THROTTLED:
                self.told += 1
                return None
            if kind == "F":
                return self.filled(message)
            if kind == "4" and 41 not in message.first:
                return self.expired(message)
            if kind == "I":
                return self.settle(message[790], message, "status")
            return self.settle(message[11], message, OUTCOMES[kind])
        if message.type == "9":
            return self.settle(message[11], message, "change refused")
        if message.type in ("j", "3"):
            _, body, _ = self.client.sent[int(message[45])]
            fields = dict(body)
            return self.settle(fields.get(790) or fields[11], message, "message refused")
        raise Failure(f"nobody has asked for {message}")

    def settle(self, name, message, outcome):
        self.answers[name] += 1
        expect(name in self.pending, f"answered twice or never asked: {message}")
        kind, one = self.pending.pop(name)
        self.counts[outcome] += 1
        if "over its limit" in message.get(58, ""):
            self.counts["throttled"] += 1
        if kind == "order":
            self.settle_order(name, one, message, outcome)
        elif one:
            one.is_changing = False
            if outcome == "canceled":
                one.names.append(name)
                one.state = "4"
                self.check_leaves(one, message, 0)
            elif outcome == "replaced":
                one.names.append(name)
                one.price = int(message[44])
                one.lots = int(message[38]) // 25
                one.state = message[39]
                self.check_leaves(one, message, 25 * one.lots - one.cum)

    def settle_order(self, name, one, message, outcome):
        if outcome == "entered":
            expect(message[39] == "0" and float(message[151]) == 25 * one.lots, f"{message}")
            one.state = "0"
            self.orders[message[37]] = one
        else:
            expect(outcome in ("refused", "message refused"), f"{outcome}: {message}")
            self.refused.append((name, one.side, one.symbol))

    def check_leaves(self, one, message, leaves):
        expect(float(message[14]) == one.cum, f"CumQty(14) is {one.cum} by the fills: {message}")
        expect(float(message[151]) == leaves, f"LeavesQty(151) {leaves}: {message}")

    def filled(self, message):
        one = self.orders[message[37]]
        one.cum += float(message[32])
        one.fills.append(message)
        one.state = message[39]
        expect(one.state == ("2" if one.cum == 25 * one.lots else "1"), f"OrdStatus(39): {message}")
        self.check_leaves(one, message, 25 * one.lots - one.cum)
        self.counts["fills"] += 1

    def expired(self, message):
        """The remainder of an immediate order."""
        one = self.orders[message[37]]
        one.state = "4"
        self.check_leaves(one, message, 0)
        self.counts["remainders"] += 1

    # The line

    def log_on(self, port):
        self.client.connect(port)
        self.client.log_on()


class Round:
    """One data directory: load, kills, and the account at the end."""

    def __init__(self, folder, seed, orders, kills):
        self.random = random.Random(seed)
        market = Market(folder)
        market.replace(
            "sessions.yaml", f"  - compID: {THROTTLED}\n",
            f"  - compID: {SECOND}\n    firm: {THROTTLED}\n    role: dealer\n"
            f"  - compID: {THROTTLED}\n    throttle: {{messages: 20, milliseconds: 1000}}\n")
        market.fund(FIRMS)
        for symbol in SYMBOLS:
            for firm in FIRMS:
                market.admit(symbol, firm, 2 * orders // len(FIRMS))
        layout = self.random.choice(("combined", "dedicated"))
        durability = self.random.choice(("disk", "memory"))
        self.venue = Venue(folder, market.path, durability, layout, "park")
        self.traders = [
            Trader(firm, random.Random(f"{seed}-{firm}"), orders // len(FIRMS)) for firm in FIRMS]
        self.second = Trader(SECOND, random.Random(seed), 0)
        total = sum(trader.quota for trader in self.traders)
        self.kill_at = sorted(self.random.randint(total // 20, total * 19 // 20) for _ in range(kills))
        self.kills = 0
        self.deadline = time.monotonic() + 60 + orders / 20

    @property
    def all(self):
        return self.traders + [self.second]

    @property
    def is_kill_due(self):
        return self.kill_at and sum(trader.sent for trader in self.traders) >= self.kill_at[0]

    # Load

    def run(self):
        self.venue.start()
        self.serve(self.traders, lambda: not any(t.quota or t.pending for t in self.traders))
        self.account()
        for trader in self.traders:
            self.ask_again(trader)
        self.serve(self.traders, lambda: all(self.is_repeated(t) for t in self.traders))
        self.check_repeats()
        self.sweep()
        self.kill(self.all)
        self.ask_all()
        self.hear_of_cancels()
        for trader in self.all:
            if trader.client.socket:
                trader.client.log_out()
        self.venue.stop()
        self.venue.verify()
        return self.summary()

    def serve(self, traders, is_done):
        """Keeps the traders logged on and at work until `is_done()`; kills the venue on the way."""
        while not is_done():
            expect(time.monotonic() < self.deadline, f"no end: {self.state()}\n{self.venue.logs()}")
            self.venue.assert_alive()
            self.pump(traders)

    def pump(self, traders):
        with selectors.DefaultSelector() as selector:
            for trader in traders:
                client = trader.client
                if not client.socket:
                    trader.log_on(self.venue.port)
                elif client.logged_on and not client.ahead:
                    data = trader.fill_window()
                    if self.is_kill_due:
                        self.kill_at.pop(0)
                        client.transmit(data[:self.random.randint(0, len(data))])
                        return self.kill(traders)
                    client.transmit(data)
                if client.socket:
                    selector.register(client.socket, selectors.EVENT_READ, trader)
            for key, _ in selector.select(0.2):
                trader = key.data
                trader.client.receive()
                self.check_logout(trader)

    def check_logout(self, trader):
        if trader.client.logout is not None:
            raise Failure(f"{trader.client.comp_id} is logged out: {trader.client.logout}")

    def kill(self, traders):
        """SIGKILL after a few more answers; what is in the sockets then is read, or is lost as well.
        The next start may be killed, too."""
        for trader in self.random.choices(traders, k=self.random.randint(0, 6)):
            trader.client.receive()
        self.venue.kill9()
        self.kills += 1
        for trader in traders:
            if self.random.random() < 0.5:
                trader.client.close()
            while trader.client.socket:
                trader.client.receive()
        while self.random.random() < 0.25:
            self.venue.spawn()
            lines = self.random.randint(0, 3)
            while self.venue.log().count("\n") < lines:
                self.venue.assert_alive()
            self.venue.kill9()
            self.kills += 1
        self.venue.start()

    def state(self):
        return {
            t.client.comp_id: (t.quota, len(t.pending), t.client.next_in, sorted(t.client.ahead)[:3])
            for t in self.traders}

    # The account

    def account(self):
        """One answer for each message, and both sides of each trade."""
        for trader in self.traders:
            expect(not trader.pending, f"lost: {list(trader.pending)[:5]}")
            twice = [name for name, count in trader.answers.items() if count != 1]
            expect(not twice, f"answered more than once: {twice[:5]}")
            expect(len(trader.answers) == trader.sent, f"{trader.sent} sent, {len(trader.answers)} answered")
        all_ids = collections.Counter()
        for trader in self.traders:
            all_ids.update(trader.exec_ids)
        expect(not all_ids or max(all_ids.values()) == 1, "ExecID(17) is unique at the venue")
        trades = collections.defaultdict(list)
        for trader in self.traders:
            for one in trader.orders.values():
                for fill in one.fills:
                    trades[fill[527]].append((trader.client.comp_id, fill))
        for number, sides in trades.items():
            self.check_trade(number, sides)
        self.trades = len(trades)
        self.counts = sum((trader.counts for trader in self.traders), collections.Counter())
        self.sent = sum(trader.sent for trader in self.traders)

    def check_trade(self, number, sides):
        expect(len(sides) == 2, f"trade {number} has {len(sides)} reports: {sides}")
        (one, first), (other, second) = sides
        expect(one != other, f"trade {number} of a firm with itself: {sides}")
        expect({first[54], second[54]} == {"1", "2"}, f"trade {number}: two sides: {sides}")
        for tag in (32, 31, 55, 381):
            expect(first[tag] == second[tag], f"trade {number}: tag {tag} differs: {sides}")
        expect(first.all(309) == second.all(309), f"trade {number}: documents differ: {sides}")
        expect(len(first.all(309)) * 25 == float(first[32]), f"trade {number}: a document per lot")

    def ask_again(self, trader):
        """Asks for the whole day once more."""
        trader.client.end_of_day = trader.client.next_in
        trader.client.repeats = 0
        trader.client.repeated_to = 0
        trader.client.transmit(
            trader.client.number("2", [(7, 1), (16, trader.client.next_in - 1)]))

    def is_repeated(self, trader):
        client = trader.client
        return client.highest_repeat >= client.end_of_day - 1

    def check_repeats(self):
        """`FixClient.compare` has compared each; here that each came that had to."""
        for trader in self.traders:
            client = trader.client
            application = [
                number for number, message in client.seen.items()
                if number < client.end_of_day and message.type in "89j3"]
            missing = set(application) - client.repeated
            expect(not missing, f"{client.comp_id}: not repeated: {sorted(missing)[:5]}")

    # The end

    def sweep(self):
        """Asks for every order, cancels what lives, and finds nothing refused alive."""
        traders = {trader.client.comp_id: trader for trader in self.traders}
        self.second.orders = traders[THROTTLED].orders
        self.second.refused = traders[THROTTLED].refused
        self.sweepers = [t for t in self.traders if t.client.comp_id != THROTTLED] + [self.second]
        self.cancel_all()
        self.ask_all()

    def cancel_all(self):
        queues = {
            trader: collections.deque(
                one for one in trader.orders.values() if one.state in LIVE)
            for trader in self.sweepers}
        alive = sum(map(len, queues.values()))
        self.alive = alive

        def work(trader):
            one = queues[trader].popleft()
            one.is_changing = True
            return trader.cancel_message(one)

        self.work_off(queues, work)
        for trader in self.sweepers:
            left = [one.names for one in trader.orders.values() if one.state in LIVE]
            expect(not left, f"not canceled: {left[:5]}")

    def ask_all(self):
        queues = {
            trader: collections.deque(
                [(one.names[-1], one.side, one.symbol, one.state, one.cum)
                 for one in trader.orders.values()]
                + [(*refused, "8", 0.0) for refused in trader.refused])
            for trader in self.sweepers}
        asked = {}

        def work(trader):
            name, side, symbol, state, cum = queues[trader].popleft()
            data = trader.status_message(name, side, symbol)
            asked[f"{trader.client.comp_id}-{trader.sent:06d}"] = (name, state, cum)
            return data

        reports = {}
        self.work_off(queues, work, reports)
        for request, (name, state, cum) in asked.items():
            report = reports[request]
            found = (report[39], float(report[151]), float(report[14]))
            expect(found == (state, 0.0, cum), f"{name} should be {state}, filled {cum}: {report}")

    def hear_of_cancels(self):
        """The session that has entered an order is told that the firm's other one has canceled it."""
        throttled = next(t for t in self.traders if t.client.comp_id == THROTTLED)
        wanted = self.second.counts["canceled"]
        self.serve(
            [throttled],
            lambda: throttled.told >= wanted and throttled.client.logged_on
            and not throttled.client.ahead)
        expect(throttled.told == wanted, f"{THROTTLED} is told of {wanted} cancels, once each")

    def work_off(self, queues, work, reports=None):
        """Sends what the queues hold, a window at a time."""
        if reports is not None:
            for trader in queues:
                trader.client.on_answer = self.noting(trader, reports)
        while any(queues.values()) or any(trader.pending for trader in queues):
            for trader, queue in queues.items():
                data = bytearray()
                if trader.client.logged_on and not trader.client.ahead:
                    while queue and len(trader.pending) < WINDOW:
                        data += work(trader)
                trader.client.transmit(bytes(data))
            expect(time.monotonic() < self.deadline, f"no end: {self.state()}\n{self.venue.logs()}")
            self.venue.assert_alive()
            self.pump(list(queues))

    def noting(self, trader, reports):
        def note(message):
            if message.get(790):
                reports[message[790]] = message
            trader.answered(message)

        return note

    def summary(self):
        counts = self.counts
        parts = ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
        resent = sum(t.client.resent for t in self.traders)
        asked = sum(t.client.asked_of_us for t in self.traders)
        for wanted in ("entered", "refused", "canceled", "replaced", "fills", "throttled"):
            expect(counts[wanted] > 0, f"the mix has no '{wanted}': {parts}")
        return (
            f"{self.sent} messages, {self.kills} kills ({self.venue.durability}, {self.venue.threads}): {parts}; "
            f"{self.trades} trades, {self.alive} canceled at the end; {resent} messages repeated by us "
            f"in {asked} ResendRequests, {sum(t.client.recovered for t in self.traders)} recovered")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--orders", type=int, default=2000, help="messages of a round")
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0, help="of the first round; 0 takes the time")
    parser.add_argument("--seconds", type=float, default=0)
    options = parser.parse_args()
    seed = options.seed or int(time.time())
    start = time.monotonic()
    done = 0
    while done < options.rounds or time.monotonic() - start < options.seconds:
        with Folder("crash") as folder:
            one = Round(folder, seed + done, options.orders, options.kills)
            try:
                text = one.run()
            except Exception as error:
                print(f"round {done + 1} FAILED with --seed {seed + done} --rounds 1: {error}")
                print(one.venue.logs(4))
                one.venue.__exit__()
                if not isinstance(error, Failure):
                    raise
                sys.exit(1)
        done += 1
        print(f"round {done} (seed {seed + done - 1}) ok: {text}", flush=True)
    seconds = time.monotonic() - start
    print(f"crash_recovery: {done} rounds in {seconds:.1f} s: none lost, none answered twice, none refused alive")


if __name__ == "__main__":
    main()
