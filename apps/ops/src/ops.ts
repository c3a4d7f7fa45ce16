import type { Timestamp } from '@recordings/call-record';
import type { Stores } from '@recordings/dynamodb-stores';
import type { Config } from './config.ts';
import type { Terminal } from './output/terminal.ts';
import type { Platform } from './platform.ts';

/** What every command is given. */
export type Ops = {
  readonly terminal: Terminal;
  /** Opened by the first command that needs it, so that `--help` needs no configuration. */
  readonly open: () => Promise<Platform>;
  /** The configuration alone. @throws {ConfigurationError} naming each variable that is missing or wrong. */
  readonly config: () => Config;
  /** The tables, also if the registry cannot be read. */
  readonly stores: () => Stores;
  /** Whether AWS is an emulator. */
  readonly isLocal: boolean;
  /** Who runs the command. */
  readonly actor: () => Promise<string>;
  readonly now: () => Timestamp;
  /** Says on the terminal how far long work is. Each text replaces the one before. */
  readonly progress: (text: string) => void;
  /** Aborted when the command is interrupted. */
  readonly signal: AbortSignal;
};
