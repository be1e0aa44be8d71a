import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { errorCatalogue } from '@hubscope/core/wire';
import { Fake } from './testing/fake.js';

it('docs/http.md names every resource and every error with its status', async () => {
  const page = await readFile(new URL('../../../docs/http.md', import.meta.url), 'utf8');
  const { app } = await new Fake().open();
  const { paths } = (await app.inject('/openapi.json')).json<{ paths: Record<string, object> }>();
  await app.close();
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods)) {
      expect(page).toContain(`\`${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}\``);
    }
  }
  const own = ['malformed_message', 'message_too_large', 'unknown_action'];
  for (const [code, { status }] of Object.entries(errorCatalogue)) {
    expect(page).toContain(own.includes(code) ? `| \`${code}\` |` : `| \`${code}\` | ${String(status)} |`);
  }
});
