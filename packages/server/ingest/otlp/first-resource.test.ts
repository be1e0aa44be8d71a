import { describe, expect, it } from 'vitest';
import { firstResource } from './first-resource.js';
import { JsonReader } from './json.js';
import { jsonRequests } from './json-messages.js';
import { decodeResource } from './protobuf.js';
import { spanOf, tracesOf } from './testing/request.js';

const json = new JsonReader();

/** A request of spans of services, in protobuf. */
function requestOf(...services: readonly string[]): Buffer {
  const resourceSpans = services.flatMap(
    (service) =>
      (tracesOf([spanOf('work')], { 'service.name': service }) as { resourceSpans: object[] }).resourceSpans,
  );
  return json.protobuf(Buffer.from(JSON.stringify({ resourceSpans })), jsonRequests.traces);
}

describe('the first resource of a request', () => {
  it.each([
    ['the only one', ['shop']],
    ['one of several', ['shop', 'bank']],
  ])('is found where it is %s', (_, services) => {
    const body = requestOf(...services);
    const found = firstResource(body);
    const { attributes } = decodeResource(body.subarray(found?.from, found?.to));
    expect([...attributes]).toEqual([['service.name', 'shop']]);
  });

  it('is null in an empty request', () => {
    expect(firstResource(Buffer.alloc(0))).toBeNull();
  });
});
