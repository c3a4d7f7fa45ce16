import type { ExportJobEvent, OcpPermit } from '@recordings/reconciliation';
import type { RecoveryDeps } from '../recovery-deps.ts';
import type { ExportRef, HeldSlot } from './export-ref.ts';
import { giveBackPermit, reserveIfCreated } from './reserve-create.ts';
import { runCommand } from './run-command.ts';
import { type ExportStep, writeNextJob } from './write-next-job.ts';

/**
 * Feeds an event to an export job, and does all that follows from it. An event for an export that its slot no longer
 * holds does nothing.
 *
 * @param known the slot as it was just read; saves a read.
 * @returns whether the slot came free.
 */
export const moveExportJob = async (
  deps: RecoveryDeps,
  ref: ExportRef,
  event: ExportJobEvent,
  known?: HeldSlot,
): Promise<boolean> => {
  const reserved = await reserveIfCreated(deps, ref, event, known);
  if (reserved.kind === 'put-off') return false;
  const step = await writeNextJob(deps, ref, event, known);
  if (!step?.commands.some(({ type }) => type === 'create-job')) giveBackPermit(deps, ref, reserved.permit);
  return step !== undefined && completeStep(deps, ref, step, reserved.permit);
};

/**
 * Executes the commands of a step. The last one may report an event of the job, which leads to the next step, until no
 * event is left.
 *
 * @param reserved the permit for a create of the first step.
 * @returns whether the slot came free.
 */
export const completeStep = async (
  deps: RecoveryDeps,
  ref: ExportRef,
  first: ExportStep,
  reserved?: OcpPermit,
): Promise<boolean> => {
  let step: ExportStep | undefined = first;
  let permit = reserved;
  let isSlotFree = false;
  while (step) {
    const { slot, commands }: ExportStep = step;
    let event: ExportJobEvent | undefined;
    for (const command of commands) event = await runCommand(deps, ref, slot, command, permit);
    permit = undefined;
    isSlotFree = commands.some(({ type }) => type === 'free-slot');
    // A delivery writes its slot: the verdict on the listing, and signs that it goes on.
    const isOutdated = commands.some(({ type }) => type === 'deliver-results');
    step = event && (await writeNextJob(deps, ref, event, isOutdated ? undefined : slot));
  }
  return isSlotFree;
};
