package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// The cluster sees groups of its own as the root of all control groups, so that whatever it makes lies below them: of version 1 one in each hierarchy, of version 2 one.
type hierarchies struct {
	name   string
	mounts []string
}

func controlGroups(name string) hierarchies {
	const top = "/sys/fs/cgroup"
	if _, err := os.Stat(filepath.Join(top, "cgroup.controllers")); err == nil {
		return hierarchies{name, []string{top}}
	}
	mounts, _ := filepath.Glob(top + "/*")
	return hierarchies{name, slices.DeleteFunc(mounts, func(mount string) bool {
		_, err := os.Stat(filepath.Join(mount, "cgroup.procs"))
		return err != nil
	})}
}

// start starts the command within the groups, which become the roots that it sees.
func (h hierarchies) start(command *exec.Cmd) error {
	for _, mount := range h.mounts {
		if err := os.Mkdir(filepath.Join(mount, h.name), 0o755); err != nil {
			return err
		}
		// A cpuset takes no process before it is filled; the other hierarchies have no such files.
		for _, file := range []string{"cpuset.cpus", "cpuset.mems"} {
			if all, err := os.ReadFile(filepath.Join(mount, file)); err == nil {
				_ = os.WriteFile(filepath.Join(mount, h.name, file), all, 0)
			}
		}
		if err := move(filepath.Join(mount, h.name)); err != nil {
			return err
		}
	}
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWCGROUP}
	for _, mount := range h.mounts {
		if err := syscall.Mount(filepath.Join(mount, h.name), mount, "", syscall.MS_BIND, ""); err != nil {
			return err
		}
	}
	return command.Start()
}

// remove waits for each group: it is busy for some milliseconds after its last process.
func (h hierarchies) remove() {
	for _, mount := range h.mounts {
		_ = syscall.Unmount(mount, syscall.MNT_DETACH)
		_ = move(mount)
		var folders []string
		_ = filepath.WalkDir(filepath.Join(mount, h.name), func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() {
				folders = append(folders, path)
			}
			return nil
		})
		for _, folder := range slices.Backward(folders) {
			for tries := 0; syscall.Rmdir(folder) == syscall.EBUSY && tries < 100; tries++ {
				time.Sleep(10 * time.Millisecond)
			}
		}
	}
}

// move moves this process.
func move(group string) error {
	return os.WriteFile(filepath.Join(group, "cgroup.procs"), []byte("0"), 0)
}
