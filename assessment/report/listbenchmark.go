package report

import (
	"fmt"

	"readycheck/assessment"
)

// TooFewForBenchmark says why there is no benchmark.
func TooFewForBenchmark(b assessment.Benchmark) string {
	return fmt.Sprintf("A benchmark needs the answers of at least %d businesses, so that it gives nobody away. Here are %d.", assessment.LeastForBenchmark, b.Businesses)
}

// BenchmarkLines say a benchmark in lines of a width: how many have each line in place, and where one
// client stands. They count, and name nobody.
func BenchmarkLines(set *assessment.Set, b assessment.Benchmark, width int) []string {
	here := b.Here >= 0
	over := fmt.Sprintf("%s of AI in %s.", assessment.Counted(b.Uses, "use", "uses"), assessment.Counted(b.Businesses, "business", "businesses"))
	blocks := []Block{Paragraph("Among your clients: " + over)}
	if here {
		others := fmt.Sprintf("This one has %s in place. Of the others %d have more, %d as many, and %d fewer.",
			assessment.Counted(b.Here, "line", "lines"), b.More, b.Same, b.Fewer)
		blocks = append(blocks, Paragraph(others))
	}
	for _, lens := range [...]assessment.Lens{assessment.Integration, assessment.Deployment} {
		var lines Bullets
		for i := range b.Lines {
			if item := &set.Items[i]; item.Lens == lens {
				lines = append(lines, item.Short+": "+benchmarkText(set, &b.Lines[i], here))
			}
		}
		blocks = append(blocks, Heading(set.Words.Lens(lens)), lines)
	}
	return Lines(blocks, width)
}

func benchmarkText(set *assessment.Set, l *assessment.BenchmarkLine, here bool) string {
	text := fmt.Sprintf("in place at %d of %d", l.InPlace, l.Known)
	if l.TooFew {
		text = "too few answers to say"
	}
	if here {
		text += ". Here: " + set.Words.Level(l.Here)
	}
	return text + "."
}
