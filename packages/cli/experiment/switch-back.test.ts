import { describe, expect, it } from 'vitest';
import { switchBack, type Way, type World } from './switch-back.js';

const plan = { rounds: 3, eachSeconds: 30, settleSeconds: 5 };

class Simulated implements World {
  readonly turns: Way[] = [];
  readonly lines: string[] = [];
  time = 1_000_500;
  /** Turns after which it fails. */
  failAfter = Infinity;

  turn(way: Way): Promise<void> {
    if (this.turns.length >= this.failAfter && way === 'on') return Promise.reject(new Error('it failed'));
    this.turns.push(way);
    return Promise.resolve();
  }

  until(moment: number): Promise<void> {
    this.time = moment;
    return Promise.resolve();
  }

  now(): number {
    return this.time;
  }

  tell(line: string): void {
    this.lines.push(line);
  }
}

describe('switching back and forth', () => {
  it('alternates the order, does not turn what is so already, and ends switched off', async () => {
    const world = new Simulated();
    const rounds = await switchBack(plan, world);
    expect(rounds.map((round) => round.map(({ way }) => way))).toEqual([
      ['off', 'on'],
      ['on', 'off'],
      ['off', 'on'],
    ]);
    expect(world.turns).toEqual(['off', 'on', 'off', 'on', 'off']);
    expect(world.lines).toHaveLength(3);
  });

  it('measures each phase for so long, after it has settled, and never two at once', async () => {
    const phases = (await switchBack(plan, new Simulated())).flat();
    expect(phases.map(({ from, to }) => to - from)).toEqual([30, 30, 30, 30, 30, 30]);
    expect(phases[0]?.from).toBe(1001 + 5);
    for (const [place, { from }] of phases.slice(1).entries()) {
      expect(from).toBeGreaterThanOrEqual((phases[place]?.to ?? Infinity) + 5);
    }
  });

  it('leaves the hub switched off where it is broken off', async () => {
    const world = new Simulated();
    world.until = () => Promise.reject(new Error('broken off'));
    await expect(switchBack({ ...plan, rounds: 1 }, world)).rejects.toThrow('broken off');
    expect(world.turns).toEqual(['off']);
    const later = new Simulated();
    let waits = 0;
    later.until = (moment) => {
      waits += 1;
      later.time = moment;
      return waits === 2 ? Promise.reject(new Error('broken off')) : Promise.resolve();
    };
    await expect(switchBack(plan, later)).rejects.toThrow('broken off');
    expect(later.turns).toEqual(['off', 'on', 'off']);
  });

  it('tries to switch off where switching on failed', async () => {
    const world = new Simulated();
    world.failAfter = 1;
    await expect(switchBack(plan, world)).rejects.toThrow('it failed');
    expect(world.turns).toEqual(['off', 'off']);
  });
});
