#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// Most of what the server allocates lives for milliseconds. A nursery that does not grow keeps the process some 30 MB smaller, and
// costs little. It has to be said before anything is loaded.
setFlagsFromString('--semi-space-growth-factor=1');
const { main } = await import('../dist/main.js');
await main(process.argv.slice(2));
