import { fitsGlob } from '../judge/glob.js';
import { HubscopeError } from '../wire/index.js';
import type { Grant } from './grant.js';

/** What of a grant says which hubs it is for. */
export type Reach = Pick<Grant, 'hubs' | 'who'>;

/** Whether a grant is for this hub too. */
export function reaches({ hubs }: Pick<Grant, 'hubs'>, hub: string): boolean {
  return hubs === null || hubs.some((glob) => fitsGlob(glob, hub));
}

/** @throws HubscopeError `forbidden` where the grant is not for this hub */
export function demandHub(grant: Reach, hub: string): void {
  if (reaches(grant, hub)) return;
  throw new HubscopeError('forbidden', `${grant.who ?? 'Who shows nothing'} is not for the hub ${hub}.`);
}

/**
 * Asked before something is made that is about each hub that a glob fits. Globs of the grant itself are known to be within it; of others only
 * plain names are.
 * @param glob null: about all hubs
 * @throws HubscopeError `forbidden` where that may be more hubs than the grant is for
 */
export function demandHubs(grant: Reach, glob: string | null): void {
  if (grant.hubs === null || (glob !== null && grant.hubs.includes(glob))) return;
  if (glob !== null && !/[*?]/.test(glob)) demandHub(grant, glob);
  else {
    const own = grant.hubs.join(', ');
    throw new HubscopeError('forbidden', `Name the hub: ${grant.who ?? 'this'} is for ${own} only.`);
  }
}
