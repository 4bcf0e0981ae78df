/* Loaded in front of the C library (LD_PRELOAD), it counts the calls that change files under one folder and lets
   the n-th of them fail, lie, write half or change a byte, or kills the process before, in the middle of or after it.
   Compiled and set by shim.py, which says what each number means. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { NOTHING, FAIL, KILL_BEFORE, KILL_AFTER, KILL_AMID, SHORT, LIE, CHANGE };
enum { CREATE = 1, WRITE = 2, SYNC = 4, RENAME = 8, UNLINK = 16, TRUNCATE = 32, MKDIR = 64, READ = 128, OPEN = 256,
       ADVISE = 512 };

static char under[PATH_MAX], last_path[PATH_MAX], last_name[32];
static size_t under_length;
static long wanted;
static int what, code, forever, calls, trace = -1;
static atomic_long count, hits;
static atomic_int armed;

void fault_arm(const char *path, long nth, int kind, int number, int sticky, int mask, int trace_to) {
    atomic_store(&armed, 0);
    snprintf(under, sizeof under, "%s", path);
    under_length = strlen(under);
    wanted = nth, what = kind, code = number, forever = sticky, calls = mask, trace = trace_to;
    atomic_store(&count, 0);
    atomic_store(&hits, 0);
    last_path[0] = last_name[0] = 0;
    atomic_store(&armed, 1);
}
void fault_disarm(void) { atomic_store(&armed, 0); }
long fault_count(void) { return atomic_load(&count); }
long fault_hits(void) { return atomic_load(&hits); }
const char *fault_path(void) { return last_path; }
const char *fault_name(void) { return last_name; }

static _Noreturn void die(void) {
    syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
    for (;;) syscall(SYS_pause);
}

/* What is to be done with this call: NOTHING, or the fault that hits it. */
static int judge(const char *name, int kind, const char *path) {
    size_t length = strlen(path);
    if (!(calls & kind) || length < under_length || strncmp(path, under, under_length)) return NOTHING;
    if (length > under_length && under_length && under[under_length - 1] != '/' && path[under_length] != '/')
        return NOTHING;
    long mine = atomic_fetch_add(&count, 1) + 1;
    if (trace >= 0) {
        char line[PATH_MAX + 64];
        int size = snprintf(line, sizeof line, "%ld\t%s\t%s\n", mine, name, path);
        syscall(SYS_write, trace, line, (size_t)size);
    }
    if (!(forever ? mine >= wanted : mine == wanted) || !wanted) return NOTHING;
    if (!atomic_fetch_add(&hits, 1)) {
        snprintf(last_path, sizeof last_path, "%s", path);
        snprintf(last_name, sizeof last_name, "%s", name);
    }
    if (what == KILL_BEFORE) die();
    return what;
}
static int judge_handle(const char *name, int kind, int handle) {
    char link[64], path[PATH_MAX];
    if (!atomic_load(&armed) || !(calls & kind) || handle == trace) return NOTHING;
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return NOTHING;
    path[length] = 0;
    return judge(name, kind, path);
}
static int judge_path(const char *name, int kind, int folder, const char *path) {
    char link[64], whole[PATH_MAX * 2];
    if (!atomic_load(&armed) || !(calls & kind) || !path) return NOTHING;
    if (path[0] == '/') return judge(name, kind, path);
    if (folder == AT_FDCWD) snprintf(link, sizeof link, "/proc/self/cwd");
    else snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    ssize_t length = readlink(link, whole, PATH_MAX - 1);
    if (length < 0) return NOTHING;
    snprintf(whole + length, PATH_MAX, "/%s", path);
    return judge(name, kind, whole);
}

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)
/* A call that either happens whole or not at all. */
#define WHOLE(fault, nothing, act) \
    switch (fault) { \
    case FAIL: errno = code; return -1; \
    case LIE: return nothing; \
    case KILL_AMID: die(); \
    case KILL_AFTER: act; die(); \
    default: return act; \
    }

