"""intruder.py KEY_FILE: what a program could do that has taken over the gateway. It runs in a copy of the service's unit.

Prints a line for each attempt: "possible" or "denied", and its name. An attempt that succeeds is undone, if it can be.
"""

import ctypes
import os
import socket
import sys

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWUSER = 0x10000000
SYSCALLS = {"bpf": 321, "perf_event_open": 298, "keyctl": 250, "init_module": 175, "userfaultfd": 323, "kexec_load": 246,
            "clock_settime": 227, "reboot": 169}

key_file = sys.argv[1]


def call(result):
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def write(folder):
    path = os.path.join(folder, "intruder")
    with open(path, "w") as file:
        file.write("x")
    os.remove(path)


def append(path):
    with open(path, "a"):
        pass


def read(path):
    with open(path, "rb") as file:
        file.read(1)


def other_processes():
    """Whether a process is seen that is not of the service's user."""
    for name in os.listdir("/proc"):
        if name.isdigit() and os.stat("/proc/" + name).st_uid != os.getuid():
            return
    raise PermissionError("none is seen")


def make_setuid():
    path = "/var/cache/retinagate/intruder"
    open(path, "w").close()
    try:
        os.chmod(path, 0o4755)
    finally:
        os.remove(path)


def syscall(name):
    # Without valid arguments. A filter answers EPERM before the kernel looks at them; EFAULT or EINVAL came from the kernel.
    result = LIBC.syscall(SYSCALLS[name], -1, 0, 0, 0, 0)
    if result == -1 and ctypes.get_errno() in (1, 38):
        raise PermissionError(name)


def listen(port):
    with socket.socket() as one:
        one.bind(("0.0.0.0", port))


def open_socket(family, kind, protocol=0):
    socket.socket(family, kind, protocol).close()


ATTEMPTS = {
    "write its cache": lambda: write("/var/cache/retinagate"),
    "write a /tmp of its own": lambda: write("/tmp"),
    "read its key file": lambda: read(key_file),
    "connect to others": lambda: open_socket(socket.AF_INET, socket.SOCK_STREAM),
    "write /etc/retinagate": lambda: write("/etc/retinagate"),
    "change its key file": lambda: append(key_file),
    "change its configuration": lambda: append("/etc/retinagate/retinagate.yaml"),
    "change its JVM's flags": lambda: append("/etc/default/retinagate"),
    "change its program": lambda: append("/usr/lib/retinagate/retinagate.jar"),
    "write a model": lambda: write("/var/lib/retinagate/models"),
    "write /var/log": lambda: write("/var/log"),
    "write /run": lambda: write("/run"),
    "write /dev/shm": lambda: write("/dev/shm"),
    "write /var/spool": lambda: write("/var/spool"),
    "read /etc/shadow": lambda: read("/etc/shadow"),
    "see /root": lambda: os.listdir("/root"),
    "see /home": lambda: os.listdir("/home/.") or call(-1),
    "see the journal": lambda: os.listdir("/var/log/journal") and read("/var/log/journal/" + os.listdir("/var/log/journal")[0]),
    "see other users' processes": other_processes,
    "read process 1's memory": lambda: read("/proc/1/mem"),
    "read process 1's environment": lambda: read("/proc/1/environ"),
    "read the kernel's log": lambda: read("/dev/kmsg"),
    "read the machine's memory": lambda: read("/dev/mem"),
    "set a kernel parameter": lambda: append("/proc/sys/kernel/core_pattern"),
    "write a control group": lambda: append("/sys/fs/cgroup/cgroup.procs"),
    "become root": lambda: os.setuid(0),
    "make a setuid program": make_setuid,
    "make a user namespace": lambda: call(LIBC.unshare(CLONE_NEWUSER)),
    "mount": lambda: call(LIBC.mount(b"none", b"/tmp", b"tmpfs", 0, None)),
    "change its root": lambda: os.chroot("/tmp"),
    "trace a process": lambda: call(LIBC.ptrace(16, 1, 0, 0)),
    "make a device": lambda: os.mknod("/tmp/null", 0o20600, os.makedev(1, 3)),
    "set the host's name": lambda: socket.sethostname("intruder"),
    "open a raw socket": lambda: open_socket(socket.AF_INET, socket.SOCK_RAW, 1),
    "capture packets": lambda: open_socket(socket.AF_PACKET, socket.SOCK_RAW),
    "open netlink": lambda: open_socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "serve a port below 1024": lambda: listen(81),
    **{name: (lambda name=name: syscall(name)) for name in SYSCALLS},
}

for what, attempt in ATTEMPTS.items():
    try:
        attempt()
        print("possible", what)
    except OSError:
        print("denied", what)
