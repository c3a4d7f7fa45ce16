import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { readStatus } from './read-status.ts';
import { renderStatus } from './render-status.ts';

/**
 * Prints on one screen how complete the days are, what is missing, what waits, and how the services are. Ends with 1 if
 * AWS or the configuration kept it from a part; the output names it.
 */
export const showStatus = async (ops: Ops, isJson: boolean): Promise<ExitStatus> => {
  const status = await readStatus(ops, ops.now());
  ops.terminal.say(isJson ? JSON.stringify(status) : renderStatus(status));
  return status.notShown.some(({ level }) => level === 'fault') ? exitStatus.failed : exitStatus.done;
};
