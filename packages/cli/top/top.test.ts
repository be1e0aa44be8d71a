import type { Socket, World } from '@hubscope/core/live';
import { alertOf, start, statusOf } from '@hubscope/core/live/testing';
import type { LiveFrame } from '@hubscope/core/wire';
import { beforeEach, describe, expect, it } from 'vitest';
import { keysOf } from './keys.js';
import { Screen } from './screen.js';
import { hubOf } from './testing/state.js';
import { plainText, Top } from './top.js';

/** A server that says what the test makes it say, at times that the test sets. */
class FakeWorld implements World {
  time = (start + 60) * 1000 + 500;
  sent: unknown[] = [];
  socket: Socket | null = null;
  readonly open = (): Socket => {
    this.socket = {
      onopen: null,
      onclose: null,
      onmessage: null,
      readyState: 1,
      send: (data) => this.sent.push(JSON.parse(data)),
      close: () => undefined,
    };
    return this.socket;
  };
  readonly decode = (data: unknown): LiveFrame => data as LiveFrame;
  readonly address = (): string => '';
  readonly now = (): number => this.time;
  readonly jitter = (): number => 0;
  readonly setTimer = (): (() => void) => () => undefined;
  readonly onTick = (): void => undefined;

  tell(...frames: LiveFrame[]): void {
    for (const data of frames) this.socket?.onmessage?.({ data, timeStamp: 0 } as never);
  }
}

let world: FakeWorld;
let done: string[];
let top: Top;
let refuse: boolean;

const text = (): string => plainText(top.lines({ columns: 100, rows: 30 }));
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  world = new FakeWorld();
  done = [];
  refuse = false;
  const act =
    (what: string) =>
    async (id: string): Promise<void> => {
      if (refuse) throw new Error('the incident is over');
      done.push(`${what} ${id}`);
    };
  top = new Top(world, { acknowledge: act('ack'), unacknowledge: act('unack') }, () => undefined);
  top.start(null);
  world.socket?.onopen?.({} as never);
  const other = alertOf({
    id: 'two',
    threshold: { ...alertOf().threshold, name: 'High Memory' },
    triggered_at: 1,
  });
  world.tell(
    {
      type: 'hello',
      epoch: 'e',
      version: '1',
      now: world.time,
      hub: 'shop',
      otlp_http_port: null,
      otlp_http_tls: false,
    },
    { type: 'hubs', hubs: [statusOf(), statusOf({ name: 'other' })] },
    hubOf({ alerts: [alertOf(), other] }),
  );
});

describe('keys', () => {
  it('are told apart, also when they come at once, and what means nothing is left out', () => {
    expect(keysOf('a\x1b[Bq')).toEqual(['acknowledge', 'down', 'quit']);
    expect(keysOf('\x1b')).toEqual(['close']);
    expect(keysOf('\x1b[15~\x1b[200~x日')).toEqual([]);
    expect(keysOf('\x03')).toEqual(['quit']);
  });

  it('acknowledge the chosen alert, and take that back', async () => {
    top.press('down');
    top.press('acknowledge');
    await settled();
    expect(done).toEqual(['ack two']);
    expect(text()).toContain('High Memory is acknowledged. u takes that back.');
    top.press('undo');
    await settled();
    expect(done).toEqual(['ack two', 'unack two']);
    top.press('undo');
    await settled();
    expect(done).toHaveLength(2);
    expect(text()).toContain('There is nothing to take back.');
  });

  it('say why an alert could not be acknowledged, and ask nothing for one that does not fire', async () => {
    refuse = true;
    top.press('acknowledge');
    await settled();
    expect(text()).toContain('It could not be acknowledged: the incident is over');
    refuse = false;
    world.tell({ type: 'alert', seq: 11, alert: alertOf({ acknowledged: true }) });
    world.tell({
      type: 'alert',
      seq: 12,
      alert: alertOf({ id: 'two', state: 'resolved', resolved_at: world.time }),
    });
    top.press('acknowledge');
    await settled();
    expect(done).toEqual([]);
    expect(text()).toContain('is acknowledged already');
  });

  it('look at another hub, by the list and by Tab', () => {
    top.press('hubs');
    expect(text()).toContain('Enter looks at the chosen one');
    top.press('down');
    top.press('enter');
    expect(world.sent).toContainEqual({
      action: 'subscribe',
      hub: 'other',
      components: 'all',
      signals: null,
    });
    world.tell(hubOf({ hub: 'other', status: statusOf({ name: 'other' }) }));
    expect(text()).toMatch(/^other/);
    top.press('next-hub');
    expect(world.sent.at(-1)).toMatchObject({ hub: 'shop' });
  });

  it('open and close the sheet of keys', () => {
    top.press('keys');
    expect(text()).toContain('Take the last acknowledgement back');
    top.press('close');
    expect(text()).toContain('Components');
  });
});

describe('a lost connection', () => {
  it('keeps what was seen, says its age and counts to the next try', () => {
    world.socket?.onclose?.({} as never);
    world.time += 100;
    expect(text()).toMatch(/Reconnecting, next try in 1 s · data 0 s old/);
    expect(text()).toContain('859.0');
    world.time += 30_000;
    expect(text()).toContain('data 30 s old');
  });
});

describe('a terminal', () => {
  class Terminal {
    columns = 80;
    rows = 24;
    writableNeedDrain = false;
    written = '';
    raw = false;
    write(out: string): void {
      this.written += out;
    }
    setRawMode(raw: boolean): void {
      this.raw = raw;
    }
  }

  it('is left as it was found, and once', () => {
    const terminal = new Terminal();
    const screen = new Screen(terminal, terminal);
    screen.enter();
    expect(terminal.raw).toBe(true);
    expect(terminal.written).toContain('\x1b[?1049h');
    expect(terminal.written).toContain('\x1b[?25l');
    terminal.written = '';
    screen.leave();
    screen.leave();
    expect(terminal.raw).toBe(false);
    expect(terminal.written).toBe('\x1b[0m\x1b[?25h\x1b[?7h\x1b[?1049l');
    screen.draw(['late']);
    expect(terminal.written).not.toContain('late');
  });

  it('gets only the rows that changed, all of them after a resize, and nothing while it is behind', () => {
    const terminal = new Terminal();
    const screen = new Screen(terminal, terminal);
    screen.enter();
    screen.draw(['one', 'two']);
    terminal.written = '';
    screen.draw(['one', 'new']);
    expect(terminal.written).toBe('\x1b[2;1Hnew\x1b[K');
    terminal.written = '';
    terminal.writableNeedDrain = true;
    screen.draw(['more', 'new']);
    expect(terminal.written).toBe('');
    terminal.writableNeedDrain = false;
    screen.forget();
    screen.draw(['more', 'new']);
    expect(terminal.written).toContain('\x1b[1;1Hmore');
    expect(terminal.written).toContain('\x1b[2;1Hnew');
  });
});
