/* What of telemetry that came lately is remembered for a mapping's preview, at every door. */

/** What arrived this long ago is still told of, ms. */
export const latelyMs = 60_000;

/** How often what came before is looked at once more, ms: what comes steadily is seen in each minute, however its arrivals fall. */
export const lookAgainMs = 30_000;

/** How often room is made for other names, where there is none, ms. */
export const makeRoomMs = 5000;

/** Series of a metric that are told of, and how much they say, characters. */
export const mostSamples = 20;
export const mostText = 8192;
