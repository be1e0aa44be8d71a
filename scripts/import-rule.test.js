import { ESLint, Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { importRule } from './import-rule.js';
import { root } from './setup/root.js';

const linter = new Linter({ configType: 'flat' });
const config = [
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parser: /** @type {import('eslint').Linter.Parser} */ (tseslint.parser) },
  },
  ...importRule,
];

/** @param {string} file @param {string} source */
function faults(file, source) {
  return linter.verify(source, config, { filename: file }).map(({ ruleId }) => ruleId);
}

describe('the import rule', () => {
  it.each([
    ['packages/core/window/x.ts', "import '@hubscope/server';"],
    ['packages/core/window/x.ts', "import '../../server/hubscope.js';"],
    ['packages/core/window/x.ts', "import 'node:fs';"],
    ['packages/core/window/x.ts', "import 'fastify';"],
    ['packages/core/window/x.ts', "export const late = import('node:fs');"],
    ['packages/core/window/x.ts', 'export const now = Date.now();'],
    ['packages/core/window/x.ts', 'export const now = performance.now();'],
    ['packages/core/window/x.ts', 'export const made = Math.random();'],
    ['packages/core/window/x.ts', 'setTimeout(() => undefined, 1);'],
    ['packages/core/window/x.ts', 'export const path = process.env.PATH;'],
    ['packages/core/window/x.test.ts', "import '@hubscope/server';"],
    ['packages/core/window/x.test.ts', "import '../../server/hubscope.js';"],
    ['packages/dashboard/panels/x.tsx', "import '@hubscope/server';"],
    ['packages/dashboard/panels/x.tsx', "import type { Hubscope } from '@hubscope/server';"],
    ['packages/dashboard/panels/x.tsx', "import '../../server/hubscope.js';"],
    ['packages/dashboard/panels/x.tsx', "import 'hubscope';"],
    ['packages/cli/x.ts', "import '@hubscope/dashboard';"],
    ['packages/cli/x.ts', "import '@hubscope/server/stream/stream.js';"],
    ['packages/cli/x.ts', "import '../server/hubscope.js';"],
    ['packages/server/stream/x.ts', "import '../store/store.js';"],
    ['packages/server/stream/x.ts', "export * from '../store/store.js';"],
    ['packages/server/stream/x.ts', "export const late = import('../store/store.js');"],
    ['packages/server/stream/x.ts', "import '../hubscope.js';"],
    ['packages/server/stream/x.ts', "import '@hubscope/server';"],
    ['packages/server/store/memory/x.ts', "import '../../stream/index.js';"],
    ['packages/server/ingest/otlp/x.ts', "import '../../judge/judge.js';"],
    ['packages/server/ingest/otlp/x.test.ts', "import '../../store/store.js';"],
    ['packages/server/api/x.ts', "import '../stream/stream.js';"],
    ['packages/server/api/x.ts', "import '../latest.js';"],
    ['packages/server/hubscope.ts', "import 'hubscope';"],
    ['packages/server/hubscope.ts', "import '../dashboard/live/client.js';"],
    ['examples/orchestrator/x.ts', "import '@hubscope/core/signal';"],
    ['examples/orchestrator/x.ts', "import '../../packages/core/signal/index.js';"],
  ])('forbids in %s: %s', (file, source) => {
    expect(faults(file, source)).toHaveLength(1);
  });

  it.each([
    ['packages/core/window/x.ts', "import '../signal/index.js';"],
    ['packages/core/wire/x.ts', "import { z } from 'zod';"],
    ['packages/core/window/x.test.ts', "import 'node:fs';"],
    ['packages/dashboard/panels/x.tsx', "import type { Alert } from '@hubscope/core/wire';"],
    ['packages/cli/x.ts', "import '@hubscope/server';"],
    ['packages/server/stream/x.ts', "import './store.js';"],
    ['packages/server/store/memory/x.ts', "import '../store.js';"],
    ['packages/server/ingest/otlp/x.ts', "import '../sink.js';"],
    ['packages/server/ingest/otlp/x.ts', "import '@hubscope/core/signal';"],
    ['packages/server/hubscope.ts', "import './stream/index.js';"],
    ['examples/orchestrator/x.ts', "import '@opentelemetry/api';"],
  ])('allows in %s: %s', (file, source) => {
    expect(faults(file, source)).toEqual([]);
  });

  it.each([
    'packages/core/window/x.ts',
    'packages/dashboard/panels/x.tsx',
    'packages/cli/x.ts',
    'packages/server/stream/x.ts',
    'packages/server/hubscope.ts',
    'examples/orchestrator/x.ts',
  ])('is an error of the lint step in %s', async (file) => {
    expect(await new ESLint({ cwd: root }).calculateConfigForFile(file)).toHaveProperty(
      ['rules', 'no-restricted-imports', 0],
      2,
    );
  });
});
