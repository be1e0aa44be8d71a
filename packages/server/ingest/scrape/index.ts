export { Scraper } from './scraper.js';
export type { TargetState } from './target.js';
