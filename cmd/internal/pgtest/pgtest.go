//go:build unix

// Package pgtest starts a PostgreSQL server of Debian's package for tests.
package pgtest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// Port is a server's, on the loopback address.
type Port int

// Address is that of the server's database.
func (p Port) Address() string {
	return fmt.Sprintf("postgres://pbt@127.0.0.1:%d/postgres?sslmode=disable", p)
}

// Start starts a server as an ordinary user, and ends it with the test. Where there
// is no server to start, the test is skipped.
func Start(t testing.TB) Port {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		t.Skip("no PostgreSQL server here: Debian's package is postgresql")
	}
	bin := filepath.Dir(found[len(found)-1])
	dir, err := os.MkdirTemp("", "pbt-postgres-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	as := account(t, dir)
	run := func(name string, args ...string) {
		c := exec.Command(filepath.Join(bin, name), args...)
		c.Dir, c.SysProcAttr = dir, as
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
	}
	port := free(t)
	data := filepath.Join(dir, "data")
	run("initdb", "-D", data, "-U", "pbt", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")
	run("pg_ctl", "-D", data, "-w", "-l", filepath.Join(dir, "log"), "start",
		"-o", fmt.Sprintf("-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off", port))
	t.Cleanup(func() { run("pg_ctl", "-D", data, "-m", "immediate", "stop") })
	return port
}

// free is a port that nobody listens on.
func free(t testing.TB) Port {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return Port(l.Addr().(*net.TCPAddr).Port)
}

// account makes dir that of who runs the server, which refuses to run as root.
func account(t testing.TB, dir string) *syscall.SysProcAttr {
	t.Helper()
	if os.Geteuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		t.Skip("there is no user postgres to run the server")
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	if err := os.Chown(dir, uid, gid); err != nil {
		t.Fatal(err)
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}
