import type { Served } from '../harness/server.js';

/** What a server has sent to viewers since its start, from its own metrics. */
export async function framesSent({ api }: Pick<Served, 'api'>): Promise<{ bytes: number; frames: number }> {
  const text = await (await fetch(`${api}/metrics`)).text();
  const counted = (name: string): number => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
  return {
    bytes: counted('hubscope_frame_bytes_sent_total'),
    frames: counted('hubscope_frames_sent_total'),
  };
}
