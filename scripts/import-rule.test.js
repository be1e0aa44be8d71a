import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { importRule } from './import-rule.js';

const linter = new Linter({ configType: 'flat' });
const config = [
  { files: ['**/*.ts', '**/*.tsx'], languageOptions: { parser: tseslint.parser } },
  ...importRule,
];

/** @param {string} file @param {string} source */
function faults(file, source) {
  return linter.verify(source, config, { filename: file }).map(({ ruleId }) => ruleId);
}

describe('the import rule', () => {
  it.each([
    ['packages/core/window/x.ts', "import '@hubscope/server';"],
    ['packages/core/window/x.ts', "import 'node:fs';"],
    ['packages/core/window/x.ts', 'export const now = Date.now();'],
    ['packages/core/window/x.ts', 'export const made = Math.random();'],
    ['packages/core/window/x.ts', 'setTimeout(() => undefined, 1);'],
    ['packages/dashboard/panels/x.tsx', "import '@hubscope/server';"],
    ['packages/cli/x.ts', "import '@hubscope/dashboard';"],
    ['packages/cli/x.ts', "import '@hubscope/server/stream/stream.js';"],
    ['packages/server/stream/x.ts', "import '../store/store.js';"],
    ['packages/server/stream/x.ts', "import '../hubscope.js';"],
    ['packages/server/store/memory/x.ts', "import '../../stream/index.js';"],
    ['packages/server/ingest/otlp/x.ts', "import '../../judge/judge.js';"],
    ['packages/server/api/x.ts', "import '../stream/stream.js';"],
    ['packages/server/api/x.ts', "import '../latest.js';"],
    ['examples/orchestrator/x.ts', "import '@hubscope/core/signal';"],
  ])('forbids in %s: %s', (file, source) => {
    expect(faults(file, source)).toHaveLength(1);
  });

  it.each([
    ['packages/core/window/x.ts', "import '../signal/index.js';"],
    ['packages/core/window/x.test.ts', "import 'node:fs';"],
    ['packages/dashboard/panels/x.tsx', "import type { Alert } from '@hubscope/core/wire';"],
    ['packages/cli/x.ts', "import '@hubscope/server';"],
    ['packages/server/stream/x.ts', "import './store.js';"],
    ['packages/server/store/memory/x.ts', "import '../store.js';"],
    ['packages/server/ingest/otlp/x.ts', "import '../sink.js';"],
    ['packages/server/ingest/otlp/x.ts', "import '@hubscope/core/signal';"],
    ['packages/server/hubscope.ts', "import './stream/index.js';"],
  ])('allows in %s: %s', (file, source) => {
    expect(faults(file, source)).toEqual([]);
  });
});