static ssize_t written(int fault, const char *bytes, size_t size, ssize_t (*put)(const void *, size_t, void *), void *to) {
    switch (fault) {
    case FAIL: errno = code; return -1;
    case LIE: return (ssize_t)size;
    case SHORT: return put(bytes, size > 1 ? size / 2 : size, to);
    case KILL_AMID: put(bytes, size / 2, to); die();
    case KILL_AFTER: put(bytes, size, to); die();
    case CHANGE: {
        if (!size || size > (1 << 26)) return put(bytes, size, to);
        char *other = __builtin_malloc(size);
        memcpy(other, bytes, size);
        other[size / 2] ^= 4;
        ssize_t done = put(other, size, to);
        __builtin_free(other);
        return done;
    }
    default: return put(bytes, size, to);
    }
}
struct place { int handle; off_t at; };
static ssize_t put_write(const void *bytes, size_t size, void *to) {
    REAL(ssize_t, "write", int, const void *, size_t);
    return real(((struct place *)to)->handle, bytes, size);
}
static ssize_t put_pwrite(const void *bytes, size_t size, void *to) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    return real(((struct place *)to)->handle, bytes, size, ((struct place *)to)->at);
}
ssize_t write(int handle, const void *bytes, size_t size) {
    struct place to = {handle, 0};
    return written(judge_handle("write", WRITE, handle), bytes, size, put_write, &to);
}
ssize_t pwrite(int handle, const void *bytes, size_t size, off_t at) {
    struct place to = {handle, at};
    return written(judge_handle("pwrite", WRITE, handle), bytes, size, put_pwrite, &to);
}
ssize_t pwrite64(int handle, const void *bytes, size_t size, off_t at) { return pwrite(handle, bytes, size, at); }
ssize_t writev(int handle, const struct iovec *parts, int number) {
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    int fault = judge_handle("writev", WRITE, handle);
    if (fault == SHORT || fault == CHANGE) fault = NOTHING;
    ssize_t size = 0;
    for (int n = 0; n < number; n++) size += (ssize_t)parts[n].iov_len;
    WHOLE(fault, size, real(handle, parts, number))
}
ssize_t sendfile(int to, int from, off_t *at, size_t size) {
    REAL(ssize_t, "sendfile", int, int, off_t *, size_t);
    int fault = judge_handle("sendfile", WRITE, to);
    if (fault == SHORT) size = size > 1 ? size / 2 : size, fault = NOTHING;
    if (fault == LIE || fault == CHANGE) { errno = EINVAL; return -1; } /* the caller then copies by write */
    WHOLE(fault, 0, real(to, from, at, size))
}
ssize_t sendfile64(int to, int from, off_t *at, size_t size) { return sendfile(to, from, at, size); }
ssize_t copy_file_range(int from, off_t *a, int to, off_t *b, size_t size, unsigned flags) {
    REAL(ssize_t, "copy_file_range", int, off_t *, int, off_t *, size_t, unsigned);
    int fault = judge_handle("copy_file_range", WRITE, to);
    if (fault == LIE || fault == CHANGE || fault == SHORT) { errno = EXDEV; return -1; }
    WHOLE(fault, 0, real(from, a, to, b, size, flags))
}
ssize_t read(int handle, void *bytes, size_t size) {
    REAL(ssize_t, "read", int, void *, size_t);
    int fault = judge_handle("read", READ, handle);
    if (fault == FAIL) { errno = code; return -1; }
    ssize_t done = real(handle, bytes, size);
    if (fault == CHANGE && done > 0) ((char *)bytes)[done / 2] ^= 4;
    if (fault == KILL_AFTER || fault == KILL_AMID) die();
    return done;
}
ssize_t pread(int handle, void *bytes, size_t size, off_t at) {
    REAL(ssize_t, "pread", int, void *, size_t, off_t);
    int fault = judge_handle("pread", READ, handle);
    if (fault == FAIL) { errno = code; return -1; }
    ssize_t done = real(handle, bytes, size, at);
    if (fault == CHANGE && done > 0) ((char *)bytes)[done / 2] ^= 4;
    if (fault == KILL_AFTER || fault == KILL_AMID) die();
    return done;
}
ssize_t pread64(int handle, void *bytes, size_t size, off_t at) { return pread(handle, bytes, size, at); }

