// first is the first process of the cluster's namespaces. It gives them places to write to, a network and control groups of their own, starts the
// command, and takes leave of orphans. When its standard input ends, which is when whoever started the cluster is gone, however that came about, or when the command ends, it
// kills all the rest and removes what would outlive the namespaces: the control groups and the folder of sockets.
//
// Usage: first ADDRESS FOLDER COMMAND…   The control groups are called like the folder.
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"github.com/vishvananda/netlink"
)

func main() {
	address, folder, command := os.Args[1], os.Args[2], os.Args[3:]
	groups := controlGroups(filepath.Base(folder))
	err := begin(address)
	if err == nil {
		child := exec.Command(command[0], command[1:]...)
		if err = groups.start(child); err == nil {
			waitForTheEnd(child.Process.Pid)
		}
	}
	groups.remove()
	if err = firstOf(err, os.RemoveAll(folder)); err != nil {
		fmt.Fprintln(os.Stderr, "cluster:", err)
		os.Exit(1)
	}
}

func begin(address string) error {
	// In pages of 4 KiB it takes twice as long to copy Argo's executor into every pod.
	if err := syscall.Mount("tmpfs", "/run", "tmpfs", 0, "mode=755,huge=within_size"); err != nil {
		return fmt.Errorf("no tmpfs on /run: %w", err)
	}
	// What the kubelet and CNI write to fixed places here is gone with the namespace.
	for _, path := range []string{"/var/lib", "/var/log"} {
		upper, work := "/run/upper"+path, "/run/work"+path
		if err := firstOf(os.MkdirAll(upper, 0o755), os.MkdirAll(work, 0o755)); err != nil {
			return err
		}
		if err := syscall.Mount("overlay", path, "overlay", 0, "lowerdir="+path+",upperdir="+upper+",workdir="+work); err != nil {
			return fmt.Errorf("no overlay on %s: %w", path, err)
		}
	}
	loopback, err := netlink.LinkByName("lo")
	if err != nil {
		return err
	}
	at, err := netlink.ParseAddr(address)
	if err != nil {
		return err
	}
	return firstOf(netlink.LinkSetUp(loopback), netlink.AddrAdd(loopback, at))
}

// waitForTheEnd returns when all other processes of the namespace are gone.
func waitForTheEnd(command int) {
	killAll := func() { _ = syscall.Kill(-1, syscall.SIGKILL) }
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		killAll()
	}()
	for {
		switch pid, err := syscall.Wait4(-1, nil, 0, nil); {
		case pid == command:
			killAll()
		case err == syscall.ECHILD:
			return
		}
	}
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
