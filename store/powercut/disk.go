package powercut

import (
	"bytes"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
)

// Model is what a file system promises of names.
type Model int

const (
	// Ordered is a journal: names and lengths reach the disk in the order in which they were
	// changed, and syncing one of them takes along all that was changed before it.
	Ordered Model = iota
	// Strict promises what POSIX does and no more: each name by itself, and only once its
	// folder is synced. What was being written may be garbage.
	Strict
)

func (m Model) String() string { return [...]string{"ordered", "strict"}[m] }

// Fault is a way in which a disk or a program does not do what it should, for controls.
type Fault int

const (
	// None is a disk that keeps its word.
	None Fault = iota
	// NoSyncs is a disk that does nothing when it is told to sync.
	NoSyncs
	// NoFolderSyncs is one that syncs files and no folders.
	NoFolderSyncs
	// NoDataSyncs leaves out fdatasync: that is what bbolt does with NoSync.
	NoDataSyncs
)

// inode is a file, whatever its names are.
type inode struct {
	folder bool
	// durable is what a cut leaves for certain, now what a reader sees.
	durable, now []byte
	pending      []write
	// touched and sized are how many changes of names and lengths had been made when the
	// file was last written, and when its length or name last changed.
	touched, sized int
}

// write is a change of content that no sync has followed. Without data it sets the length.
type write struct {
	at     int64
	data   []byte
	length int64
	order  int
}

// naming is a change of what names stand for, in one step; nil takes a name away. One
// without names is a change of a length.
type naming map[string]*inode

type handle struct {
	file *inode
	name string
	at   int64
}

// Disk is a file system of which everything is known: what is there, and what is there for
// certain.
type Disk struct {
	model Model
	fault Fault
	root  string

	handles map[int64]*handle
	names   naming // as a reader sees them
	// Ordered: durable are the names at the last commit, namings what came after.
	durable   naming
	committed int
	namings   []naming
	// Strict: what a name stood for since its folder was synced, the oldest first.
	since map[string][]*inode
	// Said gets what the process writes to its standard output.
	Said func(string)
}

