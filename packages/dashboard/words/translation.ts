import type { LiveWords } from '@hubscope/core/live';
import type { AlertWords } from './alerts.js';
import type { AttentionWords } from './attention.js';
import type { CallWords } from './calls.js';
import type { ChannelWords } from './channels.js';
import type { ChartWords } from './charts.js';
import type { CommonWords } from './common.js';
import type { ConnectWords } from './connect.js';
import type { DoctorWords } from './doctor.js';
import type { HeatmapWords } from './heatmap.js';
import type { HubsWords } from './hubs.js';
import type { ImpactWords } from './impact.js';
import type { IncidentWords } from './incidents.js';
import type { LanguageWords } from './languages.js';
import type { MarkWords } from './mark.js';
import type { NotFoundWords } from './not-found.js';
import type { NoteWords } from './notes.js';
import type { PageWords } from './page.js';
import type { PaletteWords } from './palette.js';
import type { OwnChartWords } from './own-charts.js';
import type { RuleWords } from './rules.js';
import type { SecondsWords } from './seconds.js';
import type { ShareWords } from './shares.js';
import type { SignInWords } from './sign-in.js';
import type { SilenceWords } from './silences.js';
import type { TourWords } from './tour.js';
import type { VerdictWords } from './verdict.js';

/** All words of the page: what another language has to bring. A key that is missing there is an error of types. */
export interface Translation {
  readonly alerts: AlertWords;
  readonly attention: AttentionWords;
  readonly calls: CallWords;
  readonly channels: ChannelWords;
  readonly charts: ChartWords;
  readonly common: CommonWords;
  readonly connect: ConnectWords;
  readonly doctor: DoctorWords;
  readonly heatmap: HeatmapWords;
  readonly hubs: HubsWords;
  readonly impact: ImpactWords;
  readonly incidents: IncidentWords;
  readonly languages: LanguageWords;
  readonly mark: MarkWords;
  readonly notFound: NotFoundWords;
  readonly notes: NoteWords;
  readonly page: PageWords;
  readonly palette: PaletteWords;
  readonly ownCharts: OwnChartWords;
  readonly rules: RuleWords;
  readonly tour: TourWords;
  readonly seconds: SecondsWords;
  readonly shares: ShareWords;
  readonly signIn: SignInWords;
  readonly silences: SilenceWords;
  /** Shared with the terminal. */
  readonly told: LiveWords;
  readonly verdict: VerdictWords;
}
