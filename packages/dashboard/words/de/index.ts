import type { Translation } from '../translation.js';
import { alerts } from './alerts.js';
import { attention } from './attention.js';
import { calls } from './calls.js';
import { channels } from './channels.js';
import { charts } from './charts.js';
import { common } from './common.js';
import { connect } from './connect.js';
import { doctor } from './doctor.js';
import { heatmap } from './heatmap.js';
import { hubs } from './hubs.js';
import { impact } from './impact.js';
import { incidents } from './incidents.js';
import { languages } from './languages.js';
import { mark } from './mark.js';
import { notFound } from './not-found.js';
import { notes } from './notes.js';
import { page } from './page.js';
import { palette } from './palette.js';
import { ownCharts } from './own-charts.js';
import { rules } from './rules.js';
import { seconds } from './seconds.js';
import { shares } from './shares.js';
import { signIn } from './sign-in.js';
import { silences } from './silences.js';
import { told } from './told.js';
import { tour } from './tour.js';
import { verdict } from './verdict.js';

export const german: Translation = {
  alerts,
  attention,
  calls,
  channels,
  charts,
  common,
  connect,
  doctor,
  heatmap,
  hubs,
  impact,
  incidents,
  languages,
  mark,
  notFound,
  notes,
  page,
  palette,
  ownCharts,
  rules,
  seconds,
  shares,
  signIn,
  silences,
  told,
  tour,
  verdict,
};
