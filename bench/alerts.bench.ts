/**
 * What rules cost a second, how soon people are told, ten thousand alerts at once: `--told N` breaches (60), `--burst N` alerts (10000),
 * `--rules N` (1000), `--components N` (500), `--seconds N` (120), `--breached PERCENT` (0.01).
 */
import { parseArgs } from 'node:util';
import { burst } from './alerts/burst.js';
import { rulesEvaluated } from './alerts/rules.js';
import { toldWithin } from './alerts/told.js';
import { report } from './harness/report.js';

const { values } = parseArgs({
  options: {
    rules: { type: 'string', default: '1000' },
    components: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '120' },
    breached: { type: 'string', default: '0.01' },
    told: { type: 'string', default: '60' },
    burst: { type: 'string', default: '10000' },
  },
});

report('alerts', [
  ...(await rulesEvaluated({
    rules: Number(values.rules),
    components: Number(values.components),
    seconds: Number(values.seconds),
    breached: Number(values.breached) / 100,
  })),
  ...(await toldWithin(Number(values.told))),
  ...(await burst(Number(values.burst))),
]);
