"""A session that enters, replaces and cancels orders at full speed and keeps account of every answer."""
import collections

from fix_client import FixClient, cancel, order, replace, status
from venue import Failure, expect

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

    def __init__(self, comp_id, generator, quota, one_sided):
        self.one_sided = one_sided
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
    def has_immediate(self):
        return any(one.tif in (3, 4) and one.state in LIVE for one in self.orders.values())

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
        self.one_sided ^= {message[527]}
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
