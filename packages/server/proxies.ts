import type { ClientAddress } from '@hubscope/core/access';
import proxyAddr from '@fastify/proxy-addr';
import type { IncomingMessage } from 'node:http';
import { ConfigError } from './config/load.js';

type Trusts = ReturnType<typeof proxyAddr.compile>;

/**
 * Whether an address is a trusted proxy's.
 * @param trusted addresses, or networks of them
 * @throws ConfigError where one is neither
 */
function trustOf(trusted: readonly string[]): Trusts {
  try {
    return proxyAddr.compile([...trusted]);
  } catch (error) {
    throw new ConfigError(`trusted_proxies: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * The same of a list that may become another.
 * @param trusted asked each time
 * @throws ConfigError, also when it is made, where one is neither an address nor a network
 */
export function trustedProxies(trusted: () => readonly string[]): Trusts {
  let known = trusted();
  let trusts = trustOf(known);
  return (address, hop) => {
    if (trusted() !== known) {
      known = trusted();
      trusts = trustOf(known);
    }
    return trusts(address, hop);
  };
}

/**
 * Believes the header where the connection comes from a trusted proxy, as Fastify does for its requests: for doors that are none of its.
 * @param trusted as of {@link trustedProxies}
 * @throws ConfigError
 */
export function clientAddresses(trusted: () => readonly string[]): ClientAddress {
  const trusts = trustedProxies(trusted);
  return (connection, forwardedFor) => {
    const shown = { socket: { remoteAddress: connection }, headers: { 'x-forwarded-for': forwardedFor } };
    return proxyAddr(shown as unknown as IncomingMessage, trusts);
  };
}
