/** Our clocks differ by at most this much, and ours from OCP's, including the whole seconds of its job list. */
export const CLOCK_TOLERANCE_MS = 5_000;
