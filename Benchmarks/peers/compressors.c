// Compresses the messages of a file, each behind its length in four bytes, with a flush behind each, by zlib and zstd
// at several levels, and times itself. A line for each: name, level, bytes, nanoseconds of the processor.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>
#include <zstd.h>

static uint8_t out[1 << 18];

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void fail(const char *what) {
  fprintf(stderr, "compressors: %s\n", what);
  exit(1);
}

static void by_zlib(uint8_t *bytes, size_t size, int level) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (deflateInit(&stream, level) != Z_OK) fail("deflateInit");
  uint64_t sent = 0, start = now();
  for (size_t at = 0; at < size;) {
    uint32_t length;
    memcpy(&length, bytes + at, 4);
    stream.next_in = bytes + at + 4;
    stream.avail_in = length;
    stream.next_out = out;
    stream.avail_out = sizeof out;
    if (deflate(&stream, Z_SYNC_FLUSH) != Z_OK || stream.avail_in) fail("deflate");
    sent += sizeof out - stream.avail_out;
    at += 4 + length;
  }
  printf("zlib %d %llu %llu\n", level, (unsigned long long)sent, (unsigned long long)(now() - start));
  deflateEnd(&stream);
}

static void by_zstd(uint8_t *bytes, size_t size, int level) {
  ZSTD_CCtx *context = ZSTD_createCCtx();
  if (!context || ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level))) fail("ZSTD_createCCtx");
  uint64_t sent = 0, start = now();
  for (size_t at = 0; at < size;) {
    uint32_t length;
    memcpy(&length, bytes + at, 4);
    ZSTD_inBuffer in = {bytes + at + 4, length, 0};
    ZSTD_outBuffer buffer = {out, sizeof out, 0};
    if (ZSTD_compressStream2(context, &buffer, &in, ZSTD_e_flush) != 0) fail("ZSTD_compressStream2");
    sent += buffer.pos;
    at += 4 + length;
  }
  printf("zstd %d %llu %llu\n", level, (unsigned long long)sent, (unsigned long long)(now() - start));
  ZSTD_freeCCtx(context);
}

int main(int count, char **arguments) {
  FILE *file = count == 2 ? fopen(arguments[1], "rb") : NULL;
  if (!file) fail("usage: compressors FILE");
  fseek(file, 0, SEEK_END);
  size_t size = (size_t)ftell(file);
  rewind(file);
  uint8_t *bytes = malloc(size);
  if (!bytes || fread(bytes, 1, size, file) != size) fail("the file can't be read");
  by_zlib(bytes, size, 1);
  by_zlib(bytes, size, 6);
  by_zstd(bytes, size, 1);
  by_zstd(bytes, size, 3);
  return 0;
}
