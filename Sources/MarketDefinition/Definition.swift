import Foundation

/// A whole market as its files describe it, checked.
///
/// A folder holds `venue.yaml`, `firms.yaml`, `sessions.yaml`, `warehouses.yaml`, `instruments.yaml`
/// and, where there are documents and money to begin with, `receipts.csv`, `bills.csv`, `funds.csv`.
public struct Definition: Sendable {
  public var venue = VenueDefinition()
  public var firms: [FirmDefinition] = []
  /// Schedules of sessions, by name.
  public var schedules: [String: SessionSchedule] = [:]
  public var sessions: [SessionDefinition] = []
  public var warehouses: [WarehouseDefinition] = []
  public var instruments: [InstrumentDefinition] = []
  public var documents: [DocumentDefinition] = []
  public var funds: [FundsDefinition] = []
  public init() {}

  /// Reads and checks the files of `folder`; throws all problems at once.
  public init(folder: String) throws(InvalidDefinition) {
    let problems = Problems()
    self.init(folder: folder, problems: problems)
    if problems.count > 0 { throw InvalidDefinition(problems: problems.all, count: problems.count) }
  }

  init(folder: String, problems: Problems) {
    self.init()
    let files = DefinitionFiles(folder: folder, problems: problems)
    if let root = files.yaml("venue.yaml") { venue = VenueDefinition(root) }
    firms = files.list("firms", in: "firms.yaml").map { FirmDefinition($0) }
    readSessions(files)
    warehouses = files.list("warehouses", in: "warehouses.yaml").map { WarehouseDefinition($0) }
    instruments = files.list("instruments", in: "instruments.yaml").map {
      InstrumentDefinition($0, settlement: venue.settlement)
    }
    let offset = venue.calendar.utcOffsetSeconds
    for (file, columns) in [
      ("receipts.csv", DocumentReader.Columns.receipts), ("bills.csv", .bills),
    ] {
      guard let bytes = files.optionalBytes(file) else { continue }
      let reader = DocumentReader(columns: columns, utcOffsetSeconds: offset, problems: problems)
      documents += reader.read(bytes, file: files.path(file))
    }
    if let bytes = files.optionalBytes("funds.csv") {
      funds = FundsReader(problems: problems).read(bytes, file: files.path("funds.csv"))
    }
    DefinitionCheck(definition: self, files: files, problems: problems).run()
  }

  private mutating func readSessions(_ files: DefinitionFiles) {
    guard let root = files.yaml("sessions.yaml") else { return }
    root.expectKeys(["schedules", "defaults", "sessions"])
    schedules = SessionSchedule.read(root.child("schedules"), market: venue.calendar)
    var defaults = SessionPolicies()
    if let node = root.child("defaults") {
      node.expectKeys(SessionPolicies.keys.filter { !["role", "certificate"].contains($0) })
      defaults.apply(node)
    }
    let list = root.required("sessions")?.elements ?? []
    sessions = list.map { SessionDefinition($0, defaults: defaults) }
    for place in sessions.indices {
      sessions[place].schedule = schedules[sessions[place].policies.scheduleName]
    }
  }
}

/// What is wrong with a market definition.
public struct InvalidDefinition: Error, CustomStringConvertible {
  /// In the order of the files, at most `Problems.limit`.
  public let problems: [Problem]
  /// How many there are in all.
  public let count: Int

  public var description: String {
    var lines = problems.map(\.description)
    if count > problems.count { lines.append("... and \(count - problems.count) more") }
    return lines.joined(separator: "\n")
  }
}

/// The files of a definition's folder.
struct DefinitionFiles {
  let folder: String
  let problems: Problems

  func path(_ file: String) -> String {
    folder.hasSuffix("/") ? folder + file : "\(folder)/\(file)"
  }

  func optionalBytes(_ file: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path(file)).map { Array($0) }
  }

  func yaml(_ file: String) -> ConfigurationNode? {
    guard let bytes = optionalBytes(file) else {
      problems.add(path(file), 0, "the file is missing or can't be read")
      return nil
    }
    return ConfigurationNode.root(
      of: String(decoding: bytes, as: UTF8.self), file: path(file), problems: problems)
  }

  /// The elements of the list `key`, which is all that `file` holds.
  func list(_ key: String, in file: String) -> [ConfigurationNode] {
    guard let root = yaml(file) else { return [] }
    root.expectKeys([key])
    return root.required(key)?.elements ?? []
  }
}
