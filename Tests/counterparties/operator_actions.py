#!/usr/bin/env python3
"""The operator's hand on a running venue, through `cangdan session`, `kill`, `operate` and `settlement`, while clients
trade.

usage: operator_actions.py
One line per check; exit code 0 where all hold.
"""
import json
import os
import random
import re
import socket
import tempfile
import time
import urllib.error
import urllib.request

from fix_client import FixClient, order
from venue import Checks, Failure, Folder, Market, Venue, expect, wait_for

PRICE = 68450


class Desk:
    """The operator: what the program is asked, and what it answers."""

    def __init__(self, venue):
        self.venue = venue

    def run(self, *words, code=0):
        done = self.venue.tool(*words, "--data", self.venue.data)
        expect(
            done.returncode == code,
            f"{' '.join(words)}: exit code {done.returncode}, expected {code}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def figures(self, name):
        answer = json.loads(self.run("session", "show", name, "--json"))
        return answer["sessions"][0]

    def raw(self, data, half_close=False):
        """What the socket answers to these bytes, up to its end or the first line."""
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(15)
        line.connect(str(self.venue.data / "admin.sock"))
        try:
            line.sendall(data)
            if half_close:
                line.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        answer = b""
        try:
            while b"\n" not in answer and (part := line.recv(65536)):
                answer += part
        except OSError:
            pass
        line.close()
        return answer


def trade(client, name, price=PRICE):
    """Enters an order that rests, and gives its acknowledgment."""
    client.send("D", order(name, 1, price))
    answer = client.answer(name)
    expect(answer[150] == "0", f"{name} is acknowledged: {answer}")
    return answer


def listed(desk, venue, client):
    lines = desk.run("session", "list").splitlines()
    expect(lines[0].startswith("SESSION"), lines[0])
    own = next(line for line in lines if line.startswith("DLR001 ")).split()
    expect(own[1:3] == ["dealer", "live"], f"DLR001 is live: {own}")
    figures = desk.figures("DLR001")
    expect(figures["nextOut"] == client.next_in, f"next out {figures['nextOut']}, {client.next_in} expected")
    expect(figures["nextIn"] == client.next_out, f"next in {figures['nextIn']}, {client.next_out} sent next")
    expect(figures["counters"]["messagesIn"] == client.next_out - 1, str(figures["counters"]))
    text = desk.run("session", "show", "DLR01", code=1)
    expect("did you mean 'DLR001'?" in text, text)
    desk.venue.tool("session", "list", "--data", "/nowhere")
    expect(desk.venue.tool("session", "list", "--data", "/nowhere").returncode == 2, "no venue: 2")


def logged_out(desk, venue, client):
    desk.run("session", "logout", "DLR001", "--text", "please call")
    client.wait(lambda: client.logout, "Logout(5)")
    expect(client.logout[58] == "please call", str(client.logout))
    client.send("5", [])
    client.wait_closed()
    client.open(venue.port)
    trade(client, "O2", PRICE - 10)


def numbers(desk, venue, client):
    before = client.next_in
    low = desk.run("session", "set-seq", "DLR001", "--next-out", str(before), code=1)
    expect("only goes up" in low, low)
    desk.run("session", "set-seq", "DLR001", "--next-out", str(before + 100))
    client.wait(lambda: before in client.seen, "SequenceReset(4)")
    reset = client.seen[before]
    expect((reset.type, reset[123], reset[36]) == ("4", "N", str(before + 100)), str(reset))
    client.next_in = before + 100
    trade(client, "O3", PRICE - 20)
    expect(client.next_in == before + 101, "the report has the new number")
    client.log_out()
    wait_for(lambda: desk.figures("DLR001")["state"] == "away", "DLR001 away")
    desk.run("session", "set-seq", "DLR001", "--next-in", str(client.next_out + 50))
    desk.run("session", "set-seq", "DLR001", "--next-out", str(client.next_in + 1000))
    return f"{before} to {before + 100} live, and away"


def disabled(desk, venue, client):
    other = FixClient("DLR002").open(venue.port)
    desk.run("session", "disable", "DLR002", "--text", "disabled")
    other.wait(lambda: other.logout, "Logout(5)")
    other.send("5", [])
    other.wait_closed()
    other.connect(venue.port)
    other.log_on()
    other.wait_closed()
    venue.wait_log("sessionDisabled")
    expect(desk.figures("DLR002")["state"] == "disabled", "DLR002 is disabled")


def restarted(desk, venue, client):
    """All of it is there behind a kill -9, and the numbers that were set are those of the next Logon(A)."""
    venue.kill9()
    venue.start()
    expect(desk.figures("DLR002")["state"] == "disabled", "DLR002 is disabled behind a restart")
    stranger = FixClient("DLR002")
    stranger.connect(venue.port)
    stranger.log_on()
    stranger.wait_closed()
    expect(not stranger.seen, "closed without a word")
    desk.run("session", "enable", "DLR002")
    client.next_out += 50
    client.next_in += 1000
    client.open(venue.port)
    trade(client, "O4", PRICE - 30)


def reset(desk, venue, client):
    desk.run("session", "reset", "DLR001", "--text", "from 1")
    client.wait(lambda: client.logout, "Logout(5)")
    client.send("5", [])
    client.wait_closed()
    wait_for(lambda: desk.figures("DLR001")["nextOut"] == 1, "number 1")
    venue.stop()
    venue.start("--metrics-port", "0")
    client.forget()
    client.open(venue.port)
    expect(client.next_in == 2, "the reply to Logon(A) is number 1")
    trade(client, "O5", PRICE - 40)
    expect(client.next_in == 3, "and the report is number 2")


def killed(desk, venue, client):
    buyer = FixClient("DLR003").open(venue.port)
    trade(buyer, "B1")
    live = desk.run("kill", "session", "DLR003", "--text", "test")
    expect("1 orders are being cancelled" in live, live)
    gone = buyer.answer("B1")
    expect((gone[150], gone[378]) == ("4", "8"), str(gone))
    buyer.send("D", order("B2", 1, PRICE))
    expect(buyer.answer("B2")[39] == "8", "refused while stopped")
    desk.run("kill", "firm", "DLR03", code=1)
    desk.run("kill", "session", "DLR003", "--lift")
    trade(buyer, "B3")
    everything = desk.run("kill", "venue")
    expect("orders are being cancelled" in everything and "0 orders" not in everything, everything)
    expect(buyer.answer("B3")[150] == "4", "the venue's kill takes all")
    desk.run("kill", "venue", "--lift")
    trade(buyer, "B4")
    buyer.close()


def settled(desk, venue, client):
    """The operator's hand in the place of clearing and the registry, a dispute, and a bust."""
    def last(event, after=0):
        def found():
            done = venue.tool("log", venue.data, "--events", "--json")
            lines = [json.loads(line) for line in done.stdout.splitlines()]
            fields = [line["fields"] for line in lines if line.get("event") == event]
            return next((each for each in reversed(fields) if each["instruction"] > after), None)

        return wait_for(found, event)

    def act(verb, number, *more, code=0):
        return desk.run("settlement", verb, str(number), *more, "--text", "by phone", code=code)

    def answer(number, result, instruction, *more, code=0):
        return act("answer", number, result, "--instruction", str(instruction), *more, code=code)

    client.send("D", order("S1", 2, PRICE))
    expect(client.answer("S1")[150] == "0" and client.answer("S1")[150] == "F", "S1 trades")
    asked = last("settlementInstructed")
    number, funds = asked["tradeID"], asked["instruction"]
    expect("there is no trade 999" in answer(999, "done", funds, code=1), "an unknown trade is named")
    expect("is none of trade" in answer(number, "done", 999, code=1), "an unknown instruction is named")
    expect("the registry has to answer" in answer(number, "done", funds), "clearing's word is taken")
    expect("answered so before" in answer(number, "done", funds, code=1), "once")
    title = last("transferInstructed")["instruction"]
    expect("Art. 910" in answer(number, "done", title, "--unsigned", code=1), "no title without a signature")
    expect("in dispute" in act("dispute", number), "the trade stands still")
    expect("no longer awaited" in answer(number, "done", title, code=1), "answers change nothing meanwhile")
    expect("settle is for a trade in dispute behind delivery" in act("settle", number, code=1), "not before")
    expect("the registry has to answer" in act("resume", number), "it goes on where it stood")
    title = last("transferInstructed", after=title)["instruction"]
    expect("delivered against payment" in answer(number, "done", title), "delivery versus payment")
    expect("bust is for a trade before delivery" in act("bust", number, code=1), "no bust behind delivery")
    buyer = FixClient("DLR004").open(venue.port)
    trade(buyer, "B5")
    client.send("D", order("S2", 2, PRICE))
    expect(client.answer("S2")[150] == "0" and client.answer("S2")[150] == "F", "S2 trades")
    expect(buyer.answer("B5")[150] == "F", "B5 trades")
    number = last("settlementInstructed", after=funds)["tradeID"]
    expect("is bust" in act("bust", number), "the trade is undone")
    for party, name in ((client, "S2"), (buyer, "B5")):
        told = [party.answer(name), party.answer(name)]
        expect([(message.type, message[150]) for message in told] == [("AE", "H"), ("8", "H")], f"{name}: {told}")
    buyer.close()
    done = venue.tool("log", venue.data, "--json", "--type", "controlTrade")
    actions = [json.loads(line)["fields"] for line in done.stdout.splitlines()]
    expect(all(action["text"] == "by phone" and int(action["uid"]) == os.getuid() for action in actions), f"{actions}")


def reserved(desk, venue, client):
    """The reserve pays for a default, no more than is there."""
    buyer = FixClient("DLR005").open(venue.port)
    trade(buyer, "B6")
    client.send("D", order("S3", 2, PRICE))
    expect(client.answer("S3")[150] == "0", "S3 is acknowledged")
    traded = client.answer("S3")
    expect(traded[150] == "F", f"S3 trades: {traded}")
    number = traded[527]

    def pay(amount, *more, code=1):
        return desk.run("settlement", "use-reserve", number, amount, "--text", "resale", *more, code=code)

    expect("the reserve pays for a trade that has ended by a default" in pay("1"), "not before a default")
    desk.run("settlement", "dispute", number, "--text", "no delivery")
    shown = desk.run("settlement", "seller-default", number, "--text", "no delivery", "--dry-run")
    expect("nothing is done" in shown and "1 documents" in shown, shown)
    desk.run("settlement", "seller-default", number, "--text", "no delivery")
    expect("may have cost CNY" in pay("999999999999"), "no more than the damage")
    expect("would be refused: insufficientFunds" in pay("1000000", "--dry-run"), "a dry run says so too")
    expect("the reserve has CNY" in pay("1000000"), "no more than is there")
    buyer.close()


def operated(desk, venue, client):
    """A part of the market is halted and resumed; a firm is suspended and reinstated."""
    def operate(*words, code=0):
        return desk.run("operate", *words, "--text", "drill", code=code)

    halt = ("halt", "commodity", "CU", "--situation", "system-failure")
    shown = operate(*halt, "--dry-run")
    expect("nothing is done. halt commodity CU (system-failure)" in shown and "as of command" in shown, shown)
    trade(client, "O6", PRICE - 60)
    expect("commodity CU is halted: " in operate(*halt), "halted")
    expect("is as it was" in operate(*halt, code=1), "once")
    client.send("D", order("O7", 1, PRICE - 60))
    refused = client.answer("O7")
    expect((refused[39], refused[103], refused[7799]) == ("8", "2", "4905"), str(refused))
    expect("is halted: resume" in operate("open", "commodity", "CU", code=1), "a halt is resumed")
    expect("is resumed" in operate("resume", "commodity", "CU"), "resumed")
    operate("open", "venue")
    expect("'situation' is one of" in operate("halt", "venue", "--situation", "rain", code=1), "five situations")
    expect("orders would be cancelled" in operate("suspend", "DLR001", "--dry-run"), "shown")
    expect("orders are being cancelled" in operate("suspend", "DLR001"), "suspended")
    expect(client.answer("O6")[150] == "4", "O6 is cancelled")
    text = desk.run("operate", "suspensions")
    expect(re.search(rf"DLR001 since 20.* by {os.getuid()}: drill", text), text)
    operate("reinstate", "DLR001")
    expect("no firm is stopped" in desk.run("operate", "suspensions"), "reinstated")


def published(desk, venue, client):
    """News and a change of a parameter: shown, told to the session, withdrawn."""
    warning = ("news", "risk-warning", "Fog on the Yangtze", "Deliveries may be late.", "--symbol", "CU-BW-A")
    shown = desk.run("operate", *warning, "--dry-run")
    expect("nothing is done. news: " in shown and "sessions would be told" in shown, shown)
    expect("is published" in desk.run("operate", *warning), "published")
    told = client.wait(lambda: next((each for each in client.seen.values() if each.type == "B"), None), "News(B)")
    expect((told[61], told[148], told[58]) == ("1", "Fog on the Yangtze", "Deliveries may be late."), str(told))
    unknown = desk.run("operate", "news", "announcement", "x", "y", "--firm", "DLR999", code=1)
    expect("there is no such firm" in unknown, unknown)

    def change(value, *more, code=0):
        return desk.run(
            "operate", "change", "CU-BW-A", "guarantee", value, *more, "--text", "drill", code=code)

    def day(ahead):
        return time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600 + ahead * 86400))

    expect("30 are the least (Art. 35)" in change("30", "--from", day(29), code=1), "29 days are too few")
    expect("a change says from when on" in change("30", code=1), "a date or a situation")
    shown = change("30", "--from", day(31), "--dry-run")
    expect("nothing is done. change CU-BW-A guarantee to 30: " in shown, shown)
    number = re.search(r"change (\d+) is published", change("30", "--from", day(31)))[1]
    expect(f"by change {number}: withdraw that first" in change("40", "--from", day(31), code=1), "one at a time")
    expect("is withdrawn" in desk.run("operate", "withdraw", number, "--text", "drill over"), "withdrawn")
    expect("no change" in desk.run("operate", "withdraw", number, "--text", "again", code=1), "once")
    client.wait(
        lambda: [each for each in client.seen.values() if each.type == "B" and each.get(7874) == "3"], "its withdrawal")


