/* Stands between a program and the disk (LD_PRELOAD): writes down every change it makes below a folder, or has
 * the n-th one fail. See README.md; trace.py reads what is written here.
 *
 *   TORTURE_ROOT   only files below this folder are looked at
 *   TORTURE_TRACE  the changes are appended to this file, with their bytes
 *   TORTURE_FAULT  WHAT:N — at the N-th call (from 1) of its sort:
 *     kill         every change        the process is killed before it
 *     full         writes              "no space left": this one, and later ones that would make a file longer
 *     eio          syncs               fails with an input/output error
 *     eio-drop     syncs               the same, and what was not synced before is gone
 *     lie          syncs               says it went well, and what was not synced before is gone (a control)
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FDS 4096

enum { KILL, FULL, EIO_ONCE, EIO_DROP, LIE, NONE };
static const char *const FAULTS[] = {"kill", "full", "eio", "eio-drop", "lie"};

/* A write that can be taken back. */
struct undo { struct undo *before; ino_t ino; off_t at, size; size_t length; char old[]; };

static char root[PATH_MAX];
static int trace = -1, fault = NONE, full;
static long fault_at, calls;
static struct undo *undone;
static char watched[FDS];
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("TORTURE_ROOT"), *path = getenv("TORTURE_TRACE"), *what = getenv("TORTURE_FAULT");
    snprintf(root, sizeof root, "%s/", folder ? folder : "?");
    if (path) trace = fcntl(syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600), F_DUPFD_CLOEXEC, 900);
    for (int i = 0; what && i < NONE; i++) {
        size_t n = strlen(FAULTS[i]);
        if (!strncmp(what, FAULTS[i], n) && what[n] == ':') fault = i, fault_at = atol(what + n + 1);
    }
}

/* ── paths ── */

static int below(const char *path) { return root[0] == '/' && !strncmp(path, root, strlen(root)); }

static int path_of_fd(int fd, char *out) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = syscall(SYS_readlinkat, AT_FDCWD, link, out, PATH_MAX - 1);
    if (n < 0) return 0;
    out[n] = 0;
    return 1;
}

/* The absolute path of a name beside a folder's descriptor, where it lies below the root. */
static int whole(int dir, const char *name, char *out) {
    char folder[PATH_MAX];
    if (name[0] == '/') snprintf(out, PATH_MAX, "%s", name);
    else {
        if (dir == AT_FDCWD ? !getcwd(folder, sizeof folder) : !path_of_fd(dir, folder)) return 0;
        if (snprintf(out, PATH_MAX, "%s/%s", folder, name) >= PATH_MAX) return 0;
    }
    return below(out);
}

static int is_watched(int fd) { return fd >= 0 && fd < FDS && watched[fd]; }

/* ── the trace: kind, inode, two numbers, two texts ── */

struct head { uint32_t magic; char kind; char pad[3]; uint64_t ino, a, b; uint32_t n1, n2; };

static void note(char kind, ino_t ino, uint64_t a, uint64_t b, const void *one, size_t n1, const void *two, size_t n2) {
    if (trace < 0) return;
    struct head head = {0x52545254, kind, {0}, ino, a, b, n1, n2};
    struct iovec parts[] = {{&head, sizeof head}, {(void *)one, n1}, {(void *)two, n2}};
    syscall(SYS_writev, trace, parts, 3);
}

static ino_t ino_of(int fd, off_t *size) {
    struct stat found;
    if (fstat(fd, &found)) return 0;
    if (size) *size = found.st_size;
    return found.st_ino;
}

/* ── faults ── */

static int due(int kind) { return fault == kind && ++calls == fault_at; }

/* Every change passes here before it is made. */
static void step(void) {
    if (due(KILL)) syscall(SYS_kill, getpid(), SIGKILL);
}

/* Whether a write fails for want of space. */
static int no_space(int longer) {
    if (due(FULL)) full = 1;
    else if (!(full && longer)) return 0;
    errno = ENOSPC;
    return 1;
}

