import { auditBucket } from '@recordings/topology';
import type { Ops } from '../ops.ts';
import { type ExitStatus, exitStatus } from '../output/exit-status.ts';
import { WrongArgumentError } from '../output/wrong-argument.ts';
import { makeActionLog } from './action-log.ts';
import { openJsonObjects } from './json-objects.ts';

export type ActOptions = { readonly reason: string; readonly dryRun?: boolean; readonly json?: boolean };

/** Something that a command is about to change. */
export type Act<R extends object> = {
  readonly command: string;
  readonly about: object;
  /** What would change, for a person and for a program. */
  readonly plan: { readonly text: string; readonly json: object };
  /** `by` is the actor. What it answers is kept with the action. */
  readonly run: (by: string) => Promise<R>;
  readonly render: (result: R) => string;
  /** Printed beside the result as JSON, and kept nowhere. */
  readonly secret?: object;
  /** Default: all was done. */
  readonly statusOf?: (result: R) => ExitStatus;
};

const MIN_REASON = 5;
const MAX_REASON = 500;

/** @throws {WrongArgumentError} for a reason that says nothing, or is too long to be kept. */
export const checkReason = (reason: string): void => {
  if (reason.trim().length >= MIN_REASON && reason.length <= MAX_REASON) return;
  throw new WrongArgumentError(
    `--reason is "${reason}"; expected a sentence of ${MIN_REASON} to ${MAX_REASON} characters`,
  );
};

/** Says what would change; without `--dry-run` it keeps who acts and why, acts, and says what came of it. */
export const act = async <R extends object>(
  ops: Ops,
  { reason, dryRun, json }: ActOptions,
  { command, about, plan, run, render, secret, statusOf = () => exitStatus.done }: Act<R>,
): Promise<ExitStatus> => {
  const { say } = ops.terminal;
  checkReason(reason);
  if (dryRun) {
    say(
      json
        ? JSON.stringify({ dryRun: true, ...plan.json })
        : `${plan.text}\nNothing was changed (--dry-run).`,
    );
    return exitStatus.done;
  }
  if (!json) say(plan.text);
  const by = await ops.actor();
  const { config } = await ops.open();
  const log = makeActionLog(openJsonObjects(config, auditBucket), ops.now);
  const id = await log.begin({ command, reason, by, at: ops.now(), about });
  const result = await run(by);
  await log.end(id, result);
  say(
    json
      ? JSON.stringify({ action: id, by, ...result, ...secret })
      : `${render(result)}\nKept as action ${id} of ${by}.`,
  );
  return statusOf(result);
};
