import { readFileSync } from 'node:fs';

/**
 * What a JSON file holds.
 * @param {string} path
 * @returns {unknown} undefined where there is no such file, or one that was not written to its end
 */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