def approved(desk, venue, client):
    """What is listed waits for another user of the machine, over a kill -9 too."""
    other_user = 65_534
    folder = venue.folder / "two"
    folder.mkdir()
    market = Market(folder)
    market.admit("CU-BW-A", "DLR001", 1)
    market.append(
        "venue.yaml", f"\napprovals:\n  actions: [halt, kill, announce-lot]\n  within: 1 h\n  operators: [{other_user}]\n")
    reach = tempfile.mkdtemp(prefix="cangdan-")
    os.chmod(reach, 0o755)
    path = f"{reach}/admin.sock"

    def ask(uid, request):
        """As another user: the kernel says who asks."""
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(15)
        os.seteuid(uid)
        try:
            line.connect(path)
        finally:
            os.seteuid(0)
        try:
            line.sendall(json.dumps(request).encode() + b"\n")
        except BrokenPipeError:
            pass  # Who may not ask is told so, and the line is closed.
        answer = json.loads(line.makefile().readline())
        line.close()
        return answer

    def operate(*words, code=0, command="operate"):
        done = other.tool(command, *words, "--admin", path)
        expect(done.returncode == code, f"{words}: {done.returncode} {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def auction(*words, code=0):
        return operate(*words, code=code, command="auction")

    def lot(days):
        """An application, by bids, that opens in so many days."""
        opens, closes = (
            time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + (days + more) * 86400)) for more in (0, 1))
        return ("apply", "--id", "A-1", "--firm", "DLR001", "--symbol", "CU-BW-A", "--side", "sell", "--mode",
                "ascending", "--quantity", "25", "--start", "68000", "--step", "100", "--opens", opens, "--closes", closes)

    halt = ("halt", "venue", "--situation", "force-majeure", "--text", "flood")
    with Venue(folder, market=market.path) as other:
        other.start("--admin", path)
        expect("a second person would have to approve it" in operate(*halt, "--dry-run"), "shown")
        expect("approval 1 waits for another person" in operate(*halt), "it waits")
        shown = auction(*lot(3), "--dry-run")
        expect("nothing is done. apply A-1: " in shown and "1 documents" in shown, shown)
        expect("it opens too soon" in auction(*lot(0.5), "--dry-run", code=1), "the notice")
        expect("no such lot" in auction("announce", "1", "--text", "seen", "--dry-run", code=1), "no lot yet")
        expect("lot 1 is APPLIED" in auction(*lot(3)), "applied for")
        expect("duplicateClOrdID" in auction(*lot(3), "--dry-run", code=1), "once")
        shown = auction("announce", "1", "--text", "seen", "--dry-run")
        expect("nothing is done. announce lot 1: " in shown and "have to approve it" in shown, shown)
        expect("approval 2 waits for another person" in auction("announce", "1", "--text", "seen"), "it waits too")
        expect("the lot is APPLIED" in auction("cancel", "1", "--text", "seen", code=1), "not announced")
        other.kill9()
        other.start("--admin", path)
        expect("1 halt venue (force-majeure), asked by" in operate("approvals"), "and is there behind a kill -9")
        own = operate("approve", "1", "--text", "seen", code=1)
        expect("has asked for approval 1: another person approves it" in own, own)
        own = operate("approve", "1", "--text", "seen", "--dry-run", code=1)
        expect("has asked for approval 1: another person approves it" in own, own)
        shown = operate("decline", "1", "--text", "no", "--dry-run")
        expect("nothing is done. halt venue (force-majeure): it would be done no more" in shown, shown)
        shown = operate("approve", "3", "--text", "seen", "--dry-run", code=1)
        expect("approval 3 does not wait for anybody" in shown, shown)
        if os.geteuid() == 0:
            answer = ask(other_user, {"request": "approve", "approval": 1, "text": "seen", "dryRun": True})
            expect(answer["ok"] and "nothing is done. halt venue" in answer["message"], str(answer))
            answer = ask(other_user, {"request": "approve", "approval": 1, "text": "seen"})
            expect(answer["ok"] and "approved: done" in answer["message"], str(answer))
            expect(not ask(65_533, {"request": "approvals"})["ok"], "others may not ask")
            expect("is as it was" in operate(*halt, code=1), "the venue is halted")
            answer = ask(other_user, {"request": "approve", "approval": 2, "text": "seen"})
            expect(answer["ok"] and "approved: done" in answer["message"], str(answer))
            expect("lot 1 is CANCELLED" in auction("cancel", "1", "--text", "drill over"), "announced, and cancelled")
        else:
            for number in "12":
                expect("declined" in operate("decline", number, "--text", "drill over"), "taken back")
        expect("nothing waits" in operate("approvals"), "no more")
        other.stop()
        other.verify()
    os.rmdir(reach)