static void remember(int fd, ino_t ino, off_t at, size_t length, off_t size) {
    if (fault != EIO_DROP && fault != LIE) return;
    struct undo *undo = malloc(sizeof *undo + length);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int reading = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    ssize_t n = reading < 0 ? 0 : pread(reading, undo->old, length, at);
    if (reading >= 0) syscall(SYS_close, reading);
    *undo = (struct undo){undone, ino, at, size, n < 0 ? 0 : n};
    undone = undo;
}

/* Takes back, or lets stand, what was written to a file since its last sync. */
static void settle(int fd, ino_t ino, int back) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int writing = back ? syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CLOEXEC, 0) : -1;
    for (struct undo **place = &undone; *place;) {
        struct undo *undo = *place;
        if (undo->ino != ino) { place = &undo->before; continue; }
        if (writing >= 0) {
            syscall(SYS_pwrite64, writing, undo->old, undo->length, undo->at);
            syscall(SYS_ftruncate, writing, undo->size);
        }
        *place = undo->before;
        free(undo);
    }
    if (writing >= 0) syscall(SYS_close, writing);
}

/* ── the calls ── */

static int opened(int dir, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    if (!whole(dir, name, path)) {
        int fd = syscall(SYS_openat, dir, name, flags, mode);
        if (fd >= 0 && fd < FDS) watched[fd] = 0;
        return fd;
    }
    pthread_mutex_lock(&one_at_a_time);
    struct stat before;
    int there = !lstat(path, &before);
    int makes = (flags & O_CREAT) && !there, empties = (flags & O_TRUNC) && there && before.st_size > 0;
    int fd = -1;
    if (makes || empties) step();
    if (makes && no_space(1)) goto out;
    fd = syscall(SYS_openat, dir, name, flags, mode);
    if (fd >= 0 && fd < FDS) {
        watched[fd] = 1;
        ino_t ino = ino_of(fd, NULL);
        if (makes) note('C', ino, 0, 0, path, strlen(path), "", 0);
        else note('O', ino, 0, 0, path, strlen(path), "", 0);
        if (empties) note('T', ino, 0, 0, "", 0, "", 0);
    }
out:;
    int error = errno;
    pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return fd;
}

#define OPEN_MODE(flags) mode_t mode = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *name, int flags, ...) { OPEN_MODE(flags) return opened(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { OPEN_MODE(flags) return opened(AT_FDCWD, name, flags, mode); }
int openat(int dir, const char *name, int flags, ...) { OPEN_MODE(flags) return opened(dir, name, flags, mode); }
int openat64(int dir, const char *name, int flags, ...) { OPEN_MODE(flags) return opened(dir, name, flags, mode); }

static ssize_t written(int fd, const void *bytes, size_t length, off_t at, int own_place) {
    pthread_mutex_lock(&one_at_a_time);
    off_t size = 0;
    ino_t ino = ino_of(fd, &size);
    if (!own_place) at = (fcntl(fd, F_GETFL) & O_APPEND) ? size : lseek(fd, 0, SEEK_CUR);
    step();
    ssize_t n = -1;
    if (!no_space(at + (off_t)length > size)) {
        remember(fd, ino, at, length, size);
        n = own_place ? syscall(SYS_pwrite64, fd, bytes, length, at) : syscall(SYS_write, fd, bytes, length);
        if (n > 0) note('W', ino, at, 0, bytes, n, "", 0);
    }
    int error = errno;
    pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return n;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    if (fd == 1 && trace >= 0) note('1', 0, 0, 0, bytes, length > 200 ? 200 : length, "", 0);
    return is_watched(fd) ? written(fd, bytes, length, 0, 0) : syscall(SYS_write, fd, bytes, length);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (!is_watched(fd)) return syscall(SYS_writev, fd, parts, count);
    for (int i = 0; i < count; i++)
        if (parts[i].iov_len) return written(fd, parts[i].iov_base, parts[i].iov_len, 0, 0);
    return 0;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
    return is_watched(fd) ? written(fd, bytes, length, at, 1) : syscall(SYS_pwrite64, fd, bytes, length, at);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) { return pwrite(fd, bytes, length, at); }

