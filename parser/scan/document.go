package scan

import (
	"context"
	"errors"
	"fmt"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/picture"
	"github.com/pbt-cli/pbt/schema"
)

// Read reads a picture file, each picture in it a page. The error is a
// *schema.ReadError where nothing could be read, or that of ctx.
func (r *Reader) Read(ctx context.Context, data []byte) (*grid.Document, error) {
	f, err := picture.Open(data, picture.Limits{})
	if err != nil {
		return nil, undecodable(err)
	}
	d := &grid.Document{Format: schema.FormatImage}
	var built page.Builder
	var first error
	for i := range f.Pages() {
		pic, err := f.Page(ctx, i)
		if err == nil {
			p := page.Page{Number: i + 1, Width: pic.Width, Height: pic.Height}
			if err := r.Page(ctx, pic, &p); err != nil && ctx.Err() == nil {
				return nil, err // the engine failed
			}
			if ctx.Err() == nil {
				built.Add(&p)
				if pic.Damaged {
					d.Problems = append(d.Problems, damagedPage(i+1))
				}
			}
		}
		if ctx.Err() != nil {
			if errors.Is(ctx.Err(), context.DeadlineExceeded) && !built.Empty() {
				d.Problems = append(d.Problems, late(i+1, f.Pages()).Finding())
				break
			}
			return nil, ctx.Err()
		}
		if err != nil {
			problem := undecodable(err).Finding()
			problem.At = &schema.Place{Page: i + 1}
			d.Problems = append(d.Problems, problem)
			if first == nil {
				first = err
			}
		}
	}
	if built.Empty() {
		return nil, undecodable(first)
	}
	if f.Cut() {
		d.Problems = append(d.Problems, tooManyPages().Finding())
	}
	d.Grids = built.Tables().Grids
	return d, nil
}

func undecodable(err error) *schema.ReadError {
	why := picture.Reason(err)
	return schema.ExtractImageOnly.Say(
		schema.Text{ZH: "图片无法读取：" + why.ZH, EN: "the picture cannot be read: " + why.EN},
		schema.Text{ZH: "请另存为 PNG 或 JPEG，或用文字版文件", EN: "save it as PNG or JPEG, or use a document with text"})
}

func damagedPage(page int) schema.Finding {
	f := schema.ExtractDamaged.Say(
		schema.Text{ZH: fmt.Sprintf("第 %d 页的图片已损坏，只读出了一部分", page), EN: fmt.Sprintf("the picture of page %d is damaged and was read in part", page)},
		schema.Text{ZH: "请重新取得该文件", EN: "get the file again"}).Finding()
	f.At = &schema.Place{Page: page}
	return f
}

func late(page, pages int) *schema.ReadError {
	return schema.ExtractTimeout.Say(
		schema.Text{ZH: fmt.Sprintf("读取超过时限：共 %d 页，读到第 %d 页为止", pages, page), EN: fmt.Sprintf("reading took too long: it ended with page %d of %d", page, pages)},
		schema.Text{ZH: "用 --timeout 放宽时限", EN: "allow more with --timeout"})
}

func tooManyPages() *schema.ReadError {
	return schema.ExtractLimit.Say(
		schema.Text{ZH: "图片页数超出读取上限，其后的页没有读取", EN: "the file has more pages than are read; those behind were not"},
		schema.Text{ZH: "请拆分文件", EN: "split the file"})
}
