//go:build ignore

// Writes bcryptprimitives.dll, which Go's runtime asks for its random numbers and wine 8
// lacks: a library without any code, whose one function is advapi32's generator.
//
//	go run .ci/wine/shim.go FILE
package main

import (
	"encoding/binary"
	"log"
	"os"
)

const (
	headers    = 0x200
	section    = 0x1000
	name       = "bcryptprimitives.dll\x00"
	export     = "ProcessPrng\x00"
	forward    = "advapi32.SystemFunction036\x00"
	directory  = section
	addresses  = directory + 40
	names      = addresses + 4
	ordinals   = names + 4
	moduleName = ordinals + 4
	exportName = moduleName + len(name)
	target     = exportName + len(export)
	end        = target + len(forward)
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("name the file to write")
	}
	file := make([]byte, headers+0x200)
	put := binary.LittleEndian
	copy(file, "MZ")
	put.PutUint32(file[0x3c:], 0x40)
	pe := file[0x40:]
	copy(pe, "PE\x00\x00")
	put.PutUint16(pe[4:], 0x8664)  // x86-64
	put.PutUint16(pe[6:], 1)       // sections
	put.PutUint16(pe[20:], 240)    // size of the optional header
	put.PutUint16(pe[22:], 0x2022) // executable, large addresses, a library
	opt := pe[24:]
	put.PutUint16(opt[0:], 0x20b)
	put.PutUint64(opt[24:], 0x180000000)
	put.PutUint32(opt[32:], 0x1000)
	put.PutUint32(opt[36:], 0x200)
	put.PutUint16(opt[40:], 6)
	put.PutUint16(opt[48:], 6)
	put.PutUint32(opt[56:], 0x2000) // size of the image
	put.PutUint32(opt[60:], headers)
	put.PutUint16(opt[68:], 3)     // console
	put.PutUint16(opt[70:], 0x160) // may lie anywhere, no execution of data
	put.PutUint64(opt[72:], 0x100000)
	put.PutUint64(opt[80:], 0x1000)
	put.PutUint64(opt[88:], 0x100000)
	put.PutUint64(opt[96:], 0x1000)
	put.PutUint32(opt[108:], 16)
	put.PutUint32(opt[112:], directory)
	put.PutUint32(opt[116:], uint32(end-directory))
	sec := opt[240:]
	copy(sec, ".edata")
	put.PutUint32(sec[8:], uint32(end-section))
	put.PutUint32(sec[12:], section)
	put.PutUint32(sec[16:], 0x200)
	put.PutUint32(sec[20:], headers)
	put.PutUint32(sec[36:], 0x40000040)
	data := file[headers:]
	put.PutUint32(data[12:], moduleName)
	put.PutUint32(data[16:], 1)
	put.PutUint32(data[20:], 1)
	put.PutUint32(data[24:], 1)
	put.PutUint32(data[28:], addresses)
	put.PutUint32(data[32:], names)
	put.PutUint32(data[36:], ordinals)
	put.PutUint32(data[addresses-section:], uint32(target))
	put.PutUint32(data[names-section:], uint32(exportName))
	copy(data[moduleName-section:], name)
	copy(data[exportName-section:], export)
	copy(data[target-section:], forward)
	if err := os.WriteFile(os.Args[1], file, 0o600); err != nil {
		log.Fatal(err)
	}
}