int ftruncate(int fd, off_t size) {
    if (!is_watched(fd)) return syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&one_at_a_time);
    off_t before = 0;
    ino_t ino = ino_of(fd, &before);
    step();
    int done = -1;
    if (!no_space(size > before)) {
        if (size < before) remember(fd, ino, size, before - size, before);
        else remember(fd, ino, before, 0, before);
        done = syscall(SYS_ftruncate, fd, size);
        if (!done) note('T', ino, size, 0, "", 0, "", 0);
    }
    int error = errno;
    pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return done;
}
int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }

static int synced(int fd, int call) {
    if (!is_watched(fd)) return syscall(call, fd);
    pthread_mutex_lock(&one_at_a_time);
    ino_t ino = ino_of(fd, NULL);
    step();
    int fails = due(EIO_ONCE), drops = !fails && due(EIO_DROP), lies = !fails && !drops && due(LIE);
    int done = fails || drops || lies ? 0 : syscall(call, fd);
    settle(fd, ino, drops || lies);
    char path[PATH_MAX];
    if (!done && !fails && !drops && path_of_fd(fd, path)) note('S', ino, 0, 0, path, strlen(path), "", 0);
    pthread_mutex_unlock(&one_at_a_time);
    if (!fails && !drops) return done;
    errno = EIO;
    return -1;
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

/* A change of names: `kind`, what it is called, and the other name of a renaming. */
static int named(char kind, int dir, const char *name, int flags, int other, const char *to, mode_t mode) {
    char path[PATH_MAX], path2[PATH_MAX] = "";
    int ours = whole(dir, name, path);
    if (to) ours |= whole(other, to, path2);
    pthread_mutex_lock(&one_at_a_time);
    int done = -1;
    if (ours) step();
    if (!ours || kind != 'M' || !no_space(1)) {
        if (kind == 'R') done = syscall(SYS_renameat, dir, name, other, to);
        else if (kind == 'M') done = syscall(SYS_mkdirat, dir, name, mode);
        else done = syscall(SYS_unlinkat, dir, name, flags);
    }
    int error = errno;
    if (!done && ours) note(kind == 'U' && (flags & AT_REMOVEDIR) ? 'D' : kind, 0, 0, 0, path, strlen(path), path2, strlen(path2));
    pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return done;
}

int rename(const char *from, const char *to) { return named('R', AT_FDCWD, from, 0, AT_FDCWD, to, 0); }
int unlink(const char *name) { return named('U', AT_FDCWD, name, 0, 0, NULL, 0); }
int unlinkat(int dir, const char *name, int flags) { return named('U', dir, name, flags, 0, NULL, 0); }
int rmdir(const char *name) { return named('U', AT_FDCWD, name, AT_REMOVEDIR, 0, NULL, 0); }
int mkdir(const char *name, mode_t mode) { return named('M', AT_FDCWD, name, 0, 0, NULL, mode); }

/* The kernel's own copying would pass us by; programs fall back on reading and writing. */
ssize_t copy_file_range(int a, off64_t *b, int c, off64_t *d, size_t e, unsigned f) { (void)a, (void)b, (void)c, (void)d, (void)e, (void)f; errno = ENOSYS; return -1; }
ssize_t sendfile(int a, int b, off_t *c, size_t d) { (void)a, (void)b, (void)c, (void)d; errno = ENOSYS; return -1; }
ssize_t sendfile64(int a, int b, off64_t *c, size_t d) { (void)a, (void)b, (void)c, (void)d; errno = ENOSYS; return -1; }
int close(int fd) { if (fd >= 0 && fd < FDS) watched[fd] = 0; return syscall(SYS_close, fd); }
