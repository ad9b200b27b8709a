"""What a soak measures, and how it is judged: memory, descriptors and latency that stay as they are."""
import csv
import os
import statistics

#: The fitted growth of private memory over the last three quarters, in shares of its median.
MEMORY = 0.01
#: Pages of files that are mapped come and go with the segments of the logs: what the last quarter's highest may be, of
#: the highest of the two before.
FILES = 1.1
#: The same of open descriptors and of threads, in pieces.
PIECES = 1.0
#: The last quarter's latency may be so many times the second one's, and so many microseconds above that.
LATENCY = 1.5
LATENCY_FLOOR = 200


def memory_of(pid):
    """Kilobytes of a process, and its threads, as /proc has them."""
    figures = {}
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            name, _, value = line.partition(":")
            if name in ("VmRSS", "RssAnon", "RssFile", "VmSize", "Threads"):
                figures[name] = int(value.split()[0])
    return figures


def descriptors_of(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def disk_of(folder):
    """Kilobytes that a folder takes; files may go meanwhile."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(place, name)).st_blocks // 2
            except FileNotFoundError:
                pass
    return total


def share(values, part):
    """The value below which `part` of the values are."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def growth(points):
    """What the line through (seconds, value) that fits best rises from the first point to the last."""
    if len(points) < 3:
        return 0.0
    middle = statistics.fmean(x for x, _ in points)
    mean = statistics.fmean(y for _, y in points)
    spread = sum((x - middle) ** 2 for x, _ in points)
    slope = sum((x - middle) * (y - mean) for x, y in points) / spread
    return slope * (points[-1][0] - points[0][0])


class Figures:
    """A line of samples every ten seconds, kept in a file, too."""

    COLUMNS = [
        "seconds", "messages", "venueKB", "anonKB", "fileKB", "mappedKB", "descriptors", "threads",
        "followerKB", "followerDescriptors", "diskKB", "processorSeconds"]

    def __init__(self, path, venue, follower, data):
        self.rows = []
        self.venue = venue
        self.follower = follower
        self.data = data
        self.file = open(path, "w", newline="", buffering=1)
        self.writer = csv.writer(self.file)
        self.writer.writerow(self.COLUMNS)

    def take(self, seconds, messages):
        venue, follower = memory_of(self.venue), memory_of(self.follower)
        with open(f"/proc/{self.venue}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        row = [
            round(seconds, 1), messages, venue["VmRSS"], venue["RssAnon"], venue["RssFile"], venue["VmSize"],
            descriptors_of(self.venue), venue["Threads"], follower["VmRSS"], descriptors_of(self.follower),
            disk_of(self.data), (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")]
        self.rows.append(dict(zip(self.COLUMNS, row)))
        self.writer.writerow(row)

    def points(self, column, since):
        return [(row["seconds"], row[column]) for row in self.rows if row["seconds"] >= since]


def read_latency(path, began):
    """(seconds since the beginning, microseconds) that have been measured so far."""
    found = []
    with open(path) as lines:
        for line in lines:
            when, _, micros = line.rstrip("\n").partition(",")
            if line.endswith("\n") and float(when) >= began:
                found.append((float(when) - began, int(micros)))
    return found


def table(figures, latency, block, end):
    """A line for each block of seconds."""
    head = (
        f"{'minutes':>9} {'messages/s':>10} {'p50 us':>8} {'p99 us':>8} {'max us':>8} {'venue MB':>9} {'own MB':>8} "
        f"{'mapped MB':>9} {'fds':>4} {'threads':>7} {'follower MB':>11} {'disk MB':>8} {'CPU %':>6}")
    lines = [head]
    start = 0.0
    while start < end:
        rows = [row for row in figures.rows if start <= row["seconds"] < start + block]
        times = [micros for when, micros in latency if start <= when < start + block]
        if len(rows) > 1 and times:
            lasted = rows[-1]["seconds"] - rows[0]["seconds"]
            def rate(column):
                return (rows[-1][column] - rows[0][column]) / lasted
            def middle(column):
                return statistics.median(row[column] for row in rows)
            lines.append(
                f"{start / 60:4.1f}-{(start + block) / 60:4.1f} {rate('messages'):10.0f} {share(times, 0.5):8} "
                f"{share(times, 0.99):8} {max(times):8} {middle('venueKB') / 1024:9.1f} {middle('anonKB') / 1024:8.1f} "
                f"{middle('mappedKB') / 1024:9.1f} {middle('descriptors'):4.0f} {middle('threads'):7.0f} "
                f"{middle('followerKB') / 1024:11.1f} {rows[-1]['diskKB'] / 1024:8.1f} {100 * rate('processorSeconds'):6.1f}")
        start += block
    return "\n".join(lines)


def minutes(latency, start, end, part):
    """The middle one of the minutes' figures between two times."""
    found = []
    while start < end:
        times = [micros for when, micros in latency if start <= when < start + 60]
        if times:
            found.append(share(times, part))
        start += 60
    return statistics.median(found) if found else 0


def judge(figures, latency, lasted):
    """(holds, sentence) for each figure that has to stay as it is."""
    verdicts = []
    since = lasted / 4
    points = figures.points("anonKB", since)
    middle = statistics.median(value for _, value in points)
    rise = growth(points)
    verdicts.append((
        rise <= MEMORY * middle,
        f"the venue's private memory: {rise / 1024:+.2f} MB over the last three quarters, of {middle / 1024:.1f} MB; "
        f"at most {MEMORY * middle / 1024:.2f}"))
    before = max(value for when, value in figures.points("fileKB", since) if when < 3 * lasted / 4)
    late = max(value for _, value in figures.points("fileKB", 3 * lasted / 4))
    verdicts.append((
        late <= FILES * before,
        f"the venue's pages of files: {late / 1024:.1f} MB at most in the last quarter, {before / 1024:.1f} in the two "
        f"before; at most {FILES * before / 1024:.1f}"))
    follower = max(row["followerKB"] for row in figures.rows)
    private = max(row["anonKB"] for row in figures.rows)
    verdicts.append((
        follower <= private,
        f"the follower's memory: {follower / 1024:.1f} MB, which fills tables as orders come; at most the venue's "
        f"{private / 1024:.1f}"))
    for column, what in (
            ("descriptors", "the venue's descriptors"), ("threads", "the venue's threads"),
            ("followerDescriptors", "the follower's descriptors")):
        points = figures.points(column, since)
        rise = growth(points)
        verdicts.append((
            rise <= PIECES,
            f"{what}: {rise:+.2f} over the last three quarters, of {statistics.median(v for _, v in points):.0f}; "
            f"at most {PIECES:.0f}"))
    for part, name in ((0.5, "p50"), (0.99, "p99")):
        early = minutes(latency, lasted / 4, lasted / 2, part)
        late = minutes(latency, 3 * lasted / 4, lasted, part)
        most = LATENCY * early + LATENCY_FLOOR
        verdicts.append((
            late <= most,
            f"order to report, {name}: {late:.0f} us in the last quarter, {early:.0f} in the second, at most {most:.0f} "
            "(the middle one of the minutes)"))
    return verdicts
