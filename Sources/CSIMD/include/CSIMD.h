#ifndef CSIMD_H
#define CSIMD_H
// Vector and CRC instructions behind static inline functions: pure, no state, no I/O.
#include <stddef.h>
#include <stdint.h>
#if defined(__x86_64__)
#include <immintrin.h>
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

/// CRC32C of a record as `csimd_record_crc32c` gives it, one word after the other.
#if defined(__x86_64__)
__attribute__((target("sse4.2")))
#endif
static inline uint32_t csimd_record_crc32c_by_words(const void *bytes, size_t count) {
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

#if defined(__x86_64__)
// By what 16 bytes are multiplied that stand d bits before those they are added to: x^(d + 32) and x^(d - 32)
// modulo the polynomial, the lowest power highest, one place up. For d = 512, and for d = 384, 256, 128.
static const uint64_t csimd_crc32c_block[2] = {0x0740eef02, 0x09e4addf8};
static const uint64_t csimd_crc32c_lanes[8] = {0x01c291d04, 0x1d82c63da, 0x1384aa63a, 0x0ba4fc28e,
                                               0x0f20c0dfe, 0x14cd00bd6, 0,           0};

// The same by blocks of 64 bytes, each added to the product of those before it; the first one begins with what
// a CRC begins with and moves up by the four bytes that are left out.
__attribute__((target("sse4.2,avx512f,pclmul,vpclmulqdq")))
static inline uint32_t csimd_record_crc32c_by_blocks(const void *bytes, size_t count) {
  const uint8_t *p = (const uint8_t *)bytes;
  const __m512i begin = _mm512_zextsi128_si512(_mm_cvtsi32_si128(-1));
  const __m512i head = _mm512_xor_si512(_mm512_loadu_si512(p), begin);
  __m512i sum = _mm512_alignr_epi32(head, _mm512_setzero_si512(), 15);
  const __m512i block = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)csimd_crc32c_block));
  size_t end = 64;
#pragma clang loop unroll(disable)
  for (; count - end >= 64; end += 64) {
    const __m512i low = _mm512_clmulepi64_epi128(sum, block, 0x00);
    const __m512i high = _mm512_clmulepi64_epi128(sum, block, 0x11);
    sum = _mm512_ternarylogic_epi64(low, high, _mm512_loadu_si512(p + end), 0x96);
  }
  const __m512i lanes = _mm512_loadu_si512(csimd_crc32c_lanes);
  const __m512i moved = _mm512_xor_si512(_mm512_clmulepi64_epi128(sum, lanes, 0x00),
                                         _mm512_clmulepi64_epi128(sum, lanes, 0x11));
  const __m256i halves = _mm256_xor_si256(_mm512_castsi512_si256(moved), _mm512_extracti64x4_epi64(moved, 1));
  const __m128i front = _mm_xor_si128(_mm256_castsi256_si128(halves), _mm256_extracti128_si256(halves, 1));
  const __m128i rest = _mm_xor_si128(front, _mm512_extracti32x4_epi32(sum, 3));
  const uint64_t state = __builtin_ia32_crc32di(0, (uint64_t)_mm_cvtsi128_si64(rest));
  const uint32_t crc = ~(uint32_t)__builtin_ia32_crc32di(state, (uint64_t)_mm_extract_epi64(rest, 1));
  return end < count ? csimd_crc32c(crc, p + end, count - end) : crc;
}
#endif

/// CRC32C of a record of `count` bytes, at least 64, without the 4 bytes at 60: the same as of the
/// parts before and behind them one after the other. Records are multiples of 64 bytes.
static inline uint32_t csimd_record_crc32c(const void *bytes, size_t count) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("vpclmulqdq") && __builtin_cpu_supports("avx512f"))
    return csimd_record_crc32c_by_blocks(bytes, count);
#endif
  return csimd_record_crc32c_by_words(bytes, count);
}

/// The state of a SHA-256 (FIPS 180-4), and 64 bytes of its message: eight to a word, the first one highest.
typedef struct { uint32_t a, b, c, d, e, f, g, h; } csimd_sha256_state;
typedef struct { uint64_t w0, w1, w2, w3, w4, w5, w6, w7; } csimd_sha256_block;

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
static const uint32_t csimd_sha256_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline uint32_t csimd_rotated(uint32_t word, int count) {
  return word >> count | word << (32 - count);
}

