/** What must be added to a clock for the right time lies between `leastMs` and `mostMs`, in milliseconds. */
type Bounds = { readonly leastMs: number; readonly mostMs: number };

/** What the `Date` headers of AWS say of the clock of this process. */
export type ClockEstimate = Bounds & {
  /** Answers that agree on these bounds. */
  readonly answers: number;
  /** What is added: 0 unless two answers prove that the clock is wrong. Milliseconds. */
  readonly correctionMs: number;
  /** The bounds of one answer that contradicts the others. */
  readonly doubtful?: Bounds;
};

export const UNKNOWN_CLOCK: ClockEstimate = {
  leastMs: -Infinity,
  mostMs: Infinity,
  answers: 0,
  correctionMs: 0,
};

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
/** One answer may come from a host whose own clock is wrong, or from a cache. */
export const NEEDED_ANSWERS = 2;

/**
 * Adds an answer to the estimate. AWS wrote the header after the request was sent and before the answer came, so each
 * answer bounds the error, and several answers together bound it closely. An answer that contradicts the others changes
 * nothing at first. If the next one confirms it, the clock was set meanwhile: these two count, and the older ones are
 * dropped.
 */
export const addAnswer = (
  estimate: ClockEstimate,
  { sentMs, receivedMs, serverMs }: DatedAnswer,
): ClockEstimate => {
  const answer = { leastMs: serverMs - receivedMs, mostMs: serverMs + HEADER_STEP_MS - sentMs };
  // The clock was set back during the request.
  if (answer.leastMs > answer.mostMs) return estimate;
  const { doubtful } = estimate;
  const confirmed = doubtful && overlap(doubtful, answer);
  const agreed = overlap(estimate, answer);
  if (agreed) return estimateOf(agreed, estimate.answers + 1, confirmed && doubtful);
  return confirmed ? estimateOf(confirmed, NEEDED_ANSWERS) : { ...estimate, doubtful: answer };
};

const overlap = (a: Bounds, b: Bounds): Bounds | undefined => {
  const [leastMs, mostMs] = [Math.max(a.leastMs, b.leastMs), Math.min(a.mostMs, b.mostMs)];
  return leastMs <= mostMs ? { leastMs, mostMs } : undefined;
};

const estimateOf = ({ leastMs, mostMs }: Bounds, answers: number, doubtful?: Bounds): ClockEstimate => {
  const isPlausible = leastMs <= CLOCK_ERROR_MS && mostMs >= -CLOCK_ERROR_MS;
  const correctionMs = isPlausible || answers < NEEDED_ANSWERS ? 0 : Math.round((leastMs + mostMs) / 2);
  return { leastMs, mostMs, answers, correctionMs, ...(doubtful && { doubtful }) };
};
