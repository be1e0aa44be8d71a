import type { Command } from 'commander';
import { backupCommand, restoreCommand } from './backup.js';
import { exportCommand } from './export.js';
import { importCommand } from './import.js';

/** Every command that moves history in or out. */
export function archiveCommands(program: Command): void {
  for (const add of [exportCommand, importCommand, backupCommand, restoreCommand]) add(program);
}
