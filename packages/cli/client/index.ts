import type { Command } from 'commander';
import { alertsCommand } from './alerts.js';
import { baselineCommand } from './baseline.js';
import { configCommand } from './config-check.js';
import { doctorCommand } from './doctor.js';
import { experimentCommand } from '../experiment/command.js';
import { gateCommand } from './gate.js';
import { healthCommand } from './health.js';
import { keysCommand } from './keys.js';
import { shareCommand } from './shares.js';
import { markCommand } from './mark.js';

/** Every command that talks to a server. */
export function clientCommands(program: Command): void {
  const commands = [
    markCommand,
    baselineCommand,
    gateCommand,
    experimentCommand,
    configCommand,
    alertsCommand,
    healthCommand,
    doctorCommand,
    keysCommand,
    shareCommand,
  ];
  for (const add of commands) add(program);
}
