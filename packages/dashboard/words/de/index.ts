import type { Translation } from '../translation.js';
import { alerts } from './alerts.js';
import { common } from './common.js';
import { languages } from './languages.js';
import { told } from './told.js';

export const german: Translation = { alerts, common, languages, told };
