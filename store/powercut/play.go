package powercut

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// Play reads a trace and does to the disk what it says. After each call that changed
// something, changed is called.
func (d *Disk) Play(trace io.Reader, changed func()) error {
	calls, err := readTrace(trace)
	if err != nil {
		return err
	}
	for i, c := range calls {
		did, err := d.play(c)
		if err != nil {
			return fmt.Errorf("call %d: %w", i, err)
		}
		if did {
			changed()
		}
	}
	return nil
}

func (d *Disk) play(c call) (changed bool, err error) {
	switch c.name {
	case "openat":
		return d.open(c)
	case "write", "pwrite64":
		return d.output(c)
	case "copy_file_range", "sendfile", "splice":
		return d.copy(c)
	case "mkdir", "mkdirat":
		return d.become(c, &inode{folder: true}, "mkdir")
	case "unlink", "unlinkat", "rmdir":
		return d.become(c, nil, "unlink", "rmdir")
	case "link", "linkat", "rename", "renameat", "renameat2":
		return d.rename(c)
	}
	if h := d.handles[c.number(0)]; h != nil {
		return d.use(h, c)
	}
	return false, nil
}

// use does what a call does to a file that is open.
func (d *Disk) use(h *handle, c call) (changed bool, err error) {
	switch c.name {
	case "close":
		delete(d.handles, c.number(0))
	case "dup", "dup3":
		d.handles[c.result] = h
	case "lseek":
		h.at = c.result
	case "read":
		h.at += c.result
	case "ftruncate":
		d.setLength(h.file, c.number(1))
		return true, nil
	case "fallocate":
		return false, errors.New("fallocate is not in the model")
	case "fsync", "fdatasync":
		d.sync(h, c.name == "fdatasync")
		return true, nil
	}
	return false, nil
}

// output is bytes written to a file, or said on the standard output.
func (d *Disk) output(c call) (bool, error) {
	h := d.handles[c.number(0)]
	if h == nil {
		if c.number(0) != 1 || d.Said == nil {
			return false, nil
		}
		text, err := c.text(1)
		d.Said(string(text))
		return true, err
	}
	data, err := c.text(1)
	if err != nil {
		return false, err
	}
	if int64(len(data)) < c.result {
		return false, fmt.Errorf("%s: the trace has %d bytes of %d", c.name, len(data), c.result)
	}
	at := h.at
	if c.name == "pwrite64" {
		at = c.number(3)
	} else {
		h.at += c.result
	}
	d.write(h.file, at, data[:c.result])
	return true, nil
}

// become lets the name of a call stand for something else, or for nothing.
func (d *Disk) become(c call, file *inode, plain ...string) (bool, error) {
	name, err := d.named(c, plain...)
	if name == "" || err != nil {
		return false, err
	}
	d.name(naming{name: file})
	return true, nil
}

// named is the file that a call names, empty for one outside the root. Calls that end in
// "at" have the folder before it.
func (d *Disk) named(c call, plain ...string) (string, error) {
	at := 1
	if slices.Contains(plain, c.name) {
		at = 0
	}
	name, err := c.text(at)
	return d.within(string(name)), err
}

func (d *Disk) within(name string) string {
	if name = path.Clean(name); name == d.root || strings.HasPrefix(name, d.root+"/") {
		return name
	}
	return ""
}

func (d *Disk) open(c call) (bool, error) {
	name, err := d.named(c)
	if name == "" || err != nil {
		return false, err
	}
	file := d.names[name]
	made := file == nil
	if made {
		file = &inode{}
		d.name(naming{name: file})
	}
	d.handles[c.result] = &handle{file: file, name: name}
	if strings.Contains(c.args[2], "O_TRUNC") && len(file.now) > 0 {
		d.setLength(file, 0)
		made = true
	}
	return made, nil
}

func (d *Disk) rename(c call) (bool, error) {
	first, second := 1, 3
	if c.name == "rename" || c.name == "link" {
		first, second = 0, 1
	}
	from, err := c.text(first)
	if err != nil {
		return false, err
	}
	to, err := c.text(second)
	if err != nil {
		return false, err
	}
	old, name := d.within(string(from)), d.within(string(to))
	file := d.names[old]
	if name == "" || file == nil || file.folder {
		return false, fmt.Errorf("%s of %s to %s is not in the model", c.name, from, to)
	}
	if strings.HasPrefix(c.name, "link") {
		d.name(naming{name: file})
	} else {
		d.name(naming{name: file, old: nil})
	}
	return true, nil
}

// copy is one file copied into another by the system.
func (d *Disk) copy(c call) (bool, error) {
	from, to := d.handles[c.number(0)], d.handles[c.number(2)]
	if c.name == "sendfile" {
		from, to = d.handles[c.number(1)], d.handles[c.number(0)]
	}
	if from == nil || to == nil || c.result == 0 {
		return false, nil
	}
	if c.name != "copy_file_range" || c.args[1] != "NULL" || c.args[3] != "NULL" {
		return false, fmt.Errorf("%s is not in the model", c.name)
	}
	data := bytes.Clone(from.file.now[from.at : from.at+c.result])
	d.write(to.file, to.at, data)
	from.at += c.result
	to.at += c.result
	return true, nil
}
