"""MariaDB on 3306 and 3307, PostgreSQL on 5432, Redis on 6379, SMTP on 25 and 2525: as Debian makes them."""

import os
import subprocess
from pathlib import Path

NOBODY = 65534
POSTGRES = "/usr/lib/postgresql/15/bin/"


def run(*command, **more):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **more)


# What the packages' own scripts would have made.
for directory in ("/var/empty", "/var/mail", "/var/run", "/var/spool", "/var/lib/postgres"):
    Path(directory).mkdir(exist_ok=True)
os.chown("/var/lib/postgres", NOBODY, NOBODY)
for file, line in (("passwd", "{0}:x:{1}:{1}::/var/empty:/bin/false\n"), ("group", "{0}:x:{1}:\n")):
    with open("/etc/" + file, "r+") as accounts:
        known = accounts.read()
        for name, number in (("opensmtpd", 101), ("opensmtpq", 102)):
            if name + ":" not in known:
                accounts.write(line.format(name, number))

run("mariadb-install-db", "--no-defaults", "--force", "--skip-name-resolve", "--skip-test-db", "--user=root",
    "--datadir=/var/lib/mariadb", "--auth-root-authentication-method=normal")
Path("/tmp/grants.sql").write_text("CREATE USER 'shop'@'%';\nGRANT ALL ON *.* TO 'shop'@'%';\n")
run(POSTGRES + "initdb", "-D", "/var/lib/postgres", "-A", "trust", "-N", "-U", "shop", user=NOBODY, group=NOBODY)
with open("/var/lib/postgres/pg_hba.conf", "a") as hosts:
    hosts.write("host all all all trust\n")
Path("/tmp/smtpd.conf").write_text(
    "listen on 0.0.0.0 port 25\nlisten on 0.0.0.0 port 2525\naction keep mbox\nmatch from any for any action keep\n")

servers = [
    subprocess.Popen(["mariadbd", "--no-defaults", "--user=root", "--datadir=/var/lib/mariadb", "--extra-port=3307",
                      "--skip-name-resolve", "--init-file=/tmp/grants.sql", "--socket=/tmp/mariadb.sock"]),
    subprocess.Popen([POSTGRES + "postgres", "-D", "/var/lib/postgres", "-c", "listen_addresses=*", "-k", "/tmp"],
                     user=NOBODY, group=NOBODY),
    subprocess.Popen(["redis-server", "--protected-mode", "no", "--save", ""]),
    subprocess.Popen(["smtpd", "-d", "-f", "/tmp/smtpd.conf"]),
]
for server in servers:
    server.wait()
