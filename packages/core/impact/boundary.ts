/**
 * How many standard errors the estimate may lie from the truth, at every look at once.
 *
 * The boundary is that of the mixture martingale for a regression coefficient with an unknown variance: a normal prior on the
 * effect, right-Haar priors on the level and the variance, both integrated out. It is the t-test's counterpart of the
 * normal mixture, exact for normal batches however few there are, and the errors of both stretches enter as one.
 * Sources: Lindon, Ham, Tingley, Bojinov, "Anytime-Valid Linear Models and Regression Adjusted Causal Inference in Randomized
 * Experiments" (2022), theorem 3.2; Lai, "On confidence sequences" (1976). With many degrees of freedom it is the boundary of
 * Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences" (2021).
 *
 * @param information precision of the estimate in batches: 1 / (1/n₁ + 1/n₂) for n₁ and n₂ batches of equal noise
 * @param tuned the information at which the boundary is narrowest
 * @param freedom degrees of freedom of the estimated variance
 * @param alpha the chance that the truth ever lies outside
 * @returns a multiple of the standard error; Infinity where there is too little to exclude anything
 */
export function boundary(information: number, tuned: number, freedom: number, alpha: number): number {
  if (!(information > 0) || !(freedom > 0)) return Infinity;
  const prior = tuned / tuning(alpha);
  const shrink = prior / (prior + information);
  const growth = Math.expm1((-2 * Math.log(alpha) - Math.log(shrink)) / (freedom + 1));
  const rest = 1 - shrink * (1 + growth);
  return rest > 0 ? Math.sqrt((freedom * growth) / rest) : Infinity;
}

/** Where the normal mixture is narrowest, as a multiple of its prior precision. Source: Waudby-Smith et al., appendix on ρ. */
function tuning(alpha: number): number {
  const twice = -2 * Math.log(alpha);
  return twice + Math.log(twice) + 1;
}
