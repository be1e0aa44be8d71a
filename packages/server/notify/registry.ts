import { isIP } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import {
  HubscopeError,
  keptChannel,
  type ChannelAnswer,
  type ChannelSettings,
  type ChannelState,
  type NewChannel,
} from '@hubscope/core/wire';
import { bareHost, isInternal } from './http/address.js';
import { onlyOpenSecrets } from './secrets.js';

/** Channels that are kept beside the configuration's. */
const maxChannels = 100;
/** Settings that may be secrets. */
const secretFields: ReadonlySet<string> = new Set([
  'url',
  'secret',
  'authorization',
  'webhook',
  'bot_token',
  'password',
  'routing_key',
]);
/** Settings that say where a secret is sent. */
const targets = ['type', 'url', 'webhook', 'api_url', 'host', 'port', 'security'] as const;

/** A channel by its id. */
export interface Registered {
  readonly id: string;
  readonly source: 'file' | 'api';
  readonly settings: ChannelSettings;
}

/** What is shown of a channel: references as they are, of values only that they are there. */
export function shown({ id, source, settings }: Registered, state: ChannelState): ChannelAnswer {
  const fields = Object.entries(settings).map(([field, value]: [string, unknown]) => {
    const hidden = secretFields.has(field) && typeof value === 'object' && value !== null;
    return [field, hidden ? { stored: true } : value];
  });
  return { id, source, state, ...Object.fromEntries(fields) } as ChannelAnswer;
}

/** The host that a channel talks to, where its settings say it openly. */
function hostOf(settings: ChannelSettings): string | null {
  if (settings.type === 'email') return settings.host;
  const url = settings.type === 'slack' ? settings.api_url : settings.url;
  return typeof url === 'string' && URL.canParse(url) && /^https?:/i.test(url)
    ? bareHost(new URL(url).hostname)
    : null;
}

/** Every channel there is: the configuration's, which are read-only, and those made by API. */
export class Registry {
  readonly #channels = new Map<string, Registered>();

  /** @param folder the files that channels made by API may name as secrets */
  constructor(
    configured: readonly ChannelSettings[],
    private readonly folder: string,
  ) {
    this.setFile(configured);
  }

  /** Takes the configuration's channels in place of those before. */
  setFile(configured: readonly ChannelSettings[]): {
    readonly gone: string[];
    readonly changed: Registered[];
  } {
    const before = new Map(
      this.all().flatMap((each) => (each.source === 'file' ? [[each.id, each] as const] : [])),
    );
    const changed: Registered[] = [];
    for (const settings of configured) {
      const registered = { id: settings.name, source: 'file', settings } as const;
      if (!isDeepStrictEqual(before.get(registered.id)?.settings, settings)) changed.push(registered);
      before.delete(registered.id);
      this.#channels.set(registered.id, registered);
    }
    for (const id of before.keys()) this.#channels.delete(id);
    return { gone: [...before.keys()], changed };
  }

  /** Takes in a channel whose settings are on disk. */
  put(id: string, settings: ChannelSettings): Registered {
    const registered = { id, source: 'api', settings } as const;
    this.#channels.set(id, registered);
    return registered;
  }

  /** Lets a channel go. */
  delete(id: string): void {
    this.#channels.delete(id);
  }

  all(): Registered[] {
    return [...this.#channels.values()];
  }

  /** @throws HubscopeError `unknown_channel` */
  find(id: string): Registered {
    const found = this.#channels.get(id);
    if (found === undefined) throw new HubscopeError('unknown_channel');
    return found;
  }

  /** The settings of a new channel. @throws HubscopeError where it can't be made */
  checkNew(asked: NewChannel): ChannelSettings {
    if (this.all().filter(({ source }) => source === 'api').length >= maxChannels) {
      throw new HubscopeError('limit_reached', `At most ${String(maxChannels)} channels are kept.`);
    }
    return this.#checked(asked, null);
  }

  /** The settings that a channel would have. @throws HubscopeError where it can't be changed so */
  checkChanged(id: string, asked: NewChannel): ChannelSettings {
    return this.#checked(asked, this.checkOwn(id));
  }

  /** A channel that was made by API. @throws HubscopeError where there is none or it is the configuration's */
  checkOwn(id: string): Registered {
    const found = this.find(id);
    if (found.source === 'file') throw new HubscopeError('read_only_channel');
    return found;
  }

  #checked(asked: NewChannel, before: Registered | null): ChannelSettings {
    const settings = this.#withStored(asked, before?.settings ?? null);
    onlyOpenSecrets(settings, this.folder);
    if (this.all().some(({ id, settings: { name } }) => name === settings.name && id !== before?.id)) {
      throw new HubscopeError('name_taken', `A channel is called ${settings.name} already.`);
    }
    const host = hostOf(settings);
    const inside = host !== null && (host === 'localhost' || (isIP(host) !== 0 && isInternal(host)));
    if (inside && !settings.allow_internal) {
      throw new HubscopeError('internal_address', `${host} is refused unless allow_internal is true.`);
    }
    return settings;
  }

  /** Puts the values that are kept already where they are asked for, unless they would be sent somewhere else than before. */
  #withStored(asked: NewChannel, before: ChannelSettings | null): ChannelSettings {
    const old: Readonly<Record<string, unknown>> = { ...before };
    const filled: Record<string, unknown> = { ...asked };
    const stored = Object.entries(filled).filter(
      ([field, value]) =>
        secretFields.has(field) && typeof value === 'object' && value !== null && 'stored' in value,
    );
    for (const [field] of stored) {
      const value = old[field];
      if (typeof value !== 'object' || value === null) {
        throw new HubscopeError('invalid_request', `${field}: no value is stored.`);
      }
      filled[field] = value;
    }
    const moved = targets.some((field) => JSON.stringify(filled[field]) !== JSON.stringify(old[field]));
    const [first] = stored;
    if (first !== undefined && moved) {
      throw new HubscopeError(
        'invalid_request',
        `${first[0]}: give it again, since the channel goes somewhere else now.`,
      );
    }
    return keptChannel.parse(filled);
  }
}
