package main

import (
	"os"
	"path/filepath"
	"time"

	"readycheck/assessment"
	"readycheck/store"
	"readycheck/tui"
)

func main() {
	s := store.New(os.Args[1], time.Now)
	log, _ := os.Create("/tmp/rc.log")
	err := tui.Run(tui.Options{Store: s, Set: assessment.Default, Theme: "auto", Now: time.Now, Log: log, Folder: filepath.Dir(os.Args[1])})
	s.Close()
	if err != nil {
		panic(err)
	}
}
