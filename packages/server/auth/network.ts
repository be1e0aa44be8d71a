import ipaddr from 'ipaddr.js';

/** What of an IPv6 address names a network: whoever has one has every address in it. */
const networkBytes = 8;

/** Who an address is to those that count: itself, and of IPv6 its network of 64 bits. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const bytes = parsed.toByteArray().map((byte, at) => (at < networkBytes ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/64`;
}

/** Whether an address is of this very machine. */
export function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}
