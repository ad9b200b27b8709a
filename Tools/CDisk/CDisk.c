#define _GNU_SOURCE
#include "CDisk.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static _Thread_local struct { cdisk_before before; cdisk_after after; void *context; } watch;

void cdisk_watch(cdisk_before before, cdisk_after after, void *context) {
  watch.before = before;
  watch.after = after;
  watch.context = context;
}

// libc's own function behind the one that is defined here.
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

// Asks who watches; goes on with what follows where the call is to be made.
#define ASK(call, undone)                                      \
  if (watch.before) {                                          \
    int answer = watch.before(watch.context, &(call));         \
    if (answer < 0) return undone;                             \
    if (answer > 0) { errno = answer; return -1; }             \
  }
#define TELL(call, done) if (watch.after && (done)) watch.after(watch.context, &(call))

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  static __typeof__(&pwrite) next;
  if (!next) next = NEXT(pwrite);
  struct cdisk_call call = {.kind = cdisk_write, .file = file, .bytes = bytes, .offset = offset, .count = (int64_t)count};
  ASK(call, (ssize_t)count)
  ssize_t result = next(file, bytes, count, offset);
  call.count = result;
  TELL(call, result > 0);
  return result;
}

int fdatasync(int file) {
  static __typeof__(&fdatasync) next;
  if (!next) next = NEXT(fdatasync);
  struct cdisk_call call = {.kind = cdisk_sync_data, .file = file};
  ASK(call, 0)
  // Who watches keeps what is on the disk: the machine's own need not be troubled.
  int result = watch.before ? 0 : next(file);
  TELL(call, result == 0);
  return result;
}

int fsync(int file) {
  static __typeof__(&fsync) next;
  if (!next) next = NEXT(fsync);
  struct cdisk_call call = {.kind = cdisk_sync, .file = file};
  ASK(call, 0)
  int result = watch.before ? 0 : next(file);
  TELL(call, result == 0);
  return result;
}

long syscall(long number, ...) {
  static __typeof__(&syscall) next;
  if (!next) next = NEXT(syscall);
  va_list list;
  va_start(list, number);
  long a[6];
  for (int i = 0; i < 6; i++) a[i] = va_arg(list, long);
  va_end(list);
  if (number != SYS_syncfs || !watch.before) return next(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  struct cdisk_call call = {.kind = cdisk_sync_all, .file = (int)a[0]};
  ASK(call, 0)
  TELL(call, 1);
  return 0;
}

int ftruncate(int file, off_t length) {
  static __typeof__(&ftruncate) next;
  if (!next) next = NEXT(ftruncate);
  struct cdisk_call call = {.kind = cdisk_truncate, .file = file, .count = length};
  ASK(call, 0)
  int result = next(file, length);
  TELL(call, result == 0);
  return result;
}

int posix_fallocate(int file, off_t offset, off_t length) {
  static __typeof__(&posix_fallocate) next;
  if (!next) next = NEXT(posix_fallocate);
  struct cdisk_call call = {.kind = cdisk_allocate, .file = file, .offset = offset, .count = length};
  if (watch.before) {
    int answer = watch.before(watch.context, &call);
    if (answer < 0) return 0;
    if (answer > 0) return answer;
  }
  int result = next(file, offset, length);
  TELL(call, result == 0);
  return result;
}

int rename(const char *old, const char *new) {
  static __typeof__(&rename) next;
  if (!next) next = NEXT(rename);
  struct cdisk_call call = {.kind = cdisk_rename, .file = -1, .path = old, .other = new};
  ASK(call, 0)
  int result = next(old, new);
  TELL(call, result == 0);
  return result;
}

int link(const char *old, const char *new) {
  static __typeof__(&link) next;
  if (!next) next = NEXT(link);
  struct cdisk_call call = {.kind = cdisk_link, .file = -1, .path = old, .other = new};
  ASK(call, 0)
  int result = next(old, new);
  TELL(call, result == 0);
  return result;
}

int unlink(const char *path) {
  static __typeof__(&unlink) next;
  if (!next) next = NEXT(unlink);
  struct cdisk_call call = {.kind = cdisk_unlink, .file = -1, .path = path};
  ASK(call, 0)
  int result = next(path);
  TELL(call, result == 0);
  return result;
}

int mkdir(const char *path, mode_t mode) {
  static __typeof__(&mkdir) next;
  if (!next) next = NEXT(mkdir);
  struct cdisk_call call = {.kind = cdisk_make_directory, .file = -1, .path = path};
  ASK(call, 0)
  int result = next(path, mode);
  TELL(call, result == 0);
  return result;
}

static int opened(const char *path, int flags, mode_t mode) {
  static __typeof__(&open) next;
  if (!next) next = NEXT(open);
  struct cdisk_call call = {.kind = cdisk_create, .file = -1, .path = path, .count = (flags & O_TRUNC) != 0};
  if (watch.before && (flags & O_CREAT)) {
    // Undone it has to be a file all the same: one without a name.
    int answer = watch.before(watch.context, &call);
    if (answer < 0) return next("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (answer > 0) { errno = answer; return -1; }
  }
  int result = next(path, flags, mode);
  if (flags & O_CREAT) { call.file = result; TELL(call, result >= 0); }
  return result;
}

#define MODE_OF(flags, mode)                                   \
  mode_t mode = 0;                                             \
  if ((flags) & (O_CREAT | O_TMPFILE)) {                       \
    va_list list;                                              \
    va_start(list, flags);                                     \
    mode = va_arg(list, mode_t);                               \
    va_end(list);                                              \
  }

int open(const char *path, int flags, ...) {
  MODE_OF(flags, mode)
  return opened(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE_OF(flags, mode)
  return opened(path, flags, mode);
}
