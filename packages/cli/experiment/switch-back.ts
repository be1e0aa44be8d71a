/** One of the two ways in which the hub is run. */
export type Way = 'off' | 'on';

/** A stretch in which it was run one way, whole seconds since the epoch, `to` excluded. */
export interface Phase {
  readonly way: Way;
  readonly from: number;
  readonly to: number;
}

/** Off and on (or on and off), one right after the other. */
export type Round = readonly [Phase, Phase];

export interface Plan {
  readonly rounds: number;
  /** How long each phase is measured, s. */
  readonly eachSeconds: number;
  /** How long the hub has after a switch before it is measured, s. */
  readonly settleSeconds: number;
}

/** What an experiment acts on. */
export interface World {
  /** Switches the hub. @throws where that failed */
  turn(way: Way): Promise<void>;
  /** Resolves at a moment, ms since the epoch; rejects where the experiment is broken off. */
  until(moment: number): Promise<void>;
  /** ms since the epoch */
  now(): number;
  tell(line: string): void;
}

/** Every second round begins with on, so that a steady drift is on either side as often. */
function orderOf(round: number): readonly [Way, Way] {
  return round % 2 === 0 ? ['off', 'on'] : ['on', 'off'];
}

/**
 * Switches back and forth. However it ends, the hub is left switched off.
 * @throws what `turn` throws
 */
export async function switchBack(plan: Plan, world: World): Promise<Round[]> {
  const rounds: Round[] = [];
  const hub: { turned: Way | null } = { turned: null };
  const phase = async (way: Way): Promise<Phase> => {
    if (hub.turned !== way) {
      hub.turned = way;
      await world.turn(way);
    }
    const from = Math.ceil(world.now() / 1000) + plan.settleSeconds;
    const to = from + plan.eachSeconds;
    await world.until(to * 1000);
    return { way, from, to };
  };
  try {
    for (let round = 0; round < plan.rounds; round += 1) {
      const [first, second] = orderOf(round);
      world.tell(`round ${String(round + 1)} of ${String(plan.rounds)}: ${first}, then ${second}`);
      rounds.push([await phase(first), await phase(second)]);
    }
    return rounds;
  } finally {
    if (hub.turned === 'on') await world.turn('off');
  }
}
