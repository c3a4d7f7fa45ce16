import type { Command } from 'commander';

/** The options of every command that changes something. */
export const withActOptions = (command: Command): Command =>
  command
    .requiredOption('--reason <text>', 'why; it is kept with who did it')
    .option('--dry-run', 'says what would change, and changes nothing')
    .option('--json', 'one JSON object');
