import type { LiveWords } from '@hubscope/core/live';
import type { AlertWords } from './alerts.js';
import type { ChannelWords } from './channels.js';
import type { CommonWords } from './common.js';
import type { ImpactWords } from './impact.js';
import type { IncidentWords } from './incidents.js';
import type { LanguageWords } from './languages.js';
import type { RuleWords } from './rules.js';
import type { SilenceWords } from './silences.js';
import type { VerdictWords } from './verdict.js';

/** All words of the page: what another language has to bring. A key that is missing there is an error of types. */
export interface Translation {
  readonly alerts: AlertWords;
  readonly channels: ChannelWords;
  readonly common: CommonWords;
  readonly impact: ImpactWords;
  readonly incidents: IncidentWords;
  readonly languages: LanguageWords;
  readonly rules: RuleWords;
  readonly silences: SilenceWords;
  /** Shared with the terminal. */
  readonly told: LiveWords;
  readonly verdict: VerdictWords;
}
