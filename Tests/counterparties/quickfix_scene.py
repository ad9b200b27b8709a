"""A venue and stock QuickFIX clients that validate strictly by our dictionary: what the checks of trading share."""
import quickfix

from quickfix_client import QuickFIXClient
from venue import Checks, Folder, Venue, expect


class QuickFIXScene:
    def __init__(self, client, venue):
        self.client = client
        self.venue = venue
        self.count = 0

    def name(self, letter):
        self.count += 1
        return f"{letter}-{self.count}"

    def send(self, name, kind, body, groups=(), resend=False):
        if resend:
            self.client.alter[name] = lambda message: message.getHeader().setField(quickfix.PossResend(True))
        self.client.send(name, kind, body, groups)

    def told(self, name, kind, **tags):
        """The first message of a type to a session with these values, `t31="68450"` for Price(31); taken out."""
        wanted = {int(tag[1:]): str(value) for tag, value in tags.items()}
        return self.client.take(
            name, lambda m: m.type == kind and all(m.get(tag) == value for tag, value in wanted.items()),
            f"{kind} with {wanted}")

    def control(self, command, *words):
        """An operator's command of the program, such as `operate`."""
        done = self.venue.tool(command, *words, "--data", self.venue.data, "--text", "drill")
        expect(done.returncode == 0, f"cangdan {command}: {done.stdout}{done.stderr}")


def run(subject, market, names, kind, rows):
    """Runs the checks in `rows`, each a name and a function of a scene of this `kind`, on one venue with the market that
    `market(folder)` makes and a client with sessions of these names; then what QuickFIX and the log say. Exits."""
    checks = Checks(f"{subject}.py")
    with Folder(subject) as folder:
        venue = Venue(folder, market(folder).path)
        with venue:
            venue.start()
            client = QuickFIXClient(folder, venue.port, names).start()
            scene = kind(client, venue)
            for name, check in rows:
                checks.run(name, check, scene, context=venue.logs)
            checks.run("QuickFIX has found nothing wrong", client.assert_strict, context=venue.logs)
            client.stop()
            venue.stop()
            checks.run("log and replay agree", venue.verify)
    checks.exit()
