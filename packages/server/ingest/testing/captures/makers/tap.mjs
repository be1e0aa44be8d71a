/** Usage: tap.mjs FILE. Answers OTLP over HTTP at port 19318, and writes what came to a file when it is ended. */
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';

const requests = [];
const kept = ['content-type', 'content-encoding', 'user-agent'];
createServer((request, answer) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const headers = Object.fromEntries(
      kept.flatMap((name) => (request.headers[name] ? [[name, request.headers[name]]] : [])),
    );
    const body = Buffer.concat(parts).toString('base64');
    if (request.url.startsWith('/v1/')) requests.push({ at: Date.now(), path: request.url, headers, body });
    const type = headers['content-type'] ?? 'text/plain';
    answer.writeHead(200, { 'content-type': type }).end(type === 'application/json' ? '{}' : '');
  });
}).listen(19318, '127.0.0.1');

process.on('SIGTERM', () => {
  writeFileSync(process.argv[2], `${JSON.stringify(requests, null, 2)}\n`);
  process.exit();
});
