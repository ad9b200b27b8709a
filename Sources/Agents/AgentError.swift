public import Linux
public import Storage

/// Why an agent can't go on: the process stops, and what the log holds decides.
public enum AgentError: Error, Sendable, CustomStringConvertible {
  case system(SystemError)
  case storage(StorageError)

  public var description: String {
    switch self {
    case .system(let error): error.description
    case .storage(let error): error.description
    }
  }
}

/// Runs what may fail in the system.
func system<Result: ~Copyable>(
  _ body: () throws(SystemError) -> Result
) throws(AgentError) -> Result {
  do throws(SystemError) { return try body() } catch { throw .system(error) }
}

/// Runs what may fail in the storage.
func stored<Result: ~Copyable>(
  _ body: () throws(StorageError) -> Result
) throws(AgentError) -> Result {
  do throws(StorageError) { return try body() } catch { throw .storage(error) }
}
