import type { Command } from 'commander';
import { baselineCommand } from './baseline.js';
import { configCommand } from './config-check.js';
import { gateCommand } from './gate.js';
import { markCommand } from './mark.js';

/** Every command that asks whether something got better. */
export function clientCommands(program: Command): void {
  for (const add of [markCommand, baselineCommand, gateCommand, configCommand]) add(program);
}
