import type { LiveWords } from '@hubscope/core/live';
import type { AlertWords } from './alerts.js';
import type { CommonWords } from './common.js';
import type { LanguageWords } from './languages.js';

/** All words of the page: what another language has to bring. A key that is missing there is an error of types. */
export interface Translation {
  readonly alerts: AlertWords;
  readonly common: CommonWords;
  readonly languages: LanguageWords;
  /** Shared with the terminal. */
  readonly told: LiveWords;
}
