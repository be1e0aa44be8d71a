import { createServer, type Server } from 'node:http';
import { hubId } from '@hubscope/core/signal';
import { millis, SimulatedClock } from '@hubscope/core/time';
import type { Marker } from '@hubscope/core/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Switchboard } from './switchboard.js';

const hub = hubId('research-hub');
const now = 1_700_000_000_000;
let control: Server;
let url: string;
let on: boolean;
let says: string | null;
let marked: string[];
let board: Switchboard;

beforeEach(async () => {
  [on, says, marked] = [false, null, []];
  control = createServer((request, response) => {
    if (request.method === 'POST') on = !on;
    response.end(
      says ?? JSON.stringify({ hub: 'research-hub', switches: [{ name: 'cache', words: 'It is kept', on }] }),
    );
  });
  await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve));
  const address = control.address();
  url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`;
  board = new Switchboard(new SimulatedClock(millis(now)), {
    create: async (of, name, at): Promise<Marker> => {
      marked.push(`${of} ${name} ${String(at)} ${String(on)}`);
      return { id: 'm', hub: of, name, at, origin: 'person' };
    },
  });
  board.connect(url);
});
afterEach(() => {
  control.close();
  control.closeAllConnections();
});

describe('the switchboard', () => {
  it('shows the switches of the hub whose control port it knows, and of no other', async () => {
    expect(await board.list(hub)).toEqual({
      hub,
      switches: [{ name: 'cache', words: 'It is kept', on: false }],
    });
    expect(await board.list(hubId('other'))).toEqual({ hub: 'other', switches: [] });
    board.connect(null);
    expect(await board.list(hub)).toEqual({ hub, switches: [] });
  });

  it('marks the moment once the switch is turned, and not where it was so already', async () => {
    expect((await board.turn(hub, { name: 'cache', on: true })).switches).toMatchObject([{ on: true }]);
    expect(marked).toEqual([`research-hub cache on ${String(now)} true`]);
    await board.turn(hub, { name: 'cache', on: true });
    expect(marked).toHaveLength(1);
  });

  it('refuses a switch that is not there, and marks nothing', async () => {
    await expect(board.turn(hub, { name: 'warp', on: true })).rejects.toMatchObject({
      code: 'unknown_switch',
    });
    await expect(board.turn(hubId('other'), { name: 'cache', on: true })).rejects.toMatchObject({
      code: 'unknown_switch',
    });
    expect([marked, on]).toEqual([[], false]);
  });

  it.each([
    'no JSON',
    '{}',
    '{"hub":"research-hub","switches":[{"name":"cache","on":1}]}',
    'x'.repeat(70_000),
  ])('says that the control port does not answer where it answers %.40s', async (text) => {
    says = text;
    await expect(board.list(hub)).rejects.toMatchObject({ code: 'switches_unavailable' });
  });

  it('says so where nobody is there any more', async () => {
    control.close();
    control.closeAllConnections();
    await expect(board.list(hub)).rejects.toMatchObject({ code: 'switches_unavailable' });
  });
});
