import { createSocket, type Socket } from 'node:dgram';
import dns, { type LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { candidatesOf, Names, type NamesOptions } from './names.js';

/** What a server of names knows: an address, nothing (null), or it never answers (undefined). */
type Zone = (name: string, type: 'A' | 'AAAA') => string | null | undefined;

/** A server of names, RFC 1035 as far as a test needs it. */
async function serverOfNames(zone: Zone): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (asked, { port, address }) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = asked[at] ?? 0; length > 0; length = asked[at] ?? 0) {
      labels.push(asked.toString('latin1', at + 1, at + 1 + length));
      at += length + 1;
    }
    const known = zone(labels.join('.'), asked.readUInt16BE(at + 1) === 1 ? 'A' : 'AAAA');
    if (known === undefined) return;
    const head = Buffer.from(asked.subarray(0, 12));
    head.writeUInt16BE(known === null ? 0x8183 : 0x8180, 2);
    head.writeUInt16BE(known === null ? 0 : 1, 6);
    head.fill(0, 8);
    const record = Buffer.of(
      0xc0,
      12,
      0,
      1,
      0,
      1,
      0,
      0,
      0,
      60,
      0,
      4,
      ...(known ?? '').split('.').map(Number),
    );
    socket.send(
      Buffer.concat([head, asked.subarray(12, at + 5), known === null ? Buffer.alloc(0) : record]),
      port,
      address,
    );
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

const zone: Zone = (name, type) => {
  if (name.startsWith('lost')) return undefined;
  const known = name === 'pages.example' || name === 'collector.monitoring.example';
  return known && type === 'A' ? '127.0.0.1' : null;
};

let server: Socket;
let pages: Server;
let asked: string[];
let files: Record<string, string>;
let names: Names;
const original = dns.lookup;

beforeEach(async () => {
  server = await serverOfNames(zone);
  pages = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1');
  await once(pages, 'listening');
  asked = [];
  files = {};
  const options: NamesOptions = {
    resolver: () => {
      const resolver = new dns.promises.Resolver({ timeout: 1000, tries: 1 });
      resolver.setServers([`127.0.0.1:${String(server.address().port)}`]);
      return resolver;
    },
    read: (file) => Promise.resolve(files[file] ?? ''),
    system: (name, _, answered) => {
      asked.push(name);
      answered(null, [{ address: '127.0.0.1', family: 4 }]);
    },
  };
  names = new Names(options);
});
afterEach(() => {
  dns.lookup = original;
  server.close();
  pages.close();
});

it('names that are never found hold no thread, and no other name up', async () => {
  dns.lookup = names.lookup as typeof dns.lookup;
  const url = (host: string): string => `http://${host}:${String((pages.address() as AddressInfo).port)}/`;
  const order: string[] = [];
  const lost = Array.from({ length: 20 }, async (_, n) => {
    const error: unknown = await fetch(url(`lost-${String(n)}.example`)).catch((thrown: unknown) => thrown);
    order.push('lost');
    expect(error).toMatchObject({ cause: { code: 'EAI_AGAIN' } });
  });
  expect(await (await fetch(url('pages.example'))).text()).toBe('here');
  order.push('found');
  await Promise.all(lost);
  expect(order[0]).toBe('found');
  expect(asked).toEqual([]);
});

it('the system is asked for what needs no server, and for what no server knows', async () => {
  files['/etc/hosts'] = '127.0.0.1 localhost\n10.0.0.7\tlost.example  lost # of the old network\n';
  for (const name of ['127.0.0.1', 'LOCALHOST', 'app.localhost', 'Lost.example', 'lost', 'nowhere.example'])
    expect(await names.all(name)).toEqual([{ address: '127.0.0.1', family: 4 }]);
  expect(asked).toEqual([
    '127.0.0.1',
    'LOCALHOST',
    'app.localhost',
    'Lost.example',
    'lost',
    'nowhere.example',
  ]);
});

it('a name is looked for in the domains of this machine, in the order that it says', async () => {
  files['/etc/resolv.conf'] =
    'nameserver 10.0.0.1\nsearch default.example monitoring.example\noptions ndots:5\n';
  expect(await names.all('collector')).toEqual([{ address: '127.0.0.1', family: 4 }]);
  expect(candidatesOf('a.b', files['/etc/resolv.conf'])).toEqual([
    'a.b.default.example',
    'a.b.monitoring.example',
    'a.b',
  ]);
  expect(candidatesOf('a.b', 'search x. # no ndots')).toEqual(['a.b', 'a.b.x']);
  expect(candidatesOf('a', 'domain x')).toEqual(['a.x', 'a']);
  expect(candidatesOf('a.', 'search x')).toEqual(['a.']);
});

it('is asked as dns.lookup is', async () => {
  const one = (options: object): Promise<unknown> =>
    new Promise((resolve) => {
      names.lookup('pages.example', options, (error, address, family) => {
        resolve(error === null ? [address, family] : error.code);
      });
    });
  expect(await one({})).toEqual(['127.0.0.1', 4]);
  expect(await one({ family: 'IPv4' })).toEqual(['127.0.0.1', 4]);
  expect(await one({ family: 6 })).toBe('ENOTFOUND');
  const all: LookupAddress[] = [{ address: '127.0.0.1', family: 4 }];
  expect(await one({ all: true, family: 0 })).toEqual([all, undefined]);
  expect(
    await new Promise((resolve) => {
      names.lookup('pages.example', (_, address) => {
        resolve(address);
      });
    }),
  ).toBe('127.0.0.1');
});
