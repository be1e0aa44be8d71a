import { readFileSync } from 'node:fs';

/**
 * What a JSON text holds.
 * @param {string} text
 * @returns {unknown}
 */
export function parseJson(text) {
  return JSON.parse(text);
}

/**
 * What a JSON file holds.
 * @param {string} path
 * @returns {unknown} undefined where there is no such file, or one that was not written to its end
 */
export function readJson(path) {
  try {
    return parseJson(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