def noise(desk, venue, client):
    """Bytes that are no request; the venue goes on, and so does the socket."""
    seed = int(os.environ.get("CANGDAN_SEED") or 20261121)
    source = random.Random(seed)
    kinds = [
        b"\n", b"{}\n", b"[]\n", b"null\n", b'{"request":"sessions"}', b"x" * 1025, b"x" * 100000,
        b'{"request":"logout","session":"DLR001","text":"' + b"y" * 65 + b'"}\n',
        b"{" * 1000 + b"\n", b'{"request":"' + b"\\u0000" * 50 + b'"}\n', b"\xff\xfe\n",
    ]
    kinds += [bytes(source.randrange(256) for _ in range(source.randrange(1, 1500))) for _ in range(300)]
    for data in kinds:
        answer = desk.raw(data, half_close=True)
        expect(b'"ok":true' not in answer, f"{data[:80]} was taken: {answer[:200]}")
    idle = [socket.socket(socket.AF_UNIX) for _ in range(20)]
    for line in idle:
        line.connect(str(venue.data / "admin.sock"))
    full = desk.raw(b'{"request":"sessions"}\n')
    expect(b"16 connections are open" in full, str(full[:200]))
    for line in idle:
        line.close()
    wait_for(lambda: b'"ok":true' in desk.raw(b'{"request":"sessions"}\n'), "room again")
    trade(client, "O9", PRICE - 50)
    venue.assert_alive()
    return f"{len(kinds)} kinds, seed {seed}"


