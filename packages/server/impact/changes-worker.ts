import { parentPort, workerData } from 'node:worker_threads';
import { changesOf } from '@hubscope/core/changes';
import type { Search } from './changes.js';

/* A thread of its own for one search, so that no second is late on its account. */
const { series, options } = workerData as Search;
parentPort?.postMessage(series.map((values) => changesOf(values, options)));
