import type { Translation } from '../translation.js';
import { alerts } from './alerts.js';
import { channels } from './channels.js';
import { common } from './common.js';
import { impact } from './impact.js';
import { incidents } from './incidents.js';
import { languages } from './languages.js';
import { rules } from './rules.js';
import { silences } from './silences.js';
import { told } from './told.js';
import { verdict } from './verdict.js';

export const german: Translation = {
  alerts,
  channels,
  common,
  impact,
  incidents,
  languages,
  rules,
  silences,
  told,
  verdict,
};