// NewDisk is a disk that holds the files given below a root, all of them for certain. A
// name that ends in / is a folder.
func NewDisk(model Model, fault Fault, root string, files map[string][]byte) *Disk {
	d := &Disk{model: model, fault: fault, root: root, handles: map[int64]*handle{}, names: naming{}, since: map[string][]*inode{}}
	for name, data := range files {
		file := &inode{folder: strings.HasSuffix(name, "/"), durable: data, now: data}
		d.names[path.Join(root, name)] = file
	}
	d.names[root] = &inode{folder: true}
	d.durable = maps.Clone(d.names)
	return d
}

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
	h := d.handles[c.number(0)]
	switch c.name {
	case "openat":
		return d.open(c)
	case "close":
		delete(d.handles, c.number(0))
	case "dup", "dup3":
		if h != nil {
			d.handles[c.result] = h
		}
	case "lseek":
		if h != nil {
			h.at = c.result
		}
	case "read":
		if h != nil {
			h.at += c.result
		}
	case "write", "pwrite64":
		if h == nil {
			if c.number(0) == 1 && d.Said != nil {
				text, err := c.text(1)
				d.Said(string(text))
				return true, err
			}
			return false, nil
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
	case "copy_file_range", "sendfile", "splice":
		return d.copy(c)
	case "ftruncate":
		if h != nil {
			d.setLength(h.file, c.number(1))
			return true, nil
		}
	case "fallocate":
		if h != nil {
			return false, errors.New("fallocate is not in the model")
		}
	case "fsync", "fdatasync":
		if h != nil {
			d.sync(h, c.name == "fdatasync")
			return true, nil
		}
	case "mkdir", "mkdirat":
		name, err := d.named(c, "mkdir")
		if name == "" || err != nil {
			return false, err
		}
		d.name(naming{name: {folder: true}})
		return true, nil
	case "unlink", "unlinkat", "rmdir":
		name, err := d.named(c, "unlink", "rmdir")
		if name == "" || err != nil {
			return false, err
		}
		d.name(naming{name: nil})
		return true, nil
	case "link", "linkat", "rename", "renameat", "renameat2":
		return d.rename(c)
	}
	return false, nil
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

func (d *Disk) write(file *inode, at int64, data []byte) {
	if int64(len(file.now)) < at+int64(len(data)) {
		file.now = append(file.now[:len(file.now):len(file.now)], make([]byte, at+int64(len(data))-int64(len(file.now)))...)
		file.sized = len(d.namings)
	} else {
		file.now = bytes.Clone(file.now)
	}
	copy(file.now[at:], data)
	file.touched = len(d.namings)
	file.pending = append(file.pending, write{at: at, data: data})
}

func (d *Disk) setLength(file *inode, length int64) {
	if length == int64(len(file.now)) {
		return
	}
	file.now = withLength(bytes.Clone(file.now), length)
	file.pending = append(file.pending, write{length: length, order: len(d.namings)})
	d.namings = append(d.namings, naming{})
	file.touched, file.sized = len(d.namings), len(d.namings)
}

func withLength(data []byte, length int64) []byte {
	if length <= int64(len(data)) {
		return data[:length]
	}
	return append(data, make([]byte, length-int64(len(data)))...)
}

func (d *Disk) name(change naming) {
	for name, file := range change {
		if _, known := d.since[name]; !known {
			d.since[name] = []*inode{d.names[name]}
		}
		d.since[name] = append(d.since[name], file)
		if file != nil {
			d.names[name] = file
		} else {
			delete(d.names, name)
		}
	}
	d.namings = append(d.namings, change)
	for name, file := range change {
		if file != nil {
			file.touched, file.sized = len(d.namings), len(d.namings)
		}
		if folder := d.names[path.Dir(name)]; folder != nil {
			folder.touched, folder.sized = len(d.namings), len(d.namings)
		}
	}
}

func (d *Disk) sync(h *handle, dataOnly bool) {
	if d.fault == NoSyncs || d.fault == NoFolderSyncs && h.file.folder || d.fault == NoDataSyncs && dataOnly {
		return
	}
	file := h.file
	file.durable, file.pending = file.now, nil
	upTo := file.touched
	if dataOnly {
		upTo = file.sized
	}
	for ; d.committed < upTo; d.committed++ {
		d.namings[d.committed].onto(d.durable)
	}
	if file.folder {
		maps.DeleteFunc(d.since, func(name string, _ []*inode) bool { return path.Dir(name) == h.name })
	}
}

func (n naming) onto(names naming) {
	for name, file := range n {
		if file != nil {
			names[name] = file
		} else {
			delete(names, name)
		}
	}
}

// State is what is on the disk after a cut, by names below the root; a folder's ends in /.
type State map[string][]byte

// Sum tells states apart.
func (s State) Sum() uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, name := range slices.Sorted(maps.Keys(s)) {
		_, _ = h.WriteString(name)
		_ = h.WriteByte(0)
		_, _ = h.Write(s[name])
	}
	return h.Sum64()
}

var seed = maphash.MakeSeed()

// Now is the state that a reader sees, as if all were on the disk.
func (d *Disk) Now() State {
	return d.state(d.names, func(file *inode) []byte { return file.now })
}

func (d *Disk) state(names naming, content func(*inode) []byte) State {
	out, read := State{}, map[*inode][]byte{}
	var there func(folder string) bool
	there = func(folder string) bool {
		return folder == d.root || names[folder] != nil && there(path.Dir(folder))
	}
	for name, file := range names {
		if name == d.root || !there(path.Dir(name)) {
			continue
		}
		short := strings.TrimPrefix(name, d.root+"/")
		if file.folder {
			out[short+"/"] = nil
			continue
		}
		if _, ok := read[file]; !ok {
			read[file] = content(file)
		}
		out[short] = read[file]
	}
	return out
}

// Every builds the states of a cut at this moment in which each write is there or not as a
// whole, if there are at most the number given; else it builds none.
func (d *Disk) Every(most int, each func(State)) {
	choices := d.everyNaming(most)
	for _, n := range choices {
		var open []*inode
		writes := 0
		for _, file := range n.names {
			if !slices.Contains(open, file) && len(file.pending) > 0 {
				open = append(open, file)
				writes += len(file.pending)
			}
		}
		if writes > 12 || len(choices)<<writes > most {
			return
		}
	}
	for _, n := range choices {
		var open []*inode
		writes := 0
		for _, name := range slices.Sorted(maps.Keys(n.names)) {
			if file := n.names[name]; !slices.Contains(open, file) && len(file.pending) > 0 {
				open = append(open, file)
				writes += len(file.pending)
			}
		}
		for bits := range 1 << writes {
			contents, bit := map[*inode][]byte{}, bits
			for _, file := range open {
				contents[file] = d.content(file, n.upTo, func(write) (how, *rand.Rand) {
					there := bit&1 == 1
					bit >>= 1
					if there {
						return whole, nil
					}
					return absent, nil
				})
			}
			each(d.state(n.names, func(file *inode) []byte {
				if data, ok := contents[file]; ok {
					return data
				}
				return file.durable
			}))
		}
	}
}