def watched(desk, venue, client):
    """What top and the metrics port show."""
    screen = desk.run("top")
    expect("alarms none" in screen and "DLR001" in screen, screen)
    port = int(re.search(r"metrics=127\.0\.0\.1:(\d+)", venue.log()).group(1))
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        text = answer.read().decode()
    expect('cangdan_session_live{session="DLR001"} 1' in text, text[-500:])
    expect(re.search(r'cangdan_table_used{table="orders"} [1-9]', text), text[:500])
    expect(text.splitlines()[0] == desk.run("top", "--metrics").splitlines()[0], "the same on the socket")
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
        raise Failure("there is nothing at /")
    except urllib.error.HTTPError as error:
        expect(error.code == 404, str(error))


def scheduled(desk, venue, client):
    """A session is logged out at the end of its hours, and told when they begin again."""
    def clock(seconds):
        return time.strftime("%H:%M:%S", time.gmtime(time.time() + seconds))

    folder = venue.folder / "hours"
    folder.mkdir()
    market = Market(folder)
    hours = f"{clock(-3600)}-{clock(30)}"
    market.replace(
        "sessions.yaml", "sessions:", f'schedules:\n  short: {{timeZone: UTC, hours: "{hours}"}}\nsessions:')
    market.replace("sessions.yaml", "  - compID: DLR001", "  - compID: DLR001\n    schedule: short")
    with Venue(folder, market=market.path) as other:
        other.start()
        own = Desk(other)
        trader = FixClient("DLR001").open(other.port)
        trade(trader, "S1")
        lines = own.run("session", "list").splitlines()
        expect(any(re.match(r"DLR001 .* live +to 20", line) for line in lines), f"its hours are shown: {lines}")
        trader.wait(lambda: trader.logout, "Logout(5) at the end of its hours", seconds=60)
        expect("Outside of the session's hours, which begin at" in trader.logout[58], str(trader.logout))
        trader.send("5", [])
        trader.wait_closed()
        wait_for(lambda: own.figures("DLR001")["state"] == "closed", "DLR001 closed")
        trader.connect(other.port)
        trader.log_on()
        trader.wait(lambda: trader.logout, "Logout(5) outside of its hours")
        trader.wait_closed()
        other.stop()
        other.verify()
    return f"hours {hours}"


