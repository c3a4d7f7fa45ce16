import { QuestionInvalidError } from '@recordings/call-questions';
import { timestampOf } from '@recordings/call-record';
import type { Stores } from '@recordings/dynamodb-stores';
import { CommanderError } from 'commander';
import { findActor, isLocal } from './act/find-actor.ts';
import type { Config } from './config.ts';
import { makeProgram } from './make-program.ts';
import type { Ops } from './ops.ts';
import { type ExitStatus, exitStatus } from './output/exit-status.ts';
import type { Terminal } from './output/terminal.ts';
import { WrongArgumentError } from './output/wrong-argument.ts';
import { type Environment, openPlatform, openStores, type Platform, readConfig } from './platform.ts';

/** Time, and the signal that interrupts the command. */
type Surroundings = { readonly now?: () => number; readonly signal?: AbortSignal };

/** Runs one command. @returns the exit status. */
export const runOps = async (
  args: readonly string[],
  environment: Environment,
  terminal: Terminal,
  { now = Date.now, signal = new AbortController().signal }: Surroundings = {},
): Promise<number> => {
  let status: ExitStatus = exitStatus.done;
  let config: Config | undefined;
  let stores: Stores | undefined;
  let platform: Promise<Platform> | undefined;
  const ops: Ops = {
    terminal,
    config: () => (config ??= readConfig(environment)),
    stores: () => (stores ??= openStores(ops.config())),
    isLocal: isLocal(environment),
    open: async () => (platform ??= openPlatform(ops.config())),
    actor: () => findActor(environment),
    now: () => timestampOf(now()),
    progress: (text) => terminal.progress?.(text),
    signal,
  };
  const program = makeProgram(ops, (result) => {
    status = result;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    if (signal.aborted) {
      terminal.complain('Interrupted. Give the command again: it goes on with what is left.');
      return exitStatus.failed;
    }
    return explainFault(error, terminal);
  }
};

const explainFault = (error: unknown, { complain }: Terminal): number => {
  // Commander has printed its message, or the help that was asked for.
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitStatus.done : exitStatus.wrongArguments;
  complain(error instanceof Error ? error.message : String(error));
  return error instanceof WrongArgumentError || error instanceof QuestionInvalidError
    ? exitStatus.wrongArguments
    : exitStatus.failed;
};
