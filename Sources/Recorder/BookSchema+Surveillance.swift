/// The tables of what is watched: rates of messages, and programmes.
extension BookSchema {
  /// What monitors of message rates have found.
  static let rates = """
    CREATE TABLE rateFindings (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, atNanos INTEGER NOT NULL,
      monitor TEXT NOT NULL, firm INTEGER NOT NULL, account TEXT NOT NULL,
      controlGroup INTEGER NOT NULL, session INTEGER NOT NULL, windowCount INTEGER NOT NULL,
      secondBefore INTEGER NOT NULL, secondCount INTEGER NOT NULL, dayCount INTEGER NOT NULL,
      bursts INTEGER NOT NULL, refused INTEGER NOT NULL, threshold INTEGER NOT NULL
    ) STRICT;
    """

  /// Registrations of programmes, and their ends.
  static let programs = """
    CREATE TABLE programs (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, atNanos INTEGER NOT NULL,
      programRegID INTEGER NOT NULL, name TEXT NOT NULL, firm INTEGER NOT NULL,
      controlGroup INTEGER NOT NULL, strategy TEXT NOT NULL, maxRate INTEGER NOT NULL,
      status TEXT NOT NULL
    ) STRICT;
    """
}
