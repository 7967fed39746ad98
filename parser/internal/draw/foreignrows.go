package draw

// Skeletons whose rows are not all indicators, or whose labels are not all said.

// plainHeads are the words of heads that every family knows.
var plainHeads = []string{"一级指标", "二级指标", "三级指标", "指标值"}

// rowKinds draws the skeletons of this file.
func (l *layouter) rowKinds() {
	for i, head := range plainHeads {
		l.cols[i].heads = []string{head}
	}
	switch l.kind {
	case "remarks":
		l.cols = l.cols[:4]
		l.heads(0)
		l.remarked()
	case "level-rows":
		l.cols = l.cols[2:4]
		l.cols[0].heads = []string{"指标名称"}
		l.heads(0)
		l.levelRows()
	case "both-levels":
		l.bothLevels()
		l.heads(0)
		l.fill(0, 0, len(l.rows))
	case "ditto":
		l.heads(0)
		l.dittos()
	}
}

// remarked writes the rows with a remark below each, across name and target.
func (l *layouter) remarked() {
	remark := pick(l.drawer, []string{"说明：数据取自业务台账", "备注：以验收资料为准", "按季汇总，年末核对"})
	for j, c := range l.cols {
		for i := 0; i < len(l.rows); {
			end := l.run(c, i, len(l.rows))
			high := 1
			if c.level > 0 {
				high = 2 * (end - i)
			}
			l.put(l.at+2*i, j, c.text(i), high, 1)
			i = end
		}
	}
	for i := range l.rows {
		l.put(l.at+2*i+1, 2, remark, 1, 2)
	}
	l.at += 2 * len(l.rows)
}

// levelRows writes each level on a row of its own, in the column of the names.
func (l *layouter) levelRows() {
	for i, r := range l.rows {
		if i == 0 || r.l1 != l.rows[i-1].l1 {
			l.put(l.at, 0, r.l1, 1, 1)
			l.at++
		}
		if i == 0 || r.l1 != l.rows[i-1].l1 || r.l2 != l.rows[i-1].l2 {
			l.put(l.at, 0, "　"+r.l2, 1, 1)
			l.at++
		}
		l.put(l.at, 0, "　　"+l.cols[0].text(i), 1, 1)
		l.put(l.at, 1, l.cols[1].text(i), 1, 1)
		l.at++
	}
}

// bothLevels puts the two levels of a row in one column.
func (l *layouter) bothLevels() {
	mark := pick(l.drawer, []string{"—", "-", "/", "\n"})
	both := layoutColumn{[]string{pick(l.drawer, []string{"指标类型", "一级指标"})}, 2, func(i int) string { return l.rows[i].l1 + mark + l.rows[i].l2 }}
	l.cols = append([]layoutColumn{both}, l.cols[2:]...)
}

// dittos writes the rows with marks where a label goes on.
func (l *layouter) dittos() {
	mark := pick(l.drawer, []string{"〃", "同上", "″"})
	for i := range l.rows {
		for j, c := range l.cols {
			text := c.text(i)
			if c.level > 0 && i > 0 && l.run(c, i-1, len(l.rows)) > i {
				text = mark
			}
			l.put(l.at, j, text, 1, 1)
		}
		l.at++
	}
}
