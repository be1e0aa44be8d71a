export { apiServerOptions, createApi } from './api.js';
export { dashboard, type DashboardOptions } from './dashboard.js';
export { guardHosts, isLoopbackHost } from './hosts.js';
export { originPolicy, type OriginOptions } from './origins.js';
export type * from './ports.js';
export { expectedError, problemOf, problemType, sendProblem } from './problem.js';
