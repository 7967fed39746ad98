package roles

import (
	"math"
	"sync"
)

// role is what a column is to the stage.
type role uint8

const (
	roleFirst  role = iota // the first level
	roleSecond             // the second level
	roleName
	roleTarget
	roleOp
	roleUnit
	roleOther
	rolesCount
)

// model is how often a column of a role holds cells of a class. It was set by
// hand on drawn tables; what a role does not list is as rare as smoothing.
var model = [rolesCount]map[class]float64{
	roleFirst:  {level1: .75, levelAny: .1, middle: .05, text: .04, short: .02, level2: .03},
	roleSecond: {level2: .7, levelAny: .15, level1: .03, middle: .05, text: .05, short: .01},
	roleName:   {text: .5, middle: .2, longQuantity: .02, prose: .01, qualitative: .2, short: .03, level2: .005, head: .01},
	roleTarget: {quantity: .55, qualitative: .17, deadline: .05, bare: .12, middle: .05, short: .03, longQuantity: .01, tick: .01},
	roleOp:     {comparator: .97},
	roleUnit:   {unit: .85, short: .06, qualitative: .01, middle: .02},
	roleOther: {bare: .12, prose: .12, text: .2, middle: .17, tick: .05, quantity: .1, qualitative: .05, deadline: .06, short: .05,
		serial: .04, comparator: .01, unit: .01, longQuantity: .03},
}

// ownWords is the same for level columns with words of their own (能力建设).
var ownWords = map[class]float64{middle: .4, text: .25, short: .15, qualitative: .06, unit: .03, head: .03, prose: .02}

const (
	// smooth is the share of cells of classes that a role does not list.
	smooth = .03
	// most is how many cells of a column count: a long table would drown all
	// other evidence.
	most = 8
	// vocabulary is the share of level columns that use the profiles' words.
	vocabulary = .85
)

func share(m map[class]float64, c class) float64 {
	return m[c]*(1-smooth) + smooth/float64(classes)
}

// weights are, for each class, the log odds of a cell under a role against any
// other column.
type weights [classes]float64

// weighed are the weights of the model.
var weighed = sync.OnceValue(func() *struct {
	roles [rolesCount]weights
	own   weights
} {
	out := new(struct {
		roles [rolesCount]weights
		own   weights
	})
	against := func(m map[class]float64) (w weights) {
		for c := range classes {
			w[c] = math.Log(share(m, c) / share(model[roleOther], c))
		}
		return w
	}
	for r := range rolesCount {
		out.roles[r] = against(model[r])
	}
	out.own = against(ownWords)
	return out
})

// odds is the log odds of counted cells under a role against any other column.
func odds(m *weights, counts *[classes]int, n int) float64 {
	if n == 0 {
		return 0
	}
	sum := 0.0
	for c, k := range counts {
		if k > 0 {
			sum += float64(k) * m[c]
		}
	}
	return sum / float64(n) * float64(min(n, most))
}

// levelOdds mixes the vocabulary and words of its own, by column: a column of
// the one with a cell of the other is neither.
func levelOdds(r role, counts *[classes]int, n int) float64 {
	a, b := odds(&weighed().roles[r], counts, n), odds(&weighed().own, counts, n)
	x := math.Max(a, b)
	return x + math.Log(vocabulary*math.Exp(a-x)+(1-vocabulary)*math.Exp(b-x))
}

// weighed are the roles of columns that the profiles know by name and that are
// no level, name or target.
var headRole = map[string]role{
	"level1": roleFirst, "level2": roleSecond, "level3": roleName, "level4": roleName, "name": roleName, "content": roleName,
	"value": roleTarget, "operator": roleOp, "unit": roleUnit, "nature": roleOp, "polarity": roleOp,
}
