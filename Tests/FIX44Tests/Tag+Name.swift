import FIX44

/// The FIX tag, in files that import Testing with a Tag of its own.
typealias Tag = FIX44.Tag
