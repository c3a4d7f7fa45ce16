import { z } from 'zod';

export type Health =
  | { readonly isReady: true }
  /** `checks`: names of those that fail, empty if the service does not answer. `why`: the same with their errors. */
  | { readonly isReady: false; readonly checks: readonly string[]; readonly why: string };

const TIMEOUT_MS = 2_000;

const NotReady = z.object({
  checks: z.record(z.string(), z.boolean()),
  errors: z.record(z.string(), z.string()).default({}),
});

/** Asks a service whether it is ready: 200 means yes, and the body of a 503 names the checks that fail. */
export const askHealth = async (url: string): Promise<Health> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const body = await response.text();
    return response.ok ? { isReady: true } : readRefusal(response.status, body);
  } catch (error) {
    return { isReady: false, checks: [], why: `it does not answer (${reasonOf(error as Error)})` };
  }
};

const readRefusal = (status: number, body: string): Health => {
  const answer = NotReady.safeParse(parseOrUndefined(body));
  if (!answer.success) return { isReady: false, checks: [], why: `it answers ${status}` };
  const { checks, errors } = answer.data;
  const failing = Object.keys(checks).filter((name) => !checks[name]);
  const why = failing.map((name) => (errors[name] ? `${name} (${errors[name]})` : name)).join(', ');
  return { isReady: false, checks: failing, why: `failing checks: ${why}` };
};

const parseOrUndefined = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** fetch says only "fetch failed"; its cause has the code of the socket. */
const reasonOf = ({ name, cause }: Error): string =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : name;
