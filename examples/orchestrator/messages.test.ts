import fc from 'fast-check';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { bodyOf, textOf, transferable, type Passage } from './messages.js';

/** What a passage is after it crossed to another thread. */
function cross(passage: Passage): Passage {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(passage, transferable([passage]));
  const arrived = receiveMessageOnPort(port2) as { message: Passage };
  port1.close();
  return arrived.message;
}

describe('a passage on its way', () => {
  it.each([true, false])('arrives as it was sent, whatever its text (as bytes: %s)', (asBytes) => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const body = bodyOf(Buffer.from(text), 7, asBytes);
        const arrived = cross({ id: 'a#1', file: 'a.md', heading: 'A', line: 7, body });
        expect(textOf(arrived.body)).toBe(text);
      }),
    );
  });

  it('gives its memory away where it is bytes, so that nothing is copied', () => {
    const passage: Passage = {
      id: 'a#1',
      file: 'a.md',
      heading: 'A',
      line: 1,
      body: bodyOf(Buffer.from('a line'), 1, true),
    };
    cross(passage);
    expect(passage.body.form === 'bytes' && passage.body.bytes.byteLength).toBe(0);
  });

  it('does not give away the memory that it was read into', () => {
    const read = new Uint8Array(Buffer.from('a line'));
    cross({ id: 'a#1', file: 'a.md', heading: 'A', line: 1, body: bodyOf(read, 1, true) });
    expect(read.byteLength).toBe(6);
  });

  it('knows its lines by number where it is objects', () => {
    expect(bodyOf(Buffer.from('one\ntwo'), 12, false)).toEqual({
      form: 'lines',
      lines: [
        { number: 12, text: 'one' },
        { number: 13, text: 'two' },
      ],
    });
  });
});
