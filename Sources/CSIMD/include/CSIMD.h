#ifndef CSIMD_H
#define CSIMD_H
// Vector and CRC instructions behind static inline functions: pure, no state, no I/O.
#include <stddef.h>
#include <stdint.h>
#if defined(__x86_64__)
#include <emmintrin.h>
#endif

/// Bit i is set where byte i of the 64 bytes at `bytes` equals `byte`.
static inline uint64_t csimd_equal_mask64(const void *bytes, uint8_t byte) {
#if defined(__x86_64__)
  const __m128i *lanes = (const __m128i *)bytes;
  const __m128i needle = _mm_set1_epi8((char)byte);
  uint64_t mask = 0;
  for (int lane = 0; lane < 4; lane++) {
    const __m128i equal = _mm_cmpeq_epi8(_mm_loadu_si128(lanes + lane), needle);
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(equal) << (16 * lane);
  }
  return mask;
#else
  const uint8_t *p = (const uint8_t *)bytes;
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(p[i] == byte) << i;
  return mask;
#endif
}

/// Bit i is set where byte i of the 16 bytes at `bytes` equals `byte`.
static inline uint32_t csimd_equal_mask16(const void *bytes, uint8_t byte) {
#if defined(__x86_64__)
  const __m128i equal =
      _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)bytes), _mm_set1_epi8((char)byte));
  return (uint32_t)_mm_movemask_epi8(equal);
#else
  const uint8_t *p = (const uint8_t *)bytes;
  uint32_t mask = 0;
  for (int i = 0; i < 16; i++) mask |= (uint32_t)(p[i] == byte) << i;
  return mask;
#endif
}

/// The sum of `count` bytes, modulo 256.
static inline uint8_t csimd_sum(const void *bytes, size_t count) {
  const uint8_t *p = (const uint8_t *)bytes;
  uint8_t sum = 0;
#if defined(__x86_64__)
  __m128i sums = _mm_setzero_si128();
  for (; count >= 16; p += 16, count -= 16) {
    const __m128i lane = _mm_loadu_si128((const __m128i *)p);
    sums = _mm_add_epi8(sums, lane);
  }
  if (count >= 8) {
    sums = _mm_add_epi8(sums, _mm_loadl_epi64((const __m128i *)p));
    p += 8;
    count -= 8;
  }
  sums = _mm_sad_epu8(sums, _mm_setzero_si128());
  sum = (uint8_t)(_mm_cvtsi128_si64(sums) + _mm_cvtsi128_si64(_mm_srli_si128(sums, 8)));
#endif
  while (count > 0) {
    sum = (uint8_t)(sum + *p);
    p += 1;
    count -= 1;
  }
  return sum;
}

/// Asks the processor for the cache line at `address`, which is written to soon: changes nothing.
static inline void csimd_prefetch(const void *address) { __builtin_prefetch(address, 1); }

/// CRC32C (Castagnoli) of `count` bytes, continuing from `crc` (0 to begin).
#if defined(__x86_64__)
__attribute__((target("sse4.2")))
#endif
static inline uint32_t csimd_crc32c(uint32_t crc, const void *bytes, size_t count) {
  const uint8_t *p = (const uint8_t *)bytes;
#if defined(__x86_64__)
  uint64_t state = (uint32_t)~crc;
  while (count >= 8) {
    uint64_t word;
    __builtin_memcpy(&word, p, 8);
    state = __builtin_ia32_crc32di(state, word);
    p += 8;
    count -= 8;
  }
  uint32_t low = (uint32_t)state;
  while (count > 0) {
    low = __builtin_ia32_crc32qi(low, *p);
    p += 1;
    count -= 1;
  }
  return ~low;
#else
  crc = ~crc;
  while (count > 0) {
    crc ^= *p;
    for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0x82F63B78u & (0u - (crc & 1u)));
    p += 1;
    count -= 1;
  }
  return ~crc;
#endif
}

/// CRC32C of one word's bytes, the lowest first, continuing from `crc`.
#if defined(__x86_64__)
__attribute__((target("sse4.2")))
#endif
static inline uint32_t csimd_word_crc32c(uint32_t crc, uint32_t word) {
#if defined(__x86_64__)
  return ~__builtin_ia32_crc32si(~crc, word);
#else
  const uint8_t bytes[4] = {(uint8_t)word, (uint8_t)(word >> 8), (uint8_t)(word >> 16),
                            (uint8_t)(word >> 24)};
  return csimd_crc32c(crc, bytes, 4);
#endif
}

#if defined(__x86_64__)
/// The next 32 bytes of a CRC32C; written out, for loops within Swift code are not unrolled.
__attribute__((target("sse4.2"), always_inline))
static inline uint64_t csimd_crc32c_32(uint64_t state, const uint8_t *p) {
  uint64_t words[4];
  __builtin_memcpy(words, p, 32);
  state = __builtin_ia32_crc32di(state, words[0]);
  state = __builtin_ia32_crc32di(state, words[1]);
  state = __builtin_ia32_crc32di(state, words[2]);
  return __builtin_ia32_crc32di(state, words[3]);
}
#endif

/// CRC32C of a record of `count` bytes, at least 64, without the 4 bytes at 60: the same as of the
/// parts before and behind them one after the other. Records are multiples of 64 bytes.
#if defined(__x86_64__)
__attribute__((target("sse4.2")))
#endif
static inline uint32_t csimd_record_crc32c(const void *bytes, size_t count) {
  const uint8_t *p = (const uint8_t *)bytes;
#if defined(__x86_64__)
  uint64_t words[3];
  uint32_t half;
  __builtin_memcpy(words, p + 32, 24);
  __builtin_memcpy(&half, p + 56, 4);
  uint64_t state = csimd_crc32c_32(0xFFFFFFFFu, p);
  state = __builtin_ia32_crc32di(state, words[0]);
  state = __builtin_ia32_crc32di(state, words[1]);
  state = __builtin_ia32_crc32di(state, words[2]);
  state = __builtin_ia32_crc32si((uint32_t)state, half);
  size_t end = 64;
  for (; count - end >= 64; end += 64) {
    state = csimd_crc32c_32(state, p + end);
    state = csimd_crc32c_32(state, p + end + 32);
  }
  uint32_t crc = ~(uint32_t)state;
  return end < count ? csimd_crc32c(crc, p + end, count - end) : crc;
#else
  return csimd_crc32c(csimd_crc32c(0, p, 60), p + 64, count - 64);
#endif
}
#endif
