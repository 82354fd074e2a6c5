package workshop

import (
	"fmt"
	"net"
	"net/netip"
	"strings"

	"rsc.io/qr"
)

// Address reads where a workshop is to be reached: this computer alone where nothing is
// named, or one address of it in a local network. Addresses that the internet could reach
// are refused, and so is "everywhere".
func Address(listen string) (netip.Addr, error) {
	if listen == "" {
		return netip.AddrFrom4([4]byte{127, 0, 0, 1}), nil
	}
	address, err := netip.ParseAddr(strings.Trim(listen, "[]"))
	switch {
	case err != nil:
		return address, refusal(fmt.Sprintf("%q is no address. Name one of this computer, such as 192.168.1.20.%s", listen, ownAddresses()))
	case address.IsUnspecified():
		return address, refusal("That is every network this computer is in. Name one address." + ownAddresses())
	case !address.IsLoopback() && !address.IsPrivate() && !address.IsLinkLocalUnicast():
		return address, refusal("That address can be reached from the internet. A workshop is for one room: name an address in its local network." + ownAddresses())
	}
	return address, nil
}

// ownAddresses says which addresses this computer has in local networks.
func ownAddresses() string {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return ""
	}
	var own []string
	for _, a := range all {
		if prefix, err := netip.ParsePrefix(a.String()); err == nil && prefix.Addr().IsPrivate() {
			own = append(own, prefix.Addr().String())
		}
	}
	if len(own) == 0 {
		return ""
	}
	return " This computer has " + strings.Join(own, ", ") + "."
}

// picture is a text as a QR code, two rows in a line. A block is light, as on paper.
func picture(text string) []string {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return nil
	}
	const quiet = 2
	light := func(x, y int) bool { return !code.Black(x, y) }
	var lines []string
	for y := -quiet; y < code.Size+quiet; y += 2 {
		var line strings.Builder
		for x := -quiet; x < code.Size+quiet; x++ {
			switch upper, lower := light(x, y), y+1 < code.Size+quiet && light(x, y+1); {
			case upper && lower:
				line.WriteRune('█')
			case upper:
				line.WriteRune('▀')
			case lower:
				line.WriteRune('▄')
			default:
				line.WriteRune(' ')
			}
		}
		lines = append(lines, line.String())
	}
	return lines
}
