// The event records of our books in plain C++: BookChanged and TradeMatched as Specs/RECORDS.md has
// them, written one behind the other into memory of the event log's size, each with its CRC32C.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <cstring>

enum class Action : uint8_t { kNew = '0', kChange = '1', kDelete = '2' };

struct Head {
  uint32_t length;
  uint16_t type;
  uint16_t version;
  uint64_t sequence;
  int64_t time;
  uint32_t session;
  uint32_t epoch;
  uint64_t msgSeqNum;
  int64_t received;
  uint32_t bodyLength;
  uint16_t ordinal;
  uint16_t flags;
  uint32_t reserved;
  uint32_t crc;
};

struct BookChanged {
  Head head;
  uint64_t mdSeq;
  uint64_t orderID;
  uint64_t symbol[2];
  int64_t price;
  uint32_t instrument;
  int32_t tick;
  uint32_t lots;
  uint32_t levelLots;
  uint32_t levelOrders;
  uint8_t side;
  uint8_t action;
  uint8_t losesPlace;
  uint8_t isAllOrNone;
};
static_assert(sizeof(BookChanged) == 128, "as in the log");

struct TradeMatched {
  Head head;
  uint64_t tradeID;
  uint32_t instrument;
  uint32_t buyFirm;
  uint32_t sellFirm;
  uint8_t aggressorSide;
  uint8_t mode;
  uint16_t documentCount;
  uint64_t symbol[2];
  int64_t lastPx;
  int64_t lastQty;
  int64_t weight;
  int64_t grossTradeAmt;
  uint64_t buyOrderID;
  uint64_t sellOrderID;
  uint64_t buyExecID;
  uint64_t sellExecID;
  uint64_t buyClOrdID[4];
  uint64_t sellClOrdID[4];
  uint64_t reserved;
  uint64_t padding[2];
};
static_assert(sizeof(TradeMatched) == 256, "as in the log, with its padding");

class Records {
 public:
  // Without instruments nothing is ever written.
  explicit Records(size_t instruments) : mdSeqs_(new uint64_t[instruments + 1]()) {
    if (instruments == 0) return;
    memory_ = static_cast<uint8_t*>(std::aligned_alloc(128, kCapacity));
    if (!memory_) std::abort();
    std::memset(memory_, 0, kCapacity);
  }
  Records(const Records&) = delete;
  Records& operator=(const Records&) = delete;
  ~Records() {
    delete[] mdSeqs_;
    std::free(memory_);
  }

  uint64_t count() const { return count_; }
  uint32_t crc() const { return crc_; }

  void begin() {
    if (kCapacity - used_ < kCommandMax) {
      seal();
      used_ = sealed_ = 0;
    }
    sequence_ += 1;
    ordinal_ = 0;
  }

  void changed(uint16_t instrument, uint8_t side, int32_t tick, uint32_t id, uint32_t lots,
               uint32_t levelLots, uint32_t levelOrders, Action action) {
    BookChanged& record = *reinterpret_cast<BookChanged*>(memory_ + used_);
    record = BookChanged{};
    open(record.head, 13, sizeof record, 64);
    record.mdSeq = ++mdSeqs_[instrument];
    record.orderID = id;
    record.symbol[0] = instrument + 1u;
    record.price = tick * INT64_C(10000);
    record.instrument = instrument + 1u;
    record.tick = tick;
    record.lots = lots;
    record.levelLots = levelLots;
    record.levelOrders = levelOrders;
    record.side = side == 0 ? '1' : '2';
    record.action = static_cast<uint8_t>(action);
  }

  void traded(uint16_t instrument, uint8_t side, int32_t tick, uint32_t lots, uint32_t taker,
              uint32_t maker) {
    TradeMatched& record = *reinterpret_cast<TradeMatched*>(memory_ + used_);
    record = TradeMatched{};
    open(record.head, 9, sizeof record, 176);
    record.tradeID = ++trades_;
    record.instrument = instrument + 1u;
    record.buyFirm = 1;
    record.sellFirm = 2;
    record.aggressorSide = side == 0 ? '1' : '2';
    record.mode = kContinuous;
    record.symbol[0] = instrument + 1u;
    record.lastPx = tick * INT64_C(10000);
    record.lastQty = record.weight = lots * INT64_C(1000);
    record.grossTradeAmt =
        static_cast<int64_t>((static_cast<__int128>(record.lastPx) * record.weight + 50000) / 100000);
    record.buyOrderID = record.buyClOrdID[0] = side == 0 ? taker : maker;
    record.sellOrderID = record.sellClOrdID[0] = side == 0 ? maker : taker;
    record.buyExecID = 2 * trades_ - 1;
    record.sellExecID = 2 * trades_;
  }

  void end() {
    commands_ += 1;
    if (commands_ % kBatch == 0) seal();
  }

  // Sets the CRC of each record since the last call, and takes it into the digest.
  __attribute__((target("sse4.2"))) void seal() {
    while (sealed_ < used_) {
      Head& head = *reinterpret_cast<Head*>(memory_ + sealed_);
      head.crc = checksum(memory_ + sealed_, head.length);
      crc_ = ~__builtin_ia32_crc32si(~crc_, head.crc);
      count_ += 1;
      sealed_ += head.length;
    }
  }

 private:
  static constexpr size_t kCapacity = 8u * 16 << 20;
  static constexpr size_t kCommandMax = 4096 * 512;
  // Commands whose records are sealed together.
  static constexpr uint64_t kBatch = 8;
  static constexpr uint8_t kContinuous = 'C';

  uint64_t* mdSeqs_;
  uint8_t* memory_ = nullptr;
  size_t used_ = 0;
  size_t sealed_ = 0;
  uint64_t sequence_ = 0;
  uint64_t commands_ = 0;
  uint64_t trades_ = 0;
  uint64_t count_ = 0;
  uint32_t crc_ = 0;
  uint16_t ordinal_ = 0;

  void open(Head& head, uint16_t type, uint32_t length, uint32_t bodyLength) {
    head.length = length;
    head.type = type;
    head.version = 1;
    head.sequence = sequence_;
    head.time = INT64_C(1795000000000000000) + static_cast<int64_t>(sequence_);
    head.received = head.time;
    head.bodyLength = bodyLength;
    head.ordinal = ordinal_++;
    used_ += length;
  }

  // CRC32C without the four bytes at 60.
  __attribute__((target("sse4.2"))) static uint32_t checksum(const uint8_t* p, uint32_t length) {
    uint64_t state = 0xffffffffu;
    for (uint32_t at = 0; at < 56; at += 8) state = __builtin_ia32_crc32di(state, word(p + at));
    uint32_t half;
    std::memcpy(&half, p + 56, 4);
    state = __builtin_ia32_crc32si(static_cast<uint32_t>(state), half);
    for (uint32_t at = 64; at < length; at += 8) state = __builtin_ia32_crc32di(state, word(p + at));
    return ~static_cast<uint32_t>(state);
  }

  static uint64_t word(const uint8_t* p) {
    uint64_t value;
    std::memcpy(&value, p, 8);
    return value;
  }
};
