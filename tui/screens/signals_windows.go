package screens

import "os"

// hangupSignals come when the terminal goes away; Windows sends none of them.
var hangupSignals = []os.Signal{os.Interrupt}
