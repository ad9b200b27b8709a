import GRDB

/// The tables of the books, as migrations: each is applied once; tables that change have a new name here, and
/// books of the former are made again.
///
/// Amounts are integers, their unit is the end of their column's name: `Fen` is 1/100 of the currency's
/// unit, `TenThousandths` of the price's, `Thousandths` of the instrument's unit of quantity, `Nanos`
/// since 1970 UTC. Codes stand by the names that `cangdan log` prints. `sequence` and `ordinal` are
/// the record's in the logs, `position` its place in the event log.
enum BookSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("3 books") { db in
      for sql in [progress, reference, titles, trades, money, orders, exceptions] {
        try db.execute(sql: sql)
      }
    }
    migrator.registerMigration("news") { db in try db.execute(sql: news) }
    migrator.registerMigration("operator") { db in try db.execute(sql: operatorActions) }
    migrator.registerMigration("auctions") { db in try db.execute(sql: auctions) }
    migrator.registerMigration("rates") { db in try db.execute(sql: rates) }
    migrator.registerMigration("parameters") { db in try db.execute(sql: parameters) }
    migrator.registerMigration("programs") { db in try db.execute(sql: programs) }
    return migrator
  }

  /// What holds the log's content, in the order in which it is digested.
  static let contents = [
    "firms", "sessions", "warehouses", "warehouseGrades", "instruments", "instrumentChanges",
    "phases", "operatorPhases", "killSwitches", "admissions", "documents",
    "endorsements", "trades",
    "tradeStates", "tradeDocuments", "tradeEvents", "instructions", "postings", "netRuns", "nets",
    "fixings", "orders", "reports", "reconFindings", "refusedNotices", "refusedCommands", "breaks",
    "unknownEvents", "news", "marketControls", "approvals",
    "auctions", "auctionStates",
    "rateFindings",
    "parameterChanges", "programs",
  ]

  /// One row: which log, and how far.
  private static let progress = """
    CREATE TABLE progress (
      id INTEGER PRIMARY KEY CHECK (id = 1), logID TEXT NOT NULL, coreVersion INTEGER NOT NULL,
      sequence INTEGER NOT NULL, lastPosition INTEGER, lastCRC INTEGER,
      nextPosition INTEGER NOT NULL, firstAtNanos INTEGER NOT NULL, lastAtNanos INTEGER NOT NULL
    ) STRICT;
    """

  private static let reference = """
    CREATE TABLE firms (
      firm INTEGER PRIMARY KEY, code TEXT NOT NULL, attributes TEXT NOT NULL,
      state INTEGER NOT NULL, origin INTEGER NOT NULL, isOperator INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE sessions (
      session INTEGER PRIMARY KEY, firm INTEGER NOT NULL, compID TEXT NOT NULL,
      subID TEXT NOT NULL, role TEXT NOT NULL
    ) STRICT;
    CREATE TABLE warehouses (
      warehouse INTEGER PRIMARY KEY, code TEXT NOT NULL, attributes TEXT NOT NULL,
      grade TEXT NOT NULL, isBonded INTEGER NOT NULL, firm INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE warehouseGrades (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, atNanos INTEGER NOT NULL,
      warehouse INTEGER NOT NULL, fromGrade TEXT NOT NULL, grade TEXT NOT NULL
    ) STRICT;
    CREATE TABLE instruments (
      instrument INTEGER PRIMARY KEY, symbol TEXT NOT NULL, warehouse INTEGER NOT NULL,
      docType TEXT NOT NULL, documentUnitThousandths INTEGER NOT NULL,
      referencePriceTenThousandths INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE instrumentChanges (
      sequence INTEGER PRIMARY KEY, atNanos INTEGER NOT NULL, instrument INTEGER NOT NULL,
      symbol TEXT NOT NULL, isNew INTEGER NOT NULL,
      referencePriceTenThousandths INTEGER NOT NULL, terms TEXT NOT NULL
    ) STRICT;
    CREATE TABLE phases (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, atNanos INTEGER NOT NULL,
      instrument INTEGER NOT NULL, phase TEXT NOT NULL, cause TEXT NOT NULL
    ) STRICT;
    CREATE TABLE operatorPhases (
      sequence INTEGER PRIMARY KEY, atNanos INTEGER NOT NULL, instrument INTEGER NOT NULL,
      phase TEXT NOT NULL, reason TEXT NOT NULL
    ) STRICT;
    CREATE TABLE killSwitches (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, atNanos INTEGER NOT NULL,
      scope TEXT NOT NULL, number INTEGER NOT NULL, isOn INTEGER NOT NULL
    ) STRICT;
    """

  /// `documents` is as each stands now; `endorsements` is its chain, kept whole.
  private static let titles = """
    CREATE TABLE admissions (
      sequence INTEGER PRIMARY KEY, atNanos INTEGER NOT NULL, document TEXT NOT NULL,
      instrument INTEGER NOT NULL, warehouse INTEGER NOT NULL, docType TEXT NOT NULL,
      holder INTEGER NOT NULL, status TEXT NOT NULL, version INTEGER NOT NULL,
      netWeightThousandths INTEGER NOT NULL, premiumTenThousandths INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX admissionsOfDocument ON admissions (document);
    CREATE TABLE documents (
      document TEXT PRIMARY KEY, instrument INTEGER NOT NULL, warehouse INTEGER NOT NULL,
      docType TEXT NOT NULL, holder INTEGER NOT NULL, status TEXT NOT NULL,
      version INTEGER NOT NULL, netWeightThousandths INTEGER NOT NULL, parent TEXT NOT NULL,
      endorsementCount INTEGER NOT NULL, head TEXT NOT NULL, recipient INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE endorsements (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, ordinal INTEGER NOT NULL,
      atNanos INTEGER NOT NULL, document TEXT NOT NULL, endorsementSeq INTEGER NOT NULL,
      action TEXT NOT NULL, actor TEXT NOT NULL, reason TEXT NOT NULL, firm INTEGER NOT NULL,
      fromFirm INTEGER NOT NULL, toFirm INTEGER NOT NULL, fromStatus TEXT NOT NULL,
      status TEXT NOT NULL, holder INTEGER NOT NULL, version INTEGER NOT NULL,
      instrument INTEGER NOT NULL, netWeightThousandths INTEGER NOT NULL, tradeID INTEGER NOT NULL,
      reference TEXT NOT NULL, digest TEXT NOT NULL, previous TEXT NOT NULL, head TEXT NOT NULL
    ) STRICT;
    CREATE INDEX endorsementsOfDocument ON endorsements (document, endorsementSeq);
    CREATE VIEW documentStates AS
      SELECT document, sequence, -1 AS ordinal, atNanos, instrument, status, holder,
        netWeightThousandths FROM admissions
      UNION ALL SELECT document, sequence, ordinal, atNanos, instrument, status, holder,
        netWeightThousandths FROM endorsements;
    """

  private static let trades = """
    CREATE TABLE trades (
      tradeID INTEGER PRIMARY KEY, position INTEGER NOT NULL, matchedAtNanos INTEGER NOT NULL,
      instrument INTEGER NOT NULL, symbol TEXT NOT NULL, mode TEXT NOT NULL,
      aggressor TEXT NOT NULL, buyFirm INTEGER NOT NULL, sellFirm INTEGER NOT NULL,
      lastPxTenThousandths INTEGER NOT NULL, lastQtyThousandths INTEGER NOT NULL,
      weightThousandths INTEGER NOT NULL, grossTradeAmtFen INTEGER NOT NULL,
      buyerFeesFen INTEGER NOT NULL, sellerFeesFen INTEGER NOT NULL,
      differenceFen INTEGER NOT NULL, buyOrderID INTEGER NOT NULL, sellOrderID INTEGER NOT NULL,
      buyClOrdID TEXT NOT NULL, sellClOrdID TEXT NOT NULL, documentCount INTEGER NOT NULL,
      isByName INTEGER NOT NULL,
      state TEXT NOT NULL, stateAtNanos INTEGER NOT NULL, stateSequence INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX tradesByTime ON trades (matchedAtNanos);
    CREATE TABLE tradeStates (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, ordinal INTEGER NOT NULL,
      atNanos INTEGER NOT NULL, tradeID INTEGER NOT NULL, fromState TEXT NOT NULL,
      state TEXT NOT NULL, reason TEXT NOT NULL, deadlineNanos INTEGER NOT NULL,
      differenceFen INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX tradeStatesOfTrade ON tradeStates (tradeID, position);
    CREATE INDEX tradeStatesByTime ON tradeStates (atNanos);
    CREATE TABLE tradeDocuments (
      tradeID INTEGER NOT NULL, place INTEGER NOT NULL, document TEXT NOT NULL,
      PRIMARY KEY (tradeID, place)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE tradeEvents (
      tradeID INTEGER NOT NULL, position INTEGER NOT NULL, sequence INTEGER NOT NULL,
      type TEXT NOT NULL,
      PRIMARY KEY (tradeID, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE instructions (
      instruction INTEGER PRIMARY KEY, tradeID INTEGER NOT NULL, addressee TEXT NOT NULL,
      position INTEGER NOT NULL, atNanos INTEGER NOT NULL, deadlineNanos INTEGER NOT NULL
    ) STRICT;
    """

  private static let money = """
    CREATE TABLE postings (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, ordinal INTEGER NOT NULL,
      atNanos INTEGER NOT NULL, tradeID INTEGER NOT NULL, reason TEXT NOT NULL,
      fromKind TEXT NOT NULL, fromNumber INTEGER NOT NULL, toKind TEXT NOT NULL,
      toNumber INTEGER NOT NULL, currency TEXT NOT NULL, amountFen INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX postingsByTime ON postings (atNanos);
    CREATE TABLE netRuns (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, atNanos INTEGER NOT NULL,
      run INTEGER NOT NULL, round INTEGER NOT NULL, state TEXT NOT NULL,
      begunAtNanos INTEGER NOT NULL, deadlineNanos INTEGER NOT NULL, tradeCount INTEGER NOT NULL,
      payerCount INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE nets (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, atNanos INTEGER NOT NULL,
      run INTEGER NOT NULL, round INTEGER NOT NULL, member INTEGER NOT NULL,
      netFen INTEGER NOT NULL, toPayFen INTEGER NOT NULL, deadlineNanos INTEGER NOT NULL,
      sides INTEGER NOT NULL, instruction INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE fixings (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, atNanos INTEGER NOT NULL,
      currency TEXT NOT NULL, tenMillionths INTEGER NOT NULL, reference TEXT NOT NULL
    ) STRICT;
    """

  /// `orders` is as each stands now; `reports` says where its reports stand in the event log.
  private static let orders = """
    CREATE TABLE orders (
      orderID INTEGER PRIMARY KEY, enteredAtNanos INTEGER NOT NULL, clOrdID TEXT NOT NULL,
      session INTEGER NOT NULL, firm INTEGER NOT NULL, account TEXT NOT NULL,
      symbol TEXT NOT NULL, side TEXT NOT NULL, ordType TEXT NOT NULL, timeInForce TEXT NOT NULL,
      priceTenThousandths INTEGER NOT NULL, orderQtyThousandths INTEGER NOT NULL,
      cumQtyThousandths INTEGER NOT NULL, leavesQtyThousandths INTEGER NOT NULL,
      ordStatus TEXT NOT NULL, changedAtNanos INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX ordersByTime ON orders (enteredAtNanos);
    CREATE TABLE reports (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, atNanos INTEGER NOT NULL,
      orderID INTEGER NOT NULL, execID INTEGER NOT NULL, execType TEXT NOT NULL,
      tradeID INTEGER NOT NULL, firm INTEGER NOT NULL, reject TEXT NOT NULL
    ) STRICT;
    CREATE INDEX reportsOfOrder ON reports (orderID, position);
    CREATE INDEX reportsByTime ON reports (atNanos);
    """

  /// `auctions` is each lot as it stands now, `auctionStates` its course. Its bids are the orders with its number, its
  /// result the trades.
  private static let auctions = """
    ALTER TABLE orders ADD COLUMN auction INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX ordersByAuction ON orders (auction) WHERE auction > 0;
    ALTER TABLE trades ADD COLUMN auction INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX tradesByAuction ON trades (auction) WHERE auction > 0;
    CREATE TABLE auctions (
      auction INTEGER PRIMARY KEY, position INTEGER NOT NULL, announcedAtNanos INTEGER NOT NULL,
      instrument INTEGER NOT NULL, symbol TEXT NOT NULL, mode TEXT NOT NULL, side TEXT NOT NULL,
      initiator INTEGER NOT NULL, isForeclosure INTEGER NOT NULL,
      startPriceTenThousandths INTEGER NOT NULL, priceStepTenThousandths INTEGER NOT NULL,
      limitPriceTenThousandths INTEGER NOT NULL, hasReserve INTEGER NOT NULL,
      quantityThousandths INTEGER NOT NULL, depositFen INTEGER NOT NULL,
      opensAtNanos INTEGER NOT NULL, closesAtNanos INTEGER NOT NULL, state TEXT NOT NULL,
      priceTenThousandths INTEGER NOT NULL, doneThousandths INTEGER NOT NULL,
      bidCount INTEGER NOT NULL, round INTEGER NOT NULL, changedAtNanos INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE auctionStates (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, ordinal INTEGER NOT NULL,
      atNanos INTEGER NOT NULL, auction INTEGER NOT NULL, state TEXT NOT NULL,
      reason TEXT NOT NULL, priceTenThousandths INTEGER NOT NULL,
      quantityThousandths INTEGER NOT NULL, bidCount INTEGER NOT NULL, round INTEGER NOT NULL,
      reserveMet TEXT NOT NULL, endsAtNanos INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX auctionStatesOfAuction ON auctionStates (auction, position);
    """

  /// What was refused, what institutions contradict, what is wrong, and what this program does not know.
  private static let exceptions = """
    CREATE TABLE refusedNotices (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, atNanos INTEGER NOT NULL,
      session INTEGER NOT NULL, role TEXT NOT NULL, command TEXT NOT NULL,
      refusal TEXT NOT NULL, reference TEXT NOT NULL, instruction INTEGER NOT NULL,
      tradeID INTEGER NOT NULL, tradeState TEXT NOT NULL
    ) STRICT;
    CREATE TABLE refusedCommands (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, atNanos INTEGER NOT NULL,
      command TEXT NOT NULL, refusal TEXT NOT NULL, detail INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE reconFindings (
      registrySeq INTEGER PRIMARY KEY, reconID INTEGER NOT NULL, position INTEGER NOT NULL,
      sequence INTEGER NOT NULL, atNanos INTEGER NOT NULL, status TEXT NOT NULL,
      breakCode TEXT NOT NULL, source TEXT NOT NULL, tradeID INTEGER NOT NULL,
      document TEXT NOT NULL, warehouse TEXT NOT NULL, goods TEXT NOT NULL, expected TEXT NOT NULL,
      found TEXT NOT NULL, documentsThousandths INTEGER NOT NULL,
      reportedThousandths INTEGER NOT NULL, goodsMatch TEXT NOT NULL, tradeMatch TEXT NOT NULL,
      fundsMatch TEXT NOT NULL
    ) STRICT;
    CREATE INDEX reconFindingsByTime ON reconFindings (atNanos);
    CREATE TABLE breaks (
      position INTEGER NOT NULL, place INTEGER NOT NULL, sequence INTEGER NOT NULL,
      atNanos INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
      PRIMARY KEY (position, place)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE unknownEvents (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, ordinal INTEGER NOT NULL,
      atNanos INTEGER NOT NULL, type INTEGER NOT NULL, crc INTEGER NOT NULL
    ) STRICT;
    """

  /// What the operator does with the market.
  private static let operatorActions = """
    CREATE TABLE marketControls (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, atNanos INTEGER NOT NULL,
      action TEXT NOT NULL, scope TEXT NOT NULL, subject TEXT NOT NULL,
      situation TEXT NOT NULL, instruments INTEGER NOT NULL, uid INTEGER NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;
    CREATE TABLE approvals (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, atNanos INTEGER NOT NULL,
      number INTEGER NOT NULL, action TEXT NOT NULL, state TEXT NOT NULL, uid INTEGER NOT NULL,
      decidedBy INTEGER NOT NULL, reason TEXT NOT NULL
    ) STRICT;
    """

  /// What was published to sessions: News(B).
  private static let news = """
    CREATE TABLE news (
      number INTEGER PRIMARY KEY, position INTEGER NOT NULL, sequence INTEGER NOT NULL,
      atNanos INTEGER NOT NULL, kind TEXT NOT NULL, incident TEXT NOT NULL, firm INTEGER NOT NULL,
      symbol TEXT NOT NULL, document TEXT NOT NULL, headline TEXT NOT NULL, text TEXT NOT NULL
    ) STRICT;
    """
}
