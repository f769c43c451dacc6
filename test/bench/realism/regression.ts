/**
 * Logistic regression with a quadratic penalty: which of two classes a row of numbers is of. Every row has a weight. Columns
 * are standardised by the rows that it learns from. Always the same steps from the same start, so always the same answer.
 */
export interface Model {
  /** By column, for values in standard deviations. */
  readonly weights: Float64Array
  /** Above 0: of the class that is true. */
  score(row: Float64Array): number
}

/** Of the mean loss; strong, because there are more columns than rows. */
const PENALTY = 0.05
const STEPS = 200
/** Standard deviations: one column that is out of all bounds decides nothing alone. */
const FARTHEST = 3

export function learn(rows: readonly Float64Array[], is: readonly boolean[], given: readonly number[]): Model {
  const total = given.reduce((sum, weight) => sum + weight, 0)
  const shares = given.map(weight => weight / total)
  const standard = standardisation(rows, shares)
  const inputs = rows.map(standard)
  const width = inputs[0]?.length ?? 0
  const step = 1 / (PENALTY + 0.25 * steepest(inputs, shares))
  let weights = new Float64Array(width)
  let ahead = weights
  let bias = 0
  let biasAhead = 0
  for (let k = 1; k <= STEPS; k++) {
    const gradient = ahead.map(weight => PENALTY * weight)
    let biasGradient = 0
    inputs.forEach((input, i) => {
      const error = shares[i]! * (logistic(dot(ahead, input) + biasAhead) - (is[i] ? 1 : 0))
      biasGradient += error
      for (let j = 0; j < width; j++) gradient[j]! += error * input[j]!
    })
    const next = ahead.map((weight, j) => weight - step * gradient[j]!)
    const biasNext = biasAhead - step * biasGradient
    const momentum = (k - 1) / (k + 2)
    ahead = next.map((weight, j) => weight + momentum * (weight - weights[j]!))
    biasAhead = biasNext + momentum * (biasNext - bias)
    weights = next
    bias = biasNext
  }
  return { weights, score: row => dot(weights, standard(row)) + bias }
}

/** A column that never varies has no standard deviation and says nothing. */
function standardisation(
  rows: readonly Float64Array[],
  shares: readonly number[],
): (row: Float64Array) => Float64Array {
  const width = rows[0]?.length ?? 0
  const means = new Float64Array(width)
  const variances = new Float64Array(width)
  rows.forEach((row, i) => {
    for (let j = 0; j < width; j++) means[j]! += shares[i]! * row[j]!
  })
  rows.forEach((row, i) => {
    for (let j = 0; j < width; j++) variances[j]! += shares[i]! * (row[j]! - means[j]!) ** 2
  })
  const bounded = (value: number): number => Math.max(-FARTHEST, Math.min(FARTHEST, value))
  return row =>
    row.map((value, j) => (variances[j]! < 1e-12 ? 0 : bounded((value - means[j]!) / Math.sqrt(variances[j]!))))
}

/** The largest eigenvalue of the inputs' second moments, by power iteration: how long a step may be. */
function steepest(inputs: readonly Float64Array[], shares: readonly number[]): number {
  let vector = new Float64Array(inputs[0]?.length ?? 0).fill(1)
  let length = 1
  for (let k = 0; k < 30; k++) {
    const next = new Float64Array(vector.length)
    inputs.forEach((input, i) => {
      const along = shares[i]! * dot(vector, input)
      for (let j = 0; j < next.length; j++) next[j]! += along * input[j]!
    })
    length = Math.sqrt(dot(next, next))
    if (length === 0) return 1
    vector = next.map(value => value / length)
  }
  // The bias is a column of ones.
  return 1.1 * length + 1
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x))
