package workshop

import (
	"fmt"
	"net/netip"
	"strings"
)

// Address reads where a workshop is to be reached: this computer alone where nothing is
// named, or one address of it in a local network. Addresses that the internet could reach
// are refused, and so is "everywhere"; the sentence names this computer's own that would do.
func Address(listen string, own ...netip.Addr) (netip.Addr, error) {
	if listen == "" {
		return netip.AddrFrom4([4]byte{127, 0, 0, 1}), nil
	}
	address, err := netip.ParseAddr(strings.Trim(listen, "[]"))
	switch {
	case err != nil:
		return address, Refusal(fmt.Sprintf("%q is no address. Name one of this computer, such as 192.168.1.20.%s", listen, named(own)))
	case address.IsUnspecified():
		return address, Refusal("That is every network this computer is in. Name one address." + named(own))
	case !address.IsLoopback() && !address.IsPrivate() && !address.IsLinkLocalUnicast():
		return address, Refusal("That address can be reached from the internet. A workshop is for one room: name an address in its local network." + named(own))
	}
	return address, nil
}

// named says which addresses these are.
func named(own []netip.Addr) string {
	if len(own) == 0 {
		return ""
	}
	var names []string
	for _, address := range own {
		names = append(names, address.String())
	}
	return " This computer has " + strings.Join(names, ", ") + "."
}
