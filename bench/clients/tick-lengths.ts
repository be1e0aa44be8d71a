import { WebSocket } from 'ws';
import { textOf } from '../harness/viewer.js';
import type { Form } from './bare-viewer.js';

/**
 * Watches a hub and notes how long each second's message is, in bytes of UTF-8.
 * @param url of `/ws`, with `?hub=`
 * @returns ends it and answers the lengths
 */
export function tickLengths(url: string, form: Form): () => readonly number[] {
  const lengths: number[] = [];
  const socket = new WebSocket(url, form === 'live' ? ['hubscope.v1'] : []);
  socket.on('message', (data) => {
    const text = textOf(data);
    if (form === 'plain' || text.startsWith('{"type":"tick"')) lengths.push(Buffer.byteLength(text));
  });
  return () => {
    socket.terminate();
    return lengths;
  };
}
