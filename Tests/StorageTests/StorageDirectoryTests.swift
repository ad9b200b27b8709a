import Glibc
import Linux
import Storage
import Testing

@Suite struct StorageDirectoryTests {
  @Test("a directory belongs to one at a time, and the second is told who has it")
  func lock() throws {
    let place = try TemporaryDirectory()
    do {
      let first = try StorageDirectory.open(place.path)
      #expect(throws: StorageError.directoryInUse(path: place.path, owner: "\(getpid())")) {
        _ = try StorageDirectory.open(place.path)
      }
      #expect(first.path == place.path)
    }
    _ = try StorageDirectory.open(place.path)
  }

  @Test("a directory may follow a start of the machine until one of its owners has recovered it")
  func restart() throws {
    let place = try TemporaryDirectory()
    for isRecovered in [false, true] {
      let first = try StorageDirectory.open(place.path)
      let isRestart = first.hasMachineRestarted
      #expect(isRestart)
      if isRecovered { try first.didRecover() }
    }
    do {
      let second = try StorageDirectory.open(place.path)
      let isRestart = second.hasMachineRestarted
      #expect(!isRestart)
    }
    try place.write(Array("1\nanother start\n".utf8), to: "lock")
    for _ in 1...2 {
      let third = try StorageDirectory.open(place.path)
      let isRestart = third.hasMachineRestarted
      #expect(isRestart)
    }
  }

  @Test("a path that cannot be a directory is said with the call and the reason")
  func notADirectory() throws {
    let place = try TemporaryDirectory()
    try place.write([1], to: "file")
    do {
      _ = try StorageDirectory.open(place.path + "/file")
      Issue.record("no error")
    } catch {
      #expect(error.description == "mkdir \(place.path)/file/commands: Not a directory")
    }
  }

  @Test(
    "each error says what to look at",
    arguments: [
      (
        StorageError.directoryInUse(path: "/v", owner: "12"),
        "/v is in use by process 12: one venue per directory"
      ),
      (
        .damaged(file: "/v/a", offset: 64, reason: "a wrong CRC"),
        "/v/a is damaged at byte 64: a wrong CRC"
      ),
      (.foreign(file: "/v/a", reason: "belongs to another log"), "/v/a: belongs to another log"),
      (
        .coreVersion(file: "/v/a", found: 1, expected: 2),
        "/v/a was written by core version 1, this program has 2: end the venue and have version 1 write "
          + "a snapshot of the whole log, `cangdan follow --data DIR --once`; this one starts from it"
      ),
      (
        .coreVersion(file: "/v/a", found: 2, expected: 1),
        "/v/a was written by core version 2, this program has 1: run version 2"
      ),
      (
        .system(SystemError("pwrite", code: ENOSPC, subject: "/v/a")),
        "pwrite /v/a: No space left on device"
      ),
    ])
  func descriptions(_ error: StorageError, _ text: String) {
    #expect(error.description == text)
  }
}
