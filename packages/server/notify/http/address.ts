import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address that a name stands for. */
export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Finds all addresses of a name. Production asks the system. */
export type Resolve = (name: string) => Promise<readonly Address[]>;

/** The target is an address of this machine or of a private network. */
export class InternalAddress extends Error {
  override readonly name = 'InternalAddress';

  constructor(name: string, address: string) {
    super(
      name === address
        ? `${name} is an internal address: it is refused unless allow_internal is true`
        : `${name} is at ${address}, an internal address: it is refused unless allow_internal is true`,
    );
  }
}

export const systemResolve: Resolve = async (name) => {
  const found = await systemLookup(name, { all: true, verbatim: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/**
 * Whether an address is none of the public internet's: loopback, private, link-local (where clouds keep their metadata), multicast,
 * reserved, or one of those dressed as IPv6 (mapped, NAT64, 6to4, Teredo).
 */
export function isInternal(address: string): boolean {
  if (!ipaddr.isValid(address)) return true;
  return ipaddr.process(address).range() !== 'unicast';
}

/** The host of a URL as the resolver takes it: without the brackets of IPv6. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

/**
 * The addresses to connect to. They are asked for once and the connection is made to these, so that a name can't stand for
 * another address when it counts (DNS rebinding).
 * @throws InternalAddress where one of them is internal and that is not allowed
 */
export async function addressesOf(
  host: string,
  allowInternal: boolean,
  resolve: Resolve,
): Promise<readonly Address[]> {
  const family = isIP(host);
  const found: readonly Address[] =
    family === 0 ? await resolve(host) : [{ address: host, family: family === 6 ? 6 : 4 }];
  const [first] = found;
  if (first === undefined) throw new Error(`${host} has no address`);
  const inside = allowInternal ? undefined : found.find(({ address }) => isInternal(address));
  if (inside !== undefined) throw new InternalAddress(host, inside.address);
  return found;
}
