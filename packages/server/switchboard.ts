import { hubId, type HubId } from '@hubscope/core/signal';
import type { Clock } from '@hubscope/core/time';
import { HubscopeError, hubSwitch, type SwitchesAnswer, type SwitchTurn } from '@hubscope/core/wire';
import { z } from 'zod';
import type { HubSwitches, Markers } from './api/index.js';

/** How long a control port may take, ms. */
const patienceMs = 2000;
/** Answers of a control port are small: what is longer is none, characters. */
const longestAnswer = 65_536;

/** What a control port says of itself at `/about`. */
const about = z.object({ hub: z.string().min(1).max(200), switches: z.array(hubSwitch).max(50) });
type About = z.infer<typeof about>;

/**
 * Turns the switches of hubs that have a control port of their own: the sample hub beside this server. A hub is asked each time, so
 * that what is shown is how its switches are, whoever turned them.
 */
export class Switchboard implements HubSwitches {
  #control: URL | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly markers: Pick<Markers, 'create'>,
  ) {}

  /** @param control where the control port of the sample hub is; null: it has gone */
  connect(control: string | null): void {
    this.#control = control === null ? null : new URL(control);
  }

  async list(hub: HubId): Promise<SwitchesAnswer> {
    const control = this.#control;
    if (control === null) return { hub, switches: [] };
    const said = await this.#about(control);
    return { hub, switches: hubId(said.hub) === hub ? said.switches : [] };
  }

  async turn(hub: HubId, { name, on }: SwitchTurn): Promise<SwitchesAnswer> {
    const { switches } = await this.list(hub);
    const control = this.#control;
    const known = switches.find((each) => each.name === name);
    if (control === null || known === undefined) {
      throw new HubscopeError('unknown_switch', `${hub} has no switch ${JSON.stringify(name)}.`);
    }
    if (known.on === on) return { hub, switches };
    await said(new URL('/switches', control), { method: 'POST', body: JSON.stringify({ [name]: on }) });
    // Once it is turned: what comes after this moment is all of the new kind.
    await this.markers.create(hub, `${name} ${on ? 'on' : 'off'}`, this.clock.now());
    return this.list(hub);
  }

  async #about(control: URL): Promise<About> {
    const answer = about.safeParse(await said(new URL('/about', control)));
    if (answer.success) return answer.data;
    throw new HubscopeError(
      'switches_unavailable',
      'The hub’s control port answered what is not understood.',
    );
  }
}

/** What a control port answers. @throws HubscopeError `switches_unavailable` */
async function said(url: URL, init: RequestInit = {}): Promise<unknown> {
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(patienceMs) });
    const text = await answer.text();
    if (answer.ok && text.length <= longestAnswer) return JSON.parse(text);
  } catch {
    // Whatever went wrong between here and there, the one who asked hears the same.
  }
  throw new HubscopeError('switches_unavailable');
}
