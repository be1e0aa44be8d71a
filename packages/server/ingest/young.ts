import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { readonly type: 'minor' }) => void;

let collect: Collect | null = null;

/** Node offers no other way to it where it was not started with `--expose-gc`. */
function exposed(): Collect {
  setFlagsFromString('--expose-gc');
  const found = runInNewContext('gc') as Collect;
  setFlagsFromString('--no-expose-gc');
  return found;
}

/**
 * Frees what was made lately and is no longer in use: half a millisecond. The collector does so by itself after so many objects, whatever
 * buffers hang on them; where buffers are large and objects few, it would look through the whole heap for them.
 */
export function collectYoung(): void {
  collect ??= exposed();
  collect({ type: 'minor' });
}
