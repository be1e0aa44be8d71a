import { createSocket } from 'node:dgram';
import { beforeEach, describe, expect, it } from 'vitest';
import { Admission } from '../admission.js';
import { House } from '../prometheus/testing/house.js';
import { Aggregate } from './aggregate.js';
import { StatsdDoor } from './door.js';
import { StatsdNames } from './series.js';
import { Sharing, type PacketAdmission } from './sharing.js';

let house: House;
let now: number;
let admission: Admission;
/** Packets that were refused, by their first word. */
let refused: Map<string, number>;
let aggregate: Aggregate;
let sharing: Sharing;

/** What reading a packet costs, and what everything else does meanwhile, ms. */
const costMs = 0.1;

beforeEach(() => {
  house = new House();
  now = 0;
  refused = new Map();
  admission = new Admission({ now: () => now, share: 0.3, maxBytes: 1 << 20 });
  aggregate = new Aggregate(house.sink, new StatsdNames(house), house.clock.now());
  sharing = new Sharing(
    {
      wait: (hub) => admission.wait(hub),
      spent: (hub, ms) => {
        admission.spent(hub, ms, 0);
      },
    },
    house.sink,
    () => now,
  );
});

/** Takes in a packet as the door does, in simulated time. */
function send(packet: string): void {
  sharing.begins();
  aggregate.packet(packet, '127.0.0.1', (hub) => {
    const admits = sharing.admits(hub);
    if (admits) now += costMs;
    return admits;
  });
  if (sharing.ends()) refused.set(packet, (refused.get(packet) ?? 0) + 1);
  now += costMs;
}

describe('StatsD, when a hub sends packets without end,', () => {
  const [flood, quiet] = [
    'http.server.request.duration:5|ms|#hub:flood',
    'http.server.request.duration:5|ms|#hub:quiet',
  ];

  it('drops and counts what is past its share, and takes all of another hub', () => {
    for (let packet = 0; packet < 50_000; packet += 1) send(packet % 50 === 0 ? quiet : flood);
    expect(refused.get(flood)).toBeGreaterThan(20_000);
    expect(house.dropped('flood')).toEqual({ refused: refused.get(flood) });
    expect(house.dropped('quiet')).toEqual({});
    house.until(1);
    aggregate.flush(house.clock.now());
    house.until(4);
    expect(house.value('quiet', 0, 'throughput')).toBe(1000);
    expect(house.value('flood', 0, 'throughput')).toBe(49_000 - (refused.get(flood) ?? 0));
  });

  it('does not make a hub pay for lines of another behind its own, nor tells them apart by who sends', () => {
    while (!refused.has(flood)) send(flood);
    send(`${quiet}\n${flood}`);
    send(`${flood}\n${quiet}`);
    expect([...refused]).toEqual([
      [flood, 1],
      [`${flood}\n${quiet}`, 1],
    ]);
  });

  it('holds what is no StatsD to a share too, and counts it for no hub', () => {
    for (let packet = 0; packet < 50_000; packet += 1) send(packet % 50 === 0 ? quiet : 'rubbish');
    expect(refused.get('rubbish')).toBeGreaterThan(20_000);
    expect(house.windows.dropped(null)).toMatchObject({ refused: refused.get('rubbish') });
    expect(house.dropped('quiet')).toEqual({});
  });

  it('counts the time of more hubs than are told apart', () => {
    let spentMs = 0;
    const spent = (_: string, ms: number): void => void (spentMs += ms);
    sharing = new Sharing({ wait: () => null, spent }, house.sink, () => now);
    for (let packet = 0; packet < 3001; packet += 1)
      send(`http.server.request.duration:5|ms|#hub:h${String(packet)}`);
    expect(spentMs).toBeCloseTo(3000 * costMs);
  });

  it('takes it again once it sends less', () => {
    for (let packet = 0; packet < 50_000; packet += 1) send(flood);
    now += 3000;
    refused.clear();
    for (let packet = 0; packet < 100; packet += 1, now += 10) send(flood);
    expect([...refused]).toEqual([]);
  });

  it('takes nothing while memory is nearly full', () => {
    house.wait = 1;
    send(quiet);
    expect(house.dropped('quiet')).toEqual({ refused: 1 });
  });
});

it('packets of a hub that is past its share are dropped at the door, and said to be', async () => {
  const spent: string[] = [];
  const packets: [number, boolean][] = [];
  const { clock, mappings, table, sink } = house;
  const shares: PacketAdmission = {
    wait: (hub) => (hub === 'flood' ? 1 : null),
    spent: (hub) => spent.push(hub),
  };
  let at = 0;
  const statsd = new StatsdDoor({
    ...{ clock, mappings, table, sink },
    admission: shares,
    now: () => (at += 5),
    onPacket: (_, lines, dropped) => packets.push([lines, dropped]),
  });
  const port = await statsd.open(0, '127.0.0.1');
  const client = createSocket('udp4');
  for (const hub of ['flood', 'quiet']) client.send(`queue_depth:3|g|#hub:${hub}`, port, '127.0.0.1');
  await expect.poll(() => packets, { timeout: 5000 }).toHaveLength(2);
  expect(packets).toEqual([
    [0, true],
    [1, false],
  ]);
  expect([house.dropped('flood'), house.dropped('quiet'), spent]).toEqual([{ refused: 1 }, {}, ['quiet']]);
  client.close();
  await statsd.close();
});
