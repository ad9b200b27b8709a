#!/usr/bin/env python3
"""Has a venue's day recorded into books while it runs, kills the recorder, goes on, makes the books again, and
compares their sums, read with Python's sqlite3, with those of `cangdan log`.

usage: records.py
One line per check; exit code 0 where all hold. Needs the Python package quickfix (quickfix-tls).
"""
import collections
import csv
import datetime
import decimal
import io
import json
import sqlite3
import subprocess

from line import Line
from quickfix_client import QuickFIXClient
from settlement import BUYER, CLEARING, REGISTRY, SELLER, WAREHOUSE, Scene
from venue import BINARY, Checks, Folder, Venue, expect, wait_for

UTC8 = datetime.timezone(datetime.timedelta(hours=8))


class Recorder:
    """`cangdan record` beside a venue."""

    def __init__(self, venue):
        self.venue = venue
        self.path = venue.data / "books.sqlite"
        self.process = None

    def follow(self):
        self.process = subprocess.Popen(
            [BINARY, "record", "--data", self.venue.data, "--follow"], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)

    def kill9(self):
        self.process.kill()
        self.process.communicate()

    def once(self, *more):
        done = self.venue.tool("record", "--data", self.venue.data, *more)
        expect(done.returncode == 0, f"record {more}: exit code {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def rows(self, sql):
        connection = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def value(self, sql):
        return self.rows(sql)[0][0]

    def wait_trades(self, count):
        """Until so many trades are in the books."""
        def recorded():
            try:
                return self.value("SELECT COUNT(*) FROM trades") >= count
            except sqlite3.OperationalError:
                return False

        wait_for(recorded, f"{count} trades in the books", 20.0)


def settled(scene):
    """A trade from its match to its end; its TrdMatchID(880)."""
    bought, _ = scene.trade()
    scene.answer_funds(scene.asked(CLEARING, "AE", bought))
    scene.answer_title(scene.asked(REGISTRY, "UT", bought))
    told = scene.told(bought, 7)[0]
    scene.weigh(bought, told[7725])
    scene.told(bought, 9)
    return int(bought[527])


def killed(scene, recorder, trades):
    """The recorder is killed while it records, six times; what it has recorded stays, the rest follows."""
    for _ in range(6):
        recorder.follow()
        trades.append(settled(scene))
        if len(trades) % 2:
            recorder.wait_trades(len(trades))
        recorder.kill9()
    recorder.once()
    expect(recorder.value("SELECT COUNT(*) FROM trades") == len(trades), f"not {len(trades)} trades")


def printed(venue):
    """The events that `cangdan log` prints, as objects."""
    done = venue.tool("log", venue.data, "--events", "--json")
    expect(done.returncode == 0, f"log: {done.stderr}")
    return [json.loads(line, parse_float=decimal.Decimal) for line in done.stdout.splitlines()]


def compared(venue, recorder):
    """Sums of the books are those of the log."""
    recorder.once()
    records = printed(venue)

    def log(event):
        return [record["fields"] for record in records if record.get("event") == event]

    def fen(fields, name):
        return int(decimal.Decimal(fields.get(name, 0)) * 100)

    matched = log("tradeMatched")
    expect(len(matched) >= 6, f"{len(matched)} trades")
    expect(
        recorder.rows("SELECT COUNT(*), SUM(grossTradeAmtFen) FROM trades")
        == [(len(matched), sum(fen(fields, "grossTradeAmt") for fields in matched))], "trades")
    moved = collections.Counter()
    for fields in log("fundsMoved"):
        moved[fields["reason"]] += fen(fields, "amount")
    sums = [total for _, total in sorted(moved.items())]
    books = [row[0] for row in recorder.rows("SELECT SUM(amountFen) FROM postings GROUP BY reason")]
    expect(sorted(sums) == sorted(books), f"postings: {sums} and {books}")
    heads = [fields["head"] for fields in log("titleChanged")]
    expect(
        [row[0] for row in recorder.rows("SELECT head FROM endorsements ORDER BY position")] == heads,
        "endorsements")
    states = [fields for fields in log("tradeChanged") if "side" not in fields]
    expect(
        recorder.value("SELECT COUNT(*) FROM tradeStates") == len(states) + len(matched), "states")
    expect(
        recorder.value("SELECT COUNT(*) FROM refusedNotices") == len(log("noticeRefused")), "refused notices")
    reports = [fields for fields in log("executionReport") if fields["execType"] != "orderStatus"]
    expect(recorder.value("SELECT COUNT(*) FROM reports") == len(reports), "reports")
    admitted = [record for record in records if record.get("command") == "admitDocument"]
    expect(recorder.value("SELECT COUNT(*) FROM documents") == len(admitted), "documents")
    expect(recorder.rows("SELECT * FROM breaks") == [], "breaks")
    return f"{len(records)} records, {len(matched)} trades"


def rebuilt(recorder):
    """Books made again from the log have the same content."""
    def digest(*more):
        return recorder.once("--digest", *more).splitlines()[-1]

    first = digest()
    expect(first.startswith("digest ") and len(first) == 71, f"digest: {first}")
    again = digest("--rebuild")
    expect(again == first, f"{first} and, made again, {again}")


def bulletin(venue, recorder, trades):
    """Art. 33: the average is the sum of price times weight by the sum of weight."""
    day = datetime.datetime.now(UTC8).strftime("%Y-%m-%d")
    done = venue.tool("report", "bulletin", "--day", day, "--data", venue.data, "--format", "csv")
    expect(done.returncode == 0, f"bulletin: {done.stderr}")
    rows = {row["symbol"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    row = rows["CU-BW-A"]
    sums = recorder.rows(
        "SELECT COUNT(*), SUM(weightThousandths), SUM(grossTradeAmtFen),"
        " SUM(lastPxTenThousandths * weightThousandths), MAX(lastPxTenThousandths) FROM trades"
        " WHERE symbol = 'CU-BW-A' AND state <> 'bust'")[0]
    expect(int(row["trades"]) == sums[0], f"trades: {row}")
    expect(decimal.Decimal(row["volume"]) * 1000 == sums[1], f"volume: {row}")
    expect(decimal.Decimal(row["turnover"]) * 100 == sums[2], f"turnover: {row}")
    expect(decimal.Decimal(row["average"]) * 10000 == (2 * sums[3] + sums[1]) // (2 * sums[1]), f"average: {row}")
    expect(decimal.Decimal(row["high"]) * 10000 == sums[4], f"high: {row}")
    expect(int(row["deliveries"]) >= len(trades), f"deliveries: {row}")


def evidence(venue, recorder, trade):
    """A trade's evidence is the same bytes from books made again, and verifies by the log's own lines."""
    def made():
        done = venue.tool("report", "trade", trade, "--data", venue.data, "--format", "json")
        expect(done.returncode == 0, f"trade: {done.stderr}")
        return done.stdout

    first = made()
    recorder.once("--rebuild")
    expect(made() == first, "another text after a rebuild")
    told = json.loads(first)
    expect(told["state"] == "closed", f"state {told['state']}")
    lines = set(
        line.strip() for line in venue.tool("log", venue.data, "--events").stdout.splitlines())
    records = [row["record"].strip() for row in told["records"]]
    missing = [line for line in records if line not in lines]
    expect(missing == [], f"not in the log: {missing[:2]}")
    kinds = [line.split()[2] for line in records]
    for kind in ("newOrder", "tradeMatched", "settlementInstructed", "transferInstructed", "titleChanged",
                 "fundsMoved", "reportWeight"):
        expect(kind in kinds, f"no {kind} in {kinds}")
    expect([row["action"] for row in told["endorsements"]].count("transfer") == 1, "no transfer in the chain")


def periods(venue):
    """Months, years and due dates are made of the same books."""
    now = datetime.datetime.now(UTC8)
    for arguments, wanted in (
            (("month", "--month", now.strftime("%Y-%m")), "trades delivered"),
            (("year", "--year", now.strftime("%Y")), now.strftime("%Y-%m")),
            (("due", "--day", now.strftime("%Y-%m-%d")), f"monthly report of {now:%Y-%m}")):
        done = venue.tool("report", *arguments, "--data", venue.data)
        expect(done.returncode == 0 and wanted in done.stdout, f"{arguments}: {done.stdout}{done.stderr}")


def refused(venue, recorder, folder):
    """What can't be done is said, with what is wrong, and nothing is destroyed."""
    def fails(code, text, *arguments):
        done = venue.tool(*arguments)
        expect(
            done.returncode == code and text in done.stderr,
            f"{arguments}: exit code {done.returncode}, not {code} with '{text}': {done.stdout}{done.stderr}")

    data = ("--data", venue.data)
    fails(1, "is no day", "report", "bulletin", "--day", "2026-13-01", *data)
    fails(1, "nothing is recorded of 1999-01-01", "report", "bulletin", "--day", "1999-01-01", *data)
    fails(1, "no trade 999999", "report", "trade", "999999", *data)
    fails(64, "xml", "report", "month", "--month", "2026-11", "--format", "xml", *data)
    fails(64, "holds no log", "record", "--data", folder)
    spoilt = folder / "spoilt.sqlite"
    spoilt.write_bytes(b"SQLite format 3\0" + b"x" * 8192)
    fails(1, "--rebuild", "record", *data, "--database", spoilt)
    foreign = folder / "foreign.sqlite"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE mine (a)")
    connection.commit()
    connection.close()
    fails(1, "not one that `cangdan record` has made", "record", *data, "--database", foreign)
    later = folder / "later.sqlite"
    recorder.once("--database", later)
    connection = sqlite3.connect(later)
    connection.execute("INSERT INTO grdb_migrations VALUES ('9 later')")
    connection.commit()
    connection.close()
    fails(1, "another version", "report", "due", "--day", "2026-11-23", *data, "--database", later)
    recorder.once("--database", later, "--rebuild")
    recorder.follow()
    try:
        wait_for(lambda: recorder.process.stdout.readline(), "line from the recorder")
        fails(1, "one recorder per file", "record", *data)
    finally:
        recorder.kill9()


def full(venue, folder):
    """Where the disk is full nothing of a transaction stays; with room the recorder goes on."""
    path = folder / "small.sqlite"
    command = ["bash", "-c", 'ulimit -f 64; trap "" XFSZ; exec "$@"', "-", str(BINARY), "record", "--data",
               str(venue.data), "--database", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    expect(done.returncode == 1 and str(path) in done.stderr, f"{done.returncode}: {done.stdout}{done.stderr}")
    first = venue.tool("record", "--data", venue.data, "--database", path, "--digest")
    again = venue.tool("record", "--data", venue.data, "--digest")
    expect(first.returncode == 0, f"with room: {first.stderr}")
    expect(first.stdout.splitlines()[-1] == again.stdout.splitlines()[-1], "other content")


def main():
    checks = Checks("records")
    with Folder("records") as folder, Venue(folder) as venue:
        venue.start()
        line = Line(lambda: venue.port)
        recorder = Recorder(venue)
        trades = []
        with QuickFIXClient(folder, line.port, [BUYER, SELLER, CLEARING, REGISTRY, WAREHOUSE]) as client:
            scene = Scene(client)
            checks.run("logs on", lambda: client.start() and None)
            checks.run("records through kill -9", killed, scene, recorder, trades, context=venue.logs)
            checks.run("has the log's sums while the venue runs", compared, venue, recorder)
        line.close()
        venue.stop()
        checks.run("has the log's sums when it has ended", compared, venue, recorder)
        checks.run("is the same when it is made again", rebuilt, recorder)
        checks.run("makes the bulletin", bulletin, venue, recorder, trades)
        checks.run("makes a trade's evidence", evidence, venue, recorder, trades[0])
        checks.run("makes months, years and due dates", periods, venue)
        checks.run("says what is wrong", refused, venue, recorder, folder)
        checks.run("survives a full disk", full, venue, folder)
    checks.exit()


if __name__ == "__main__":
    main()
