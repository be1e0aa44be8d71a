import { expect, it } from 'vitest';
import { liveDocument } from './testing/live-document.js';

// After a change of the schemas: npx vitest run packages/server/stream/live-document.test.ts --update
it('docs/websocket-live.md says what the schemas say', async () => {
  await expect(liveDocument()).toMatchFileSnapshot('../../../docs/websocket-live.md');
});
