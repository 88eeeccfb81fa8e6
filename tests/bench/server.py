"""A server under test: started on a folder, watched through /proc, ended."""

import http.client
import os
import shutil
import signal
import subprocess
import time

TICK = os.sysconf("SC_CLK_TCK")


class Server:
    """Our binary on a data folder, or another program: it prints its address on its first line, or is told it."""

    def __init__(self, command, folder, log, variables=None, address=None):
        self.begun = time.perf_counter()
        self.log = open(log, "wb")
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(variables or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        self.address = address
        if address:
            return
        line = self.process.stdout.readline()
        if " on " not in line and "http://" not in line:
            raise SystemExit(f"{command[0]} does not start: {line}; see {log}")
        self.address = line.strip().rsplit(" ", 1)[-1].removeprefix("http://")

    def until(self, path, status=200):
        """Seconds from the start of the process to the first answer of this status."""
        while time.perf_counter() - self.begun < 60:
            try:
                if self.ask("GET", path)[0] == status:
                    return time.perf_counter() - self.begun
            except OSError:
                pass
            time.sleep(0.0005)
        raise SystemExit(f"{path} is never answered with {status}")

    def ask(self, method, path, body=None, headers=None):
        """Status, headers and body of one request."""
        connection = http.client.HTTPConnection(self.address, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def cpu(self):
        """Seconds of processor time so far."""
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def written(self):
        """Bytes that the thread which writes to the database has written so far, to the log and to the file."""
        for task in os.scandir(f"/proc/{self.process.pid}/task"):
            with open(f"{task.path}/comm") as comm:
                if comm.read().strip() != "writer":
                    continue
            with open(f"{task.path}/io") as file:
                return int(dict(line.split(": ") for line in file.read().splitlines())["wchar"])
        return 0

    def memory(self, which="VmRSS"):
        """Megabytes: VmRSS now, VmHWM at the most."""
        with open(f"/proc/{self.process.pid}/status") as file:
            return int(dict(line.split(":", 1) for line in file.read().splitlines())[which].split()[0]) / 1000

    def forget_peak(self):
        """VmHWM is counted from now on."""
        with open(f"/proc/{self.process.pid}/clear_refs", "w") as file:
            file.write("5")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


def copy(filled, folder):
    """A fresh copy of a filled folder."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["cp", "-r", "--reflink=auto", filled, folder], check=True)
    # What is still on its way to the disk would be waited for at the first commits.
    os.sync()
