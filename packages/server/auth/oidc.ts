import type * as client from 'openid-client';
import type { Clock } from '@hubscope/core/time';
import { HubscopeError, type OidcSettings, type Role } from '@hubscope/core/wire';
import { boundedFetch } from './bounded-fetch.js';
import { nameOf, roleOf, type Claims } from './claims.js';
import { digestOf, newSecret } from './secret.js';

/** How long somebody may take at the provider's, ms. */
const patienceMs = 600_000;
/** Who left for the provider in that time, in all and from one address. Past it the oldest have to begin anew, and the address has to wait. */
const maxLeft = 5000;
const maxFromAddress = 500;
/** Who is asked for at the provider's at once. */
const maxAsked = 20;
/** Unless said otherwise: how long the provider may take for one answer, s. */
const timeoutSeconds = 10;

/** Somebody whom the provider has told of. */
export interface Person {
  /** The same for as long as they are there, and of nobody else. */
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
}

interface Left {
  readonly address: string;
  /** Of the secret that the browser holds: who comes back is who went. */
  readonly browser: string;
  readonly verifier: string;
  readonly nonce: string;
  readonly until: number;
  /** They came back: a way is good once. */
  used: boolean;
}

/** Where somebody is sent, and what their browser is to keep until they are back. */
export interface Departure {
  readonly url: string;
  readonly browser: string;
}

interface Provider {
  readonly library: typeof client;
  readonly configuration: client.Configuration;
}

/** Why something failed, without what the other side sent: that may hold secrets. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const told = 'error' in error && typeof error.error === 'string' ? error.error : '';
  const cause = error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : '';
  // Codes of OAuth are of these letters alone (RFC 6749, section 5.2).
  const codes = [told, cause].filter((each) => /^\w{1,60}$/.test(each));
  return [error.message, ...codes].join(': ').slice(0, 300);
}

/**
 * Signing in by an OpenID provider: the authorization code flow with PKCE, state and nonce.
 * Source: OpenID Connect Core 1.0, section 3.1; RFC 9700 (best current practice).
 */
export class Oidc {
  /** By state, the oldest first. */
  readonly #left = new Map<string, Left>();
  #asked = 0;
  #provider: Promise<Provider> | null = null;

  constructor(
    readonly settings: OidcSettings,
    private readonly clock: Clock,
    /** Told why something between this server and the provider went wrong. */
    private readonly fault: (reason: string) => void,
    /** How long the provider may take for one answer, s. */
    private readonly timeout = timeoutSeconds,
  ) {}

  /** Sends somebody to the provider. @throws HubscopeError `provider_failed`, `too_many_requests` */
  async begin(address: string): Promise<Departure> {
    this.#prune();
    const fromHere = [...this.#left.values()].filter((each) => each.address === address).length;
    if (fromHere >= maxFromAddress) throw new HubscopeError('too_many_requests', undefined, 60);
    const { library, configuration } = await this.#known();
    const [state, nonce, verifier] = [
      library.randomState(),
      library.randomNonce(),
      library.randomPKCECodeVerifier(),
    ];
    const browser = newSecret('link');
    const url = library.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#callback(),
      scope: this.settings.scopes.join(' '),
      code_challenge: await library.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    const until = this.clock.now() + patienceMs;
    this.#left.set(state, { address, browser: digestOf(browser), verifier, nonce, until, used: false });
    const [oldest] = this.#left.size > maxLeft ? this.#left.keys() : [];
    if (oldest !== undefined) this.#left.delete(oldest);
    return { url: url.href, browser };
  }

  /**
   * Takes in somebody who comes back.
   * @param query of the address at which they came
   * @param browser what their browser kept
   * @param named told what they are called once the provider has said so, also where they are not let in then
   * @throws HubscopeError `sign_in_expired` where they did not leave from here, `sign_in_refused` by the provider, `provider_failed`,
   * `no_role`, `email_not_allowed`, `too_many_requests`
   */
  async finish(
    query: string,
    browser: string | undefined,
    named: (name: string) => void = () => undefined,
  ): Promise<Person> {
    this.#prune();
    const state = new URLSearchParams(query).get('state') ?? '';
    const left = this.#left.get(state);
    if (left === undefined || left.used || left.browser !== digestOf(browser ?? ''))
      throw new HubscopeError('sign_in_expired');
    if (this.#asked >= maxAsked) throw new HubscopeError('too_many_requests', undefined, timeoutSeconds);
    left.used = true;
    this.#asked += 1;
    try {
      const claims = await this.#claims(query, state, left);
      const name = nameOf(this.settings, claims);
      named(name);
      return {
        subject: `${this.settings.issuer} ${String(claims['sub'])}`,
        name,
        role: roleOf(this.settings, claims),
      };
    } finally {
      this.#asked -= 1;
    }
  }

  async #claims(query: string, state: string, { verifier, nonce }: Left): Promise<Claims> {
    const { library, configuration } = await this.#known();
    try {
      const tokens = await library.authorizationCodeGrant(
        configuration,
        new URL(`${this.#callback()}?${query}`),
        { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
      );
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('the provider sent no id token');
      if (configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
      // Many providers tell groups here only.
      return { ...(await library.fetchUserInfo(configuration, tokens.access_token, claims.sub)), ...claims };
    } catch (error) {
      const failed = this.#failed(error);
      throw error instanceof library.AuthorizationResponseError
        ? new HubscopeError('sign_in_refused')
        : failed;
    }
  }

  #callback(): string {
    return `${this.settings.url.replace(/\/+$/, '')}/api/v1/session/provider/callback`;
  }

  /** Asked once, and again where that failed. The library is loaded with the first one who signs in. */
  async #known(): Promise<Provider> {
    this.#provider ??= this.#discover().catch((error: unknown) => {
      this.#provider = null;
      throw this.#failed(error);
    });
    return this.#provider;
  }

  async #discover(): Promise<Provider> {
    const library = await import('openid-client');
    const { issuer, client_id, client_secret } = this.settings;
    const url = new URL(issuer);
    const configuration = await library.discovery(
      url,
      client_id,
      undefined,
      client_secret === null ? library.None() : library.ClientSecretBasic(client_secret),
      {
        timeout: this.timeout,
        [library.customFetch]: (address, { body, ...options }) =>
          boundedFetch(address, { ...options, ...(body === undefined ? {} : { body }) }),
        execute: [
          library.enableNonRepudiationChecks,
          // On loopback alone, as the configuration's schema has it.
          // eslint-disable-next-line @typescript-eslint/no-deprecated
          ...(url.protocol === 'http:' ? [library.allowInsecureRequests] : []),
        ],
      },
    );
    return { library, configuration };
  }

  #failed(error: unknown): HubscopeError {
    this.fault(reasonOf(error));
    return new HubscopeError('provider_failed');
  }

  #prune(): void {
    const now = this.clock.now();
    for (const [state, { until }] of this.#left) if (now >= until) this.#left.delete(state);
  }
}
