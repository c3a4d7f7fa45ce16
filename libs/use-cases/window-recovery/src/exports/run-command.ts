import type { ExportJobCommand, ExportJobEvent, OcpPermit } from '@recordings/reconciliation';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { checkGroup } from './commands/check-group.ts';
import { closeReconciliations } from './commands/close-reconciliations.ts';
import { createJob } from './commands/create-job.ts';
import { deliverResults } from './commands/deliver-results.ts';
import { freeSlot } from './commands/free-slot.ts';
import { sendPoll } from './commands/send-poll.ts';
import type { ExportRef, HeldSlot } from './export-ref.ts';

/** Executes one command of an export job; a create has the permit. @returns what happened to the job meanwhile, if anything did. */
export const runCommand = async (
  deps: RecoveryDeps,
  ref: ExportRef,
  slot: HeldSlot,
  command: ExportJobCommand,
  permit?: OcpPermit,
): Promise<ExportJobEvent | undefined> => {
  const { job } = slot;
  switch (command.type) {
    case 'create-job':
      return job.phase === 'intended' ? createJob(deps, ref.group.registered, job, permit) : undefined;
    case 'send-poll':
      await sendPoll(deps, ref, command);
      return undefined;
    case 'check-group':
      await checkGroup(deps, ref.group, command.delayMs);
      return undefined;
    case 'deliver-results':
      return job.phase === 'exported' ? deliverResults(deps, ref, job) : undefined;
    case 'close-reconciliations':
      await closeReconciliations(deps, ref.slotKey, job, command);
      return undefined;
    case 'free-slot':
      await freeSlot(deps, ref, slot);
      return undefined;
    default:
      return command satisfies never;
  }
};
