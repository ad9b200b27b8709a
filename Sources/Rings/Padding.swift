/// Distance between variables of different threads: two cache lines, which the prefetcher fetches
/// as a pair.
@usableFromInline typealias Padding = InlineArray<16, UInt64>