int fsync(int handle) {
    REAL(int, "fsync", int);
    WHOLE(judge_handle("fsync", SYNC, handle), 0, real(handle))
}
int fdatasync(int handle) {
    REAL(int, "fdatasync", int);
    WHOLE(judge_handle("fdatasync", SYNC, handle), 0, real(handle))
}
int posix_fadvise(int handle, off_t at, off_t size, int advice) {
    REAL(int, "posix_fadvise", int, off_t, off_t, int);
    int fault = judge_handle("posix_fadvise", ADVISE, handle);
    if (fault == FAIL) return code; /* it returns its error */
    WHOLE(fault, 0, real(handle, at, size, advice))
}
int posix_fadvise64(int handle, off_t at, off_t size, int advice) { return posix_fadvise(handle, at, size, advice); }
int ftruncate(int handle, off_t size) {
    REAL(int, "ftruncate", int, off_t);
    WHOLE(judge_handle("ftruncate", TRUNCATE, handle), 0, real(handle, size))
}
int ftruncate64(int handle, off_t size) { return ftruncate(handle, size); }
int truncate(const char *path, off_t size) {
    REAL(int, "truncate", const char *, off_t);
    WHOLE(judge_path("truncate", TRUNCATE, AT_FDCWD, path), 0, real(path, size))
}
int truncate64(const char *path, off_t size) { return truncate(path, size); }
int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    WHOLE(judge_path("rename", RENAME, AT_FDCWD, to), 0, real(from, to))
}
int renameat(int a, const char *from, int b, const char *to) {
    REAL(int, "renameat", int, const char *, int, const char *);
    WHOLE(judge_path("renameat", RENAME, b, to), 0, real(a, from, b, to))
}
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
    REAL(int, "renameat2", int, const char *, int, const char *, unsigned);
    WHOLE(judge_path("renameat2", RENAME, b, to), 0, real(a, from, b, to, flags))
}
int link(const char *from, const char *to) {
    REAL(int, "link", const char *, const char *);
    WHOLE(judge_path("link", RENAME, AT_FDCWD, to), 0, real(from, to))
}
int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    WHOLE(judge_path("unlink", UNLINK, AT_FDCWD, path), 0, real(path))
}
int unlinkat(int folder, const char *path, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    WHOLE(judge_path("unlinkat", UNLINK, folder, path), 0, real(folder, path, flags))
}
int rmdir(const char *path) {
    REAL(int, "rmdir", const char *);
    WHOLE(judge_path("rmdir", UNLINK, AT_FDCWD, path), 0, real(path))
}
int mkdir(const char *path, mode_t mode) {
    REAL(int, "mkdir", const char *, mode_t);
    WHOLE(judge_path("mkdir", MKDIR, AT_FDCWD, path), 0, real(path, mode))
}
int mkdirat(int folder, const char *path, mode_t mode) {
    REAL(int, "mkdirat", int, const char *, mode_t);
    WHOLE(judge_path("mkdirat", MKDIR, folder, path), 0, real(folder, path, mode))
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list more; \
        va_start(more, flags); \
        mode = va_arg(more, mode_t); \
        va_end(more); \
    }
/* Opening cannot be lied about: there would be no handle. */
static int opened(int folder, const char *path, int flags, mode_t mode) {
    REAL(int, "openat", int, const char *, int, ...);
    int fault = judge_path("open", flags & (O_CREAT | O_TRUNC) ? CREATE : OPEN, folder, path);
    if (fault == FAIL) { errno = code; return -1; }
    if (fault == KILL_AMID) die();
    int handle = real(folder, path, flags, mode);
    if (fault == KILL_AFTER) die();
    return handle;
}
int open(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE(flags) return opened(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) {
    MODE(flags)
    return opened(folder, path, flags | O_LARGEFILE, mode);
}
