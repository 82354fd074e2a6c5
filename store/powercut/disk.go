package powercut

import (
	"bytes"
	"maps"
	"path"
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
