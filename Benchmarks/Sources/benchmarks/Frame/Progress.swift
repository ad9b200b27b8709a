import Foundation

/// What a long run is about, on the standard error.
enum Progress {
  static func say(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
  }
}
