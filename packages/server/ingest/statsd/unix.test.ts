import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { House } from '../prometheus/testing/house.js';
import { capturedConnections } from '../testing/captures/captured.js';
import { StatsdDoor } from './door.js';
import { Frames, longestPacket } from './frames.js';

/** A packet as it is written on a stream. */
function framed(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(Buffer.byteLength(text));
  return Buffer.concat([length, Buffer.from(text)]);
}

describe('packets on a stream', () => {
  it('are told apart however the stream is cut', () => {
    const cuts = fc.array(fc.nat({ max: 300 }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 60 })), cuts, (texts, at) => {
        const sound = texts.map((text) => Buffer.from(text).toString());
        const bytes = Buffer.concat(sound.map(framed));
        const edges = [0, ...at.filter((each) => each < bytes.length).sort((a, b) => a - b), bytes.length];
        const frames = new Frames();
        const found: string[] = [];
        for (const [place, edge] of edges.slice(1).entries())
          expect(frames.push(bytes.subarray(edges[place], edge), (text) => found.push(text))).toBe(true);
        expect(found).toEqual(sound);
      }),
    );
  });

  it.each([
    ['at once', [4]],
    ['in pieces', [1, 3]],
  ])('that claim to be longer than any are refused before they are there, %s', (_, pieces) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(longestPacket + 1);
    const frames = new Frames();
    let at = 0;
    const taken = pieces.map((size) => frames.push(length.subarray(at, (at += size)), () => undefined));
    expect(taken.at(-1)).toBe(false);
  });
});

describe.skipIf(process.platform === 'win32')('StatsD by a Unix socket', () => {
  let folder: string;
  let path: string;
  let house: House;
  let statsd: StatsdDoor;
  let lines: number[];
  const clients: Socket[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hubscope-statsd-'));
    path = join(folder, 'dsd.socket');
    house = new House();
    lines = [];
    const { clock, mappings, table, sink } = house;
    const onPacket = (_: string, taken: number): void => void lines.push(taken);
    statsd = new StatsdDoor({ clock, mappings, table, sink, onPacket });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await statsd.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function client(): Promise<Socket> {
    const socket = connect(path);
    clients.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  }

  const packets = async (count: number): Promise<void> => {
    await vi.waitFor(() => {
      expect(lines).toHaveLength(count);
    }, 5000);
  };

  it.each(['dogstatsd-python', 'dogstatsd-go'])(
    'is what the DogStatsD client wrote there: %s',
    async (name) => {
      await statsd.openUnix(path);
      const written = capturedConnections(name);
      for (const { bytes } of written) (await client()).end(bytes);
      await vi.waitFor(() => {
        expect(lines.reduce((sum, taken) => sum + taken, 0)).toBeGreaterThanOrEqual(7);
      }, 5000);
      house.until(1);
      statsd.flush();
      house.until(4);
      expect(house.value('shop', 0, 'connections')).toBeCloseTo(12);
      expect(house.value('shop', 0, 'throughput')).toBeCloseTo(4);
      expect(house.value('shop', 0, 'latency.mean')).toBeCloseTo(70);
      expect(house.value('shop', 0, 'ttft.mean')).toBeCloseTo(250);
      expect(house.value('shop', 0, 'queue_depth')).toBeCloseTo(2);
    },
  );

  it('ends a connection that writes no packets, counts it, and goes on with the others', async () => {
    await statsd.openUnix(path);
    const [sound, broken] = [await client(), await client()];
    broken.resume().write('queue_depth:3|g|#service:shop\n');
    await once(broken, 'close');
    expect(house.windows.dropped(null)).toEqual({ bad_line: 1 });
    sound.write(framed('queue_depth:3|g|#service:shop\nqueue_depth:4|g|#service:shop'));
    await packets(2);
    expect(lines).toEqual([0, 2]);
  });

  it('takes the place of one that a program left behind when it was ended', async () => {
    // Ended without leave to clean up: the socket stays.
    const program = `require('node:net').createServer().listen(process.argv[1], () => console.log('listens'))`;
    const left = spawn(process.execPath, ['-e', program, path]);
    await once(left.stdout, 'data');
    left.kill('SIGKILL');
    await once(left, 'exit');
    expect(statSync(path).isSocket()).toBe(true);
    await statsd.openUnix(path);
    (await client()).write(framed('queue_depth:3|g|#service:shop'));
    await packets(1);
  });

  it('is open to whoever reaches its folder, and is gone when it is closed', async () => {
    await statsd.openUnix(path);
    expect(statSync(path).mode & 0o777).toBe(0o666);
    await statsd.close();
    expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('leaves alone what is no socket, and a socket at which another program listens', async () => {
    writeFileSync(path, 'mine');
    await expect(statsd.openUnix(path)).rejects.toThrow(`${path} is there and is no socket`);
    expect(statSync(path).size).toBe(4);
    rmSync(path);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(path, resolve));
    await expect(statsd.openUnix(path)).rejects.toThrow(`another program listens at ${path}`);
    await new Promise((resolve) => other.close(resolve));
  });

  it('says where its folder is not there', async () => {
    const missing = join(folder, 'none');
    await expect(statsd.openUnix(join(missing, 'dsd.socket'))).rejects.toThrow(
      `the folder ${missing} is not there`,
    );
  });
});
