import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token, signed by the provider's key unless said otherwise. */
function token(claims: object, algorithm: string, key = pair.privateKey): string {
  const signed = `${part({ alg: algorithm, kid: 'k', typ: 'JWT' })}.${part(claims)}`;
  if (algorithm === 'none') return `${signed}.`;
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
}

type Answers = (response: ServerResponse) => void;

/** A provider of which each part can lie. As made it tells the truth, of Ada, who is of the staff. */
export class Liar {
  issuer = '';
  /** Claims of the id token in place of the true ones; undefined leaves one out. */
  claims: Record<string, unknown> = {};
  /** Parts of the discovery document in place of the true ones. */
  metadata: Record<string, unknown> = {};
  algorithm = 'RS256';
  /** Whether tokens are signed with a key that it does not publish. */
  forged = false;
  userinfo: Record<string, unknown> = {};
  /** Paths that are answered in another way. */
  readonly instead = new Map<string, Answers>();
  readonly asked: string[] = [];
  #nonce = '';
  readonly #server = createServer((request, response) => {
    const path = request.url ?? '';
    this.asked.push(path);
    request.resume();
    const answer = this.instead.get(path);
    if (answer !== undefined) answer(response);
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(this.#answer(path)));
  });

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.issuer = `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
    return this;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** What a person's browser comes back with from the address to which it was sent. */
  returning(url: string, over: Readonly<Record<string, string>> = {}): string {
    const { searchParams } = new URL(url);
    this.#nonce = searchParams.get('nonce') ?? '';
    const state = searchParams.get('state') ?? '';
    return new URLSearchParams({ code: 'c', state, iss: this.issuer, ...over }).toString();
  }

  #answer(path: string): object {
    const { issuer } = this;
    switch (path) {
      case '/.well-known/openid-configuration':
        return {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          authorization_response_iss_parameter_supported: true,
          ...this.metadata,
        };
      case '/keys':
        return {
          keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }],
        };
      case '/userinfo':
        return { sub: 'ada', ...this.userinfo };
      case '/token': {
        const now = Math.floor(Date.now() / 1000);
        const claims = {
          iss: issuer,
          aud: 'hubscope',
          sub: 'ada',
          iat: now,
          exp: now + 60,
          nonce: this.#nonce,
          preferred_username: 'Ada',
          groups: ['staff'],
          ...this.claims,
        };
        const key = this.forged ? stranger.privateKey : pair.privateKey;
        return { access_token: 'a', token_type: 'Bearer', id_token: token(claims, this.algorithm, key) };
      }
      default:
        return {};
    }
  }
}
