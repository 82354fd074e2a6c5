// Package powercut is a model of a disk that loses its power, for tests: it takes what a
// process did to its files, call by call, and builds what may be on the disk if the power
// is cut after any of these calls.
package powercut

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Calls are the system calls that a trace must have, for strace -e trace=.
const Calls = "openat,close,lseek,read,write,pwrite64,ftruncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,link,linkat," +
	"unlink,unlinkat,mkdir,mkdirat,rmdir,copy_file_range,sendfile,splice,dup,dup3"

// call is one system call that was made, or a word that the process said in between.
type call struct {
	name   string
	args   []string
	result int64
}

// readTrace reads what strace -f -xx wrote. Calls that failed changed nothing and are left out.
func readTrace(from io.Reader) ([]call, error) {
	var calls []call
	begun := map[string]string{}
	lines := bufio.NewReaderSize(from, 1<<20)
	for {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			return calls, nil
		}
		if err != nil {
			return nil, err
		}
		process, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		text = strings.TrimSpace(text)
		if start, cut := strings.CutSuffix(text, "<unfinished ...>"); cut {
			begun[process] = strings.TrimSpace(start)
			if !strings.HasPrefix(start, "close(") {
				continue
			}
			// Another thread may get the same number before this one is back.
			text, begun[process] = strings.TrimSpace(start)+") = 0", ""
		}
		if _, rest, resumed := strings.Cut(text, " resumed>"); resumed && strings.HasPrefix(text, "<...") {
			text = begun[process] + " " + strings.TrimSpace(rest)
		}
		name, rest, ok := strings.Cut(text, "(")
		at := strings.LastIndex(rest, " = ")
		if !ok || at < 0 {
			continue // a signal or an end
		}
		args := strings.TrimSuffix(strings.TrimSpace(rest[:at]), ")")
		word, _, _ := strings.Cut(rest[at+3:], " ")
		result, err := strconv.ParseInt(word, 0, 64)
		if err != nil || result < 0 {
			continue
		}
		var c call
		for _, arg := range strings.Split(args, ",") {
			c.args = append(c.args, strings.TrimSpace(arg))
		}
		c.name, c.result = name, result
		calls = append(calls, c)
	}
}

// text is the n-th argument, a string that strace wrote in hexadecimal digits.
func (c call) text(n int) ([]byte, error) {
	if n >= len(c.args) || len(c.args[n]) < 2 || c.args[n][0] != '"' || !strings.HasSuffix(c.args[n], `"`) {
		return nil, fmt.Errorf("%s: argument %d is no whole string", c.name, n)
	}
	return hex.DecodeString(strings.ReplaceAll(c.args[n][1:len(c.args[n])-1], `\x`, ""))
}

// number is the n-th argument, -1 where it is none.
func (c call) number(n int) int64 {
	if n >= len(c.args) {
		return -1
	}
	number, err := strconv.ParseInt(c.args[n], 0, 64)
	if err != nil {
		return -1
	}
	return number
}
