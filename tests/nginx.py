"""Debian's nginx with a configuration of ours, in a folder of its own."""

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NGINX = shutil.which("nginx") or (shutil.which("nginx", path="/usr/sbin") or "")

_WHOLE = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {included};
}}
"""


@contextmanager
def serving(included: Path, folder: Path, port: int) -> Iterator[str]:
    """The address at which nginx serves that configuration, which says the same port."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / "whole.conf"
    user = "user root;" if os.getuid() == 0 else ""
    whole.write_text(_WHOLE.format(folder=folder, included=included, user=user))
    address = f"http://127.0.0.1:{port}"
    command = [NGINX, "-c", str(whole), "-e", str(folder / "start.log"), "-p", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=10)


def _wait(address: str, process: "subprocess.Popen[str]") -> None:
    for _ in range(100):
        if process.poll() is not None:
            raise AssertionError(f"nginx stopped: {process.communicate()[0]}")
        try:
            urllib.request.urlopen(address + "/robots.txt", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nginx does not answer")
