import { expect, it } from 'vitest';
import { maxValueLength } from './messages.js';
import { builtinRedactions, redaction } from './redact.js';

const redact = redaction(builtinRedactions);

it.each([
  ['ada@example.com asked', '[redacted] asked'],
  ['Bearer abcdefgh1234', '[redacted]'],
  ['sk-0123456789abcdef0', '[redacted]'],
  ['planner-7', 'planner-7'],
  [`${'a'.repeat(100)}@example.com`, '[redacted]'],
  ['<ada+b.c@mail.example.com>', '<[redacted]>'],
  ['@example.com and a@b', '@example.com and a@b'],
  ['eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl', '[redacted]'],
  ['token-eyJhbGciOiJI.eyJzdWIiOiIx.c2ln: ok', '[redacted]: ok'],
  ['eyJhbGciOiJI.short.c2ln', 'eyJhbGciOiJI.short.c2ln'],
  ['AKIA0123456789ABCDEF', '[redacted]'],
  ['ghp_0123456789abcdef0123', '[redacted]'],
])('%s is %s', (text, kept) => {
  expect(redact(text)).toBe(kept);
});

it.each([
  // UUIDs and ids of containers and processes.
  '6f1c2f0a-3b7e-4f0e-9c5d-2a1b3c4d5e6f',
  '018f3c5e-7b1a-7c3d-8e9f-0a1b2c3d4e5f',
  'd2f7c1b0e9a84c5f93b1a7e6d5c4b3a2f1e0d9c8b7a6958473625140f1e2d3c4',
  'urn:uuid:6f1c2f0a-3b7e-4f0e-9c5d-2a1b3c4d5e6f',
  '12345@build-host',
  // Host names and pods.
  'ip-10-0-12-34.eu-central-1.compute.internal',
  'i-0abcd1234ef567890',
  'node-7.example.com',
  'gke-prod-default-pool-3f2a1b0c-x7kd',
  'checkout-5d8f7c9b4d-xk2p9',
  'risk-scoring-worker-7f6c8d9b5-2xkqz',
  'desk-booking-statefulset-0',
  // Versions.
  '1.4.0-rc.1+build.20240601',
  'v2024.06.01-3f2a1b0c',
  'main-3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a',
  'sha256:3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a',
  'shop@1.4.0',
  '@acme/shop@v1.4.0-rc.1',
])('what names a process, a host or a version is left as it is: %s', (text) => {
  expect(redact(text)).toBe(text);
});

it('an address at a domain of digits is one', () => {
  expect(redact('wei@163.com, li@1.2go.com')).toBe('[redacted], [redacted]');
});

const shapes = [
  'a',
  'a.',
  'a@',
  'a@a',
  'a@a.',
  'a@a.-',
  'a@1.1',
  '@v1.1.',
  'eyJ',
  'eyJ-',
  'eyJaaaaaaaa',
  'eyJaaaaaaaa-',
  'eyJaaaaaaaa.',
  'aaaaaaaa.eyJ-',
  'sk-',
  'AKIA',
  'AIza',
  'Bearer ',
  'xoxb-',
  'gho_',
  ' \t',
  '..--',
];

/** CPU that some work takes, ms. */
function cpuMs(work: () => void): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

it.each(shapes)('a megabyte of %j is read in time that grows as its length does', (part) => {
  // What grows with its square takes minutes.
  const text = part.repeat(2 ** 20).slice(0, 2 ** 20);
  expect(cpuMs(() => redact(text))).toBeLessThan(1000);
  expect(cpuMs(() => redact(`Bearer${' '.repeat(2 ** 20)}`))).toBeLessThan(1000);
});

it('thousands of texts of the greatest length hold nobody up', () => {
  const texts = Array.from({ length: 2000 }, (_, at) =>
    String(at)
      .concat((shapes[at % shapes.length] ?? '').repeat(maxValueLength))
      .slice(0, maxValueLength),
  );
  const words = Array.from({ length: 2000 }, (_, at) => String(at).padStart(maxValueLength, 'x'));
  const took = cpuMs(() => {
    for (const text of [...texts, ...words]) redact(text);
  });
  expect(took).toBeLessThan(1000);
});
