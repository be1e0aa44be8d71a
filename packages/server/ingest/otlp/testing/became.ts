import { WatchedIntake } from './intake.js';
import { post, spanOf, tracesOf, type Written } from './request.js';

/** What one span became. */
export async function became(name: string, attributes: Written, more: object = {}) {
  const watched = new WatchedIntake(more);
  await post(watched, '/v1/traces', tracesOf([spanOf(name, attributes)]));
  const [made] = watched.taken;
  if (made?.type !== 'span') throw new Error('it became no span');
  const { component, tokensIn, tokensOut, ttftMs } = made;
  return {
    made,
    watched,
    is: component === null ? null : `${component.kind}:${component.name}`,
    tokensIn,
    tokensOut,
    ttftMs,
  };
}
