export { Access, type AccessOptions } from './access.js';
export type { MadeSession } from './user-book.js';
