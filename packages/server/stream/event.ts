import type { HubId } from '@hubscope/core/signal';
import type { ClosedSecond } from '@hubscope/core/window';
import type { Alert, HubStatus, ImpactView, Judgement, Marker } from '@hubscope/core/wire';

/** What happens to a hub, as the stages before the stream tell it. */
export type HubEvent =
  /** A second closed, or late data amended it (`closed.amended`). */
  | {
      readonly type: 'second';
      readonly closed: ClosedSecond;
      readonly status: HubStatus;
      readonly judgement: Judgement | null;
      /** The optimization score of this second (0–100); null or left out where it is unknown. */
      readonly score?: number | null;
    }
  /**
   * The hub's state outside of a closed second: it fell silent, it came back, an instance joined. `judgement`: what is concluded
   * meanwhile, as uptime goes on falling while a hub is silent; left out where nothing is.
   */
  | { readonly type: 'status'; readonly status: HubStatus; readonly judgement?: Judgement | null }
  /** An alert was acknowledged, or its rule changed. */
  | { readonly type: 'alert'; readonly alert: Alert }
  /** What a second did to the alerts of a hub. */
  | { readonly type: 'alerts'; readonly hub: HubId; readonly alerts: readonly Alert[] }
  | { readonly type: 'marker'; readonly marker: Marker }
  /** A marker was taken back. */
  | { readonly type: 'unmarked'; readonly marker: Marker }
  /** Other rules watch a hub. */
  | { readonly type: 'rules'; readonly hub: HubId }
  /** What is known of the change since the baseline. */
  | { readonly type: 'impact'; readonly impact: ImpactView };
