import { variantsAnswer } from '@hubscope/core/wire';
import { Refused, Server, type ServerOptions } from '../client/server.js';
import { durationMs } from '../client/values.js';
import { printPaired } from './print.js';

interface VariantOptions extends ServerOptions {
  readonly last?: string;
  readonly markdown?: boolean;
}

/** `hubscope compare --variants a,b`: two ways of running a hub at once. */
export async function compareVariants(options: VariantOptions, names: string): Promise<void> {
  const [before = '', after = '', ...rest] = names.split(',').map((name) => name.trim());
  if (before === '' || after === '' || rest.length > 0) {
    throw new Refused(`--variants ${names}: two names, as a,b`);
  }
  const last = durationMs('--last', options.last ?? '30m');
  const server = new Server(options);
  const hub = await server.hub(options);
  const to = Date.now();
  const path = `/hubs/${encodeURIComponent(hub)}/variants`;
  const body = { before, after, from: to - last, to };
  const found = await server.ask(variantsAnswer, path, 'POST', body);
  printPaired([before, after], found.signals, options, found);
}
