import type { ClientAddress } from '@hubscope/core/access';
import proxyAddr from '@fastify/proxy-addr';
import type { IncomingMessage } from 'node:http';
import { ConfigError } from './config/load.js';

/**
 * Believes the header where the connection comes from a trusted proxy, as Fastify does for its requests: for doors that are none of its.
 * @param trusted addresses, or networks of them
 * @throws ConfigError where one is neither
 */
export function clientAddresses(trusted: readonly string[]): ClientAddress {
  if (trusted.length === 0) return (connection) => connection;
  let trusts: ReturnType<typeof proxyAddr.compile>;
  try {
    trusts = proxyAddr.compile([...trusted]);
  } catch (error) {
    throw new ConfigError(`trusted_proxies: ${error instanceof Error ? error.message : String(error)}`);
  }
  return (connection, forwardedFor) => {
    const shown = { socket: { remoteAddress: connection }, headers: { 'x-forwarded-for': forwardedFor } };
    return proxyAddr(shown as unknown as IncomingMessage, trusts);
  };
}
