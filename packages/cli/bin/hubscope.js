#!/usr/bin/env -S MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=131072 node --v8-pool-size=1
const { fitHeap } = await import(new URL('../out/heap.js', import.meta.url).href);
fitHeap();
const { main } = await import(new URL('../out/main.js', import.meta.url).href);
await main(process.argv.slice(2));
