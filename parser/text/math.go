package text

import (
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// OCR tools that write Markdown set comparators and signs in TeX: $\geq 95\%$.
var (
	inlineMath = pattern.MustCompile(`\$([^$\n]+)\$|\\\(([^\n]+?)\\\)`)
	// escape is a sign that needs no escape where it is printed: 92\%.
	escape  = pattern.MustCompile(`\\([%#&_~<>])`)
	command = pattern.MustCompile(`\\(?:[A-Za-z]+|[%$#&_{} ,;!])`)
)

// maxFormula is the most bytes between two signs of TeX: more is two stray signs.
const maxFormula = 120

// commands are the TeX commands that stand for one printed character. A command
// that is not here leaves the whole formula as printed.
var commands = map[string]string{
	`\geq`: "≥", `\ge`: "≥", `\geqslant`: "≥", `\leq`: "≤", `\le`: "≤", `\leqslant`: "≤",
	`\gt`: ">", `\lt`: "<", `\neq`: "≠", `\ne`: "≠", `\approx`: "≈", `\pm`: "±", `\times`: "×", `\div`: "÷", `\sim`: "~",
	`\%`: "%", `\$`: "$", `\#`: "#", `\&`: "&", `\_`: "_", `\cdot`: "·", `\circ`: "°", `\permil`: "‰",
	`\square`: "□", `\Box`: "□", `\checkmark`: "√", `\boxtimes`: "☒", `\boxdot`: "☑", `\blacksquare`: "■",
	`\ `: " ", `\,`: "", `\;`: "", `\!`: "", `\quad`: " ", `\left`: "", `\right`: "",
	`\text`: "", `\mathrm`: "", `\mathbf`: "", `\textbf`: "", `\mathsf`: "", `\rm`: "", `\bf`: "",
}

// plainMath writes the formulas of a cell as they were printed on the form and
// lists the change.
func plainMath(c *grid.Cell) {
	if !strings.Contains(c.Text, `\`) {
		return
	}
	plain := inlineMath.ReplaceAllStringFunc(c.Text, func(m string) string {
		sub := inlineMath.FindStringSubmatch(m)
		if out, ok := plainFormula(sub[1] + sub[2]); ok {
			return out
		}
		return m
	})
	if !strings.Contains(plain, "$") {
		plain = escape.ReplaceAllString(plain, "$1")
	}
	if plain == c.Text {
		return
	}
	c.Note(append(c.Repairs(), schema.Repair{From: c.Text, To: plain, Why: "tex-formula", Confidence: 1}), c.Doubts())
	c.Text = plain
}

func plainFormula(s string) (string, bool) {
	if len(s) > maxFormula || !strings.Contains(s, `\`) {
		return "", false
	}
	known := true
	s = command.ReplaceAllStringFunc(s, func(m string) string {
		out, ok := commands[m]
		known = known && ok
		return out
	})
	s = strings.NewReplacer("{", "", "}", "", "^", "").Replace(s)
	if !known || strings.Contains(s, `\`) {
		return "", false
	}
	// TeX sets no space of the source: digits that OCR wrote apart are one number.
	return strings.ReplaceAll(strings.TrimSpace(s), " ", ""), true
}
