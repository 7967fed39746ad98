package form

import (
	"reflect"
	"strconv"
	"sync"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/draw"
)

// Documents read one after another and at the same time under one memory are read
// as each is by itself.
func TestMemory(t *testing.T) {
	memory := new(Memory)
	var wg sync.WaitGroup
	for round := range 2 {
		for _, family := range draw.Families {
			in := &grid.Document{}
			for _, f := range draw.New(family, uint64(round)) {
				in.Grids = append(in.Grids, f.Grids...)
			}
			wg.Go(func() {
				alone, err := Read(t.Context(), in, Options{})
				if err != nil {
					t.Error(err)
				}
				for range 2 {
					if got, err := Read(t.Context(), in, Options{Memory: memory}); err != nil || !reflect.DeepEqual(got, alone) {
						t.Errorf("%s reads otherwise with a memory: %v", family, err)
					}
				}
			})
		}
	}
	wg.Wait()
	if len(memory.idle) == 0 {
		t.Error("no lexicon was kept")
	}
}

// A memory lets go of a lexicon that grew large, and keeps no prose.
func TestMemoryBounds(t *testing.T) {
	memory, profiles := new(Memory), Embedded()
	lex := memory.take(profiles, profiles.all)
	long := "为全面落实各项工作要求，按照年度计划组织开展监督检查、宣传培训、设施维护等工作，确保完成"
	prose, label := lex.Word(long), lex.Word("产出指标")
	if lex.Word(long) != prose {
		t.Error("a long text is read twice in one document")
	}
	memory.give(profiles, lex)
	if memory.take(profiles, profiles.all) != lex || lex.Word("产出指标") != label {
		t.Error("a short text is not kept")
	}
	if lex.Word(long) == prose {
		t.Error("prose is kept")
	}
	for i := range maxTexts + 1 {
		lex.Word(strconv.Itoa(i))
	}
	memory.give(profiles, lex)
	if memory.take(profiles, profiles.all) == lex {
		t.Error("a lexicon of many texts is kept")
	}
}
