/** The two-sided tail of the normal distribution beyond z, relative error below 2·10⁻⁷. Source: Press et al., "Numerical Recipes", erfcc. */
export function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  const coefficients = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  const series = coefficients.reduceRight((sum, each) => each + t * sum, 0);
  return t * Math.exp(-x * x + series);
}

/** The normal score with the same tail as a t of so many degrees of freedom. Source: Wallace (1959), within 0.02 from 3 degrees on. */
export function scoreOfT(t: number, freedom: number): number {
  return ((8 * freedom + 1) / (8 * freedom + 3)) * Math.sqrt(freedom * Math.log1p((t * t) / freedom));
}

/**
 * The chance that the greatest of all two-sample scores over the places of a series, none nearer to an end than `edge` of `length`,
 * exceeds z while nothing changes: the price of having searched.
 * Source: Siegmund, "Boundary crossing probabilities and statistical applications" (1986); Miller & Siegmund (1982).
 */
export function searchedTail(z: number, length: number, edge: number): number {
  const single = normalTail(z);
  const share = edge / length;
  if (z < 2 || share >= 0.5) return z < 2 ? 1 : single;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const places = 2 * Math.log((1 - share) / share);
  return Math.min(1, Math.max(single, density * ((z - 1 / z) * places + 4 / z)));
}
