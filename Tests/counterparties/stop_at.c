// Ends the process with SIGKILL before call number STOP_AT among those by which a file is replaced, counted from
// the first flock(2) on: a crash at each place of a change. With STOP_POWER=1 the machine goes with it: what was
// written and not synced is gone, and a rename whose folder was not synced has not happened.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int armed, count, descriptor = -1, folder = -1, synced = 1, renamed;
static char next[4096], target[4096], before[65536];
static ssize_t before_count = -1;

#define REAL(name) __typeof__(name) *real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static void power_fails(void) {
  if (renamed && before_count >= 0) {
    // The folder still names the old file.
    int raw = (int)syscall(2, target, O_WRONLY | O_TRUNC, 0);
    if (raw >= 0 && syscall(1, raw, before, before_count) < 0) _exit(99);
  } else if (renamed) {
    unlink(target);
  }
  if (!synced && truncate(next, 0) != 0) return;
}

static void step(const char *what) {
  if (!armed) return;
  const char *place = getenv("STOP_AT");
  if (getenv("STOP_TRACE")) dprintf(2, "step %d %s\n", count + 1, what);
  if (++count != (place ? atoi(place) : 0)) return;
  armed = 0;
  if (getenv("STOP_POWER")) power_fails();
  kill(getpid(), SIGKILL);
}

int flock(int raw, int operation) {
  REAL(flock);
  armed = 1;
  folder = raw;
  step("flock");
  return real(raw, operation);
}

static int opened(const char *path, int result) {
  size_t length = strlen(path);
  if (armed && length > 4 && strcmp(path + length - 4, ".new") == 0) {
    descriptor = result;
    snprintf(next, sizeof next, "%s", path);
    snprintf(target, sizeof target, "%.*s", (int)(length - 4), path);
    int raw = (int)syscall(2, target, O_RDONLY, 0);
    if (raw >= 0) {
      before_count = syscall(0, raw, before, sizeof before);
      close(raw);
    }
  }
  return result;
}

#define OPEN(name)                                            \
  int name(const char *path, int flags, ...) {                \
    REAL(name);                                               \
    va_list list;                                             \
    va_start(list, flags);                                    \
    mode_t mode = va_arg(list, mode_t);                       \
    va_end(list);                                             \
    if (flags & O_CREAT) step("open");                        \
    return opened(path, real(path, flags, mode));             \
  }
OPEN(open)
OPEN(open64)

int unlink(const char *path) {
  REAL(unlink);
  step("unlink");
  return real(path);
}

ssize_t write(int raw, const void *bytes, size_t size) {
  REAL(write);
  if (!armed || raw != descriptor || raw < 0) return real(raw, bytes, size);
  synced = 0;
  step("write");
  size_t half = size / 2;
  if (real(raw, bytes, half) != (ssize_t)half) return -1;
  step("write, second half");
  ssize_t rest = real(raw, (const char *)bytes + half, size - half);
  return rest < 0 ? rest : (ssize_t)half + rest;
}

int fsync(int raw) {
  REAL(fsync);
  step(raw == folder ? "fsync of the folder" : "fsync");
  int result = real(raw);
  if (raw == descriptor) synced = 1;
  if (raw == folder) renamed = 0;
  return result;
}

int rename(const char *from, const char *to) {
  REAL(rename);
  step("rename");
  int result = real(from, to);
  renamed = armed && result == 0;
  if (renamed) snprintf(next, sizeof next, "%s", to);
  return result;
}
