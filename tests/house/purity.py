#!/usr/bin/env python3
"""core is pure: none of its libraries asks the system for anything. Judged by the symbols that they leave undefined.
Argument: the build folder."""
import pathlib
import re
import subprocess
import sys

import tree

C_FUNCTIONS = """
open open64 openat openat64 creat creat64 read pread pread64 write pwrite pwrite64 close fsync fdatasync rename unlink mkdir
fopen fopen64 fdopen freopen fread fwrite fputs fputc puts putchar printf vprintf fprintf vfprintf perror remove tmpfile
__printf_chk __fprintf_chk __vfprintf_chk
socket connect bind listen accept accept4 send sendto sendmsg recv recvfrom recvmsg poll ppoll select epoll_wait
getaddrinfo gethostbyname
time clock clock_gettime gettimeofday timespec_get localtime localtime_r mktime tzset nanosleep usleep sleep
rand rand_r srand random srandom drand48 getrandom getentropy arc4random RAND_bytes RAND_priv_bytes
getenv secure_getenv setenv putenv setlocale getpid system popen fork execve execv posix_spawn kill signal sigaction
pthread_create thrd_create syscall ioctl
""".split()
CXX_NAMES = re.compile(
    r"std::(random_device::|chrono::_V2::(system|steady)_clock::now|(__cxx11::)?basic_[io]?fstream|basic_[io]?fstream|basic_filebuf"
    r"|filesystem::|thread::|this_thread::|condition_variable|__atomic_futex|cout\b|cerr\b|clog\b|cin\b)"
    r"|YAML::LoadFile|date::(get_tzdb|current_zone|locate_zone)")


def undefined(library):
    out = subprocess.run(["nm", "-u", "-C", "--quiet", str(library)], check=True, capture_output=True, text=True).stdout
    return {match[1].split("@")[0] for match in re.finditer(r"^\s*[Uw] (.+)$", out, re.M)}


def impure(symbol):
    return symbol in C_FUNCTIONS or CXX_NAMES.search(symbol) is not None


def check(root, build):
    libraries = sorted(pathlib.Path(build).joinpath("core").rglob("*.a"))
    if not libraries:
        return [f"{build}/core: no library; build first"]
    return [f"{library.name}: calls {symbol}" for library in libraries for symbol in sorted(undefined(library)) if impure(symbol)]


if __name__ == "__main__":
    tree.run(check, sys.argv[1])
