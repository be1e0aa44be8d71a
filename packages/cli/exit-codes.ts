/** Exit codes that outside programs rely on. `broken`: of a server that met what nobody expected (sysexits.h: an internal software error). */
export const exitCodes = { done: 0, checkFailed: 1, badUsage: 2, unreachable: 3, broken: 70 } as const;
