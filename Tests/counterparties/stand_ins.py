#!/usr/bin/env python3
"""Takes trades from the match to their end with `cangdan stand-in` as clearing, registry and warehouse: settled,
refused, silent, late, over a crash of either side.

usage: stand_ins.py
One line per check; exit code 0 where all hold.
"""
import json
import signal
import subprocess

from line import Line
from venue import BINARY, Checks, Folder, Market, Venue, expect, wait_for


class StandIn:
    """One institution's process."""

    def __init__(self, folder, port, role, name, *options):
        self.path = folder / f"{name}.log"
        self.statement = folder / f"{name}.csv"
        self.command = [
            str(BINARY), "stand-in", "--role", role, "--compID", name, "--connect",
            f"127.0.0.1:{port}", "--state", str(folder / "state"), "--statement",
            str(self.statement), *options]
        self.process = None

    def start(self, *options):
        with open(self.path, "ab") as log:
            self.process = subprocess.Popen(
                self.command + list(options), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        return self

    def lines(self):
        return self.path.read_text().splitlines()

    def wait_line(self, text, count=1):
        wait_for(
            lambda: len([line for line in self.lines() if text in line]) >= count,
            f"line '{text}' x {count}", detail=lambda: "\n".join(self.lines()))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(10)
        expect(code == 0, f"exit code {code} after SIGTERM: {self.lines()}")

    def kill9(self):
        self.process.kill()
        self.process.wait()


class Scene:
    """A venue, and who trades and settles there."""

    def __init__(self, folder):
        self.folder = folder
        market = Market(folder)
        market.replace("venue.yaml", "fundsWithin: 10 min", "fundsWithin: 5 s")
        market.replace("venue.yaml", "titleWithin: 10 min", "titleWithin: 5 s")
        market.admit("CU-BW-A", "DLR001", 20)
        self.venue = Venue(folder, market=market.path)
        self.venue.start()
        self.line = Line(lambda: self.venue.port)
        self.count = 0
        self.orders = 0
        self.running = []

    def institution(self, role, name, *options):
        folder = self.folder / f"institutions-{self.count}"
        folder.mkdir(exist_ok=True)
        one = StandIn(folder, self.line.port, role, name, "--reset", *options).start()
        self.running.append(one)
        one.wait_line("logged on")
        return one

    def trade(self, count=1):
        """So many trades of one lot of copper; their numbers."""
        before = self.states()
        for _ in range(count):
            self.client("DLR001", "sell CU-BW-A 25 @ 68450")
            self.client("DLR002", "buy CU-BW-A 25 @ 68450")
        wait_for(lambda: len(self.states()) == len(before) + count, f"{count} trades",
                 detail=self.venue.logs)
        return [trade for trade in self.states() if trade not in before]

    def client(self, name, command):
        self.orders += 1
        done = subprocess.run(
            [BINARY, "trade", "--port", str(self.line.port), "--as", name, "--state",
             self.folder / "traders", "--prefix", f"T{self.orders}-"],
            input=command + "\n", text=True, capture_output=True, timeout=30)
        expect(done.returncode == 0, f"{name} {command}: {done.stdout}{done.stderr}")

    def records(self):
        done = self.venue.tool("log", self.venue.data, "--events", "--json")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def states(self):
        """The state of each trade, and why it has come to it."""
        found = {}
        for record in self.records():
            if record.get("event") in ("tradeMatched", "tradeChanged"):
                fields = record["fields"]
                found[fields["tradeID"]] = (fields["state"], fields.get("reason"))
        return found

    def come_to(self, trades, *wanted, seconds=30):
        def reached():
            states = self.states()
            return all(states[trade] in wanted for trade in trades)

        wait_for(reached, f"{trades} in {wanted}", seconds,
                 lambda: f"{self.states()}\n" + "\n".join(sum((i.lines() for i in self.running), [])))

    def leave(self):
        """All institutions end in order."""
        for one in self.running:
            if one.process.poll() is None:
                one.stop()
        self.running = []
        self.count += 1


CLOSED = ("closed", None)


def settles(scene):
    clearing = scene.institution("clearing", "ZZCH")
    registry = scene.institution("registry", "ZZREG")
    warehouse = scene.institution("warehouse", "WHS001", "--outturn", "0.1%")
    trades = scene.trade(2)
    scene.come_to(trades, CLOSED)
    for trade in trades:
        clearing.wait_line(f"trade {trade} CU-BW-A")
        registry.wait_line(f"trade {trade} CU-BW-A")
        warehouse.wait_line(f"trade {trade} CU-BW-A")
    moved = {r["fields"]["document"]: r["fields"]["netWeight"] for r in scene.records()
             if r.get("event") == "titleChanged" and r["fields"]["action"] == "transfer"}
    weighed = [line.split(",") for line in warehouse.statement.read_text().splitlines()[1:]]
    expect(sorted(row[1] for row in weighed) == sorted(moved), f"weighed {weighed}, moved {moved}")
    for _, document, holder, weight, place in weighed:
        expect((holder, place) == ("DLR002", "ZZW01"), f"{document}: {holder} {place}")
        expect(float(weight) > float(moved[document]), f"{document}: {weight} {moved[document]}")
    funds = clearing.statement.read_text().splitlines()
    expect(funds[0] == "trade,payer,paid,payee,received,currency,netRun,netRound", f"header {funds[0]}")
    reconciled(scene, registry, warehouse, clearing)
    expect(len(funds) == 3 and funds[1].split(",")[1:6:2] == ["DLR002", "DLR001", "CNY"], f"{funds}")


def reconciled(scene, registry, warehouse, clearing):
    """Goods, trade and funds agree; a fen, a holder and a leg that is missing do not."""
    def run(*arguments, code=0):
        done = scene.venue.tool("reconcile", scene.venue.data, "--format", "json", *arguments)
        expect(done.returncode == code, f"{arguments}: {done.returncode} {done.stdout}{done.stderr}")
        return json.loads(done.stdout) if done.stdout else done.stderr

    files = {"--registry": registry.statement, "--warehouse": warehouse.statement,
             "--clearing": clearing.statement}
    named = [str(part) for pair in files.items() for part in pair]
    report = run(*named)
    expect([t["state"] for t in report["trades"]] == ["matched", "matched"], f"{report['trades']}")
    for leg in report["digests"]:
        expect(leg["venue"]["count"] == 2 and leg["venue"] == leg["institution"], f"{leg}")
    expect(run(*named) == report, "the same report again")
    spoiled = clearing.statement.with_name("spoiled.csv")
    lines = clearing.statement.read_text().splitlines()
    spoiled.write_text("\n".join([lines[0], lines[1].replace("DLR001", "DLR003")]) + "\n")
    report = run("--clearing", spoiled, "--within", "0", code=1)
    found = sorted((b["code"], b["source"]) for b in report["breaks"])
    expect(found == [(2, "clearing"), (6, "clearing")], f"{report['breaks']}")
    expect(len(report["documentsConcerned"]) == 2, f"{report['documentsConcerned']}")
    wrong = run("--clearing", registry.statement, code=2)
    expect("no column payer" in wrong, wrong)


def refuses(scene):
    scene.institution("clearing", "ZZCH", "--refuse", "1/2")
    scene.institution("registry", "ZZREG", "--refuse", "all")
    trades = scene.trade(2)
    scene.come_to(trades[:1], ("sellerDefault", "titleRefused"))
    scene.come_to(trades[1:], ("buyerDefault", "fundsRefused"))


def weighs_too_little(scene):
    scene.institution("clearing", "ZZCH")
    scene.institution("registry", "ZZREG")
    scene.institution("warehouse", "WHS001", "--outturn", "-5%")
    scene.come_to(scene.trade(), ("dispute", "weightOutsideTolerance"))


def is_silent(scene):
    """The deadline passes: the trade stands in dispute, and a late word changes nothing."""
    clearing = scene.institution("clearing", "ZZCH", "--silent")
    trades = scene.trade()
    clearing.wait_line("not answered")
    scene.come_to(trades, ("dispute", "deadline"))


def is_late(scene):
    clearing = scene.institution("clearing", "ZZCH", "--delay", "7s")
    trades = scene.trade()
    scene.come_to(trades, ("dispute", "deadline"))
    clearing.wait_line("the venue refuses: Its time is over")


def comes_back(scene):
    """Who is killed before it has answered is asked again; a venue that crashes finds its institutions again."""
    clearing = scene.institution("clearing", "ZZCH", "--delay", "2s")
    registry = scene.institution("registry", "ZZREG")
    scene.institution("warehouse", "WHS001")
    trades = scene.trade()
    clearing.kill9()
    clearing.command = [part for part in clearing.command if part not in ("--reset", "--delay", "2s")]
    clearing.start()
    clearing.wait_line("the funds leg is settled")
    scene.come_to(trades, CLOSED)
    count = len([line for line in registry.lines() if "logged on" in line])
    scene.venue.kill9()
    scene.venue.start()
    for one in scene.running:
        one.wait_line("logged on", count + 1)
    scene.come_to(scene.trade(), CLOSED)


def same_seed(scene):
    """The same seed refuses the same trades."""
    scene.institution("clearing", "ZZCH", "--refuse", "50%", "--seed", "3")
    scene.institution("registry", "ZZREG")
    trades = scene.trade(6)
    scene.come_to(trades, ("dvpDone", "titleTransferred"), ("buyerDefault", "fundsRefused"))
    refused = {t for t in trades if scene.states()[t][0] == "buyerDefault"}
    expect(0 < len(refused) < 6, f"{refused} of {trades}")


def bad_options(scene):
    place = f"127.0.0.1:{scene.line.port}"
    good = ["--role", "clearing", "--compID", "ZZCH", "--connect", place]
    cases = [
        (["--role", "bakery", "--compID", "ZZCH", "--connect", place], "role"),
        (good + ["--refuse", "some"], "--refuse 'some' is none of"),
        (good + ["--delay", "soon"], "--delay 'soon' is no time"),
        (good + ["--outturn", "1%"], "--outturn is for --role warehouse"),
        (good[:4] + ["--connect", "nowhere"], "--connect nowhere is no ADDRESS:PORT"),
        (["--role", "clearing", "--compID", "", "--connect", place], "is no CompID"),
    ]
    for arguments, wanted in cases:
        done = scene.venue.tool("stand-in", *arguments)
        expect(done.returncode != 0 and wanted in done.stderr, f"{arguments}: {done.stderr}")


def main():
    checks = Checks("stand_ins")
    with Folder("stand-ins") as folder:
        scene = Scene(folder)
        with scene.venue as venue:
            def check(name, work):
                checks.run(name, work, scene, context=venue.logs)
                checks.run(f"{name}: all end in order", scene.leave)

            check("settle, move and weigh what is traded", settles)
            check("refuse: the buyer or the seller defaults", refuses)
            check("weigh too little: a dispute", weighs_too_little)
            check("are silent: the deadline passes", is_silent)
            check("are late: nothing changes any more", is_late)
            check("come back, and so does the venue", comes_back)
            check("choose by a seed", same_seed)
            checks.run("say what is wrong with their options", bad_options, scene)
            scene.line.close()
            checks.run("the venue ends, log and replay agree", lambda: (venue.stop(), venue.verify())[1])
    checks.exit()


if __name__ == "__main__":
    main()
