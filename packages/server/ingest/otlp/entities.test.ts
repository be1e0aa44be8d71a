import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { WatchedIntake } from './testing/intake.js';
import { attributesOf, post, spanOf, type Written } from './testing/request.js';

/** What opentelemetry-proto 1.10 has of a request of spans, as far as these tests write it. */
const request = protobuf
  .parse(
    `syntax = "proto3";
    message Request { repeated ResourceSpans resourceSpans = 1; }
    message ResourceSpans { Resource resource = 1; repeated ScopeSpans scopeSpans = 2; }
    message Resource { repeated KeyValue attributes = 1; uint32 droppedAttributesCount = 2; repeated EntityRef entityRefs = 3; }
    message EntityRef { string schemaUrl = 1; string type = 2; repeated string idKeys = 3; repeated string descriptionKeys = 4; }
    message KeyValue { string key = 1; AnyValue value = 2; }
    message AnyValue { string stringValue = 1; }
    message ScopeSpans { repeated Span spans = 2; }
    message Span { bytes traceId = 1; bytes spanId = 2; string name = 5; fixed64 startTimeUnixNano = 7; fixed64 endTimeUnixNano = 8; }`,
  )
  .root.lookupType('Request');

interface Entity {
  readonly type: string;
  readonly idKeys: readonly string[];
  readonly descriptionKeys?: readonly string[];
}

const schemaUrl = 'https://opentelemetry.io/schemas/1.40.0';
const service: Entity = { type: 'service', idKeys: ['service.name'], descriptionKeys: ['service.version'] };
const container: Entity = {
  type: 'container',
  idKeys: ['container.id'],
  descriptionKeys: ['container.name', 'container.image.name'],
};

/** Sends a span of a resource, in one of OTLP's encodings. @returns the process that it is of */
async function instanceOf(
  attributes: Written,
  entities: readonly Entity[],
  encoding: 'json' | 'protobuf' = 'json',
): Promise<string | undefined> {
  const watched = new WatchedIntake();
  const span = { ...spanOf('work'), attributes: [] };
  const entityRefs = entities.map((each) => ({ schemaUrl, ...each }));
  const resource = { attributes: attributesOf({ 'service.name': 'shop', ...attributes }), entityRefs };
  const body = { resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] };
  const ids = { traceId: Buffer.alloc(16, 7), spanId: Buffer.alloc(8, 9) };
  const binary = { resourceSpans: [{ resource, scopeSpans: [{ spans: [{ ...span, ...ids }] }] }] };
  const answer =
    encoding === 'json'
      ? await post(watched, '/v1/traces', body)
      : await post(
          watched,
          '/v1/traces',
          Buffer.from(request.encode(request.fromObject(binary)).finish()),
          'application/x-protobuf',
        );
  expect([answer.status, watched.drops]).toEqual([200, []]);
  const [taken] = watched.taken;
  return taken?.type === 'span' ? taken.source.instance : undefined;
}

describe('a process that nothing names', () => {
  it.each(['json', 'protobuf'] as const)(
    'is, in %s, the same while what describes its entities changes',
    async (encoding) => {
      const entities = [service, container];
      const before = { 'container.id': 'c1', 'container.name': 'blue', 'service.version': '1' };
      const instance = await instanceOf(before, entities, encoding);
      const after = { ...before, 'container.name': 'green', 'service.version': '2' };
      expect(await instanceOf(after, entities, encoding)).toBe(instance);
      expect(await instanceOf({ ...after, 'container.id': 'c2' }, entities, encoding)).not.toBe(instance);
    },
  );

  it('is the same in either encoding', async () => {
    const attributes = { 'container.id': 'c1', 'container.name': 'blue' };
    const [json, binary] = [await instanceOf(attributes, [container]), 'protobuf'] as const;
    expect(await instanceOf(attributes, [container], binary)).toBe(json);
  });

  it.each([
    ['none of them stands for a process', [service], { 'container.id': 'c1' }],
    ['the one that does has no id', [service, container], {}],
    ['the one that does names none', [service, { ...container, idKeys: [] }], { 'container.id': 'c1' }],
  ])('is known by all its attributes where entities are there and %s', async (_, entities, more) => {
    const one = await instanceOf({ ...more, 'service.version': '1' }, entities);
    expect(await instanceOf({ ...more, 'service.version': '2' }, entities)).not.toBe(one);
  });

  it('is told from others by attributes that are of no entity, and by those that identify another one', async () => {
    const image: Entity = { type: 'image', idKeys: ['container.image.name'] };
    const attributes = { 'container.id': 'c1', 'container.image.name': 'a', worker: '1' };
    const one = await instanceOf(attributes, [container, image]);
    expect(await instanceOf({ ...attributes, worker: '2' }, [container, image])).not.toBe(one);
    expect(await instanceOf({ ...attributes, 'container.image.name': 'b' }, [container, image])).not.toBe(
      one,
    );
  });
});

it('a process that says who it is is that, whatever its entities are', async () => {
  expect(await instanceOf({ 'service.instance.id': 'a', 'container.id': 'c1' }, [container])).toBe('a');
  expect(await instanceOf({ 'host.name': 'h', 'process.pid': '7', 'container.id': 'c1' }, [container])).toBe(
    'h-7',
  );
});

it('a resource of more entities and keys than anybody sends is taken in', async () => {
  const keys = Array.from({ length: 500 }, (_, n) => `key.${String(n)}`);
  const many = Array.from({ length: 500 }, () => ({ ...container, descriptionKeys: keys }));
  expect(await instanceOf({ 'container.id': 'c1' }, many)).toBe(
    await instanceOf({ 'container.id': 'c1' }, [container]),
  );
});
