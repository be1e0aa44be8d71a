import { Server } from '@grpc/grpc-js';
import { expect, it, vi } from 'vitest';
import { guardStreams, type OwnOfServer } from './grpc-streams.js';

it('a stream that is destroyed is not answered, whatever it asked for; others are as ever', () => {
  const server = new Server();
  guardStreams(server);
  const own = server as unknown as OwnOfServer;
  const respond = vi.fn();
  expect(own._verifyContentType({ destroyed: true, respond }, {})).toBe(false);
  expect(own._verifyContentType({ destroyed: true, respond }, { 'content-type': 'application/grpc' })).toBe(
    false,
  );
  expect(respond).not.toHaveBeenCalled();
  expect(own._verifyContentType({ destroyed: false, respond }, { 'content-type': 'application/grpc' })).toBe(
    true,
  );
  expect(own._verifyContentType({ destroyed: false, respond }, { 'content-type': 'text/plain' })).toBe(false);
  expect(respond).toHaveBeenCalledTimes(1);
});
