// Package level rebuilds the hierarchy of an indicator table (一级指标, 二级指标)
// from the labels that it prints: [Vocabulary] is the label tree of a form
// family, [Solve] finds which label speaks for which rows.
package level
