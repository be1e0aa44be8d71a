/** Exit codes that outside programs rely on. */
export const exitCodes = { done: 0, checkFailed: 1, badUsage: 2, unreachable: 3 } as const;
