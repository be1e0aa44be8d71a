/** What arrived this long ago is still told of in a mapping's preview, ms. */
export const latelyMs = 60_000;

/** How often what came before is looked at once more, ms: what comes steadily is seen in each minute, however its arrivals fall. */
export const lookAgainMs = 30_000;
