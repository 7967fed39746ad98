// Gen makes the table of the package pairs from a list of words with their
// frequencies: dict.txt of the npm package @node-rs/jieba.
package main

import (
	"bufio"
	"encoding/binary"
	"flag"
	"log"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// least is how often a pair stands in words before it is kept.
const least = 8

// tally counts characters and what follows them in words.
type tally struct {
	all, begin, end map[rune]float64
	pairs           map[[2]rune]float64
	words           float64
}

func main() {
	in := flag.String("words", "dict.txt", "list of words: word, frequency and kind on each line")
	out := flag.String("out", "pairs.bin", "file to write")
	flag.Parse()
	f, err := os.Open(*in)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	t := tally{map[rune]float64{}, map[rune]float64{}, map[rune]float64{}, map[[2]rune]float64{}, 0}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 {
			continue
		}
		n, err := strconv.ParseFloat(fields[1], 64)
		if err != nil {
			log.Fatalf("%q: %v", lines.Text(), err)
		}
		t.count([]rune(fields[0]), n)
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(*out, t.encode(), 0o644); err != nil {
		log.Fatal(err)
	}
}

// count adds a word that occurs n times.
func (t *tally) count(word []rune, n float64) {
	if slices.ContainsFunc(word, func(r rune) bool { return !unicode.Is(unicode.Han, r) || r > 0xffff }) {
		return
	}
	t.words += n
	t.begin[word[0]] += n
	t.end[word[len(word)-1]] += n
	for i, r := range word {
		t.all[r] += n
		if i > 0 {
			t.pairs[[2]rune{word[i-1], r}] += n
		}
	}
}

// encode writes the table: for each character that begins or ends words or stands
// in a pair its code, how rarely it begins a word, how rarely it ends one, and
// what follows it. Codes are written as differences, rarities as a byte.
func (t *tally) encode() []byte {
	follow := map[rune][]rune{}
	for p, n := range t.pairs {
		if n >= least {
			follow[p[0]] = append(follow[p[0]], p[1])
		}
	}
	var chars []rune
	for r, n := range t.all {
		if n >= least {
			chars = append(chars, r)
		}
	}
	slices.Sort(chars)
	var out []byte
	last := rune(0)
	for _, a := range chars {
		out = binary.AppendUvarint(out, uint64(a-last))
		last = a
		out = append(out, rarity(t.begin[a]/t.words), rarity(t.end[a]/t.all[a]))
		next := follow[a]
		slices.Sort(next)
		out = binary.AppendUvarint(out, uint64(len(next)))
		before := rune(0)
		for _, b := range next {
			out = binary.AppendUvarint(out, uint64(b-before))
			before = b
			out = append(out, rarity(t.pairs[[2]rune{a, b}]/t.all[a]))
		}
	}
	return out
}

// rarity is a probability as a byte: eighths of a power of two.
func rarity(p float64) byte {
	if p <= 0 {
		return math.MaxUint8
	}
	return byte(min(math.MaxUint8, -8*math.Log2(p)+0.5))
}
