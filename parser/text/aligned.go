package text

import "github.com/pbt-cli/pbt/parser/grid"

func alignedGrid(lines []line) *grid.Grid { return nil }
