import { CLOCK_STEP_MS, isTooFarAhead } from '../budget/claim-departures.ts';
import { EMPTY_DESK, type PermitCommand, type PermitDesk } from './permit-desk.ts';

export const UNUSED = { type: 'forfeit', reason: 'unused' } as const;

/** If the clock of this process was set back, all that was planned by it would wait for as long. */
export const seeClock = (desk: PermitDesk, nowMs: number): PermitDesk => {
  const isSetBack = nowMs < desk.seenMs - CLOCK_STEP_MS;
  if (!isSetBack) return { ...desk, seenMs: nowMs };
  const { departuresMs, notBeforeMs, refuseUntilMs, releasedMs } = EMPTY_DESK;
  return { ...desk, departuresMs, notBeforeMs, refuseUntilMs, releasedMs, seenMs: nowMs };
};

/**
 * Adds departures. The clock may have been set back after they were claimed: the answer of AWS to the claim itself may
 * correct it by hours. No request may wait for such a departure, so it is forfeited.
 */
export const addDepartures = (
  desk: PermitDesk,
  addedMs: readonly number[],
  nowMs: number,
): { readonly desk: PermitDesk; readonly commands: readonly PermitCommand[] } => {
  const possibleMs = addedMs.filter((departureMs) => !isTooFarAhead(departureMs, nowMs));
  const departuresMs = [...desk.departuresMs, ...possibleMs].sort((a, b) => a - b);
  const commands = addedMs.slice(possibleMs.length).map(() => UNUSED);
  return { desk: { ...desk, departuresMs }, commands };
};
