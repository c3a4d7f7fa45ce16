import { HOUR_MS, MINUTE_MS } from '../time/timeline.ts';
import { RETENTION_DAYS } from './policies.ts';
import type { Scenario } from './scenario.ts';

/** Until the deadline of the last call, and a day for what is late. */
const PATIENCE_MS = (RETENTION_DAYS + 1) * 24 * HOUR_MS;
/** A sweep may be the first to hear of a call. If its start is impossible, its deadline counts from then. */
const SWEEP_PATIENCE_MS = PATIENCE_MS + RETENTION_DAYS * 24 * HOUR_MS;

/** The virtual time that all work may take after the last call has ended. */
export const patienceOf = ({ sweeps, reopens = [] }: Scenario): number => {
  if (sweeps) return SWEEP_PATIENCE_MS;
  const keptMinutes = reopens.map(({ untilMinute = 0 }) => untilMinute);
  return PATIENCE_MS + Math.max(0, ...keptMinutes) * MINUTE_MS;
};