// named are names that may be on the disk, and up to which change lengths are.
type named struct {
	names naming
	upTo  int
}

func (d *Disk) everyNaming(most int) []named {
	if d.model == Ordered {
		out := []named{{maps.Clone(d.durable), d.committed}}
		for upTo := d.committed; upTo < len(d.namings) && len(out) <= most; upTo++ {
			names := maps.Clone(out[len(out)-1].names)
			d.namings[upTo].onto(names)
			out = append(out, named{names, upTo + 1})
		}
		return out
	}
	out := []named{{maps.Clone(d.names), len(d.namings)}}
	for _, name := range slices.Sorted(maps.Keys(d.since)) {
		var more []named
		for _, n := range out {
			for _, file := range d.since[name] {
				names := maps.Clone(n.names)
				naming{name: file}.onto(names)
				more = append(more, named{names, n.upTo})
			}
			if len(more) > most {
				return more
			}
		}
		out = more
	}
	return out
}

// Any builds one state of a cut at this moment at random: names and writes may be there or
// not, and writes be torn.
func (d *Disk) Any(chance *rand.Rand) State {
	names := maps.Clone(d.durable)
	upTo := d.committed
	if d.model == Ordered {
		for upTo < len(d.namings) && chance.IntN(4) > 0 {
			d.namings[upTo].onto(names)
			upTo++
		}
	} else {
		names = maps.Clone(d.names)
		usual := chance.IntN(3)
		for _, name := range slices.Sorted(maps.Keys(d.since)) {
			values := d.since[name]
			at := chance.IntN(len(values))
			if usual == 1 && chance.IntN(4) > 0 {
				at = len(values) - 1
			} else if usual == 2 && chance.IntN(4) > 0 {
				at = 0
			}
			naming{name: values[at]}.onto(names)
		}
	}
	// Mostly all or nothing, with one write that is otherwise: that is what finds faults.
	bias := chance.IntN(4)
	return d.state(names, func(file *inode) []byte {
		return d.content(file, upTo, func(write) (how, *rand.Rand) {
			kind := how(chance.IntN(int(garbage)))
			switch {
			case bias == 1 && chance.IntN(4) > 0:
				kind = whole
			case bias == 2 && chance.IntN(4) > 0:
				kind = absent
			case d.model == Strict && chance.IntN(8) == 0:
				kind = garbage
			}
			return kind, chance
		})
	})
}

// how much of a write is on the disk.
type how int

const (
	absent how = iota
	whole
	tornSectors // of 512 bytes
	tornBlocks  // of 4 KiB
	garbage     // sectors that hold anything
)

func (d *Disk) content(file *inode, upTo int, choose func(write) (how, *rand.Rand)) []byte {
	if len(file.pending) == 0 {
		return file.durable
	}
	data := bytes.Clone(file.durable)
	for _, w := range file.pending {
		kind, chance := choose(w)
		if w.data == nil {
			// A journal has lengths in the order of the names.
			if d.model == Ordered && w.order < upTo || d.model == Strict && kind != absent {
				data = withLength(data, w.length)
			}
			continue
		}
		size := int64(512)
		switch kind {
		case absent:
			continue
		case whole:
			data = put(data, w.at, w.data)
			continue
		case tornBlocks:
			size = 4096
		}
		for from := w.at; from < w.at+int64(len(w.data)); {
			to := min((from/size+1)*size, w.at+int64(len(w.data)))
			part := w.data[from-w.at : to-w.at]
			if chance.IntN(2) == 0 {
				if kind == garbage {
					part = make([]byte, len(part))
					for i := range part {
						part[i] = byte(chance.Uint32())
					}
				}
				data = put(data, from, part)
			} else if kind == garbage {
				data = put(data, from, part)
			}
			from = to
		}
	}
	return data
}

func put(data []byte, at int64, piece []byte) []byte {
	if end := at + int64(len(piece)); end > int64(len(data)) {
		data = append(data, make([]byte, end-int64(len(data)))...)
	}
	copy(data[at:], piece)
	return data
}
