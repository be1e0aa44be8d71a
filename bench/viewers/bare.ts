/*
 * The plainest server of ticks there is, to compare with: `bare.js BYTES`. Each second it makes a message of so many bytes and hands it
 * to each of its WebSockets, as the documentation of ws shows it. Says its port; ends with its standard input.
 */
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

const bytes = Number(process.argv[2] ?? '1000');
const server = new WebSocketServer({ port: 0, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.send('{"type":"snapshot"}');
});
server.on('listening', () => {
  process.stdout.write(`${String((server.address() as AddressInfo).port)}\n`);
});
setInterval(() => {
  const tick = { type: 'tick', seq: 0, second: Math.floor(Date.now() / 1000), fill: '' };
  tick.fill = 'x'.repeat(Math.max(0, bytes - JSON.stringify(tick).length));
  const message = JSON.stringify(tick);
  for (const socket of server.clients) socket.send(message);
}, 1000);
process.stdin.resume().on('end', () => process.exit(0));
