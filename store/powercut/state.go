package powercut

import (
	"bytes"
	"hash/maphash"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
)

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
		if _, writes := n.open(); writes > 12 || len(choices)<<writes > most {
			return
		}
	}
	for _, n := range choices {
		open, writes := n.open()
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

// open are the files with writes that no sync has followed, and how many those are.
func (n named) open() (files []*inode, writes int) {
	for _, name := range slices.Sorted(maps.Keys(n.names)) {
		if file := n.names[name]; !slices.Contains(files, file) && len(file.pending) > 0 {
			files = append(files, file)
			writes += len(file.pending)
		}
	}
	return files, writes
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
		switch kind {
		case absent:
		case whole:
			data = put(data, w.at, w.data)
		default:
			data = w.torn(data, kind, chance)
		}
	}
	return data
}

// torn puts into data what is on the disk of a write that was cut off.
func (w write) torn(data []byte, kind how, chance *rand.Rand) []byte {
	size := int64(512)
	if kind == tornBlocks {
		size = 4096
	}
	for from := w.at; from < w.at+int64(len(w.data)); {
		to := min((from/size+1)*size, w.at+int64(len(w.data)))
		part := w.data[from-w.at : to-w.at]
		there := chance.IntN(2) == 0
		if there && kind == garbage {
			part = make([]byte, len(part))
			for i := range part {
				part[i] = byte(chance.Uint32())
			}
		}
		if there || kind == garbage {
			data = put(data, from, part)
		}
		from = to
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
