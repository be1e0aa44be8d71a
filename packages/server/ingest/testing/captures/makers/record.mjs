/** Usage: record.mjs FILE LISTEN TARGET. Passes what clients send at a port of loopback, or a Unix socket, on to another, and writes a connection an entry to a file when it is ended. */
import { connect, createServer } from 'node:net';
import { writeFileSync } from 'node:fs';

const [file, listen, target] = process.argv.slice(2);
const connections = [];
const place = (text) => (/^\d+$/.test(text) ? { port: Number(text), host: '127.0.0.1' } : { path: text });
createServer((client) => {
  const parts = [];
  connections.push({ at: Date.now(), parts });
  const server = connect(place(target));
  client.on('data', (part) => {
    parts.push(part);
    server.write(part);
  });
  client.on('end', () => server.end());
  server.on('data', (part) => client.write(part));
  server.on('end', () => client.end());
  for (const [socket, other] of [
    [client, server],
    [server, client],
  ])
    socket.on('error', () => other.destroy());
}).listen(place(listen));

process.on('SIGTERM', () => {
  const kept = connections.map(({ at, parts }) => ({ at, bytes: Buffer.concat(parts).toString('base64') }));
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  process.exit();
});
