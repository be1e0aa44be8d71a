/*
 * How long a server lets a viewer wait: `pings.js URL EVERY` sends a WebSocket ping each EVERY ms and writes a line of each answer:
 * when it was sent (ms since the epoch) and how long it took, ms. It ends with its standard input. In a process of its own, so that
 * nothing but the server and the machine makes an answer late.
 */
import { WebSocket } from 'ws';

const [, , url = '', everyMs = '20'] = process.argv;
const socket = new WebSocket(url);
const lines: string[] = [];

socket.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
socket.on('open', () => {
  process.stdout.write('connected\n');
  setInterval(() => {
    socket.ping(String(performance.now()));
  }, Number(everyMs));
});
socket.on('pong', (data) => {
  const tookMs = performance.now() - Number(data.toString());
  lines.push(`${String(Date.now() - tookMs)} ${tookMs.toFixed(2)}`);
});
process.stdin.resume().on('end', () => {
  process.stdout.write(`${lines.join('\n')}\n`, () => process.exit(0));
});
