/// Changes of parameters.
extension BookSchema {
  /// What the operator changes of instruments, and by which rules trades were made.
  static let parameters = """
    CREATE TABLE parameterChanges (
      position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, atNanos INTEGER NOT NULL,
      number INTEGER NOT NULL, status TEXT NOT NULL, instrument INTEGER NOT NULL,
      symbol TEXT NOT NULL, parameter TEXT NOT NULL, value INTEGER NOT NULL,
      former INTEGER NOT NULL, publishedOnNanos INTEGER NOT NULL,
      effectiveAtNanos INTEGER NOT NULL, situation INTEGER NOT NULL,
      ruleVersion INTEGER NOT NULL, affectedOrders INTEGER NOT NULL, reason TEXT NOT NULL
    ) STRICT;
    ALTER TABLE trades ADD COLUMN ruleVersion INTEGER NOT NULL DEFAULT 0;
    """
}
