/**
 * What the `Date` headers of AWS say of the clock of this process, in milliseconds. What must be added to the clock for the
 * right time lies between `leastMs` and `mostMs`.
 */
export type ClockEstimate = {
  readonly leastMs: number;
  readonly mostMs: number;
  /** What is added: 0 unless the clock is certainly wrong. */
  readonly correctionMs: number;
};

export const UNKNOWN_CLOCK: ClockEstimate = { leastMs: -Infinity, mostMs: Infinity, correctionMs: 0 };

/** An answer of AWS. `sentMs` and `receivedMs` are by the clock of this process, without any correction. */
export type DatedAnswer = {
  readonly sentMs: number;
  readonly receivedMs: number;
  /** The `Date` header, in whole seconds. */
  readonly serverMs: number;
};

/** A smaller difference is not corrected: the time service of the host is more exact than the header. */
export const CLOCK_ERROR_MS = 2_000;
/** The header drops the part of a second. */
const HEADER_STEP_MS = 1_000;

/**
 * Adds an answer to the estimate. AWS wrote the header after the request was sent and before the answer came, so each
 * answer bounds the error, and several answers together bound it closely. If they contradict each other, the clock was
 * set meanwhile, and the newest one counts.
 */
export const addAnswer = (
  estimate: ClockEstimate,
  { sentMs, receivedMs, serverMs }: DatedAnswer,
): ClockEstimate => {
  const [least, most] = [serverMs - receivedMs, serverMs + HEADER_STEP_MS - sentMs];
  // The clock was set back during the request.
  if (least > most) return estimate;
  const [leastMs, mostMs] = [Math.max(estimate.leastMs, least), Math.min(estimate.mostMs, most)];
  return leastMs <= mostMs ? boundedBy(leastMs, mostMs) : boundedBy(least, most);
};

const boundedBy = (leastMs: number, mostMs: number): ClockEstimate => {
  const isPlausible = leastMs <= CLOCK_ERROR_MS && mostMs >= -CLOCK_ERROR_MS;
  return { leastMs, mostMs, correctionMs: isPlausible ? 0 : Math.round((leastMs + mostMs) / 2) };
};