/// The state behind one more block, by plain instructions.
static inline csimd_sha256_state csimd_sha256_portable(csimd_sha256_state state, csimd_sha256_block block) {
  const uint64_t pairs[8] = {block.w0, block.w1, block.w2, block.w3,
                             block.w4, block.w5, block.w6, block.w7};
  uint32_t words[64];
  for (int i = 0; i < 16; i++) words[i] = (uint32_t)(pairs[i / 2] >> (i % 2 == 0 ? 32 : 0));
  for (int i = 16; i < 64; i++) {
    const uint32_t early = words[i - 15], late = words[i - 2];
    words[i] = words[i - 16] + words[i - 7] + (csimd_rotated(early, 7) ^ csimd_rotated(early, 18) ^ early >> 3) +
               (csimd_rotated(late, 17) ^ csimd_rotated(late, 19) ^ late >> 10);
  }
  csimd_sha256_state now = state;
  for (int i = 0; i < 64; i++) {
    const uint32_t choice = (now.e & now.f) ^ (~now.e & now.g);
    const uint32_t majority = (now.a & now.b) ^ (now.a & now.c) ^ (now.b & now.c);
    const uint32_t first = now.h + (csimd_rotated(now.e, 6) ^ csimd_rotated(now.e, 11) ^ csimd_rotated(now.e, 25)) +
                           choice + csimd_sha256_constants[i] + words[i];
    const uint32_t second =
        (csimd_rotated(now.a, 2) ^ csimd_rotated(now.a, 13) ^ csimd_rotated(now.a, 22)) + majority;
    now = (csimd_sha256_state){first + second, now.a, now.b, now.c,
                               now.d + first,  now.e, now.f, now.g};
  }
  return (csimd_sha256_state){state.a + now.a, state.b + now.b, state.c + now.c, state.d + now.d,
                              state.e + now.e, state.f + now.f, state.g + now.g, state.h + now.h};
}

#if defined(__x86_64__)
// Four words of the message, of which two share a word of the block, the first one high.
__attribute__((target("sha,sse4.1,ssse3")))
static inline __m128i csimd_sha256_message(uint64_t first, uint64_t second) {
  return _mm_shuffle_epi32(_mm_set_epi64x((long long)second, (long long)first), 0xB1);
}

// Four rounds by the words `now` of the message; returns the words sixteen behind them, of which `next`, `third`
// and `last` come between.
__attribute__((target("sha,sse4.1,ssse3"), always_inline))
static inline __m128i csimd_sha256_rounds(__m128i *first, __m128i *second, const uint32_t *constants, __m128i now,
                                          __m128i next, __m128i third, __m128i last) {
  const __m128i sum = _mm_add_epi32(now, _mm_loadu_si128((const __m128i *)constants));
  *second = _mm_sha256rnds2_epu32(*second, *first, sum);
  *first = _mm_sha256rnds2_epu32(*first, *second, _mm_shuffle_epi32(sum, 0x0E));
  const __m128i part = _mm_add_epi32(_mm_sha256msg1_epu32(now, next), _mm_alignr_epi8(last, third, 4));
  return _mm_sha256msg2_epu32(part, last);
}

// Four times four rounds to a turn, so that the words of the message stay in registers.
__attribute__((target("sha,sse4.1,ssse3")))
static inline csimd_sha256_state csimd_sha256_by_processor(csimd_sha256_state s, csimd_sha256_block block) {
  __m128i a = csimd_sha256_message(block.w0, block.w1), b = csimd_sha256_message(block.w2, block.w3);
  __m128i c = csimd_sha256_message(block.w4, block.w5), d = csimd_sha256_message(block.w6, block.w7);
  const __m128i abef = _mm_set_epi32((int)s.a, (int)s.b, (int)s.e, (int)s.f);
  const __m128i cdgh = _mm_set_epi32((int)s.c, (int)s.d, (int)s.g, (int)s.h);
  __m128i first = abef, second = cdgh;
  for (const uint32_t *k = csimd_sha256_constants; k < csimd_sha256_constants + 64; k += 16) {
    a = csimd_sha256_rounds(&first, &second, k, a, b, c, d);
    b = csimd_sha256_rounds(&first, &second, k + 4, b, c, d, a);
    c = csimd_sha256_rounds(&first, &second, k + 8, c, d, a, b);
    d = csimd_sha256_rounds(&first, &second, k + 12, d, a, b, c);
  }
  first = _mm_add_epi32(first, abef);
  second = _mm_add_epi32(second, cdgh);
  return (csimd_sha256_state){
      (uint32_t)_mm_extract_epi32(first, 3),  (uint32_t)_mm_extract_epi32(first, 2),
      (uint32_t)_mm_extract_epi32(second, 3), (uint32_t)_mm_extract_epi32(second, 2),
      (uint32_t)_mm_extract_epi32(first, 1),  (uint32_t)_mm_extract_epi32(first, 0),
      (uint32_t)_mm_extract_epi32(second, 1), (uint32_t)_mm_extract_epi32(second, 0)};
}
#endif

/// The same, by the processor's own instructions where it has them.
static inline csimd_sha256_state csimd_sha256(csimd_sha256_state state, csimd_sha256_block block) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("sha")) return csimd_sha256_by_processor(state, block);
#endif
  return csimd_sha256_portable(state, block);
}
#endif
