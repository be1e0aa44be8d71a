import { createSocket } from 'node:dgram';
import { StatsD } from 'hot-shots';
import { describe, expect, it } from 'vitest';
import { House } from '../prometheus/testing/house.js';
import { StatsdDoor } from './door.js';
import { parseLine } from './line.js';

function door(house: House, onPacket: (sender: string, lines: number) => void = () => undefined): StatsdDoor {
  const { clock, mappings, table, sink } = house;
  return new StatsdDoor({ clock, mappings, table, sink, onPacket });
}

/** Sends a packet from a real socket and waits until the door has taken it in. */
async function talk(packets: (tick: number) => string[], seconds: number): Promise<House> {
  const house = new House();
  let arrived = (): void => undefined;
  const statsd = door(house, () => {
    arrived();
  });
  const port = await statsd.open(0, '127.0.0.1');
  const client = createSocket('udp4');
  for (let tick = 0; tick <= seconds; tick += 1) {
    for (const packet of packets(tick)) {
      const taken = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      client.send(packet, port, '127.0.0.1');
      await taken;
    }
    house.until(tick + 1);
    statsd.flush();
  }
  house.until(seconds + 3);
  client.close();
  await statsd.close();
  return house;
}

describe('StatsD over UDP', () => {
  it('makes operations of timers, with sample rates and several lines a packet', async () => {
    const house = await talk(
      () => [
        'http.server.request.duration:100|ms|#service:shop,instance:a\nhttp.server.request.duration:300|ms|@0.5|#service:shop,instance:a',
        'http.server.request.duration:100:100|ms|#service:shop,instance:a,error.type:timeout',
      ],
      5,
    );
    expect(house.value('shop', 3, 'throughput')).toBeCloseTo(5);
    expect(house.value('shop', 3, 'latency.mean')).toBeCloseTo(180);
    expect(house.value('shop', 3, 'error_rate')).toBeCloseTo(40);
  });

  it('keeps a gauge until it is set anew, and changes it by what has a sign', async () => {
    const house = await talk(
      (tick) =>
        tick === 0 ? ['queue_depth:7|g|#hub:jobs'] : tick === 2 ? ['queue_depth:+3|g|#hub:jobs'] : [],
      5,
    );
    expect(house.value('jobs', 1, 'queue_depth')).toBeCloseTo(7);
    expect(house.value('jobs', 4, 'queue_depth')).toBeCloseTo(10);
  });

  it('counts what is no metric and what no signal is made from', async () => {
    const house = await talk(
      () => ['rubbish\nother.metric:1|c|#service:shop\n_e{5,4}:title|text\nqueue_depth:x|g|#service:shop'],
      0,
    );
    expect(house.windows.dropped(null)).toEqual({ bad_line: 2 });
    expect(house.dropped('shop')).toEqual({ unmapped: 1, bad_number: 1 });
  });

  it.each([
    ['queue_depth:1|g', 1],
    ['other.metric:1|c\n_e{5,4}:title|text\n_sc|db|0\nrubbish', 3],
    ['queue_depth:x|g', 1],
    ['GET / HTTP/1.1\r\n', 0],
    ['', 0],
  ])('says how many lines of a packet are StatsD’s, whatever became of them: %j', async (packet, lines) => {
    const read: number[] = [];
    const statsd = door(new House(), (_, count) => read.push(count));
    const port = await statsd.open(0, '127.0.0.1');
    const client = createSocket('udp4');
    client.send(packet, port, '127.0.0.1');
    await expect.poll(() => read, { timeout: 5000 }).toEqual([lines]);
    client.close();
    await statsd.close();
  });

  it('goes on at the addresses that it has where another can not be had', async () => {
    const read: number[] = [];
    const statsd = door(new House(), (_, count) => read.push(count));
    const port = await statsd.open(0, '127.0.0.1');
    // For documentation: no machine has it.
    await expect(statsd.open(port, '2001:db8::1')).rejects.toThrow();
    const client = createSocket('udp4');
    client.send('queue_depth:1|g', port, '127.0.0.1');
    await expect.poll(() => read, { timeout: 5000 }).toEqual([1]);
    client.close();
    await statsd.close();
  });

  it('understands a real DogStatsD client', async () => {
    const house = new House();
    let lines = 0;
    let enough = (): void => undefined;
    const statsd = door(house, (_, taken) => {
      lines += taken;
      if (lines >= 3) enough();
    });
    const port = await statsd.open(0, '127.0.0.1');
    const all = new Promise<void>((resolve) => {
      enough = resolve;
    });
    const client = new StatsD({ host: '127.0.0.1', port, globalTags: { service: 'shop' } });
    client.gauge('active_connections', 12);
    client.distribution('gen_ai.server.time_to_first_token', 0.25);
    client.set('queue_depth', 'a');
    await all;
    house.until(1);
    statsd.flush();
    house.until(4);
    expect(house.value('shop', 0, 'connections')).toBeCloseTo(12);
    expect(house.value('shop', 0, 'ttft.mean')).toBeCloseTo(250);
    expect(house.value('shop', 0, 'queue_depth')).toBeCloseTo(1);
    client.close();
    await statsd.close();
  });
});

describe('a line', () => {
  it.each([
    ['a:1|c', { name: 'a', type: 'counter', values: ['1'], rate: 1 }],
    ['a:1:2|d|@0.1|#x:y,z', { type: 'distribution', values: ['1', '2'], rate: 0.1 }],
    ['a:-4|g|c:ci-1|T1656581400', { type: 'gauge', values: ['-4'] }],
    ['a:user:7|s', { type: 'set', values: ['user:7'] }],
  ])('is read: %s', (text, expected) => {
    expect(parseLine(text)).toMatchObject(expected);
  });

  it.each(['', 'a', 'a:1', 'a:1|x', ':1|c', 'a:1|c|@0', 'a:1|c|@2', '_sc|name|0'])('is none: %j', (text) => {
    expect(parseLine(text)).toBeNull();
  });
});