def logged(desk, venue, client):
    """Every action stands in the log with who acted; the log means the same again."""
    done = venue.tool("log", venue.data, "--json", "--type", "controlSession")
    actions = [json.loads(line)["fields"] for line in done.stdout.splitlines()]
    names = [action["action"] for action in actions]
    wanted = ["logout", "setNextOutbound", "setNextInbound", "setNextOutbound", "disable", "enable", "reset"]
    expect(names == wanted, f"{names}")
    expect(all(str(action["uid"]) == str(os.getuid()) for action in actions), f"{actions}")
    expect(actions[0]["text"] == "please call", f"{actions[0]}")
    second = venue.tool(
        "serve", "--market", venue.market, "--data", venue.folder / "other", "--port", "0",
        "--admin", venue.data / "admin.sock")
    expect(second.returncode == 1 and "Address already in use" in second.stderr, second.stderr[-300:])
    venue.stop()
    expect(not (venue.data / "admin.sock").exists(), "the socket is gone with the venue")
    venue.verify()


def main():
    checks = Checks("operator_actions")
    with Folder("operator") as folder, Venue(folder) as venue:
        venue.start("--metrics-port", "0")
        desk = Desk(venue)
        client = FixClient("DLR001").open(venue.port)
        trade(client, "O1")
        for check in (
                listed, logged_out, numbers, disabled, restarted, reset, killed, settled, reserved, operated, published,
                approved, noise, watched, scheduled, logged):
            name = check.__name__.replace("_", " ")
            if not checks.run(name, check, desk, venue, client, context=venue.logs):
                break
    checks.exit()


if __name__ == "__main__":
    main()
