import type { Check, CheckedResult, CheckResult, Finding } from './check.ts';
import { fault } from './check.ts';

export type RunChecksDeps = {
  /** Longest time of one check, in milliseconds. */
  readonly limitMs: number;
  /** Says what an error of AWS or the configuration means. */
  readonly explain: (error: unknown) => Finding;
  readonly signal: AbortSignal;
};

/** Runs all checks at the same time. A check that fails or hangs is a finding, and does not hide the others. */
export const runChecks = (
  checks: readonly Check[],
  { limitMs, explain, signal }: RunChecksDeps,
): Promise<CheckedResult[]> =>
  Promise.all(
    checks.map(async ({ name, run }) => {
      const startedMs = performance.now();
      const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
      const result = await orLimit(run(limit), limit).catch((error: unknown) =>
        failed(limit.aborted && !signal.aborted ? sayTooSlow(limitMs) : explain(error)),
      );
      return { check: name, tookMs: Math.round(performance.now() - startedMs), ...result };
    }),
  );

const failed = (finding: Finding): CheckResult => ({ looked: 'nothing', findings: [finding] });

const sayTooSlow = (limitMs: number): Finding =>
  fault(
    `no answer within ${limitMs / 1000} s`,
    'look for a firewall, a proxy or a route that drops packets between this machine and the address',
  );

/** A check may wait for something that knows no signal. */
const orLimit = async <T>(work: Promise<T>, limit: AbortSignal): Promise<T> => {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(limit.reason);
  if (limit.aborted) onAbort();
  limit.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    limit.removeEventListener('abort', onAbort);
  }
};
