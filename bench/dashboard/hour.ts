import type { Browser, Page } from 'playwright-core';
import { eventually } from '../harness/eventually.js';
import { startFed } from './fed.js';

/** Shorter than the silence that the page takes for a server that answers no more. */
const stepSeconds = 5;
const hourSeconds = 3600;
/** What the page keeps fills in its first minute and a half; what runs each second is compiled for good in the minutes after. */
const settledSeconds = 600;

/** Bytes in use, rubbish taken away. */
interface Heap {
  readonly used: number;
  /** What of it is compiled code and what belongs to that: it grows for hours, as V8 finds more to be worth compiling. */
  readonly code: number;
}

interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[]];
    };
  };
  readonly nodes: readonly number[];
}

/** Bytes of the nodes of compiled code in a heap snapshot (https://developer.chrome.com/docs/devtools/memory-problems/heap-snapshots). */
function codeIn({ snapshot, nodes }: Snapshot): number {
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, size, code] = [fields.indexOf('type'), fields.indexOf('self_size'), types[0].indexOf('code')];
  let bytes = 0;
  for (let at = 0; at < nodes.length; at += fields.length)
    if (nodes[at + type] === code) bytes += nodes[at + size] ?? 0;
  return bytes;
}

async function heapOf(page: Page): Promise<Heap> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return { used: usedSize, code: codeIn(JSON.parse(chunks.join('')) as Snapshot) };
}

/** By how much it changes, percent. */
export interface HeapChange {
  readonly all: number;
  /** Of what is no compiled code. */
  readonly withoutCode: number;
}

/** Counts the seconds that come to a page from now on. */
function countTicks(page: Page): () => number {
  let ticks = 0;
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"type":"tick"')) ticks += 1;
    });
  });
  return () => ticks;
}

/** How much the heap changes over an hour of live view, ten minutes in; the page's and the feeder's clocks run faster. */
export async function heapOverAnHour(browser: Browser): Promise<HeapChange> {
  // Past the half of a second, when the second before has closed: each step then brings as many as it is long.
  const start = Math.floor(Date.now() / 1000) * 1000 + 600;
  let now = start;
  const fed = await startFed({ now: () => now });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const ticks = countTicks(page);
  let passed = 0;
  const until = async (second: number): Promise<Heap> => {
    for (; passed < second; passed += stepSeconds) {
      now += stepSeconds * 1000;
      const due = passed + stepSeconds;
      await eventually({ what: 'these seconds', withinMs: 5000 }, () => (ticks() >= due ? true : null));
      await page.clock.runFor(stepSeconds * 1000);
    }
    return heapOf(page);
  };
  try {
    await page.clock.install({ time: start - hourSeconds });
    await page.clock.pauseAt(start);
    await page.goto(`${fed.url}/dashboard`);
    await page.clock.runFor(1000);
    await page.getByTestId('card-throughput').waitFor();
    const settled = await until(settledSeconds);
    const later = await until(settledSeconds + hourSeconds);
    const change = (of: (heap: Heap) => number): number => 100 * (of(later) / of(settled) - 1);
    return { all: change(({ used }) => used), withoutCode: change(({ used, code }) => used - code) };
  } finally {
    await page.context().close();
    fed.close();
  }
}
