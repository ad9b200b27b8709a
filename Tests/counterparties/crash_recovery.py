#!/usr/bin/env python3
"""Kills the venue with SIGKILL under load and accounts for every order.

usage: crash_recovery.py [--rounds N] [--orders N] [--kills N] [--seed S] [--seconds S] [--total N]

In each round several sessions enter, replace and cancel orders at full speed: some are accepted, some
refused, some over the session's throttle, some filled. The venue is killed at random moments, counted in
messages, and started again on the same data directory (now and then killed again while it starts). The
clients come back with their numbers, ask for what they have missed and repeat what the venue asks for.
In every second round snapshots are written beside the venue (`cangdan follow`), so that it begins behind them.
At the end every message sent has exactly one answer, both sides of every trade agree, nothing that was
refused is alive, a repeat of the whole day equals what came first, and `cangdan log --verify` and
`cangdan replay` agree. With --seconds rounds go on until the time is over, with --total until so many kills
are done (`Tools/soak kills`); a round that fails names the seed that does the same again.
"""
import argparse
import collections
import random
import selectors
import subprocess
import sys
import time

from crash_trader import FIRMS, LIVE, SECOND, SYMBOLS, THROTTLED, WINDOW, Trader
from venue import BINARY, Failure, Folder, Market, Venue, expect


class Round:
    """One data directory: load, kills, and the account at the end."""

    def __init__(self, folder, seed, orders, kills):
        self.random = random.Random(seed)
        #: Small tables are touched sooner: more kills in the same time.
        self.tables = ("--orders", str(10 * orders))
        #: Trades of which one side has been told.
        self.one_sided = set()
        market = Market(folder)
        market.replace(
            "sessions.yaml", f"  - compID: {THROTTLED}\n",
            f"  - compID: {SECOND}\n    firm: {THROTTLED}\n    role: dealer\n"
            f"  - compID: {THROTTLED}\n    throttle: {{messages: 20, milliseconds: 1000, breachWindows: 0}}\n")
        market.fund(FIRMS)
        for symbol in SYMBOLS:
            for firm in FIRMS:
                market.admit(symbol, firm, 2 * orders // len(FIRMS))
        layout = self.random.choice(("combined", "dedicated"))
        durability = self.random.choice(("disk", "memory"))
        self.venue = Venue(folder, market.path, durability, layout, "park")
        self.traders = [
            Trader(firm, random.Random(f"{seed}-{firm}"), orders // len(FIRMS), self.one_sided)
            for firm in FIRMS]
        self.second = Trader(SECOND, random.Random(seed), 0, self.one_sided)
        total = sum(trader.quota for trader in self.traders)
        self.kill_at = sorted(self.random.randint(total // 20, total * 19 // 20) for _ in range(kills))
        self.kills = 0
        #: Writes snapshots, a second apart, in every second round.
        self.has_follower = seed % 2 == 0
        self.follower = None
        self.behind_snapshot = 0
        self.deadline = time.monotonic() + 60 + orders / 20 + 15 * kills

    @property
    def all(self):
        return self.traders + [self.second]

    @property
    def is_kill_due(self):
        return self.kill_at and sum(trader.sent for trader in self.traders) >= self.kill_at[0]

    def is_settled(self):
        """Every message is answered, immediate orders have ended, trades have both their sides."""
        if any(trader.quota or trader.pending for trader in self.traders) or self.one_sided:
            return False
        return not any(trader.has_immediate for trader in self.traders)

    # Load

    def run(self):
        self.begin()
        self.serve(self.traders, self.is_settled)
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
        self.end_follower()
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
            self.venue.spawn(*self.tables)
            lines = self.random.randint(0, 3)
            while self.venue.log().count("\n") < lines:
                self.venue.assert_alive()
            self.venue.kill9()
            self.kills += 1
        self.begin()

    def begin(self):
        """Starts the venue, and beside it what writes its snapshots, which may be killed, too."""
        if self.follower and self.random.random() < 0.5:
            self.end_follower()
        self.venue.start(*self.tables)
        self.behind_snapshot += "behindSnapshot" in self.venue.log()
        if self.has_follower and (self.follower is None or self.follower.poll() is not None):
            self.follower = subprocess.Popen(
                [BINARY, "follow", "--data", self.venue.data, "--every", "1"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end_follower(self):
        if self.follower:
            self.follower.kill()
            self.follower.wait()

    def state(self):
        return {
            t.client.comp_id: (t.quota, len(t.pending), t.client.next_in, sorted(t.client.ahead)[:3])
            for t in self.traders} | {"trades with one side": sorted(self.one_sided)[:5]}

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
            f"{self.sent} messages, {self.kills} kills ({self.venue.durability}, {self.venue.threads}; "
            f"{self.behind_snapshot} starts behind a snapshot): "
            f"{parts}; "
            f"{self.trades} trades, {self.alive} canceled at the end; {resent} messages repeated by us "
            f"in {asked} ResendRequests, {sum(t.client.recovered for t in self.traders)} recovered")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n", 3)[3], formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="at least so many; 3")
    parser.add_argument("--orders", type=int, default=2000, help="messages of a round; 2000")
    parser.add_argument("--kills", type=int, default=4, help="of a round under load; 4, and some more while it starts")
    parser.add_argument("--seed", type=int, default=0, help="of the first round; 0 takes the time")
    parser.add_argument("--seconds", type=float, default=0, help="go on for so long")
    parser.add_argument("--total", type=int, default=0, help="go on until so many kills are done")
    options = parser.parse_args()
    seed = options.seed or int(time.time())
    start = time.monotonic()
    done = kills = 0
    while done < options.rounds or kills < options.total or time.monotonic() - start < options.seconds:
        with Folder("crash") as folder:
            one = Round(folder, seed + done, options.orders, options.kills)
            try:
                text = one.run()
            except Exception as error:
                print(f"round {done + 1} FAILED with --seed {seed + done} --rounds 1: {error}")
                print(one.venue.logs(4))
                one.venue.__exit__()
                one.end_follower()
                if not isinstance(error, Failure):
                    raise
                sys.exit(1)
        done += 1
        kills += one.kills
        print(f"round {done} (seed {seed + done - 1}) ok, {kills} kills so far: {text}", flush=True)
    seconds = time.monotonic() - start
    print(
        f"crash_recovery: {done} rounds, {kills} kills in {seconds:.1f} s: "
        "none lost, none answered twice, none refused alive")


if __name__ == "__main__":
    main()
