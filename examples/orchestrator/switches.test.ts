import { describe, expect, it } from 'vitest';
import { Switches, switchNames } from './switches.js';

describe('the switches', () => {
  it.each(switchNames)('%s is turned for all who share its memory, and it alone', (name) => {
    const switches = new Switches();
    const elsewhere = new Switches(switches.memory);
    switches.turn(name, true);
    expect(switchNames.filter((each) => elsewhere.on(each))).toEqual([name]);
    elsewhere.turn(name, false);
    expect(Object.values(switches.all())).toEqual([false, false, false, false]);
  });
});
