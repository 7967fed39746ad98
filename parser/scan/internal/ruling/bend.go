package ruling

import "math"

// bend is a smooth displacement across, a product of Legendre polynomials along
// and across, that brings every curve to one level of its own.
type bend struct {
	degreeAlong, degreeAcross int
	// The box of the curves; outside it the bend goes on as at its edge.
	along, across [2]float64
	coefficients  []float64
	// residual is what is left of the curves' unevenness, moved the largest
	// displacement of a sample, both in pixels.
	residual, moved float64
}

const (
	leastCurves  = 3
	leastSamples = 40
	leastBox     = 50 // pixels
	// fitRounds is how often the fit weighs its samples anew: a sample far off by
	// outlier pixels counts half.
	fitRounds = 6
	outlier   = 1.5
	// stiffness makes high degrees dear.
	stiffness = 1e-5
	maxDegree = 8
)

// fitBend finds the bend of curves; it bends nothing where there are too few.
func fitBend(curves []curve, degreeAlong, degreeAcross int) *bend {
	b := &bend{degreeAlong: degreeAlong, degreeAcross: degreeAcross,
		along: [2]float64{math.Inf(1), math.Inf(-1)}, across: [2]float64{math.Inf(1), math.Inf(-1)}}
	samples := 0
	for _, c := range curves {
		samples += len(c.along)
		for i := range c.along {
			b.along = [2]float64{min(b.along[0], c.along[i]), max(b.along[1], c.along[i])}
			b.across = [2]float64{min(b.across[0], c.across[i]), max(b.across[1], c.across[i])}
		}
	}
	b.coefficients = make([]float64, degreeAlong*(degreeAcross+1))
	if len(curves) < leastCurves || samples < leastSamples ||
		b.along[1]-b.along[0] < leastBox || b.across[1]-b.across[0] < leastBox {
		b.along, b.across = [2]float64{0, 1}, [2]float64{0, 1}
		return b
	}
	fit := newFit(b, curves, samples)
	for range fitRounds {
		fit.solve(b)
		fit.weigh(b)
	}
	b.moved = fit.moved(b)
	return b
}

// basis fills in the polynomials at a place.
func (b *bend) basis(along, across float64, phi []float64) {
	var pa, pc [maxDegree + 1]float64
	legendre(unit(along, b.along), pa[:b.degreeAlong+1])
	legendre(unit(across, b.across), pc[:b.degreeAcross+1])
	k := 0
	for i := 1; i <= b.degreeAlong; i++ {
		for j := 0; j <= b.degreeAcross; j++ {
			phi[k] = pa[i] * pc[j]
			k++
		}
	}
}

// unit maps a range to -1…1 and what lies outside to its ends.
func unit(v float64, r [2]float64) float64 {
	return min(1, max(-1, 2*(v-r[0])/(r[1]-r[0])-1))
}

// legendre fills in the values of the Legendre polynomials at x.
func legendre(x float64, out []float64) {
	for n := range out {
		switch n {
		case 0:
			out[n] = 1
		case 1:
			out[n] = x
		default:
			out[n] = (float64(2*n-1)*x*out[n-1] - float64(n-1)*out[n-2]) / float64(n)
		}
	}
}

// at is the displacement at a place.
func (b *bend) at(along, across float64) float64 {
	var phi [maxDegree * (maxDegree + 1)]float64
	b.basis(along, across, phi[:])
	return dot(b.coefficients, phi[:])
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// fit is the least squares problem of a bend: the samples with the values of
// the polynomials at them, and their weights.
type fit struct {
	curves  []curve
	samples int
	phi     [][]float64
	weights []float64
}

func newFit(b *bend, curves []curve, samples int) *fit {
	f := &fit{curves: curves, samples: samples}
	n := len(b.coefficients)
	all := make([]float64, n*samples)
	for _, c := range curves {
		for i := range c.along {
			phi := all[:n:n]
			all = all[n:]
			b.basis(c.along[i], c.across[i], phi)
			f.phi = append(f.phi, phi)
			f.weights = append(f.weights, 1)
		}
	}
	return f
}

// solve sets the coefficients by the normal equations. Each curve's own level is
// unknown: only what differs from the curve's mean counts.
func (f *fit) solve(b *bend) {
	n := len(b.coefficients)
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n+1)
	}
	mean, diff := make([]float64, n), make([]float64, n)
	at := 0
	for _, c := range f.curves {
		weights, phi := f.weights[at:][:len(c.along)], f.phi[at:][:len(c.along)]
		at += len(c.along)
		level, sum := 0.0, 0.0
		clear(mean)
		for i, w := range weights {
			sum += w
			level += w * c.across[i]
			for j, v := range phi[i] {
				mean[j] += w * v
			}
		}
		if sum < 1e-9 {
			continue
		}
		for i, w := range weights {
			for j, v := range phi[i] {
				diff[j] = v - mean[j]/sum
			}
			y := c.across[i] - level/sum
			for r := range n {
				for s := r; s < n; s++ {
					m[r][s] += w * diff[r] * diff[s]
				}
				m[r][n] -= w * diff[r] * y
			}
		}
	}
	k := 0
	for i := 1; i <= b.degreeAlong; i++ {
		for j := 0; j <= b.degreeAcross; j++ {
			m[k][k] += stiffness * float64(f.samples) * float64((i-1)*(i-1)+j*j+1)
			k++
		}
	}
	for r := range n {
		for s := range r {
			m[r][s] = m[s][r]
		}
	}
	gauss(m, b.coefficients)
}

// weigh gives samples that lie far from their curve's level less weight.
func (f *fit) weigh(b *bend) {
	at := 0
	squares, all := 0.0, 0.0
	for _, c := range f.curves {
		weights, phi := f.weights[at:][:len(c.along)], f.phi[at:][:len(c.along)]
		at += len(c.along)
		level, sum := 0.0, 0.0
		for i, w := range weights {
			level += w * (c.across[i] + dot(b.coefficients, phi[i]))
			sum += w
		}
		if sum > 0 {
			level /= sum
		}
		for i := range weights {
			d := c.across[i] + dot(b.coefficients, phi[i]) - level
			weights[i] = 1 / (1 + d*d/(outlier*outlier))
			squares += weights[i] * d * d
			all += weights[i]
		}
	}
	if all > 0 {
		b.residual = math.Sqrt(squares / all)
	}
}

func (f *fit) moved(b *bend) float64 {
	most := 0.0
	for _, phi := range f.phi {
		most = max(most, math.Abs(dot(b.coefficients, phi)))
	}
	return most
}

// gauss solves the equations whose right side is the last column of m.
func gauss(m [][]float64, x []float64) {
	const tiny = 1e-12
	n := len(m)
	for i := range n {
		pivot := i
		for r := i + 1; r < n; r++ {
			if math.Abs(m[r][i]) > math.Abs(m[pivot][i]) {
				pivot = r
			}
		}
		m[i], m[pivot] = m[pivot], m[i]
		if math.Abs(m[i][i]) < tiny {
			continue
		}
		for r := i + 1; r < n; r++ {
			k := m[r][i] / m[i][i]
			for c := i; c <= n; c++ {
				m[r][c] -= k * m[i][c]
			}
		}
	}
	for i := n - 1; i >= 0; i-- {
		x[i] = 0
		if math.Abs(m[i][i]) < tiny {
			continue
		}
		sum := m[i][n]
		for c := i + 1; c < n; c++ {
			sum -= m[i][c] * x[c]
		}
		x[i] = sum / m[i][i]
	}
}
