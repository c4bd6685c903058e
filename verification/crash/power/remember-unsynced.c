/*
 * Preloaded into a gateway: remembers what the files of a database held before every write that was not synced yet, so
 * that the campaign can take those writes back after a kill, as a loss of power would.
 *
 *   FLOWLIX_POWER_FILES  the files whose paths begin like this are watched
 *   FLOWLIX_POWER_LOG    a folder; for each of them one file with a record per write that is not synced
 *
 * A record is: offset, size of the file before, length of the write, length of what follows (64 bits each), and the
 * bytes that were there before. A sync of the file empties its records.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real(#name))

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *real(const char *name) {
  void *function = dlsym(RTLD_NEXT, name);
  if (function == NULL) abort();
  return function;
}

/* Where the records of this descriptor's file are kept; 0 when it is not watched. */
static int record_path(int fd, char *path, size_t size) {
  const char *files = getenv("FLOWLIX_POWER_FILES");
  const char *folder = getenv("FLOWLIX_POWER_LOG");
  char link[64], file[PATH_MAX];
  if (files == NULL || folder == NULL) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, file, sizeof file - 1);
  if (length <= 0) return 0;
  file[length] = 0;
  if (strncmp(file, files, strlen(files)) != 0) return 0;
  /* Shared memory, not storage. */
  if (length > 4 && strcmp(file + length - 4, "-shm") == 0) return 0;
  const char *name = strrchr(file, '/') + 1;
  return snprintf(path, size, "%s/%s", folder, name) < (int)size;
}

static void remember(int fd, uint64_t offset, uint64_t length) {
  char path[PATH_MAX];
  if (!record_path(fd, path, sizeof path)) return;
  struct stat state;
  if (fstat(fd, &state) != 0) abort();
  uint64_t size = (uint64_t)state.st_size;
  uint64_t kept = offset >= size ? 0 : size - offset < length ? size - offset : length;
  char *bytes = malloc(kept + 1);
  if (bytes == NULL) abort();
  /* A descriptor that is only written cannot be read. */
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  int reading = open(link, O_RDONLY | O_CLOEXEC);
  if (reading < 0 || pread(reading, bytes, kept, (off_t)offset) != (ssize_t)kept) abort();
  close(reading);
  uint64_t head[4] = {offset, size, length, kept};
  struct iovec parts[2] = {{head, sizeof head}, {bytes, kept}};
  int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0 || REAL(writev)(log, parts, 2) != (ssize_t)(sizeof head + kept)) abort();
  close(log);
  free(bytes);
}

static void forget(int fd) {
  char path[PATH_MAX];
  if (!record_path(fd, path, sizeof path)) return;
  int log = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (log < 0) abort();
  close(log);
}

static ssize_t write_at(int fd, const void *bytes, size_t length, off_t offset) {
  pthread_mutex_lock(&lock);
  remember(fd, (uint64_t)offset, length);
  ssize_t result = REAL(pwrite)(fd, bytes, length, offset);
  pthread_mutex_unlock(&lock);
  return result;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return write_at(fd, bytes, length, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  return write_at(fd, bytes, length, offset);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  char path[PATH_MAX];
  int error = errno;
  int watched = record_path(fd, path, sizeof path);
  errno = error;
  if (!watched) return REAL(write)(fd, bytes, length);
  pthread_mutex_lock(&lock);
  remember(fd, (uint64_t)lseek(fd, 0, SEEK_CUR), length);
  ssize_t result = REAL(write)(fd, bytes, length);
  pthread_mutex_unlock(&lock);
  return result;
}

static int cut(int fd, off_t size) {
  struct stat state;
  pthread_mutex_lock(&lock);
  if (fstat(fd, &state) == 0) {
    /* What is cut off comes back; what is added goes away again. */
    uint64_t length = state.st_size > size ? (uint64_t)(state.st_size - size) : 0;
    remember(fd, (uint64_t)size, length);
  }
  int result = REAL(ftruncate)(fd, size);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off64_t size) { return cut(fd, size); }

static int synced(int fd, int result) {
  if (result == 0) forget(fd);
  pthread_mutex_unlock(&lock);
  return result;
}

int fsync(int fd) {
  pthread_mutex_lock(&lock);
  return synced(fd, REAL(fsync)(fd));
}

int fdatasync(int fd) {
  pthread_mutex_lock(&lock);
  return synced(fd, REAL(fdatasync)(fd));
}
